-- Addresses that lead on. A page that is there always wins over a redirect at its
-- address; a redirect is only asked for when there is none.
--
-- path is as redirects.Canonical writes it, language the site whose path it is. It
-- leads to a thing, whose address is looked up when it is asked for, so that it
-- never goes stale and never through another redirect; or to target, a path of the
-- site target_language; or it says that there is nothing any more (gone).
CREATE TABLE redirects (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    language        text        NOT NULL,
    path            text        NOT NULL,
    target_language text        NOT NULL, -- the site it leads to
    target          text,
    article_id      bigint      REFERENCES articles ON DELETE CASCADE,
    rubric_id       bigint      REFERENCES rubrics ON DELETE CASCADE,
    tag_id          bigint      REFERENCES tags ON DELETE CASCADE,
    author_id       bigint      REFERENCES authors ON DELETE CASCADE,
    page_id         bigint      REFERENCES pages ON DELETE CASCADE,
    gone            boolean     NOT NULL DEFAULT false,
    temporary       boolean     NOT NULL DEFAULT false,
    origin          text        NOT NULL CONSTRAINT redirects_origin CHECK (origin IN ('hand', 'moved', 'merged', 'import')),
    note            text        NOT NULL DEFAULT '',
    hits            bigint      NOT NULL DEFAULT 0,
    last_hit_at     timestamptz,
    version         bigint      NOT NULL DEFAULT 1,
    created_at      timestamptz NOT NULL DEFAULT now(),
    created_by      bigint      REFERENCES users, -- null: it came by itself
    CONSTRAINT redirects_path_key UNIQUE (language, path),
    CONSTRAINT redirects_one_end CHECK (num_nonnulls(target, article_id, rubric_id, tag_id, author_id, page_id) + gone::int = 1)
);
-- What the newsroom lists: the latest first, under each of its filters.
CREATE INDEX redirects_language ON redirects (language, id DESC);
CREATE INDEX redirects_origin ON redirects (origin, id DESC);
CREATE INDEX redirects_unused ON redirects (id DESC) WHERE hits = 0;
CREATE INDEX redirects_search ON redirects USING gin (lower(path) gin_trgm_ops);
CREATE INDEX redirects_target ON redirects (target_language, target) WHERE target IS NOT NULL;
CREATE INDEX redirects_target_search ON redirects USING gin (lower(target) gin_trgm_ops) WHERE target IS NOT NULL;
CREATE INDEX redirects_article ON redirects (article_id) WHERE article_id IS NOT NULL;
CREATE INDEX redirects_rubric ON redirects (rubric_id) WHERE rubric_id IS NOT NULL;
CREATE INDEX redirects_tag ON redirects (tag_id) WHERE tag_id IS NOT NULL;
CREATE INDEX redirects_author ON redirects (author_id) WHERE author_id IS NOT NULL;
CREATE INDEX redirects_page ON redirects (page_id) WHERE page_id IS NOT NULL;

-- Where each redirect leads now: address is a path of the site target_language, null
-- when the thing has none there; shown tells whether readers find anything there.
CREATE VIEW redirect_ends AS
SELECT r.*,
    coalesce(r.target, '/news/' || a.slug, '/rubric/' || rl.slug, '/tag/' || tl.slug, '/author/' || al.slug, '/page/' || p.slug) AS address,
    r.target IS NOT NULL OR coalesce(a.live, false) OR coalesce(p.state = 'published', false)
        OR num_nonnulls(rl.slug, tl.slug, al.slug) > 0 AS shown,
    r.gone OR coalesce(a.state = 'killed', false) AS ended
FROM redirects AS r
LEFT JOIN articles AS a ON a.id = r.article_id
LEFT JOIN pages AS p ON p.id = r.page_id
LEFT JOIN rubric_labels AS rl ON rl.rubric_id = r.rubric_id AND rl.language = r.target_language
LEFT JOIN tag_labels AS tl ON tl.tag_id = r.tag_id AND tl.language = r.target_language
LEFT JOIN author_labels AS al ON al.author_id = r.author_id AND al.language = r.target_language;

-- Addresses of our own making are kept here, so that no way of changing one can
-- forget it. The paths are those of news.Path and its likes; a test compares them.

-- redirect_moves has an old address lead to a thing from now on. kind is the first
-- part of the path.
CREATE FUNCTION redirect_moves(of_language text, kind text, old_slug text, thing bigint, why text DEFAULT 'moved') RETURNS void LANGUAGE sql AS $$
    INSERT INTO redirects (language, path, target_language, origin, article_id, rubric_id, tag_id, author_id, page_id)
    VALUES (of_language, '/' || kind || '/' || old_slug, of_language, why,
        CASE kind WHEN 'news' THEN thing END, CASE kind WHEN 'rubric' THEN thing END, CASE kind WHEN 'tag' THEN thing END,
        CASE kind WHEN 'author' THEN thing END, CASE kind WHEN 'page' THEN thing END)
    ON CONFLICT DO NOTHING -- whoever was shown there last had it removed
$$;

