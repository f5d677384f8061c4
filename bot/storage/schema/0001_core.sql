-- The core's tables, in SQLite's STRICT words; migrate.py translates four of them for PostgreSQL.
-- Ids are made by the application (ids.py). Times are whole seconds since 1970 in UTC, booleans 0/1, JSON is text.
-- Deleting a community or a member takes along what hangs on it.

CREATE TABLE community (
    id INTEGER PRIMARY KEY,
    platform TEXT NOT NULL,
    external TEXT NOT NULL,
    zone TEXT NOT NULL DEFAULT 'UTC',
    locale TEXT NOT NULL DEFAULT 'en',
    quiet_from INTEGER NOT NULL DEFAULT 21,
    quiet_to INTEGER NOT NULL DEFAULT 8,
    links_allowed INTEGER NOT NULL DEFAULT 0,
    organiser_id INTEGER,
    set_up_at INTEGER,
    left_at INTEGER,
    CONSTRAINT community_external UNIQUE (platform, external)
) STRICT;

-- One person on one platform: two communities share one inbox, so quiet hours, cool-off and budget live here.
CREATE TABLE account (
    id INTEGER PRIMARY KEY,
    platform TEXT NOT NULL,
    tenant TEXT NOT NULL,
    external TEXT NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    zone TEXT,
    locale TEXT NOT NULL DEFAULT 'en',
    quiet_from INTEGER,
    quiet_to INTEGER,
    rest_until INTEGER,
    daily INTEGER NOT NULL DEFAULT 2,
    dm TEXT NOT NULL DEFAULT '',
    dm_closed INTEGER NOT NULL DEFAULT 0,
    by_dm INTEGER NOT NULL DEFAULT 1,
    country TEXT NOT NULL DEFAULT '',
    consent_version INTEGER NOT NULL,
    consent_at INTEGER NOT NULL,
    CONSTRAINT account_external UNIQUE (platform, tenant, external)
) STRICT;

CREATE TABLE member (
    id INTEGER PRIMARY KEY,
    community_id INTEGER NOT NULL REFERENCES community (id) ON DELETE CASCADE,
    account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    joined_at INTEGER NOT NULL,
    checked_at INTEGER NOT NULL,
    gone_at INTEGER,
    stopped_until INTEGER,
    CONSTRAINT member_once UNIQUE (account_id, community_id)
) STRICT;
CREATE INDEX member_community ON member (community_id, checked_at);

-- A role of ours held through a role of the platform, or (where there are none) by a person on a list.
CREATE TABLE community_role (
    community_id INTEGER NOT NULL REFERENCES community (id) ON DELETE CASCADE,
    role TEXT NOT NULL,
    platform_role TEXT NOT NULL,
    CONSTRAINT community_role_once PRIMARY KEY (community_id, role, platform_role)
) STRICT;
CREATE TABLE member_role (
    member_id INTEGER NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    role TEXT NOT NULL,
    CONSTRAINT member_role_once PRIMARY KEY (member_id, role)
) STRICT;

CREATE TABLE inbox (
    platform TEXT NOT NULL,
    event_id TEXT NOT NULL,
    at INTEGER NOT NULL,
    CONSTRAINT inbox_once PRIMARY KEY (platform, event_id)
) STRICT;
CREATE INDEX inbox_at ON inbox (at);

CREATE TABLE job (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL,
    call TEXT NOT NULL,
    args TEXT NOT NULL,
    result TEXT NOT NULL DEFAULT '',
    community_id INTEGER REFERENCES community (id) ON DELETE CASCADE,
    member_id INTEGER REFERENCES member (id) ON DELETE CASCADE,
    run_at INTEGER NOT NULL,
    skip_after INTEGER,
    attempts INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT job_key UNIQUE (key)
) STRICT;
CREATE INDEX job_due ON job (run_at);
CREATE INDEX job_member ON job (member_id) WHERE member_id IS NOT NULL;

-- Work that may run twice: `call` empty means looking members up on the platform, `args` then lists them.
CREATE TABLE task (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL,
    call TEXT NOT NULL,
    args TEXT NOT NULL,
    then_call TEXT NOT NULL DEFAULT '',
    then_args TEXT NOT NULL DEFAULT '',
    platform TEXT NOT NULL,
    community_id INTEGER REFERENCES community (id) ON DELETE CASCADE,
    member_id INTEGER REFERENCES member (id) ON DELETE CASCADE,
    run_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    lease_until INTEGER NOT NULL DEFAULT 0,
    owner TEXT NOT NULL DEFAULT '',
    CONSTRAINT task_key UNIQUE (key)
) STRICT;
CREATE INDEX task_due ON task (run_at);
CREATE INDEX task_member ON task (member_id) WHERE member_id IS NOT NULL;

