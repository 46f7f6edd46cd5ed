-- A story binds the language versions of one piece of news.
CREATE TABLE stories (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE articles (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    story_id        bigint      NOT NULL REFERENCES stories,
    language        text        NOT NULL,
    state           text        NOT NULL CHECK (state IN ('draft', 'published', 'unpublished')),
    version         bigint      NOT NULL DEFAULT 1,
    title           text        NOT NULL DEFAULT '',
    slug            text, -- null: there is no title yet
    lead            text        NOT NULL DEFAULT '',
    body            jsonb       NOT NULL, -- the editor's document (platform/richtext)
    rubric_id       bigint      REFERENCES rubrics,
    picture_id      bigint      REFERENCES pictures,
    seo_title       text        NOT NULL DEFAULT '',
    seo_description text        NOT NULL DEFAULT '',
    seo_keywords    text        NOT NULL DEFAULT '',
    created_by      bigint      REFERENCES users,
    updated_by      bigint      REFERENCES users,
    created_at      timestamptz NOT NULL DEFAULT now(),
    updated_at      timestamptz NOT NULL DEFAULT now(),
    published_at    timestamptz, -- the first publication
    unpublished_at  timestamptz,
    CONSTRAINT articles_story_language_key UNIQUE (story_id, language),
    CONSTRAINT articles_slug_key UNIQUE (language, slug),
    CONSTRAINT articles_published_complete CHECK (
        state <> 'published' OR (slug IS NOT NULL AND rubric_id IS NOT NULL AND published_at IS NOT NULL))
);
-- What readers list. The columns after the order save no look-up: rows are wide and few are read.
CREATE INDEX articles_published ON articles (language, published_at DESC, id DESC) WHERE state = 'published';
CREATE INDEX articles_published_rubric ON articles (rubric_id, language, published_at DESC, id DESC) WHERE state = 'published';
-- What the newsroom lists: last changed first, under each of its filters.
CREATE INDEX articles_updated ON articles (updated_at DESC, id DESC);
CREATE INDEX articles_updated_language ON articles (language, updated_at DESC, id DESC);
CREATE INDEX articles_updated_state ON articles (state, language, updated_at DESC, id DESC);
CREATE INDEX articles_updated_rubric ON articles (rubric_id, updated_at DESC, id DESC);
CREATE INDEX articles_updated_creator ON articles (created_by, updated_at DESC, id DESC);
CREATE INDEX articles_title ON articles USING gin (lower(title) gin_trgm_ops);
CREATE INDEX articles_picture ON articles (picture_id) WHERE picture_id IS NOT NULL;

-- language, published_at and updated_at repeat the article's, so that a tag's or an
-- author's list is one index range however many articles there are.
-- published_at is null for what is not on the site.
CREATE TABLE article_tags (
    article_id   bigint  NOT NULL REFERENCES articles ON DELETE CASCADE,
    tag_id       bigint  NOT NULL REFERENCES tags,
    position     integer NOT NULL,
    language     text    NOT NULL,
    published_at timestamptz,
    updated_at   timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (article_id, tag_id)
);
CREATE INDEX article_tags_published ON article_tags (tag_id, language, published_at DESC, article_id DESC)
    WHERE published_at IS NOT NULL;
CREATE INDEX article_tags_updated ON article_tags (tag_id, updated_at DESC, article_id DESC);

CREATE TABLE article_authors (
    article_id   bigint  NOT NULL REFERENCES articles ON DELETE CASCADE,
    author_id    bigint  NOT NULL REFERENCES authors,
    position     integer NOT NULL,
    language     text    NOT NULL,
    published_at timestamptz,
    updated_at   timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (article_id, author_id)
);
CREATE INDEX article_authors_published ON article_authors (author_id, language, published_at DESC, article_id DESC)
    WHERE published_at IS NOT NULL;
CREATE INDEX article_authors_updated ON article_authors (author_id, updated_at DESC, article_id DESC);

-- The pictures that an article's body shows.
CREATE TABLE article_pictures (
    article_id bigint NOT NULL REFERENCES articles ON DELETE CASCADE,
    picture_id bigint NOT NULL REFERENCES pictures,
    PRIMARY KEY (article_id, picture_id)
);
CREATE INDEX article_pictures_picture ON article_pictures (picture_id);

CREATE TABLE pages (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key             text        NOT NULL, -- the same for all language versions
    language        text        NOT NULL,
    title           text        NOT NULL,
    slug            text        NOT NULL,
    body            jsonb       NOT NULL,
    seo_description text        NOT NULL DEFAULT '',
    state           text        NOT NULL CHECK (state IN ('draft', 'published')),
    version         bigint      NOT NULL DEFAULT 1,
    updated_at      timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT pages_key_language_key UNIQUE (key, language),
    CONSTRAINT pages_slug_key UNIQUE (language, slug)
);
