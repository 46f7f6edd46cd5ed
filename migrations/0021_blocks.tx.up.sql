-- Pages that editors arrange of blocks: the front page and the rubrics' pages.

-- What the newsroom works at, and which of the published versions readers see.
CREATE TABLE layouts (
    place        text        PRIMARY KEY CHECK (place = 'home' OR place = 'rubric-' || rubric_id),
    rubric_id    bigint      UNIQUE REFERENCES rubrics ON DELETE CASCADE,
    version      bigint      NOT NULL CHECK (version >= 0), -- goes on when a page was given back to its own order
    draft        jsonb,      -- blocks as the contract has them; null: nobody arranges the page
    published    bigint,     -- a number of layout_versions; null: the page has its own order
    publish_at   timestamptz,
    publish_note text        NOT NULL DEFAULT '',
    publish_by   bigint      REFERENCES users,
    updated_at   timestamptz NOT NULL DEFAULT now(),
    updated_by   bigint      REFERENCES users,
    CONSTRAINT layouts_nothing_without_draft CHECK (draft IS NOT NULL OR published IS NULL AND publish_at IS NULL),
    CONSTRAINT layouts_home CHECK ((place = 'home') = (rubric_id IS NULL))
);
CREATE INDEX layouts_due ON layouts (publish_at, place) WHERE publish_at IS NOT NULL;

-- What was published. A version is never changed, and stays when its page goes back
-- to its own order.
CREATE TABLE layout_versions (
    place     text        NOT NULL,
    number    bigint      NOT NULL CHECK (number > 0),
    rubric_id bigint      REFERENCES rubrics ON DELETE CASCADE,
    blocks    jsonb       NOT NULL,
    note      text        NOT NULL,
    by        bigint      REFERENCES users,
    at        timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (place, number)
);
CREATE INDEX layout_versions_rubric ON layout_versions (rubric_id) WHERE rubric_id IS NOT NULL;

CREATE FUNCTION layout_version_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a published version of a layout is never changed';
END $$;
CREATE TRIGGER layout_versions_stay BEFORE UPDATE ON layout_versions FOR EACH ROW EXECUTE FUNCTION layout_version_stays();

-- Figures that programs bring and data blocks show.
CREATE TABLE data_feeds (
    key         text        PRIMARY KEY CHECK (key ~ '^[a-z][a-z0-9-]{1,39}$'),
    kind        text        NOT NULL CHECK (kind IN ('weather', 'currency', 'table')),
    items       jsonb       NOT NULL,
    source      text        NOT NULL DEFAULT '',
    source_url  text        NOT NULL DEFAULT '',
    valid_until timestamptz, -- not shown after; null: for as long as nobody changes them
    updated_at  timestamptz NOT NULL DEFAULT now(),
    updated_by  bigint      REFERENCES users
);
