-- Weekly group check-ins: what organisers set, circles and who is in them, weeks, answers, live sessions.
-- Times are seconds in UTC, days are ordinals of local dates, booleans 0/1.

-- The room is the chosen room of the kind 'checkins:<id>'. weekday: Monday is 0. clock: 'own' is each member's, 'circle'
-- the circle's. state: 1 running, 2 paused, 3 ended. planned_day: the latest day whose weeks were planned. from_day:
-- no week begins before it. posted: how often the invitation was posted again.
CREATE TABLE checkin (
    id INTEGER PRIMARY KEY,
    community_id INTEGER NOT NULL REFERENCES community (id) ON DELETE CASCADE,
    organiser_id INTEGER REFERENCES member (id) ON DELETE SET NULL,
    name TEXT NOT NULL,
    weekday INTEGER NOT NULL,
    hour INTEGER NOT NULL,
    clock TEXT NOT NULL,
    state INTEGER NOT NULL DEFAULT 1,
    planned_day INTEGER NOT NULL DEFAULT 0,
    circles INTEGER NOT NULL DEFAULT 0,
    from_day INTEGER NOT NULL DEFAULT 0,
    posted INTEGER NOT NULL DEFAULT 0
) STRICT;
-- The name of one that has ended is free again.
CREATE UNIQUE INDEX checkin_name ON checkin (community_id, name) WHERE state <> 3;
CREATE INDEX checkin_organiser ON checkin (organiser_id);

-- What is asked. n is never used twice in a check-in: answers name their question by it. place: 1 to 4, the order in
-- which it is asked; 0: it is asked no more, and its words stay for the answers to it. kind: see QuestionKind.
-- text: an organiser's own words, empty for ours.
CREATE TABLE checkin_question (
    checkin_id INTEGER NOT NULL REFERENCES checkin (id) ON DELETE CASCADE,
    n INTEGER NOT NULL,
    place INTEGER NOT NULL,
    kind TEXT NOT NULL,
    text TEXT NOT NULL DEFAULT '',
    CONSTRAINT checkin_question_once PRIMARY KEY (checkin_id, n)
) STRICT;

-- n: its number within the check-in. zone: the clock on which its week opens and closes. state: 1 going on, 2 over.
-- merge_asked: the day of the week after which its members were last asked about joining another circle.
CREATE TABLE checkin_circle (
    id INTEGER PRIMARY KEY,
    checkin_id INTEGER NOT NULL REFERENCES checkin (id) ON DELETE CASCADE,
    n INTEGER NOT NULL,
    zone TEXT NOT NULL,
    state INTEGER NOT NULL DEFAULT 1,
    merge_asked INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT checkin_circle_number UNIQUE (checkin_id, n)
) STRICT;

-- Being in this table is having joined. circle_id NULL: waits for a circle. parts 0 and 'unsaid': not said.
-- by_dm: asked by direct message instead of in the thread. remind: wants the one reminder. paused_until: NULL is not
-- paused; far in the future means until they come back by themselves. active_at: when they joined, answered, rested or
-- pressed something here last. merge: their answer to joining another circle, NULL is none. led_at: led a live session.
-- placed_at: since when in this circle. told_waiting: heard once why they wait. not_in: a circle that they asked to
-- leave, and are not put into again.
CREATE TABLE checkin_member (
    checkin_id INTEGER NOT NULL REFERENCES checkin (id) ON DELETE CASCADE,
    member_id INTEGER NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    circle_id INTEGER REFERENCES checkin_circle (id) ON DELETE SET NULL,
    joined_at INTEGER NOT NULL,
    field TEXT NOT NULL DEFAULT 'unsaid',
    stage TEXT NOT NULL DEFAULT 'unsaid',
    parts INTEGER NOT NULL DEFAULT 0,
    by_dm INTEGER NOT NULL DEFAULT 0,
    remind INTEGER NOT NULL DEFAULT 0,
    paused_until INTEGER,
    active_at INTEGER NOT NULL,
    merge INTEGER,
    told_waiting INTEGER NOT NULL DEFAULT 0,
    led_at INTEGER NOT NULL DEFAULT 0,
    placed_at INTEGER,
    not_in INTEGER,
    CONSTRAINT checkin_member_once PRIMARY KEY (checkin_id, member_id)
) STRICT;
CREATE INDEX checkin_member_own ON checkin_member (member_id);
CREATE INDEX checkin_member_circle ON checkin_member (circle_id) WHERE circle_id IS NOT NULL;
CREATE INDEX checkin_member_waiting ON checkin_member (checkin_id, member_id) WHERE circle_id IS NULL;

-- One circle's week. day: the local date on which everybody is asked, at `hour`; clock and zone as they were when it
-- was planned. state: see WeekState. room: its thread, 0: none could be made, so everybody hears by message.
CREATE TABLE checkin_week (
    id INTEGER PRIMARY KEY,
    circle_id INTEGER NOT NULL REFERENCES checkin_circle (id) ON DELETE CASCADE,
    checkin_id INTEGER NOT NULL REFERENCES checkin (id) ON DELETE CASCADE,
    day INTEGER NOT NULL,
    hour INTEGER NOT NULL,
    clock TEXT NOT NULL,
    zone TEXT NOT NULL,
    state INTEGER NOT NULL DEFAULT 0,
    opens_at INTEGER NOT NULL,
    closes_at INTEGER NOT NULL,
    room INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT checkin_week_once UNIQUE (circle_id, day)
) STRICT;
CREATE INDEX checkin_week_day ON checkin_week (checkin_id, day);
CREATE INDEX checkin_week_closes ON checkin_week (closes_at);

