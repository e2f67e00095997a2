-- Marks of the words of records (core::likeness::bands): two records whose words are near have one in common. Part of the search
-- index: derived, made anew with it.

CREATE TABLE search_band (
    band   INTEGER NOT NULL,
    record INTEGER NOT NULL,
    batch  INTEGER NOT NULL,
    PRIMARY KEY (band, record)
) STRICT, WITHOUT ROWID;
CREATE INDEX search_band_record ON search_band (record);
CREATE INDEX search_band_batch ON search_band (batch);
