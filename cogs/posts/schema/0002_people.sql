-- person 1: no post but the person author_id, whom somebody reported in a place that staff don't read.
ALTER TABLE post ADD COLUMN person INTEGER NOT NULL DEFAULT 0;
