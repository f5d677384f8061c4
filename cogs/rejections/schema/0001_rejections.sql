-- A logged no. `day` is the ordinal of the day it was heard (0001-01-01 is 1); the three texts are sealed, NULL is
-- empty.
CREATE TABLE rejection (
    id INTEGER PRIMARY KEY,
    member_id INTEGER NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    community_id INTEGER NOT NULL REFERENCES community (id) ON DELETE CASCADE,
    day INTEGER NOT NULL,
    stage TEXT NOT NULL,
    company BLOB,
    role BLOB,
    lesson BLOB,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX rejection_own ON rejection (member_id, day, id);
CREATE INDEX rejection_week ON rejection (community_id, day, member_id);

-- What of it was put into the support room, in the member's words. state: 1 on its way, 2 shown, 3 kept private
-- because it could not be posted, 4 taken down by staff or by hand.
CREATE TABLE rejection_share (
    id INTEGER PRIMARY KEY,
    rejection_id INTEGER NOT NULL REFERENCES rejection (id) ON DELETE CASCADE,
    member_id INTEGER NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    community_id INTEGER NOT NULL REFERENCES community (id) ON DELETE CASCADE,
    wish TEXT NOT NULL,
    note TEXT NOT NULL,
    words BLOB NOT NULL,
    state INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    CONSTRAINT rejection_share_once UNIQUE (rejection_id)
) STRICT;
CREATE INDEX rejection_share_member ON rejection_share (member_id);

-- Who pressed "I'm with you". `day` is the digest that tells the author, as the ordinal of their local day.
CREATE TABLE rejection_support (
    share_id INTEGER NOT NULL REFERENCES rejection_share (id) ON DELETE CASCADE,
    member_id INTEGER NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    day INTEGER NOT NULL,
    at INTEGER NOT NULL,
    CONSTRAINT rejection_support_once PRIMARY KEY (share_id, member_id)
) STRICT;
CREATE INDEX rejection_support_member ON rejection_support (member_id);

-- The figure of the last closed week, fixed when it is first asked for. `week`: the ordinal of the Monday after it.
-- shown: 0, 5, 10, 20 or 50. reported and behind: the last figure that was shown, and how many people it stood for.
CREATE TABLE rejection_figure (
    community_id INTEGER PRIMARY KEY REFERENCES community (id) ON DELETE CASCADE,
    week INTEGER NOT NULL,
    shown INTEGER NOT NULL,
    reported INTEGER NOT NULL,
    behind INTEGER NOT NULL
) STRICT;