-- kind: the purpose of a room chosen by organisers ("wins", "support"), or "private" for one the bot made.
-- state: 0 wanted, 1 in flight or unknown, 2 usable, 3 dead or archived; `broken` says why nothing can be posted.
CREATE TABLE room (
    id INTEGER PRIMARY KEY,
    community_id INTEGER NOT NULL REFERENCES community (id) ON DELETE CASCADE,
    key TEXT NOT NULL,
    kind TEXT NOT NULL,
    members TEXT NOT NULL DEFAULT '[]',
    title TEXT NOT NULL DEFAULT '',
    remote_id TEXT,
    state INTEGER NOT NULL DEFAULT 0,
    open INTEGER NOT NULL DEFAULT 1,
    broken TEXT NOT NULL DEFAULT '',
    visible_at INTEGER NOT NULL DEFAULT 0,
    attempts INTEGER NOT NULL DEFAULT 0,
    owner TEXT NOT NULL DEFAULT '',
    then_call TEXT NOT NULL DEFAULT '',
    then_args TEXT NOT NULL DEFAULT '',
    CONSTRAINT room_key UNIQUE (key)
) STRICT;
CREATE INDEX room_due ON room (visible_at) WHERE state < 2;
CREATE INDEX room_community ON room (community_id, kind);

-- state: 0 pending (known not sent), 1 in flight or unknown, 2 shown, 3 dead, 4 waits for its room.
-- visible_at: due, retry or lease end, so that one index serves all. `member_id` is whose act caused it.
-- first_try_at: the first attempt that may have arrived unseen; NULL when it is known how each one ended.
-- room_id refers to no room by constraint: rooms go with their community alone, and each would search all messages.
CREATE TABLE message (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL,
    platform TEXT NOT NULL,
    community_id INTEGER NOT NULL REFERENCES community (id) ON DELETE CASCADE,
    room_id INTEGER,
    account_id INTEGER,
    member_id INTEGER,
    lane INTEGER NOT NULL,
    card BLOB,
    wanted_version INTEGER NOT NULL DEFAULT 1,
    deleted INTEGER NOT NULL DEFAULT 0,
    on_unknown TEXT NOT NULL,
    state INTEGER NOT NULL DEFAULT 0,
    visible_at INTEGER NOT NULL,
    expires_at INTEGER,
    attempts INTEGER NOT NULL DEFAULT 0,
    unknown INTEGER NOT NULL DEFAULT 0,
    first_try_at INTEGER,
    owner TEXT NOT NULL DEFAULT '',
    remote_id TEXT,
    error TEXT NOT NULL DEFAULT '',
    then_call TEXT NOT NULL DEFAULT '',
    then_args TEXT NOT NULL DEFAULT '',
    CONSTRAINT message_key UNIQUE (key)
) STRICT;
CREATE INDEX message_due ON message (platform, lane, community_id, visible_at) WHERE state < 2;
CREATE INDEX message_parked ON message (room_id, expires_at) WHERE state = 4;
CREATE INDEX message_sent ON message (visible_at) WHERE state = 2 AND account_id IS NOT NULL;
CREATE INDEX message_dead ON message (visible_at) WHERE state = 3;
CREATE INDEX message_member ON message (member_id) WHERE member_id IS NOT NULL;
CREATE INDEX message_account ON message (account_id) WHERE account_id IS NOT NULL;

-- state: 0 waiting, 1 on its way, 2 held back: it waits on Home and is never sent.
CREATE TABLE notice (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL,
    account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    member_id INTEGER NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    community_id INTEGER NOT NULL REFERENCES community (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    call TEXT NOT NULL,
    args TEXT NOT NULL,
    due_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    state INTEGER NOT NULL DEFAULT 0,
    message_id INTEGER,
    CONSTRAINT notice_key UNIQUE (key)
) STRICT;
CREATE INDEX notice_due ON notice (due_at) WHERE state = 0;
CREATE INDEX notice_held ON notice (due_at) WHERE state = 2;
CREATE INDEX notice_account ON notice (account_id, state);
CREATE INDEX notice_member ON notice (member_id, state);
CREATE INDEX notice_message ON notice (message_id) WHERE message_id IS NOT NULL;

CREATE TABLE courtesy_slot (
    account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    local_day INTEGER NOT NULL,
    n INTEGER NOT NULL,
    CONSTRAINT courtesy_slot_once PRIMARY KEY (account_id, local_day, n)
) STRICT;
CREATE INDEX courtesy_slot_day ON courtesy_slot (local_day);

CREATE TABLE rate_bucket (
    key TEXT PRIMARY KEY,
    millitokens INTEGER NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;

-- What was drawn from a set of texts, so that nothing repeats until the set is used up.
CREATE TABLE shuffle_bag (
    member_id INTEGER NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    pack TEXT NOT NULL,
    used TEXT NOT NULL,
    CONSTRAINT shuffle_bag_once PRIMARY KEY (member_id, pack)
) STRICT;

-- Small facts that adapters and the core keep about themselves, e.g. the hash of the commands that were synced.
CREATE TABLE known (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;
