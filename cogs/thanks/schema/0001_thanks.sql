-- What somebody received. writer_id is empty once whoever wrote it erased themselves. state: 0 not answered yet, 1 kept,
-- 2 on its way to the wins room, 3 shown there, 4 taken out of the room by staff or by hand. text is sealed.
CREATE TABLE thanks (
    id INTEGER PRIMARY KEY,
    member_id INTEGER NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    community_id INTEGER NOT NULL REFERENCES community (id) ON DELETE CASCADE,
    writer_id INTEGER REFERENCES member (id) ON DELETE SET NULL,
    text BLOB NOT NULL,
    state INTEGER NOT NULL DEFAULT 0,
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX thanks_own ON thanks (member_id, at, id);
CREATE INDEX thanks_writer ON thanks (writer_id);
CREATE INDEX thanks_open ON thanks (at) WHERE state = 0;

-- To whom somebody gave thanks, and when: for the limits of a day and for taking back. The same id as in thanks, and it
-- says nothing of what the receiver did: it is there too when nothing was delivered.
CREATE TABLE thanks_given (
    id INTEGER PRIMARY KEY,
    member_id INTEGER NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    to_id INTEGER REFERENCES member (id) ON DELETE SET NULL,
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX thanks_given_own ON thanks_given (member_id, at);
CREATE INDEX thanks_given_to ON thanks_given (to_id);
CREATE INDEX thanks_given_at ON thanks_given (at);

CREATE TABLE thanks_choice (
    member_id INTEGER PRIMARY KEY REFERENCES member (id) ON DELETE CASCADE,
    hidden INTEGER NOT NULL
) STRICT;
