-- Keys of items that last. Until now an item was known by its volume and its first paper (批次/材料5, 人选3/材料5); an original attached after
-- the copy, or a record found to speak of somebody else, changed both. Now it is known by its lowest paper and by whether it is the
-- original or an extract (材料5/原件, 材料5/摘录/人选3).

CREATE TEMP TABLE moved AS
WITH old AS (
    SELECT archive_no, batch, item,
           CAST(substr(item, instr(item, '/材料') + 3) AS INTEGER) AS paper,
           CASE WHEN item LIKE '人选%' THEN substr(item, 1, instr(item, '/') - 1) ELSE '' END AS person
    FROM archive_number
    WHERE item LIKE '批次/材料%' OR item LIKE '人选%/材料%'
)
SELECT o.archive_no,
       -- The lowest of the papers of one name in one record.
       coalesce((SELECT min(other.id) FROM material own JOIN material other
                     ON other.record = own.record
                    AND json_extract(other.content, '$.name') = json_extract(own.content, '$.name')
                 WHERE own.id = o.paper), o.paper) AS lowest,
       -- An extract exists only beside an original in the comprehensive volume.
       CASE WHEN o.person <> '' AND EXISTS (SELECT 1 FROM old c WHERE c.batch = o.batch AND c.person = '' AND c.paper = o.paper)
            THEN '/摘录/' || o.person ELSE '/原件' END AS kind
FROM old o;

DROP TRIGGER number_stays_u;
-- Where an item got two numbers by the fault this mends, the first keeps it; the other stays under its old key and is told as vacant.
UPDATE OR IGNORE archive_number
SET item = (SELECT '材料' || m.lowest || m.kind FROM moved m WHERE m.archive_no = archive_number.archive_no)
WHERE archive_no IN (SELECT archive_no FROM moved);
CREATE TRIGGER number_stays_u BEFORE UPDATE ON archive_number BEGIN SELECT RAISE(ABORT, 'archive numbers never change'); END;
DROP TABLE moved;

-- A catalogue a batch began with is as fixed as a revision.
CREATE TRIGGER catalogue_stays_u BEFORE UPDATE ON catalogue BEGIN SELECT RAISE(ABORT, 'kept catalogues never change'); END;
CREATE TRIGGER catalogue_stays_d BEFORE DELETE ON catalogue BEGIN SELECT RAISE(ABORT, 'kept catalogues never go'); END;
CREATE TRIGGER seal_stays_d BEFORE DELETE ON seal BEGIN SELECT RAISE(ABORT, 'seal numbers never go'); END;