-- An article leaves its address when it was ever on its site; it takes one when it
-- is there, and takes its own back in any case.
CREATE FUNCTION redirect_article_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.published_at IS NOT NULL AND OLD.slug IS NOT NULL AND OLD.slug IS DISTINCT FROM NEW.slug THEN
        PERFORM redirect_moves(OLD.language, 'news', OLD.slug, OLD.id);
    END IF;
    DELETE FROM redirects WHERE language = NEW.language AND path = '/news/' || NEW.slug
        AND (NEW.live OR article_id = NEW.id);
    RETURN NULL;
END $$;
CREATE TRIGGER redirect_article_comes AFTER INSERT ON articles FOR EACH ROW
    WHEN (NEW.state IN ('published', 'corrected')) EXECUTE FUNCTION redirect_article_moves();
CREATE TRIGGER redirect_article_moves AFTER UPDATE OF slug, state ON articles FOR EACH ROW
    WHEN (OLD.slug IS DISTINCT FROM NEW.slug OR OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION redirect_article_moves();

CREATE FUNCTION redirect_page_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.slug <> NEW.slug THEN
        PERFORM redirect_moves(OLD.language, 'page', OLD.slug, OLD.id);
    END IF;
    DELETE FROM redirects WHERE language = NEW.language AND path = '/page/' || NEW.slug AND (NEW.state = 'published' OR page_id = NEW.id);
    RETURN NULL;
END $$;
CREATE TRIGGER redirect_page_moves AFTER INSERT OR UPDATE OF slug, state ON pages FOR EACH ROW EXECUTE FUNCTION redirect_page_moves();

-- Labels are written anew as a whole (platform/labels), so what left its address is
-- known only when the transaction ends: hence the deferred triggers. The arguments
-- are the kind, the column that names the thing, and the things' table.
CREATE FUNCTION redirect_label_leaves() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    owner bigint := (to_jsonb(OLD)->>TG_ARGV[1])::bigint;
    held  boolean;
    there boolean;
BEGIN
    EXECUTE format('SELECT EXISTS (SELECT FROM %I WHERE language = $1 AND slug = $2), EXISTS (SELECT FROM %I WHERE id = $3)', TG_TABLE_NAME, TG_ARGV[2])
        INTO held, there USING OLD.language, OLD.slug, owner;
    IF there AND NOT held THEN
        PERFORM redirect_moves(OLD.language, TG_ARGV[0], OLD.slug, owner);
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION redirect_label_comes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM redirects WHERE language = NEW.language AND path = '/' || TG_ARGV[0] || '/' || NEW.slug;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER redirect_label_leaves AFTER DELETE OR UPDATE ON rubric_labels DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION redirect_label_leaves('rubric', 'rubric_id', 'rubrics');
CREATE CONSTRAINT TRIGGER redirect_label_leaves AFTER DELETE OR UPDATE ON tag_labels DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION redirect_label_leaves('tag', 'tag_id', 'tags');
CREATE CONSTRAINT TRIGGER redirect_label_leaves AFTER DELETE OR UPDATE ON author_labels DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION redirect_label_leaves('author', 'author_id', 'authors');
CREATE TRIGGER redirect_label_comes AFTER INSERT OR UPDATE ON rubric_labels FOR EACH ROW EXECUTE FUNCTION redirect_label_comes('rubric');
CREATE TRIGGER redirect_label_comes AFTER INSERT OR UPDATE ON tag_labels FOR EACH ROW EXECUTE FUNCTION redirect_label_comes('tag');
CREATE TRIGGER redirect_label_comes AFTER INSERT OR UPDATE ON author_labels FOR EACH ROW EXECUTE FUNCTION redirect_label_comes('author');

-- A merged tag: labels of languages that the other lacks go over with their
-- addresses, all other addresses of it lead to the other.
CREATE FUNCTION redirect_tag_merges(old bigint, into_tag bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    label record;
BEGIN
    UPDATE redirects SET tag_id = into_tag, version = version + 1 WHERE tag_id = old;
    UPDATE tag_labels AS l SET tag_id = into_tag WHERE l.tag_id = old
        AND NOT EXISTS (SELECT FROM tag_labels WHERE tag_id = into_tag AND language = l.language);
    FOR label IN DELETE FROM tag_labels WHERE tag_id = old RETURNING language, slug LOOP
        PERFORM redirect_moves(label.language, 'tag', label.slug, into_tag, 'merged');
    END LOOP;
END $$;

-- Addresses that readers asked for in vain: without their queries, and nothing of
-- who asked.
CREATE TABLE missing_pages (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    language text        NOT NULL,
    path     text        NOT NULL,
    hits     bigint      NOT NULL,
    first_at timestamptz NOT NULL DEFAULT now(),
    last_at  timestamptz NOT NULL DEFAULT now(),
    referrer text        NOT NULL DEFAULT '', -- the page that last led there, without its query
    CONSTRAINT missing_pages_path_key UNIQUE (language, path)
);
CREATE INDEX missing_pages_hits ON missing_pages (hits DESC, id DESC);
CREATE INDEX missing_pages_last ON missing_pages (last_at);

-- What a missing address may have meant: live articles by the likeness of their slugs.
CREATE INDEX articles_slug_likeness ON articles USING gin (slug gin_trgm_ops) WHERE live;
