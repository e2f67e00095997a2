-- Register of media, and what was handed over on each.
CREATE TABLE medium (
    id         INTEGER PRIMARY KEY,
    number     TEXT NOT NULL UNIQUE,
    revision   INTEGER NOT NULL,
    content    TEXT NOT NULL,
    created_at TEXT NOT NULL
) STRICT;

CREATE TABLE handover (
    id         INTEGER PRIMARY KEY,
    no         TEXT NOT NULL UNIQUE,
    medium     INTEGER NOT NULL REFERENCES medium (id),
    revision   INTEGER NOT NULL,
    content    TEXT NOT NULL,
    created_at TEXT NOT NULL
) STRICT;

CREATE TRIGGER medium_stays_d BEFORE DELETE ON medium BEGIN SELECT RAISE(ABORT, 'media stay in the register'); END;
CREATE TRIGGER handover_stays_d BEFORE DELETE ON handover BEGIN SELECT RAISE(ABORT, 'what was handed over stays'); END;
