-- A no can be shared with several audiences, one after another, and answered by two kinds of press. SQLite alters no
-- constraint, so both tables are made anew. The presses go first: to drop what they refer to would delete them.

-- What of it others may see, in the member's words. audience: 'room' (the support room), 'buddy', 'circle'. place: the
-- pair or the circle, 0 for the support room. room: where a post for a pair or a circle stands; 0: in none, they hear by
-- message. state: 1 on its way, 2 shown, 3 kept private because it could not be posted or its author was asked something
-- first, 4 taken down by staff or by hand. draft: sealed JSON, an edit about which its author was asked something.
CREATE TABLE rejection_shared (
    id INTEGER PRIMARY KEY,
    rejection_id INTEGER NOT NULL REFERENCES rejection (id) ON DELETE CASCADE,
    member_id INTEGER NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    community_id INTEGER NOT NULL REFERENCES community (id) ON DELETE CASCADE,
    audience TEXT NOT NULL,
    place INTEGER NOT NULL,
    room INTEGER NOT NULL DEFAULT 0,
    wish TEXT NOT NULL,
    note TEXT NOT NULL,
    words BLOB NOT NULL,
    state INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    draft BLOB,
    CONSTRAINT rejection_shared_once UNIQUE (rejection_id, audience, place)
) STRICT;
INSERT INTO rejection_shared
    (id, rejection_id, member_id, community_id, audience, place, wish, note, words, state, created_at)
    SELECT id, rejection_id, member_id, community_id, 'room', 0, wish, note, words, state, created_at
    FROM rejection_share;

-- Who pressed what. kind: 'with-you' ("I'm with you") or 'been-there' ("Been there"). `day` is the digest that tells the author,
-- as the ordinal of their local day.
CREATE TABLE rejection_press (
    share_id INTEGER NOT NULL REFERENCES rejection_shared (id) ON DELETE CASCADE,
    member_id INTEGER NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    day INTEGER NOT NULL,
    at INTEGER NOT NULL,
    CONSTRAINT rejection_press_once PRIMARY KEY (share_id, member_id, kind)
) STRICT;
INSERT INTO rejection_press (share_id, member_id, kind, day, at)
    SELECT share_id, member_id, 'with-you', day, at FROM rejection_support;

DROP TABLE rejection_support;
DROP TABLE rejection_share;
ALTER TABLE rejection_shared RENAME TO rejection_share;
ALTER TABLE rejection_press RENAME TO rejection_support;
CREATE INDEX rejection_share_member ON rejection_share (member_id);
CREATE INDEX rejection_share_pair ON rejection_share (place) WHERE audience = 'buddy';
CREATE INDEX rejection_support_member ON rejection_support (member_id);