-- That somebody was asked in a week, or reminded: each once.
CREATE TABLE checkin_turn (
    week_id INTEGER NOT NULL REFERENCES checkin_week (id) ON DELETE CASCADE,
    member_id INTEGER NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    asked_at INTEGER,
    reminded_at INTEGER,
    CONSTRAINT checkin_turn_once PRIMARY KEY (week_id, member_id)
) STRICT;
CREATE INDEX checkin_turn_member ON checkin_turn (member_id);

-- What somebody said to their circle. state: see AnswerState. words: sealed JSON, see Words. resting: that is the
-- answer. asks: it holds an ask for help. returned_to: the week that carried the ask once more.
CREATE TABLE checkin_answer (
    id INTEGER PRIMARY KEY,
    week_id INTEGER NOT NULL REFERENCES checkin_week (id) ON DELETE CASCADE,
    member_id INTEGER NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    state INTEGER NOT NULL,
    resting INTEGER NOT NULL DEFAULT 0,
    asks INTEGER NOT NULL DEFAULT 0,
    returned_to INTEGER,
    words BLOB NOT NULL,
    at INTEGER NOT NULL,
    CONSTRAINT checkin_answer_once UNIQUE (week_id, member_id)
) STRICT;
CREATE INDEX checkin_answer_member ON checkin_answer (member_id, at);

-- Who offered help with somebody's ask.
CREATE TABLE checkin_help (
    answer_id INTEGER NOT NULL REFERENCES checkin_answer (id) ON DELETE CASCADE,
    member_id INTEGER NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    at INTEGER NOT NULL,
    CONSTRAINT checkin_help_once PRIMARY KEY (answer_id, member_id)
) STRICT;
CREATE INDEX checkin_help_member ON checkin_help (member_id);

-- Answers to an anonymous question, of all circles of a check-in. No member, no time, a random id, words padded before
-- they are sealed. tag: a keyed hash that only its author's next press makes again. until: the same for everybody of a
-- day, for the nightly clean-up; it goes before that when it is shown.
CREATE TABLE checkin_said (
    id INTEGER PRIMARY KEY,
    checkin_id INTEGER NOT NULL REFERENCES checkin (id) ON DELETE CASCADE,
    day INTEGER NOT NULL,
    tag INTEGER NOT NULL,
    until INTEGER NOT NULL,
    words BLOB NOT NULL,
    CONSTRAINT checkin_said_once UNIQUE (checkin_id, day, tag)
) STRICT;
CREATE INDEX checkin_said_until ON checkin_said (until);

-- A live session of one circle, or of everybody in a check-in (circle_id NULL). place: sealed, where to meet.
-- leader_id: who leads it as things stand. state: see SessionState. version: counts changes, for calendars. lead_at: when
-- it is settled who leads. agenda: the id of its text. shown_in: the week in whose thread its card stands, 0: in none.
-- event: why the platform's own event could not be made, empty: it was, or it has none.
CREATE TABLE checkin_session (
    id INTEGER PRIMARY KEY,
    checkin_id INTEGER NOT NULL REFERENCES checkin (id) ON DELETE CASCADE,
    circle_id INTEGER REFERENCES checkin_circle (id) ON DELETE CASCADE,
    planner_id INTEGER REFERENCES member (id) ON DELETE SET NULL,
    leader_id INTEGER REFERENCES member (id) ON DELETE SET NULL,
    starts_at INTEGER NOT NULL,
    minutes INTEGER NOT NULL,
    place BLOB NOT NULL,
    state INTEGER NOT NULL DEFAULT 0,
    version INTEGER NOT NULL DEFAULT 0,
    lead_at INTEGER NOT NULL DEFAULT 0,
    agenda TEXT NOT NULL DEFAULT '',
    shown_in INTEGER NOT NULL DEFAULT 0,
    event TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX checkin_session_of ON checkin_session (checkin_id, starts_at);
CREATE INDEX checkin_session_circle ON checkin_session (circle_id) WHERE circle_id IS NOT NULL;
CREATE INDEX checkin_session_planner ON checkin_session (planner_id) WHERE planner_id IS NOT NULL;
CREATE INDEX checkin_session_leader ON checkin_session (leader_id) WHERE leader_id IS NOT NULL;

-- says: 'yes', 'maybe' or 'no'; empty, nothing yet. passed: they would rather not lead this one.
CREATE TABLE checkin_rsvp (
    session_id INTEGER NOT NULL REFERENCES checkin_session (id) ON DELETE CASCADE,
    member_id INTEGER NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    says TEXT NOT NULL,
    passed INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT checkin_rsvp_once PRIMARY KEY (session_id, member_id)
) STRICT;
CREATE INDEX checkin_rsvp_member ON checkin_rsvp (member_id);
