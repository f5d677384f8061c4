-- Buddies: pools, profiles, rounds and pairs. Times are seconds in UTC, booleans 0/1.

CREATE TABLE buddy_pool (
    id INTEGER PRIMARY KEY,
    community_id INTEGER NOT NULL REFERENCES community (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    platform_role TEXT NOT NULL DEFAULT '',
    weekday INTEGER NOT NULL DEFAULT 0,
    hour INTEGER NOT NULL DEFAULT 10,
    least_hours INTEGER NOT NULL DEFAULT 2,
    same_language INTEGER NOT NULL DEFAULT 1,
    guests INTEGER NOT NULL DEFAULT 0,
    wishes TEXT NOT NULL,
    approve INTEGER NOT NULL DEFAULT 0,
    running INTEGER NOT NULL DEFAULT 1,
    welcome BLOB,
    seed INTEGER NOT NULL,
    CONSTRAINT buddy_pool_name UNIQUE (community_id, name)
) STRICT;

-- A member's profile: being in this table is the opt-in. parts 0 and 'unsaid': not said.
-- paused_until: NULL is not paused; far in the future means until they come back by themselves.
-- skipped: when the round is that they sit out. first: they have first place in the next match.
-- silent: rounds in a row without any press. standing: what the last look-up found, '' is well.
CREATE TABLE buddy (
    member_id INTEGER PRIMARY KEY REFERENCES member (id) ON DELETE CASCADE,
    pool_id INTEGER NOT NULL REFERENCES buddy_pool (id) ON DELETE CASCADE,
    joined_at INTEGER NOT NULL,
    parts INTEGER NOT NULL DEFAULT 0,
    field TEXT NOT NULL DEFAULT 'unsaid',
    stage TEXT NOT NULL DEFAULT 'unsaid',
    language TEXT NOT NULL DEFAULT 'en',
    cadence INTEGER NOT NULL DEFAULT 1,
    medium TEXT NOT NULL DEFAULT 'unsaid',
    about BLOB,
    paused_until INTEGER,
    skipped INTEGER,
    first INTEGER NOT NULL DEFAULT 0,
    silent INTEGER NOT NULL DEFAULT 0,
    standing TEXT NOT NULL DEFAULT '',
    looked_at INTEGER
) STRICT;
CREATE INDEX buddy_in_pool ON buddy (pool_id, member_id);

-- kind: 'asked' by member_id, or 'report': they were a pair that one of them reported. Both exclude both ways.
CREATE TABLE buddy_never (
    member_id INTEGER NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    other_id INTEGER NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    at INTEGER NOT NULL,
    CONSTRAINT buddy_never_once PRIMARY KEY (member_id, other_id)
) STRICT;
CREATE INDEX buddy_never_other ON buddy_never (other_id);

-- at: when it is (or was) matched. state: see RoundState. digest: of the input, so that a replay knows it is the same.
-- run: whoever works it out now; an earlier one that is still at it stops. figures: what may be told of it, as JSON,
-- fixed once. met, answered: pairs, counted once when the last of them ended. replayed: what came of working it out
-- again.
CREATE TABLE buddy_round (
    id INTEGER PRIMARY KEY,
    pool_id INTEGER NOT NULL REFERENCES buddy_pool (id) ON DELETE CASCADE,
    at INTEGER NOT NULL,
    seed INTEGER NOT NULL,
    state INTEGER NOT NULL,
    digest TEXT NOT NULL DEFAULT '',
    rules TEXT NOT NULL DEFAULT '',
    run INTEGER NOT NULL DEFAULT 0,
    figures TEXT NOT NULL DEFAULT '',
    met INTEGER,
    answered INTEGER,
    replayed TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX buddy_round_pool ON buddy_round (pool_id, at);

-- Who took part in a round, with what the matching knew of them; reason: why they have no buddy, '' with one.
CREATE TABLE buddy_place (
    round_id INTEGER NOT NULL REFERENCES buddy_round (id) ON DELETE CASCADE,
    member_id INTEGER NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    zone TEXT NOT NULL,
    parts INTEGER NOT NULL,
    field TEXT NOT NULL,
    stage TEXT NOT NULL,
    language TEXT NOT NULL,
    cadence INTEGER NOT NULL,
    medium TEXT NOT NULL,
    first INTEGER NOT NULL,
    reason TEXT NOT NULL DEFAULT '',
    CONSTRAINT buddy_place_once PRIMARY KEY (round_id, member_id)
) STRICT;
CREATE INDEX buddy_place_member ON buddy_place (member_id);

-- Two people, or three. round_id NULL: imported. state: see PairState. room: its id, 0: by message.
CREATE TABLE buddy_pair (
    id INTEGER PRIMARY KEY,
    pool_id INTEGER NOT NULL REFERENCES buddy_pool (id) ON DELETE CASCADE,
    round_id INTEGER REFERENCES buddy_round (id) ON DELETE SET NULL,
    state INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    ended_at INTEGER,
    room INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX buddy_pair_round ON buddy_pair (round_id, id);
CREATE INDEX buddy_pair_pool ON buddy_pair (pool_id, started_at);
CREATE INDEX buddy_pair_going_on ON buddy_pair (ends_at) WHERE state IN (1, 2);
CREATE INDEX buddy_pair_ended ON buddy_pair (ended_at) WHERE ended_at IS NOT NULL;

-- acted_at: their last press about this pair. talked: half-way, met: at the end; NULL is no answer.
-- left_at: they are out of it; of a trio two go on.
CREATE TABLE buddy_in_pair (
    pair_id INTEGER NOT NULL REFERENCES buddy_pair (id) ON DELETE CASCADE,
    member_id INTEGER NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    acted_at INTEGER,
    plan BLOB,
    talked INTEGER,
    met INTEGER,
    left_at INTEGER,
    CONSTRAINT buddy_in_pair_once PRIMARY KEY (pair_id, member_id)
) STRICT;
CREATE INDEX buddy_in_pair_member ON buddy_in_pair (member_id, pair_id);

-- What a buddy saw in member_id; it is theirs. writer_id goes when the writer erases themselves. hidden: the receiver
-- does not have it (they removed it, or never wanted this buddy), and the writer can't tell.
CREATE TABLE buddy_note (
    id INTEGER PRIMARY KEY,
    member_id INTEGER NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    writer_id INTEGER REFERENCES member (id) ON DELETE SET NULL,
    pair_id INTEGER REFERENCES buddy_pair (id) ON DELETE SET NULL,
    text BLOB NOT NULL,
    at INTEGER NOT NULL,
    offered_at INTEGER,
    hidden INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT buddy_note_once UNIQUE (pair_id, writer_id, member_id)
) STRICT;
CREATE INDEX buddy_note_member ON buddy_note (member_id, at);
CREATE INDEX buddy_note_writer ON buddy_note (writer_id) WHERE writer_id IS NOT NULL;
