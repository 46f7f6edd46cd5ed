-- A translation names the text of its original by its number; its revisions tell
-- which of them had it.
ALTER TABLE article_revisions ADD COLUMN text_version bigint NOT NULL DEFAULT 1;

-- When headline, lead or body last changed: what readers are told as "updated".
ALTER TABLE articles ADD COLUMN text_changed_at timestamptz NOT NULL DEFAULT now();
UPDATE articles SET text_changed_at = updated_at;
