-- A person, a batch and the list of who is charged with which step may be taken back with their first revision as others may; and a
-- material may be taken off its record, which is an act of its own an earlier program would not know.

ALTER TABLE person ADD COLUMN retracted INTEGER NOT NULL DEFAULT 0;
ALTER TABLE batch ADD COLUMN retracted INTEGER NOT NULL DEFAULT 0;
ALTER TABLE charge ADD COLUMN retracted INTEGER NOT NULL DEFAULT 0;
