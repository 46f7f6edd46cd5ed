CREATE TABLE pictures (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    hash       text        NOT NULL, -- first 40 hex digits of the original's SHA-256
    file_name  text        NOT NULL,
    format     text        NOT NULL CHECK (format IN ('jpeg', 'png', 'webp')),
    width      integer     NOT NULL CHECK (width > 0), -- of the upright picture
    height     integer     NOT NULL CHECK (height > 0),
    bytes      bigint      NOT NULL,
    colour     text        NOT NULL, -- mean colour, #rrggbb
    renditions jsonb       NOT NULL, -- [{name, width, height, bytes}]
    author     text        NOT NULL DEFAULT '',
    source     text        NOT NULL DEFAULT '',
    licence    text        NOT NULL DEFAULT '',
    taken_at   timestamptz,
    search     text        NOT NULL DEFAULT '', -- what the list's search looks in
    version    bigint      NOT NULL DEFAULT 1,
    created_by bigint      REFERENCES users,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT pictures_hash_key UNIQUE (hash)
);
CREATE INDEX pictures_search ON pictures USING gin (search gin_trgm_ops);

CREATE TABLE picture_labels (
    picture_id bigint NOT NULL REFERENCES pictures ON DELETE CASCADE,
    language   text   NOT NULL,
    caption    text   NOT NULL DEFAULT '',
    alt        text   NOT NULL DEFAULT '',
    PRIMARY KEY (picture_id, language)
);

CREATE TABLE rubrics (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    parent_id  bigint      REFERENCES rubrics,
    position   integer     NOT NULL,
    visible    boolean     NOT NULL DEFAULT true,
    version    bigint      NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT rubrics_not_own_parent CHECK (parent_id <> id)
);
CREATE INDEX rubrics_parent ON rubrics (parent_id, position);

CREATE TABLE rubric_labels (
    rubric_id   bigint NOT NULL REFERENCES rubrics ON DELETE CASCADE,
    language    text   NOT NULL,
    name        text   NOT NULL,
    slug        text   NOT NULL,
    description text   NOT NULL DEFAULT '',
    PRIMARY KEY (rubric_id, language),
    CONSTRAINT rubric_labels_slug_key UNIQUE (language, slug)
);

CREATE TABLE tags (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    version    bigint      NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE tag_labels (
    tag_id   bigint NOT NULL REFERENCES tags ON DELETE CASCADE,
    language text   NOT NULL,
    name     text   NOT NULL,
    slug     text   NOT NULL,
    PRIMARY KEY (tag_id, language),
    CONSTRAINT tag_labels_slug_key UNIQUE (language, slug)
);
CREATE INDEX tag_labels_name ON tag_labels (language, lower(name), tag_id);
CREATE INDEX tag_labels_search ON tag_labels USING gin (lower(name) gin_trgm_ops);

CREATE TABLE authors (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    picture_id bigint      REFERENCES pictures,
    version    bigint      NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX authors_picture ON authors (picture_id) WHERE picture_id IS NOT NULL;

CREATE TABLE author_labels (
    author_id bigint NOT NULL REFERENCES authors ON DELETE CASCADE,
    language  text   NOT NULL,
    name      text   NOT NULL,
    slug      text   NOT NULL,
    position  text   NOT NULL DEFAULT '', -- job title
    biography text   NOT NULL DEFAULT '',
    PRIMARY KEY (author_id, language),
    CONSTRAINT author_labels_slug_key UNIQUE (language, slug)
);
CREATE INDEX author_labels_name ON author_labels (language, lower(name), author_id);
CREATE INDEX author_labels_search ON author_labels USING gin (lower(name) gin_trgm_ops);
