-- 放行: findings an authorised person let pass. A withdrawal is a further revision; no row ever goes.
CREATE TABLE waiver (
    id         INTEGER PRIMARY KEY,
    batch      INTEGER NOT NULL REFERENCES batch (id),
    code       TEXT NOT NULL,
    sha256     TEXT REFERENCES file (sha256),
    revision   INTEGER NOT NULL,
    content    TEXT NOT NULL,
    created_at TEXT NOT NULL
) STRICT;
CREATE INDEX waiver_batch ON waiver (batch);

CREATE TRIGGER waiver_stays_d BEFORE DELETE ON waiver BEGIN SELECT RAISE(ABORT, 'a finding that was let pass stays told'); END;
