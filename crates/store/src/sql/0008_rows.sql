-- Whose volume a seal number was taken for: a package that outlived a kill is entered under the right person, namesakes or not.
ALTER TABLE seal ADD COLUMN candidate INTEGER REFERENCES candidate (id);
-- Nothing else changes in the tables. From this schema on each journal line tells the columns beside the content and the reason of each
-- revision; what stands already is told anew after this file, so that a later change of it shows.
