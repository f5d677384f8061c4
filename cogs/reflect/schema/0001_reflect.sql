-- Looking back on one thing. Times are seconds in UTC. stage: of the search, as in rejections. rejection_id: the logged
-- no that it is about, as a reference alone: its company is read there. step: where they are. checks: the answers to the
-- list of the stage, by the ids of its items. thought, kinder: a hard thought, and how a kind person would put it.
-- cue, act: "When (cue), I'll (act)"; plan_line is set once it stands in a plan. win_id: kept as a win.
CREATE TABLE reflection (
    id INTEGER PRIMARY KEY,
    member_id INTEGER NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    community_id INTEGER NOT NULL REFERENCES community (id) ON DELETE CASCADE,
    stage TEXT NOT NULL,
    rejection_id INTEGER,
    day INTEGER NOT NULL,
    step TEXT NOT NULL,
    well BLOB,
    checks BLOB,
    thought BLOB,
    kinder BLOB,
    cue BLOB,
    act BLOB,
    plan_line INTEGER,
    win_id INTEGER,
    touched_at INTEGER NOT NULL,
    finished_at INTEGER
) STRICT;
CREATE UNIQUE INDEX reflection_open ON reflection (member_id) WHERE finished_at IS NULL;
CREATE INDEX reflection_own ON reflection (member_id, finished_at);
CREATE INDEX reflection_touched ON reflection (touched_at) WHERE finished_at IS NULL;

-- What somebody wants next, one by one. kind: 'more' or 'other' of something, 'next', or 'own' for what they added
-- outside of a reflection. It stays when the reflection goes.
CREATE TABLE reflection_want (
    id INTEGER PRIMARY KEY,
    member_id INTEGER NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    community_id INTEGER NOT NULL REFERENCES community (id) ON DELETE CASCADE,
    reflection_id INTEGER REFERENCES reflection (id) ON DELETE SET NULL,
    kind TEXT NOT NULL,
    text BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    CONSTRAINT reflection_want_once UNIQUE (reflection_id, kind)
) STRICT;
CREATE INDEX reflection_want_own ON reflection_want (member_id, id);
