-- When staff of a community were last reminded of what waits; the key of the reminder in their room is made of it.
CREATE TABLE queue_reminder (
    community_id INTEGER PRIMARY KEY REFERENCES community (id) ON DELETE CASCADE,
    at INTEGER NOT NULL
) STRICT;
