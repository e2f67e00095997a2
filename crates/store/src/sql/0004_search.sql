-- The search index: derived from the other tables in the transaction that changes them, made anew when its format changes or
-- on demand (docs/adr/0004). Nothing is known here that is not known elsewhere.

CREATE TABLE search_meta (
    format INTEGER NOT NULL
) STRICT;

-- Names of steps as each kept catalogue has them.
CREATE TABLE search_step (
    catalogue TEXT NOT NULL,
    step      TEXT NOT NULL,
    stage     TEXT NOT NULL,
    label     TEXT NOT NULL,
    PRIMARY KEY (catalogue, step)
) STRICT, WITHOUT ROWID;

-- One row for each thing that can be found. `id` orders the finds: kind, then the latest entered first.
CREATE TABLE search_doc (
    id          INTEGER PRIMARY KEY,
    kind        INTEGER NOT NULL,
    ref         INTEGER NOT NULL,
    batch       INTEGER NOT NULL,
    step        TEXT NOT NULL,
    record      INTEGER NOT NULL,
    record_kind TEXT NOT NULL,
    -- speaks of the whole batch
    whole       INTEGER NOT NULL,
    first_day   TEXT NOT NULL,
    last_day    TEXT NOT NULL,
    title       TEXT NOT NULL,
    body        TEXT NOT NULL
) STRICT;
CREATE INDEX search_doc_batch ON search_doc (batch);

CREATE TABLE search_person (
    doc    INTEGER NOT NULL,
    person INTEGER NOT NULL,
    PRIMARY KEY (doc, person)
) STRICT, WITHOUT ROWID;
CREATE INDEX search_person_person ON search_person (person);

-- Names that stand in records, with post and part, for the picker; `signs` when a given signature bears the name.
CREATE TABLE search_name (
    doc   INTEGER NOT NULL,
    name  TEXT NOT NULL,
    post  TEXT NOT NULL,
    role  TEXT NOT NULL,
    signs INTEGER NOT NULL,
    at    TEXT NOT NULL
) STRICT;
CREATE INDEX search_name_doc ON search_name (doc);
CREATE INDEX search_name_name ON search_name (name);

-- Ways to type a name in pinyin, parted by spaces.
CREATE TABLE search_key (
    name TEXT PRIMARY KEY,
    keys TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE VIRTUAL TABLE search_text USING fts5 (body, pinyin, content = '', contentless_delete = 1, tokenize = 'ascii');
