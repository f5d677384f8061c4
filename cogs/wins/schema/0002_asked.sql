-- New words for a win that is in the wins room, until its author decides whether they go there: they hold something that
-- tells more of the author. The post stays as it is meanwhile.
CREATE TABLE win_change (
    id INTEGER PRIMARY KEY,
    win_id INTEGER NOT NULL REFERENCES win (id) ON DELETE CASCADE,
    member_id INTEGER NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    story BLOB NOT NULL,
    behind BLOB,
    at INTEGER NOT NULL,
    CONSTRAINT win_change_once UNIQUE (win_id)
) STRICT;
CREATE INDEX win_change_member ON win_change (member_id);
CREATE INDEX win_change_age ON win_change (at);
