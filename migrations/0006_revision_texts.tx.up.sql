-- A translation names the text of its original by its number; its revisions tell
-- which of them had it.
ALTER TABLE article_revisions ADD COLUMN text_version bigint NOT NULL DEFAULT 1;

-- When headline, lead or body last changed: what readers are told as "updated".
ALTER TABLE articles ADD COLUMN text_changed_at timestamptz NOT NULL DEFAULT now();
UPDATE articles SET text_changed_at = updated_at;

-- What the newsroom lists and counts by state in all languages, by its urgency and
-- by who made it. What is published, or ordinary, is most of all there is: the list
-- of all finds it at once, and writing it costs nothing here.
CREATE INDEX articles_updated_in_state ON articles (state, updated_at DESC, id DESC) WHERE state <> 'published';
CREATE INDEX articles_updated_urgency ON articles (urgency, updated_at DESC, id DESC) WHERE urgency <> 'ordinary';
CREATE INDEX articles_updated_creator_state ON articles (created_by, state, updated_at DESC, id DESC) WHERE state <> 'published';
