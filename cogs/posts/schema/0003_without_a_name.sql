-- author_id: nobody, for a post that was written without a name. SQLite drops no NOT NULL, and a table that is made
-- anew would take its reports with it: the column alone is made anew.
ALTER TABLE post ADD COLUMN writer_id INTEGER REFERENCES member (id) ON DELETE CASCADE;
UPDATE post SET writer_id = author_id;
DROP INDEX post_author;
ALTER TABLE post DROP COLUMN author_id;
ALTER TABLE post RENAME COLUMN writer_id TO author_id;
CREATE INDEX post_author ON post (author_id);

-- How the feature mutes whoever wrote it, without telling who that is.
ALTER TABLE post ADD COLUMN mute_call TEXT NOT NULL DEFAULT '';
ALTER TABLE post ADD COLUMN mute_args TEXT NOT NULL DEFAULT '[]';

-- The circle it was posted in, for its facilitators. 0: in no circle.
ALTER TABLE post ADD COLUMN circle_id INTEGER NOT NULL DEFAULT 0;
