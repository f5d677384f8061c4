-- Who is muted asks once for another look, without a name. asked: the day, as an ordinal in UTC; NULL: nobody has asked.
-- plea: their words, padded and sealed. answered: 1 is that the mute stays; a lifted one is gone. reply: a moderator's
-- words to them, padded and sealed. While it waits, each batch writes the mutes of its community anew, as it does posts.
ALTER TABLE anonymous_mute ADD COLUMN asked INTEGER;
ALTER TABLE anonymous_mute ADD COLUMN plea BLOB;
ALTER TABLE anonymous_mute ADD COLUMN answered INTEGER NOT NULL DEFAULT 0;
ALTER TABLE anonymous_mute ADD COLUMN reply BLOB;
CREATE INDEX anonymous_mute_plea ON anonymous_mute (community_id) WHERE plea IS NOT NULL AND answered = 0;
