-- over_at: since when nobody needs this row any more. A post: it is gone and no report about it waits; a person: no report
-- about them waits. Those of before go with the next nightly clean-up.
ALTER TABLE post ADD COLUMN over_at INTEGER;
UPDATE post SET over_at = 0 WHERE (gone = 1 OR person = 1)
    AND NOT EXISTS (SELECT 1 FROM report WHERE report.post_id = post.id AND report.state = 0);
CREATE INDEX post_over ON post (over_at) WHERE over_at IS NOT NULL;
