-- Posts that wait for an answer. key: of the message. author_id: empty for a post without a name, and once it is
-- answered. title: words of ours, never the author's. state: 0 waits, 1 answered: then only its key is left, for two
-- days, so that it is not asked about again. queued_at: since when moderators see it. link: the post on the platform.
-- quiet: 1 where the platform could say that nobody had answered when it was last asked.
CREATE TABLE listening_post (
    id INTEGER PRIMARY KEY,
    community_id INTEGER NOT NULL REFERENCES community (id) ON DELETE CASCADE,
    key TEXT NOT NULL,
    author_id INTEGER REFERENCES member (id) ON DELETE CASCADE,
    title TEXT NOT NULL,
    at INTEGER NOT NULL,
    state INTEGER NOT NULL DEFAULT 0,
    queued_at INTEGER,
    link TEXT NOT NULL DEFAULT '',
    quiet INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT listening_post_once UNIQUE (community_id, key)
) STRICT;
CREATE INDEX listening_post_author ON listening_post (author_id) WHERE author_id IS NOT NULL;
CREATE INDEX listening_post_at ON listening_post (at);
CREATE INDEX listening_post_queue ON listening_post (community_id, queued_at) WHERE queued_at IS NOT NULL;

-- Who listens now, and how often they are asked at most. last_at: when they were asked last, so that turns are fair.
CREATE TABLE listening_duty (
    member_id INTEGER PRIMARY KEY REFERENCES member (id) ON DELETE CASCADE,
    community_id INTEGER NOT NULL REFERENCES community (id) ON DELETE CASCADE,
    daily INTEGER NOT NULL DEFAULT 1,
    weekly INTEGER NOT NULL DEFAULT 3,
    on_duty INTEGER NOT NULL DEFAULT 1,
    last_at INTEGER
) STRICT;
CREATE INDEX listening_duty_community ON listening_duty (community_id) WHERE on_duty = 1;

-- Who was asked about which post. state: 0 asked, 1 "I'll answer", 2 passed on, 3 could not be asked, which counts for
-- no limit. post_id is empty once the post is gone.
CREATE TABLE listening_turn (
    id INTEGER PRIMARY KEY,
    member_id INTEGER NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    post_id INTEGER REFERENCES listening_post (id) ON DELETE SET NULL,
    state INTEGER NOT NULL DEFAULT 0,
    at INTEGER NOT NULL,
    CONSTRAINT listening_turn_once UNIQUE (member_id, post_id)
) STRICT;
CREATE INDEX listening_turn_post ON listening_turn (post_id);
CREATE INDEX listening_turn_at ON listening_turn (at);

CREATE TABLE listening_choice (
    community_id INTEGER PRIMARY KEY REFERENCES community (id) ON DELETE CASCADE,
    active INTEGER NOT NULL,
    hours INTEGER NOT NULL,
    role_only INTEGER NOT NULL
) STRICT;
