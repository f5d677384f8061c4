-- The key of an earlier message of the same room that this one is a reply to, where the platform has replies.
-- reply_to: its remote id, kept with the intent, so that an attempt of unknown fate is looked for where it went.
ALTER TABLE message ADD COLUMN under TEXT NOT NULL DEFAULT '';
ALTER TABLE message ADD COLUMN reply_to TEXT NOT NULL DEFAULT '';
CREATE INDEX message_under ON message (under) WHERE state < 2 AND under <> '';
