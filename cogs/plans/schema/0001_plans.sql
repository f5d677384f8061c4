-- Plans of a week. Times are seconds in UTC, booleans 0/1. began, day: the ordinal of a local day.

-- A member's week, known by the local day on which it began. rest: they said that they rest in it. away: a rest
-- from messages lies in it, which is neutral for the rhythm.
CREATE TABLE plan_week (
    id INTEGER PRIMARY KEY,
    member_id INTEGER NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    began INTEGER NOT NULL,
    rest INTEGER NOT NULL DEFAULT 0,
    away INTEGER NOT NULL DEFAULT 0,
    obstacle BLOB,
    answer BLOB,
    touched_at INTEGER NOT NULL,
    CONSTRAINT plan_week_once UNIQUE (member_id, began)
) STRICT;
CREATE INDEX plan_week_touched ON plan_week (touched_at);

-- "When (cue), I'll (act)", wanted so many times. outcome: what they said of it, '' is nothing yet.
-- carried: what became of it with the new week: '' (open), 'keep', 'smaller', 'drop'.
CREATE TABLE plan_line (
    id INTEGER PRIMARY KEY,
    week_id INTEGER NOT NULL REFERENCES plan_week (id) ON DELETE CASCADE,
    member_id INTEGER NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    cue BLOB NOT NULL,
    act BLOB NOT NULL,
    times INTEGER NOT NULL,
    done INTEGER NOT NULL DEFAULT 0,
    outcome TEXT NOT NULL DEFAULT '',
    carried TEXT NOT NULL DEFAULT '',
    touched_at INTEGER NOT NULL
) STRICT;
CREATE INDEX plan_line_week ON plan_line (week_id, id);
CREATE INDEX plan_line_member ON plan_line (member_id);
CREATE INDEX plan_line_touched ON plan_line (touched_at);

-- Small steps they did; step is the id of its text. win_id: they saved it as a win.
CREATE TABLE plan_step (
    member_id INTEGER NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    step TEXT NOT NULL,
    day INTEGER NOT NULL,
    win_id INTEGER,
    touched_at INTEGER NOT NULL,
    CONSTRAINT plan_step_once PRIMARY KEY (member_id, day, step)
) STRICT;
CREATE INDEX plan_step_touched ON plan_step (touched_at);

-- What they chose. start: the weekday on which their week begins, Monday is 0. stage: of the search.
CREATE TABLE plan_choice (
    member_id INTEGER PRIMARY KEY REFERENCES member (id) ON DELETE CASCADE,
    start INTEGER NOT NULL DEFAULT 0,
    hidden INTEGER NOT NULL DEFAULT 0,
    stage TEXT NOT NULL DEFAULT 'unsaid'
) STRICT;

-- Why they are looking. every: after how many weeks they are shown it, 0 is never.
CREATE TABLE plan_why (
    member_id INTEGER PRIMARY KEY REFERENCES member (id) ON DELETE CASCADE,
    text BLOB NOT NULL,
    every INTEGER NOT NULL,
    written_at INTEGER NOT NULL
) STRICT;
