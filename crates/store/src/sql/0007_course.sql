-- 案卷包的办理过程: one row a version of the package of a volume, from draft to receipt. Its content is revised, never what is sealed.
CREATE TABLE package_course (
    id         INTEGER PRIMARY KEY,
    batch      INTEGER NOT NULL REFERENCES batch (id),
    volume     TEXT NOT NULL,
    version    INTEGER NOT NULL,
    seal_no    TEXT UNIQUE,
    revision   INTEGER NOT NULL,
    content    TEXT NOT NULL,
    created_at TEXT NOT NULL,
    UNIQUE (batch, volume, version)
) STRICT;

CREATE TRIGGER package_course_stays_d BEFORE DELETE ON package_course BEGIN SELECT RAISE(ABORT, 'the course of a package stays'); END;
-- A seal number once taken belongs to its version; one given up after a failed sealing leaves the course open again.
CREATE TRIGGER package_course_seal_u BEFORE UPDATE OF seal_no ON package_course
WHEN old.seal_no IS NOT NULL AND new.seal_no IS NOT old.seal_no
     AND EXISTS (SELECT 1 FROM package WHERE package.seal_no = old.seal_no)
BEGIN SELECT RAISE(ABORT, 'a sealed course keeps its seal'); END;
