-- A translation names the text of its original by its number; its revisions tell
-- which of them had it.
ALTER TABLE article_revisions ADD COLUMN text_version bigint NOT NULL DEFAULT 1;
