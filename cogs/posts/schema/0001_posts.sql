-- A post that somebody else than its author opened `…` on: what reports and staff acts are about.
CREATE TABLE post (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL,
    community_id INTEGER NOT NULL REFERENCES community (id) ON DELETE CASCADE,
    author_id INTEGER NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    title TEXT NOT NULL,
    excerpt BLOB NOT NULL,
    removed_call TEXT NOT NULL,
    removed_args TEXT NOT NULL,
    gone INTEGER NOT NULL DEFAULT 0,
    note TEXT NOT NULL DEFAULT '',
    CONSTRAINT post_key UNIQUE (key)
) STRICT;
CREATE INDEX post_author ON post (author_id);

-- state: 0 open, 1 the post was removed, 2 it was left.
CREATE TABLE report (
    id INTEGER PRIMARY KEY,
    post_id INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
    community_id INTEGER NOT NULL REFERENCES community (id) ON DELETE CASCADE,
    member_id INTEGER NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    reason TEXT NOT NULL,
    note BLOB,
    at INTEGER NOT NULL,
    state INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT report_once UNIQUE (post_id, member_id)
) STRICT;
CREATE INDEX report_open ON report (community_id, at) WHERE state = 0;
CREATE INDEX report_member ON report (member_id);

-- Append-only. No reference to member: an erased person leaves a row without ids.
CREATE TABLE audit (
    id INTEGER PRIMARY KEY,
    community_id INTEGER NOT NULL REFERENCES community (id) ON DELETE CASCADE,
    actor_id INTEGER,
    act TEXT NOT NULL,
    whom_id INTEGER,
    key TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX audit_community ON audit (community_id, at);
CREATE INDEX audit_actor ON audit (actor_id) WHERE actor_id IS NOT NULL;
CREATE INDEX audit_whom ON audit (whom_id) WHERE whom_id IS NOT NULL;
