-- A note that a member wrote for somebody outside. `template` is its id in the pack. details are the sealed words that
-- fill it (JSON), words the sealed whole. kept: 0 a draft of a day, 1 kept. remind_at: when they are reminded of it;
-- ask_at: when they are asked for a reply. sent, won: 1 once they said so. answer: '', 'none', or the tag of a reply;
-- gist is sealed, NULL is empty.
CREATE TABLE note (
    id INTEGER PRIMARY KEY,
    member_id INTEGER NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    community_id INTEGER NOT NULL REFERENCES community (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    tone TEXT NOT NULL,
    template TEXT NOT NULL,
    details BLOB NOT NULL,
    words BLOB NOT NULL,
    kept INTEGER NOT NULL DEFAULT 0,
    remind_at INTEGER,
    ask_at INTEGER,
    sent INTEGER NOT NULL DEFAULT 0,
    won INTEGER NOT NULL DEFAULT 0,
    answer TEXT NOT NULL DEFAULT '',
    gist BLOB,
    touched_at INTEGER NOT NULL
) STRICT;
CREATE INDEX note_own ON note (member_id, kept, id);
CREATE INDEX note_age ON note (touched_at);
