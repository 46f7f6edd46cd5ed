-- Banners of advertisers on the sites, and how often readers saw and followed them.
CREATE TABLE banners (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name       text        NOT NULL, -- for the newsroom
    advertiser text        NOT NULL DEFAULT '',
    zone       text        NOT NULL CHECK (zone IN ('top', 'aside', 'article', 'list')),
    from_at    timestamptz, -- null: from now on
    until_at   timestamptz, -- not included; null: without an end
    weight     integer     NOT NULL DEFAULT 10 CHECK (weight BETWEEN 1 AND 100),
    paused     boolean     NOT NULL DEFAULT false,
    deleted_at timestamptz, -- the row stays, so that figures keep their name
    version    bigint      NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT banners_time CHECK (from_at < until_at)
);
CREATE INDEX banners_changed ON banners (updated_at DESC, id DESC) WHERE deleted_at IS NULL;

-- A banner stands on the sites in whose language it has words.
CREATE TABLE banner_arts (
    banner_id bigint NOT NULL REFERENCES banners,
    language  text   NOT NULL,
    alt       text   NOT NULL,
    url       text   NOT NULL, -- http, https, or a path of the site
    PRIMARY KEY (banner_id, language)
);
CREATE TABLE banner_pictures (
    banner_id  bigint NOT NULL,
    language   text   NOT NULL,
    form       text   NOT NULL CHECK (form IN ('wide', 'narrow')), -- narrow: on phones
    picture_id bigint NOT NULL REFERENCES pictures,
    PRIMARY KEY (banner_id, language, form),
    FOREIGN KEY (banner_id, language) REFERENCES banner_arts ON DELETE CASCADE
);
CREATE INDEX banner_pictures_picture ON banner_pictures (picture_id);

-- The rubrics that a banner is for, with all below them; none: every page.
CREATE TABLE banner_rubrics (
    banner_id bigint NOT NULL REFERENCES banners,
    rubric_id bigint NOT NULL REFERENCES rubrics, -- a rubric in use stays: without it the banner would stand everywhere
    PRIMARY KEY (banner_id, rubric_id)
);
CREATE INDEX banner_rubrics_rubric ON banner_rubrics (rubric_id);

CREATE TABLE banner_days (
    banner_id bigint NOT NULL REFERENCES banners,
    day       date   NOT NULL, -- in Asia/Almaty
    language  text   NOT NULL,
    shows     bigint NOT NULL DEFAULT 0,
    clicks    bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (banner_id, day, language)
);

-- Banners use pictures, and readers see those of the ones that run now.
CREATE OR REPLACE VIEW picture_uses AS
SELECT picture_id, 'article' AS kind, id, title, language, 'lead' AS role, live FROM articles WHERE picture_id IS NOT NULL
UNION ALL
SELECT b.picture_id, 'article', a.id, a.title, a.language, 'text', a.live FROM article_pictures AS b JOIN articles AS a ON a.id = b.article_id
UNION ALL
SELECT b.picture_id, 'page', p.id, p.title, p.language, 'text', p.state = 'published' FROM page_pictures AS b JOIN pages AS p ON p.id = b.page_id
UNION ALL
SELECT picture_id, 'author', id, coalesce((SELECT name FROM author_labels WHERE author_id = authors.id ORDER BY language LIMIT 1), ''), '', 'portrait', true
FROM authors WHERE picture_id IS NOT NULL
UNION ALL
SELECT p.picture_id, 'banner', b.id, b.name, p.language, 'banner',
    NOT b.paused AND (b.from_at IS NULL OR b.from_at <= now()) AND (b.until_at IS NULL OR b.until_at > now())
FROM banner_pictures AS p JOIN banners AS b ON b.id = p.banner_id;

CREATE TRIGGER picture_use_changes AFTER INSERT OR DELETE ON banner_pictures FOR EACH ROW EXECUTE FUNCTION picture_use_changes();
