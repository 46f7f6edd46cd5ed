-- The text of an article is only ever read whole. As json it is kept as it was written, and
-- PostgreSQL hands it out as it is; of jsonb it makes the text anew each time, which was half
-- of what reading an article cost. This writes the table anew under a lock that readers wait
-- for: seconds for tens of thousands of articles, so it comes before the archive does.
-- lz4 is read faster; not every PostgreSQL was built with it.
DO $$ BEGIN
    ALTER TABLE articles ALTER COLUMN body SET COMPRESSION lz4;
EXCEPTION WHEN feature_not_supported THEN
    NULL;
END $$;
ALTER TABLE articles ALTER COLUMN body TYPE json USING body::json;
