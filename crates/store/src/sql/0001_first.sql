-- First schema. Never edited after release: a change is a new numbered file.
-- Every noun is a row with its newest content as JSON; `revision` keeps every content there ever was.

CREATE TABLE journal (
    seq     INTEGER PRIMARY KEY,
    at      TEXT NOT NULL,
    actor   TEXT NOT NULL,
    op      TEXT NOT NULL,
    words   TEXT NOT NULL,
    changes TEXT NOT NULL,
    prev    TEXT NOT NULL,
    hash    TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE revision (
    noun     TEXT NOT NULL,
    id       INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    content  TEXT NOT NULL,
    reason   TEXT NOT NULL,
    at       TEXT NOT NULL,
    actor    TEXT NOT NULL,
    journal  INTEGER NOT NULL REFERENCES journal (seq) DEFERRABLE INITIALLY DEFERRED,
    PRIMARY KEY (noun, id, revision)
) STRICT, WITHOUT ROWID;

CREATE TABLE file (
    sha256   TEXT PRIMARY KEY,
    size     INTEGER NOT NULL,
    added_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE person (
    id         INTEGER PRIMARY KEY,
    name       TEXT NOT NULL,
    revision   INTEGER NOT NULL,
    content    TEXT NOT NULL,
    created_at TEXT NOT NULL
) STRICT;
CREATE INDEX person_name ON person (name);

CREATE TABLE batch (
    id         INTEGER PRIMARY KEY,
    catalogue  TEXT NOT NULL,
    revision   INTEGER NOT NULL,
    content    TEXT NOT NULL,
    created_at TEXT NOT NULL
) STRICT;

-- The catalogue a batch began with, whole, so that a later edition changes nothing here.
CREATE TABLE catalogue (
    key     TEXT PRIMARY KEY,
    content TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE post (
    id         INTEGER PRIMARY KEY,
    batch      INTEGER NOT NULL REFERENCES batch (id),
    revision   INTEGER NOT NULL,
    content    TEXT NOT NULL,
    created_at TEXT NOT NULL
) STRICT;
CREATE INDEX post_batch ON post (batch);

CREATE TABLE candidate (
    id         INTEGER PRIMARY KEY,
    batch      INTEGER NOT NULL REFERENCES batch (id),
    person     INTEGER NOT NULL REFERENCES person (id),
    revision   INTEGER NOT NULL,
    content    TEXT NOT NULL,
    created_at TEXT NOT NULL,
    UNIQUE (batch, person)
) STRICT;

CREATE TABLE record (
    id         INTEGER PRIMARY KEY,
    batch      INTEGER NOT NULL REFERENCES batch (id),
    step       TEXT NOT NULL,
    revision   INTEGER NOT NULL,
    content    TEXT NOT NULL,
    created_by TEXT NOT NULL,
    created_at TEXT NOT NULL,
    revised_at TEXT NOT NULL
) STRICT;
CREATE INDEX record_batch ON record (batch, step);

CREATE TABLE material (
    id         INTEGER PRIMARY KEY,
    batch      INTEGER NOT NULL REFERENCES batch (id),
    record     INTEGER NOT NULL REFERENCES record (id),
    sha256     TEXT REFERENCES file (sha256),
    revision   INTEGER NOT NULL,
    content    TEXT NOT NULL,
    created_at TEXT NOT NULL
) STRICT;
CREATE INDEX material_batch ON material (batch);
CREATE INDEX material_record ON material (record);

CREATE TABLE not_applicable (
    id         INTEGER PRIMARY KEY,
    batch      INTEGER NOT NULL REFERENCES batch (id),
    step       TEXT NOT NULL,
    candidate  INTEGER REFERENCES candidate (id),
    active     INTEGER NOT NULL,
    revision   INTEGER NOT NULL,
    content    TEXT NOT NULL,
    created_at TEXT NOT NULL
) STRICT;
CREATE INDEX not_applicable_batch ON not_applicable (batch);

-- 件号 once given stays given; a number is never used twice.
CREATE TABLE archive_number (
    archive_no TEXT PRIMARY KEY,
    batch      INTEGER NOT NULL REFERENCES batch (id),
    item       TEXT NOT NULL,
    category   TEXT NOT NULL,
    no         INTEGER NOT NULL,
    UNIQUE (batch, item),
    UNIQUE (category, no)
) STRICT, WITHOUT ROWID;

CREATE TABLE package (
    id         INTEGER PRIMARY KEY,
    seal_no    TEXT NOT NULL UNIQUE,
    batch      INTEGER NOT NULL REFERENCES batch (id),
    seal       TEXT NOT NULL UNIQUE,
    previous   TEXT NOT NULL,
    content    TEXT NOT NULL,
    created_at TEXT NOT NULL
) STRICT;

-- A seal number is taken before the first byte is written: a kill in between leaves a gap that shows, never two packages of one number.
CREATE TABLE seal (
    no       INTEGER PRIMARY KEY,
    seal_no  TEXT NOT NULL UNIQUE,
    batch    INTEGER NOT NULL REFERENCES batch (id),
    title    TEXT NOT NULL,
    path     TEXT NOT NULL,
    items    INTEGER NOT NULL,
    reason   TEXT NOT NULL,
    -- 0 under way, 1 sealed, 2 void
    state    INTEGER NOT NULL,
    taken_at TEXT NOT NULL
) STRICT;

CREATE TRIGGER journal_stays_u BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'journal lines never change'); END;
CREATE TRIGGER journal_stays_d BEFORE DELETE ON journal BEGIN SELECT RAISE(ABORT, 'journal lines never go'); END;
CREATE TRIGGER revision_stays_u BEFORE UPDATE ON revision BEGIN SELECT RAISE(ABORT, 'revisions never change'); END;
CREATE TRIGGER revision_stays_d BEFORE DELETE ON revision BEGIN SELECT RAISE(ABORT, 'revisions never go'); END;
CREATE TRIGGER number_stays_u BEFORE UPDATE ON archive_number BEGIN SELECT RAISE(ABORT, 'archive numbers never change'); END;
CREATE TRIGGER number_stays_d BEFORE DELETE ON archive_number BEGIN SELECT RAISE(ABORT, 'archive numbers never go'); END;
CREATE TRIGGER package_stays_u BEFORE UPDATE ON package BEGIN SELECT RAISE(ABORT, 'sealed packages never change'); END;
CREATE TRIGGER package_stays_d BEFORE DELETE ON package BEGIN SELECT RAISE(ABORT, 'sealed packages never go'); END;
