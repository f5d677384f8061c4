-- What organisers chose. Without a row it is off. reviewed: a moderator reads what is sent before it appears.
-- touched: since the last batch somebody changed a row of this community for which no batch is waited for. The batch
-- writes all its rows anew then, in an order that it shuffles: where a row lies on the disk, or which transaction wrote
-- it, would else tell what its author did before and after. It stands here and not beside the row: there it would tell
-- whose half hour this is.
CREATE TABLE anonymous_terms (
    community_id INTEGER PRIMARY KEY REFERENCES community (id) ON DELETE CASCADE,
    active INTEGER NOT NULL DEFAULT 0,
    reviewed INTEGER NOT NULL DEFAULT 1,
    touched INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX anonymous_terms_touched ON anonymous_terms (community_id) WHERE touched = 1;

-- What somebody wrote without a name: a post, or an answer below one. No member, no time of day, a random id, words
-- padded before they are sealed; see bot/people/anonymity.py.
-- thread_id: the post that an answer belongs to; a post's own id. thread_day: the day that post was written.
-- day: the ordinal of the day, in UTC, on which it was written. author: whose it is, for that person's own press alone.
-- pseudonym: who that is in this thread. state: see State. rounds: how many batches it still waits for once it
-- is ready, drawn when it is written, so that what no batch has seen looks like the rest.
-- stays: the author asked that the post stays in the room. After its 30 days it is nobody's then: author is empty.
-- leaving: it goes with the next batch.
-- news: a decision the author has not read. verdict: a moderator's words to the author, sealed.
CREATE TABLE anonymous_post (
    id INTEGER PRIMARY KEY,
    community_id INTEGER NOT NULL REFERENCES community (id) ON DELETE CASCADE,
    thread_id INTEGER NOT NULL,
    thread_day INTEGER NOT NULL,
    day INTEGER NOT NULL,
    author TEXT NOT NULL,
    pseudonym TEXT NOT NULL,
    state INTEGER NOT NULL,
    rounds INTEGER NOT NULL DEFAULT 0,
    stays INTEGER NOT NULL DEFAULT 0,
    leaving INTEGER NOT NULL DEFAULT 0,
    news INTEGER NOT NULL DEFAULT 0,
    words BLOB NOT NULL,
    verdict BLOB
) STRICT;
CREATE INDEX anonymous_post_community ON anonymous_post (community_id, state, day);
CREATE INDEX anonymous_post_thread ON anonymous_post (thread_id);
CREATE INDEX anonymous_post_day ON anonymous_post (day);
CREATE INDEX anonymous_post_waits ON anonymous_post (community_id) WHERE state < 2;
CREATE INDEX anonymous_post_leaving ON anonymous_post (community_id) WHERE leaving = 1;

-- That somebody has sent something today: a row each time, none of which shows that another one is the same person's.
-- tag: a number, so that SQLite keeps the rows by it and not in the order of their making. since: the midnight, in UTC,
-- that began the day. Each batch writes them anew, as it does posts.
CREATE TABLE anonymous_use (
    tag INTEGER PRIMARY KEY,
    since INTEGER NOT NULL
) STRICT;
CREATE INDEX anonymous_use_since ON anonymous_use (since);

-- Who may not write without a name for a while: a hash of the person and of this row's id. post_id: the post that
-- moderators looked at. day: when they did. until: NULL is until they lift it; else a midnight, in UTC.
CREATE TABLE anonymous_mute (
    id INTEGER PRIMARY KEY,
    community_id INTEGER NOT NULL REFERENCES community (id) ON DELETE CASCADE,
    post_id INTEGER NOT NULL,
    day INTEGER NOT NULL,
    until INTEGER,
    tag INTEGER NOT NULL
) STRICT;
CREATE INDEX anonymous_mute_community ON anonymous_mute (community_id);
CREATE INDEX anonymous_mute_until ON anonymous_mute (until);

-- Who pressed "I'm with you" or "Been there" on such a post. Its author never stands here. No foreign key to the post:
-- a batch takes posts out and puts them back.
CREATE TABLE anonymous_support (
    post_id INTEGER NOT NULL,
    member_id INTEGER NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    CONSTRAINT anonymous_support_once PRIMARY KEY (post_id, member_id, kind)
) STRICT;
CREATE INDEX anonymous_support_member ON anonymous_support (member_id);
