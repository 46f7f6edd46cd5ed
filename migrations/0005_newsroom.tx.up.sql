-- The newsroom's workflow: more states, planned times, revisions, locks, working
-- copies, comments and preview links.

DROP INDEX articles_published, articles_published_rubric;
ALTER TABLE articles
    DROP CONSTRAINT articles_state_check,
    DROP CONSTRAINT articles_published_complete,
    ADD COLUMN live boolean NOT NULL GENERATED ALWAYS AS (state IN ('published', 'corrected')) STORED,
    ADD COLUMN urgency text NOT NULL DEFAULT 'ordinary' CHECK (urgency IN ('ordinary', 'urgent', 'breaking')),
    ADD COLUMN source text NOT NULL DEFAULT '',      -- whom the material is from
    ADD COLUMN source_url text NOT NULL DEFAULT '',
    ADD COLUMN location text NOT NULL DEFAULT '',    -- the dateline's place
    ADD COLUMN embargo_until timestamptz,            -- not on the site before
    ADD COLUMN publish_at timestamptz,               -- due, while scheduled
    ADD COLUMN unpublish_at timestamptz,             -- due, while scheduled or live
    ADD COLUMN breaking_until timestamptz,           -- stands in the breaking bar until then
    ADD COLUMN corrected_at timestamptz,
    ADD COLUMN kill_reason text NOT NULL DEFAULT '',
    -- A translation tells which version of which article it was made from, and
    -- whether that one's text has changed since.
    ADD COLUMN text_version bigint NOT NULL DEFAULT 1, -- grows with title, lead and body alone
    ADD COLUMN text_changed_at timestamptz NOT NULL DEFAULT now(), -- when it last grew: what readers are told as "updated"
    ADD COLUMN translated_from bigint REFERENCES articles,
    ADD COLUMN translated_version bigint,            -- the original's text_version
    ADD COLUMN behind boolean NOT NULL DEFAULT false,
    ADD CONSTRAINT articles_state_check CHECK (state IN
        ('draft', 'in_review', 'ready', 'scheduled', 'published', 'corrected', 'unpublished', 'killed', 'trashed')),
    ADD CONSTRAINT articles_published_complete CHECK (
        state NOT IN ('published', 'corrected', 'scheduled') OR (slug IS NOT NULL AND rubric_id IS NOT NULL)),
    ADD CONSTRAINT articles_live_since CHECK (state NOT IN ('published', 'corrected') OR published_at IS NOT NULL),
    -- Every change of an article sets updated_at, so this holds for as long as it is
    -- on its site: nothing, whoever writes it, comes out before its embargo.
    ADD CONSTRAINT articles_embargo CHECK (
        state NOT IN ('published', 'corrected') OR embargo_until IS NULL OR embargo_until <= updated_at),
    ADD CONSTRAINT articles_scheduled CHECK ((state = 'scheduled') = (publish_at IS NOT NULL)),
    ADD CONSTRAINT articles_schedule_keeps_embargo CHECK (embargo_until IS NULL OR publish_at IS NULL OR publish_at >= embargo_until),
    ADD CONSTRAINT articles_unpublish_later CHECK (
        unpublish_at IS NULL OR state IN ('published', 'corrected') OR (state = 'scheduled' AND unpublish_at > publish_at)),
    ADD CONSTRAINT articles_breaking_live CHECK (breaking_until IS NULL OR state IN ('published', 'corrected')),
    ADD CONSTRAINT articles_not_own_original CHECK (translated_from <> id);

CREATE INDEX articles_live ON articles (language, published_at DESC, id DESC) WHERE live;
CREATE INDEX articles_live_rubric ON articles (rubric_id, language, published_at DESC, id DESC) WHERE live;
-- What is due: a few rows among a million.
CREATE INDEX articles_due_publish ON articles (publish_at, id) WHERE publish_at IS NOT NULL;
CREATE INDEX articles_due_unpublish ON articles (unpublish_at, id) WHERE unpublish_at IS NOT NULL;
CREATE INDEX articles_embargo_until ON articles (embargo_until, id) WHERE embargo_until IS NOT NULL;
CREATE INDEX articles_breaking ON articles (breaking_until, id) WHERE breaking_until IS NOT NULL;
-- What the newsroom lists and counts by state in all languages, by its urgency and
-- by who made it. What is published, or ordinary, is most of all there is: the list
-- of all finds it at once, and writing it costs nothing here.
CREATE INDEX articles_updated_in_state ON articles (state, updated_at DESC, id DESC) WHERE state <> 'published';
CREATE INDEX articles_updated_urgency ON articles (urgency, updated_at DESC, id DESC) WHERE urgency <> 'ordinary';
CREATE INDEX articles_updated_creator_state ON articles (created_by, state, updated_at DESC, id DESC) WHERE state <> 'published';
CREATE INDEX articles_behind ON articles (updated_at DESC, id DESC) WHERE behind;
CREATE INDEX articles_translated_from ON articles (translated_from) WHERE translated_from IS NOT NULL;

UPDATE articles SET text_changed_at = updated_at;

