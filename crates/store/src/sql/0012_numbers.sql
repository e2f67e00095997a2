-- The numbers the 件 of a package get once it is sealed: given by the transaction that enters the package, so that a sealing that failed or
-- was killed numbers nothing, and one killed after its last byte gives those its package says.
ALTER TABLE seal ADD COLUMN numbers TEXT NOT NULL DEFAULT '[]';
