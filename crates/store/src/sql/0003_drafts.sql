-- What recording at the desk needs: drafts, taking back, who is charged with a step, 专用笔记本.

-- Drafts are no evidence: they change without a journal line and may go (docs/adr/0004). Nothing else may refer to them.
CREATE TABLE draft (
    key           TEXT PRIMARY KEY,
    editor        TEXT NOT NULL,
    title         TEXT NOT NULL,
    -- core::finding::Place as JSON; batch and record of it beside, to be looked up by
    place         TEXT NOT NULL,
    batch         INTEGER,
    record        INTEGER,
    schema        INTEGER NOT NULL,
    base_revision INTEGER NOT NULL,
    version       INTEGER NOT NULL,
    content       TEXT NOT NULL,
    begun_at      TEXT NOT NULL,
    saved_at      TEXT NOT NULL,
    -- empty: open
    discarded_at  TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE draft_version (
    key      TEXT NOT NULL REFERENCES draft (key) ON DELETE CASCADE,
    version  INTEGER NOT NULL,
    content  TEXT NOT NULL,
    saved_at TEXT NOT NULL,
    PRIMARY KEY (key, version)
) STRICT, WITHOUT ROWID;

-- What made a revision: empty for an entry or a correction, `undo`, `redo`. A record whose first revision was taken back is out
-- of the case; its rows stay.
ALTER TABLE revision ADD COLUMN act TEXT NOT NULL DEFAULT '';
ALTER TABLE record ADD COLUMN retracted INTEGER NOT NULL DEFAULT 0;

-- One row a batch: step → name.
CREATE TABLE charge (
    id         INTEGER PRIMARY KEY,
    batch      INTEGER NOT NULL UNIQUE REFERENCES batch (id),
    revision   INTEGER NOT NULL,
    content    TEXT NOT NULL,
    created_at TEXT NOT NULL
) STRICT;

CREATE TABLE notebook (
    id         INTEGER PRIMARY KEY,
    holder     TEXT NOT NULL,
    closed     INTEGER NOT NULL,
    revision   INTEGER NOT NULL,
    content    TEXT NOT NULL,
    created_at TEXT NOT NULL
) STRICT;

-- An entry that belongs to no step; `record` once it was filed.
CREATE TABLE note (
    id         INTEGER PRIMARY KEY,
    notebook   INTEGER NOT NULL REFERENCES notebook (id),
    record     INTEGER REFERENCES record (id),
    revision   INTEGER NOT NULL,
    content    TEXT NOT NULL,
    created_at TEXT NOT NULL
) STRICT;
CREATE INDEX note_notebook ON note (notebook);

-- The pages: which revision of which record or note stands there. The words are in `revision`, once.
CREATE TABLE notebook_entry (
    -- notebook/seq, what the journal knows the row by
    key      TEXT NOT NULL UNIQUE,
    notebook INTEGER NOT NULL REFERENCES notebook (id),
    seq      INTEGER NOT NULL,
    page     INTEGER NOT NULL,
    pages    INTEGER NOT NULL,
    act      TEXT NOT NULL,
    about    INTEGER,
    note     INTEGER REFERENCES note (id),
    record   INTEGER REFERENCES record (id),
    revision INTEGER NOT NULL,
    remark   TEXT NOT NULL,
    reason   TEXT NOT NULL,
    at       TEXT NOT NULL,
    actor    TEXT NOT NULL,
    PRIMARY KEY (notebook, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX notebook_entry_record ON notebook_entry (record);
CREATE INDEX notebook_entry_note ON notebook_entry (note);

-- Pictures of signed pages of notes that belong to no step.
CREATE TABLE note_scan (
    -- note/sha256, what the journal knows the row by
    key    TEXT NOT NULL UNIQUE,
    note   INTEGER NOT NULL REFERENCES note (id),
    sha256 TEXT NOT NULL REFERENCES file (sha256),
    name   TEXT NOT NULL,
    format TEXT NOT NULL,
    pages  INTEGER NOT NULL,
    size   INTEGER NOT NULL,
    at     TEXT NOT NULL,
    PRIMARY KEY (note, sha256)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER entry_stays_u BEFORE UPDATE ON notebook_entry BEGIN SELECT RAISE(ABORT, 'notebook entries never change'); END;
CREATE TRIGGER entry_stays_d BEFORE DELETE ON notebook_entry BEGIN SELECT RAISE(ABORT, 'notebook entries never go'); END;