-- The first version of a story is the original of the others.
UPDATE articles AS a SET translated_from = first.id, translated_version = 1
FROM (SELECT story_id, min(id) AS id FROM articles GROUP BY story_id HAVING count(*) > 1) AS first
WHERE a.story_id = first.story_id AND a.id <> first.id;

ALTER TABLE article_authors ADD COLUMN role text NOT NULL DEFAULT 'author'
    CHECK (role IN ('author', 'photographer', 'videographer', 'translator', 'editor'));

-- Every change of an article: who, when, from where, and the content after it.
CREATE TABLE article_revisions (
    article_id bigint      NOT NULL REFERENCES articles ON DELETE CASCADE,
    version    bigint      NOT NULL, -- the article's after the change
    -- A translation names the text of its original by this number.
    text_version bigint    NOT NULL DEFAULT 1,
    at         timestamptz NOT NULL DEFAULT now(),
    actor_id   bigint      REFERENCES users, -- null: an import, a command or the schedule
    action     text        NOT NULL,
    state      text        NOT NULL, -- after the change
    content    jsonb, -- null: as in the revision before it
    note       text        NOT NULL DEFAULT '',
    address    text        NOT NULL DEFAULT '',
    user_agent text        NOT NULL DEFAULT '',
    request_id text        NOT NULL DEFAULT '',
    PRIMARY KEY (article_id, version)
);
INSERT INTO article_revisions (article_id, version, at, actor_id, action, state, content)
SELECT id, version, updated_at, updated_by, 'news.save', state, jsonb_build_object(
    'title', title, 'slug', coalesce(slug, ''), 'lead', lead, 'body', body, 'rubricId', rubric_id, 'pictureId', picture_id,
    'tagIds', (SELECT coalesce(jsonb_agg(tag_id ORDER BY position), '[]') FROM article_tags WHERE article_id = a.id),
    'credits', (SELECT coalesce(jsonb_agg(jsonb_build_object('authorId', author_id, 'role', role) ORDER BY position), '[]')
                FROM article_authors WHERE article_id = a.id),
    'seoTitle', seo_title, 'seoDescription', seo_description, 'seoKeywords', seo_keywords,
    'urgency', urgency, 'source', source, 'sourceUrl', source_url, 'location', location, 'embargoUntil', embargo_until)
FROM articles AS a;

-- Dated notes that readers see under a corrected article.
CREATE TABLE article_corrections (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    article_id     bigint      NOT NULL REFERENCES articles ON DELETE CASCADE,
    at             timestamptz NOT NULL DEFAULT now(),
    note           text        NOT NULL,
    before_version bigint      NOT NULL, -- the revision that stood before
    created_by     bigint      REFERENCES users
);
CREATE INDEX article_corrections_article ON article_corrections (article_id, id);

-- Who has an article open for writing. Gone when seen_at is too long ago.
CREATE TABLE article_locks (
    article_id bigint      PRIMARY KEY REFERENCES articles ON DELETE CASCADE,
    user_id    bigint      NOT NULL REFERENCES users ON DELETE CASCADE,
    since      timestamptz NOT NULL DEFAULT now(),
    seen_at    timestamptz NOT NULL DEFAULT now()
);

-- What somebody has typed and not saved; one for each person and article.
CREATE TABLE article_working_copies (
    article_id   bigint      NOT NULL REFERENCES articles ON DELETE CASCADE,
    user_id      bigint      NOT NULL REFERENCES users ON DELETE CASCADE,
    base_version bigint      NOT NULL, -- the article's when the typing began
    content      jsonb       NOT NULL,
    saved_at     timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (article_id, user_id)
);
CREATE INDEX article_working_copies_user ON article_working_copies (user_id, saved_at DESC, article_id DESC);

CREATE TABLE story_comments (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    story_id    bigint      NOT NULL REFERENCES stories,
    article_id  bigint      REFERENCES articles ON DELETE CASCADE, -- null: about all versions
    author_id   bigint      NOT NULL REFERENCES users,
    text        text        NOT NULL,
    at          timestamptz NOT NULL DEFAULT now(),
    resolved_at timestamptz,
    resolved_by bigint      REFERENCES users
);
CREATE INDEX story_comments_story ON story_comments (story_id, id DESC);

CREATE TABLE preview_links (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    article_id     bigint      NOT NULL REFERENCES articles ON DELETE CASCADE,
    token_hash     bytea       NOT NULL, -- SHA-256; the token itself is shown once
    created_by     bigint      NOT NULL REFERENCES users,
    created_at     timestamptz NOT NULL DEFAULT now(),
    expires_at     timestamptz NOT NULL,
    revoked_at     timestamptz,
    last_opened_at timestamptz,
    CONSTRAINT preview_links_token_key UNIQUE (token_hash)
);
CREATE INDEX preview_links_article ON preview_links (article_id, id DESC);

CREATE TABLE saved_filters (
    id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    name    text   NOT NULL,
    query   jsonb  NOT NULL, -- name -> value, as the list's address has them
    CONSTRAINT saved_filters_name_key UNIQUE (user_id, name)
);
