-- The photobank: rights that end, framing, word forms, look-alikes, uploads that
-- can be resumed, and files by name instead of by width.

CREATE TABLE licences (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name       text        NOT NULL,
    terms      text        NOT NULL DEFAULT '',
    expires_at timestamptz, -- null: it has no end
    version    bigint      NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT licences_name_key UNIQUE (name)
);

ALTER TABLE pictures
    ADD COLUMN place        text        NOT NULL DEFAULT '',
    ADD COLUMN keywords     text[]      NOT NULL DEFAULT '{}',
    ADD COLUMN persons      text[]      NOT NULL DEFAULT '{}',
    ADD COLUMN licence_id   bigint      REFERENCES licences,
    ADD COLUMN rights_until timestamptz, -- of this picture alone
    ADD COLUMN expires_at   timestamptz, -- the sooner of rights_until and the licence's end
    ADD COLUMN expired      boolean     NOT NULL DEFAULT false, -- whether its end was announced; expires_at decides
    ADD COLUMN focus        jsonb, -- {x, y}, shares of width and height; null: the middle
    ADD COLUMN crops        jsonb       NOT NULL DEFAULT '{}', -- name -> {x, y, width, height}, those that somebody chose
    ADD COLUMN facts        jsonb       NOT NULL DEFAULT '[]', -- [{name, value}], what the file says of itself
    ADD COLUMN tone         text        NOT NULL DEFAULT '', -- the colour that prevails; empty: not known yet
    ADD COLUMN phash        bigint, -- perceptual hash; null: not known yet
    ADD COLUMN orientation  text        NOT NULL GENERATED ALWAYS AS (CASE
        WHEN width * 20::bigint > height * 21::bigint THEN 'landscape'
        WHEN height * 20::bigint > width * 21::bigint THEN 'portrait'
        ELSE 'square' END) STORED,
    ADD COLUMN used         boolean     NOT NULL DEFAULT false, -- kept by the triggers below
    ADD COLUMN described    text[]      NOT NULL DEFAULT '{}', -- languages with an alternative text
    ADD COLUMN lexemes      tsvector    NOT NULL DEFAULT '', -- stems of all that the search looks in
    ADD COLUMN recipe       text        NOT NULL DEFAULT '', -- by which its renditions were made; empty: before there were recipes
    ADD COLUMN merged_into  bigint      REFERENCES pictures,
    ADD COLUMN trashed_at   timestamptz,
    ADD COLUMN trashed_by   bigint      REFERENCES users,
    ADD CONSTRAINT pictures_not_merged_into_itself CHECK (merged_into <> id),
    ADD CONSTRAINT pictures_trashed_unused CHECK (trashed_at IS NULL OR NOT used);

UPDATE pictures SET described = coalesce(
    (SELECT array_agg(language ORDER BY language) FROM picture_labels WHERE picture_id = pictures.id AND alt <> ''), '{}');

-- Files go by their name: the original is 'original', renditions 'WIDTH.webp'.
ALTER TABLE picture_files ALTER COLUMN name TYPE text USING CASE WHEN name = 0 THEN 'original' ELSE name || '.webp' END;
UPDATE pictures SET renditions = (
    SELECT coalesce(jsonb_agg(jsonb_build_object('name', (r ->> 'name') || '.webp', 'width', r -> 'width', 'height', r -> 'height', 'bytes', r -> 'bytes') ORDER BY n), '[]')
    FROM jsonb_array_elements(renditions) WITH ORDINALITY AS given (r, n));

-- The pictures that a page's text shows.
CREATE TABLE page_pictures (
    page_id    bigint NOT NULL REFERENCES pages ON DELETE CASCADE,
    picture_id bigint NOT NULL REFERENCES pictures,
    PRIMARY KEY (page_id, picture_id)
);
CREATE INDEX page_pictures_picture ON page_pictures (picture_id);

-- Where pictures are used. Whatever comes to use pictures joins here and gets the
-- triggers below; the photobank asks nothing else.
CREATE VIEW picture_uses AS
SELECT picture_id, 'article' AS kind, id, title, language, 'lead' AS role, state = 'published' AS live FROM articles WHERE picture_id IS NOT NULL
UNION ALL
SELECT b.picture_id, 'article', a.id, a.title, a.language, 'text', a.state = 'published' FROM article_pictures AS b JOIN articles AS a ON a.id = b.article_id
UNION ALL
SELECT b.picture_id, 'page', p.id, p.title, p.language, 'text', p.state = 'published' FROM page_pictures AS b JOIN pages AS p ON p.id = b.page_id
UNION ALL
SELECT picture_id, 'author', id, coalesce((SELECT name FROM author_labels WHERE author_id = authors.id ORDER BY language LIMIT 1), ''), '', 'portrait', true
FROM authors WHERE picture_id IS NOT NULL;

