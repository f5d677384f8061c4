-- A post that staff took down: its beginning and the reason they gave, for its author. member_id: nobody for a post
-- without a name; its feature finds the reason by the key.
CREATE TABLE removal (
    id INTEGER PRIMARY KEY,
    community_id INTEGER NOT NULL REFERENCES community (id) ON DELETE CASCADE,
    key TEXT NOT NULL,
    member_id INTEGER REFERENCES member (id) ON DELETE CASCADE,
    words BLOB NOT NULL,
    reason BLOB NOT NULL,
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX removal_key ON removal (community_id, key);
CREATE INDEX removal_member ON removal (member_id) WHERE member_id IS NOT NULL;
CREATE INDEX removal_at ON removal (at);

-- Somebody whose posts are paused asks for another look, once for each time (stop_id: the row of the audit).
-- state: 0 open, 1 lifted, 2 it stays.
CREATE TABLE appeal (
    id INTEGER PRIMARY KEY,
    community_id INTEGER NOT NULL REFERENCES community (id) ON DELETE CASCADE,
    member_id INTEGER NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    stop_id INTEGER NOT NULL,
    words BLOB NOT NULL,
    answer BLOB,
    at INTEGER NOT NULL,
    state INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT appeal_once UNIQUE (member_id, stop_id)
) STRICT;
CREATE INDEX appeal_open ON appeal (community_id, at) WHERE state = 0;
CREATE INDEX appeal_at ON appeal (at);
