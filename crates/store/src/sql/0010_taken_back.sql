-- A post, a candidate and a material may be taken back as a record may: with its first revision undone it is out of the case, and its
-- row and all its revisions stand.

ALTER TABLE post ADD COLUMN retracted INTEGER NOT NULL DEFAULT 0;
ALTER TABLE candidate ADD COLUMN retracted INTEGER NOT NULL DEFAULT 0;
ALTER TABLE material ADD COLUMN retracted INTEGER NOT NULL DEFAULT 0;