-- pictures.used follows, so that lists of used and unused pictures are an index
-- range. Who begins a use holds the picture by the foreign key (KEY SHARE) until
-- it commits; who ends one waits for that and then looks. What uses a picture that
-- was merged into another uses the other.
CREATE FUNCTION picture_use_begins(picture bigint) RETURNS void LANGUAGE sql AS $$
    UPDATE pictures SET used = true
    WHERE id IN (picture, (SELECT merged_into FROM pictures WHERE id = picture)) AND NOT used;
$$;
CREATE FUNCTION picture_use_ends(picture bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    stands_for bigint;
BEGIN
    SELECT merged_into INTO stands_for FROM pictures WHERE id = picture FOR UPDATE;
    UPDATE pictures SET used = false WHERE id = picture AND used
        AND NOT EXISTS (SELECT FROM picture_uses AS u WHERE u.picture_id = picture)
        AND NOT EXISTS (SELECT FROM picture_uses AS u JOIN pictures AS m ON m.id = u.picture_id WHERE m.merged_into = picture);
    IF stands_for IS NOT NULL THEN PERFORM picture_use_ends(stands_for); END IF;
END $$;
CREATE FUNCTION picture_use_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'DELETE' AND NEW.picture_id IS NOT NULL THEN PERFORM picture_use_begins(NEW.picture_id); END IF;
    IF TG_OP <> 'INSERT' AND OLD.picture_id IS NOT NULL THEN PERFORM picture_use_ends(OLD.picture_id); END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER picture_use_begins AFTER INSERT ON articles FOR EACH ROW WHEN (NEW.picture_id IS NOT NULL) EXECUTE FUNCTION picture_use_changes();
CREATE TRIGGER picture_use_changes AFTER UPDATE OF picture_id ON articles FOR EACH ROW WHEN (OLD.picture_id IS DISTINCT FROM NEW.picture_id) EXECUTE FUNCTION picture_use_changes();
CREATE TRIGGER picture_use_ends AFTER DELETE ON articles FOR EACH ROW WHEN (OLD.picture_id IS NOT NULL) EXECUTE FUNCTION picture_use_changes();
CREATE TRIGGER picture_use_begins AFTER INSERT ON authors FOR EACH ROW WHEN (NEW.picture_id IS NOT NULL) EXECUTE FUNCTION picture_use_changes();
CREATE TRIGGER picture_use_changes AFTER UPDATE OF picture_id ON authors FOR EACH ROW WHEN (OLD.picture_id IS DISTINCT FROM NEW.picture_id) EXECUTE FUNCTION picture_use_changes();
CREATE TRIGGER picture_use_ends AFTER DELETE ON authors FOR EACH ROW WHEN (OLD.picture_id IS NOT NULL) EXECUTE FUNCTION picture_use_changes();
CREATE TRIGGER picture_use_changes AFTER INSERT OR DELETE ON article_pictures FOR EACH ROW EXECUTE FUNCTION picture_use_changes();
CREATE TRIGGER picture_use_changes AFTER INSERT OR DELETE ON page_pictures FOR EACH ROW EXECUTE FUNCTION picture_use_changes();
UPDATE pictures AS p SET used = true WHERE EXISTS (SELECT FROM picture_uses WHERE picture_id = p.id);

-- The list is newest first under each of its filters.
CREATE INDEX pictures_listed ON pictures (id DESC) WHERE trashed_at IS NULL AND merged_into IS NULL;
CREATE INDEX pictures_trashed ON pictures (id DESC) WHERE trashed_at IS NOT NULL;
CREATE INDEX pictures_author ON pictures (author, id DESC);
CREATE INDEX pictures_source ON pictures (source, id DESC);
CREATE INDEX pictures_place ON pictures (place, id DESC);
CREATE INDEX pictures_licence ON pictures (licence_id, id DESC);
CREATE INDEX pictures_orientation ON pictures (orientation, id DESC);
CREATE INDEX pictures_tone ON pictures (tone, id DESC);
CREATE INDEX pictures_unused ON pictures (id DESC) WHERE NOT used;
CREATE INDEX pictures_used ON pictures (id DESC) WHERE used;
CREATE INDEX pictures_added_by ON pictures (created_by, id DESC);
CREATE INDEX pictures_taken ON pictures (taken_at);
CREATE INDEX pictures_added ON pictures (created_at);
CREATE INDEX pictures_keywords ON pictures USING gin (keywords);
CREATE INDEX pictures_persons ON pictures USING gin (persons);
CREATE INDEX pictures_described ON pictures USING gin (described);
CREATE INDEX pictures_lexemes ON pictures USING gin (lexemes);
CREATE INDEX pictures_expires ON pictures (expires_at, id) WHERE expires_at IS NOT NULL;
CREATE INDEX pictures_recipe ON pictures (recipe, id);
CREATE INDEX pictures_merged ON pictures (merged_into) WHERE merged_into IS NOT NULL;
-- Two hashes that differ in at most seven of 64 bits have a quarter that differs
-- in at most one: four small look-ups find every look-alike.
CREATE INDEX pictures_phash_0 ON pictures ((phash & 65535));
CREATE INDEX pictures_phash_1 ON pictures ((phash >> 16 & 65535));
CREATE INDEX pictures_phash_2 ON pictures ((phash >> 32 & 65535));
CREATE INDEX pictures_phash_3 ON pictures ((phash >> 48 & 65535));

-- Pairs that look alike. A pair that somebody has judged stays, so that it does
-- not come up again.
CREATE TABLE picture_likenesses (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    first_id     bigint      NOT NULL REFERENCES pictures ON DELETE CASCADE,
    second_id    bigint      NOT NULL REFERENCES pictures ON DELETE CASCADE,
    distance     integer     NOT NULL, -- bits that differ
    found_at     timestamptz NOT NULL DEFAULT now(),
    dismissed_at timestamptz,
    dismissed_by bigint      REFERENCES users,
    CONSTRAINT picture_likenesses_key UNIQUE (first_id, second_id),
    CONSTRAINT picture_likenesses_order CHECK (first_id < second_id)
);
CREATE INDEX picture_likenesses_open ON picture_likenesses (id DESC) WHERE dismissed_at IS NULL;
CREATE INDEX picture_likenesses_second ON picture_likenesses (second_id);

CREATE TABLE picture_collections (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name        text        NOT NULL,
    description text        NOT NULL DEFAULT '',
    pictures    integer     NOT NULL DEFAULT 0, -- how many
    version     bigint      NOT NULL DEFAULT 1,
    created_by  bigint      REFERENCES users,
    created_at  timestamptz NOT NULL DEFAULT now(),
    updated_at  timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT picture_collections_name_key UNIQUE (name)
);
CREATE INDEX picture_collections_search ON picture_collections USING gin (lower(name) gin_trgm_ops);
CREATE TABLE collected_pictures (
    collection_id bigint NOT NULL REFERENCES picture_collections ON DELETE CASCADE,
    picture_id    bigint NOT NULL REFERENCES pictures ON DELETE CASCADE,
    added_at      timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (collection_id, picture_id)
);
CREATE INDEX collected_pictures_picture ON collected_pictures (picture_id);

CREATE TABLE picture_selections (
    id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id bigint  NOT NULL REFERENCES users ON DELETE CASCADE,
    name    text    NOT NULL,
    query   jsonb   NOT NULL, -- name -> value, as the list's address has them
    shared  boolean NOT NULL DEFAULT false,
    CONSTRAINT picture_selections_name_key UNIQUE (user_id, name)
);

-- The rules of the photobank, in one row.
CREATE TABLE picture_settings (
    one         boolean PRIMARY KEY DEFAULT true CHECK (one),
    required    text[]  NOT NULL DEFAULT '{alt,author}',
    on_expiry   text    NOT NULL DEFAULT 'placeholder' CHECK (on_expiry IN ('placeholder', 'removal')),
    notice_days integer NOT NULL DEFAULT 14 CHECK (notice_days BETWEEN 1 AND 180),
    animation   text    NOT NULL DEFAULT 'refuse' CHECK (animation IN ('refuse', 'first_frame')),
    trash_days  integer NOT NULL DEFAULT 30 CHECK (trash_days BETWEEN 1 AND 3650),
    version     bigint  NOT NULL DEFAULT 1
);
INSERT INTO picture_settings DEFAULT VALUES;

-- Files on their way in. What was received lies in the media store in parts,
-- uploads/<id>/<offset>, so that any node can go on.
CREATE TABLE picture_uploads (
    id         uuid PRIMARY KEY,
    user_id    bigint      REFERENCES users, -- null: a command or an import
    file_name  text        NOT NULL,
    bytes      bigint      NOT NULL CHECK (bytes > 0), -- of the whole file
    received   bigint      NOT NULL DEFAULT 0 CHECK (received BETWEEN 0 AND bytes),
    state      text        NOT NULL DEFAULT 'receiving'
        CHECK (state IN ('receiving', 'waiting', 'working', 'quarantined', 'done', 'failed')),
    code       text        NOT NULL DEFAULT '', -- why it failed, as a stable code
    picture_id bigint      REFERENCES pictures ON DELETE SET NULL,
    known      boolean     NOT NULL DEFAULT false, -- the picture was there already
    similar_to integer     NOT NULL DEFAULT 0, -- how many others look like it
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL
);
CREATE INDEX picture_uploads_user ON picture_uploads (user_id, created_at DESC, id DESC);
CREATE INDEX picture_uploads_expires ON picture_uploads (expires_at);

-- Runs of `portal media convert`, which go on where they were stopped.
CREATE TABLE media_runs (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind        text        NOT NULL, -- convert, verify or move
    parameters  jsonb       NOT NULL DEFAULT '{}',
    started_at  timestamptz NOT NULL DEFAULT now(),
    seen_at     timestamptz NOT NULL DEFAULT now(), -- sign of life
    finished_at timestamptz,
    cursor      text        NOT NULL DEFAULT '', -- the last thing that is done
    done        bigint      NOT NULL DEFAULT 0,
    failed      bigint      NOT NULL DEFAULT 0,
    report      jsonb       NOT NULL DEFAULT '{}'
);
