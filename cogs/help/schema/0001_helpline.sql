-- What organisers decided about a help line of a country, for everybody in their community. line: the bundled line it
-- speaks of, or a name of its own for a line that they added. words: theirs; NULL: the bundled ones. Who it was stands in
-- the audit alone.
CREATE TABLE helpline (
    id INTEGER PRIMARY KEY,
    community_id INTEGER NOT NULL REFERENCES community (id) ON DELETE CASCADE,
    country TEXT NOT NULL,
    line TEXT NOT NULL,
    hidden INTEGER NOT NULL,
    words BLOB,
    confirmed_at INTEGER NOT NULL,
    CONSTRAINT helpline_once UNIQUE (community_id, country, line)
) STRICT;
