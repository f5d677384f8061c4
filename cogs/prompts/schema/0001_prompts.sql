-- Which prompts come into which room, and when. The room is the chosen room of the kind 'prompts:<id>'. days: bit n is
-- weekday n, Monday is 0. topic: a category, or 'mix'. state: 0 off, 1 running, 2 paused by an organiser, 3 paused
-- because nobody answered, 4 paused because its room can't be used, 5 removed. last_day: the ordinal of the latest local
-- day that was dealt with. counted_from: prompts before it don't count as unanswered. posted: how many there were.
-- seed, turn, used: which prompts were drawn already, see cogs/prompts/bag.py.
CREATE TABLE prompt_schedule (
    id INTEGER PRIMARY KEY,
    community_id INTEGER NOT NULL REFERENCES community (id) ON DELETE CASCADE,
    organiser_id INTEGER REFERENCES member (id) ON DELETE SET NULL,
    days INTEGER NOT NULL,
    hour INTEGER NOT NULL,
    topic TEXT NOT NULL,
    state INTEGER NOT NULL DEFAULT 0,
    last_day INTEGER NOT NULL DEFAULT 0,
    counted_from INTEGER NOT NULL DEFAULT 0,
    posted INTEGER NOT NULL DEFAULT 0,
    seed INTEGER NOT NULL,
    turn INTEGER NOT NULL DEFAULT 0,
    used TEXT NOT NULL DEFAULT '[]'
) STRICT;
CREATE INDEX prompt_schedule_community ON prompt_schedule (community_id);
CREATE INDEX prompt_schedule_organiser ON prompt_schedule (organiser_id);

-- Days on which a schedule posts nothing, as ordinals.
CREATE TABLE prompt_skip (
    schedule_id INTEGER NOT NULL REFERENCES prompt_schedule (id) ON DELETE CASCADE,
    day INTEGER NOT NULL,
    CONSTRAINT prompt_skip_once PRIMARY KEY (schedule_id, day)
) STRICT;

-- A prompt in a room: one for each day of a schedule. shown: it surely arrived. answered: somebody answered, there or
-- for themselves; who did is not kept here.
CREATE TABLE prompt_post (
    id INTEGER PRIMARY KEY,
    schedule_id INTEGER NOT NULL REFERENCES prompt_schedule (id) ON DELETE CASCADE,
    community_id INTEGER NOT NULL REFERENCES community (id) ON DELETE CASCADE,
    day INTEGER NOT NULL,
    prompt TEXT NOT NULL,
    posted_at INTEGER NOT NULL,
    shown INTEGER NOT NULL DEFAULT 0,
    answered INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT prompt_post_once UNIQUE (schedule_id, day)
) STRICT;
CREATE INDEX prompt_post_community ON prompt_post (community_id);

-- An answer. about: 'post:<id>' of a prompt in a room, or 'me:<ordinal of the day>' of a personal one. shared: 1 in the
-- room of its schedule, 0 for its author alone. state: 0 private, 1 on its way, 2 in the room, 3 kept private because it
-- could not be posted, 4 taken down by staff or by hand. words are sealed.
CREATE TABLE prompt_answer (
    id INTEGER PRIMARY KEY,
    member_id INTEGER NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    community_id INTEGER NOT NULL REFERENCES community (id) ON DELETE CASCADE,
    schedule_id INTEGER REFERENCES prompt_schedule (id) ON DELETE SET NULL,
    about TEXT NOT NULL,
    prompt TEXT NOT NULL,
    shared INTEGER NOT NULL,
    state INTEGER NOT NULL,
    words BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    CONSTRAINT prompt_answer_once UNIQUE (member_id, about, shared)
) STRICT;
CREATE INDEX prompt_answer_own ON prompt_answer (member_id, created_at, id);
CREATE INDEX prompt_answer_schedule ON prompt_answer (schedule_id);

-- What a member wishes for themselves. The columns mean the same as those of prompt_schedule; the clock is their own.
CREATE TABLE prompt_me (
    member_id INTEGER PRIMARY KEY REFERENCES member (id) ON DELETE CASCADE,
    community_id INTEGER NOT NULL REFERENCES community (id) ON DELETE CASCADE,
    days INTEGER NOT NULL,
    hour INTEGER NOT NULL,
    topic TEXT NOT NULL,
    running INTEGER NOT NULL,
    last_day INTEGER NOT NULL,
    posted INTEGER NOT NULL DEFAULT 0,
    seed INTEGER NOT NULL,
    turn INTEGER NOT NULL DEFAULT 0,
    used TEXT NOT NULL DEFAULT '[]'
) STRICT;

-- Communities in which an organiser stopped all prompts at once, those of members too.
CREATE TABLE prompt_stop (
    community_id INTEGER PRIMARY KEY REFERENCES community (id) ON DELETE CASCADE,
    at INTEGER NOT NULL
) STRICT;
