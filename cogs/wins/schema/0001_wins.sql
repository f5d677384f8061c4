-- state: 0 private, 1 on its way, 2 shown, 3 removed. `recalled` is the round in which the member last saw it again.
CREATE TABLE win (
    id INTEGER PRIMARY KEY,
    member_id INTEGER NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    community_id INTEGER NOT NULL REFERENCES community (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    story BLOB NOT NULL,
    behind BLOB,
    brag INTEGER NOT NULL DEFAULT 0,
    roundup INTEGER NOT NULL DEFAULT 0,
    state INTEGER NOT NULL DEFAULT 0,
    recalled INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL,
    shown_at INTEGER
) STRICT;
CREATE INDEX win_own ON win (member_id, created_at, kind);
CREATE INDEX win_brag ON win (member_id, created_at) WHERE brag = 1;
CREATE INDEX win_roundup ON win (community_id, shown_at) WHERE state = 2 AND roundup = 1;

-- `day`: the digest that tells the author, as the ordinal of their local day.
CREATE TABLE cheer (
    win_id INTEGER NOT NULL REFERENCES win (id) ON DELETE CASCADE,
    member_id INTEGER NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    day INTEGER NOT NULL,
    at INTEGER NOT NULL,
    CONSTRAINT cheer_once PRIMARY KEY (win_id, member_id)
) STRICT;
CREATE INDEX cheer_member ON cheer (member_id);

CREATE TABLE win_choice (
    member_id INTEGER PRIMARY KEY REFERENCES member (id) ON DELETE CASCADE,
    hidden INTEGER NOT NULL DEFAULT 0,
    recalls INTEGER NOT NULL DEFAULT 0
) STRICT;

-- Round-ups that were posted, so that later edits of a win reach them.
CREATE TABLE roundup (
    community_id INTEGER NOT NULL REFERENCES community (id) ON DELETE CASCADE,
    day INTEGER NOT NULL,
    CONSTRAINT roundup_once PRIMARY KEY (community_id, day)
) STRICT;
