-- How often articles are read. Nothing here says who has read.

-- By the hour, for what is most read lately; hours older than 40 days are deleted. The
-- key is the range that a language's list adds up, in the order in which it grows. Room
-- on each page lets a count go up without touching an index.
CREATE TABLE article_views (
    language   text        NOT NULL,
    hour       timestamptz NOT NULL,
    article_id bigint      NOT NULL REFERENCES articles ON DELETE CASCADE,
    views      bigint      NOT NULL CHECK (views > 0),
    PRIMARY KEY (language, hour, article_id)
) WITH (fillfactor = 70);
CREATE INDEX article_views_article ON article_views (article_id);
CREATE INDEX article_views_hour ON article_views (hour);

-- By the newsroom's day, for good: lists of many days and statistics.
CREATE TABLE article_days (
    language   text   NOT NULL,
    day        date   NOT NULL,
    article_id bigint NOT NULL REFERENCES articles ON DELETE CASCADE,
    views      bigint NOT NULL CHECK (views > 0),
    PRIMARY KEY (language, day, article_id)
) WITH (fillfactor = 70);
CREATE INDEX article_days_article ON article_days (article_id, day);

-- All in all.
CREATE TABLE article_totals (
    article_id bigint PRIMARY KEY REFERENCES articles ON DELETE CASCADE,
    views      bigint NOT NULL CHECK (views > 0)
) WITH (fillfactor = 70);

-- What the pages with lists of the most read were last made from, a row per language:
-- they are made anew when it has changed.
CREATE TABLE most_read (
    language    text        PRIMARY KEY,
    article_ids bigint[]    NOT NULL,
    changed_at  timestamptz NOT NULL DEFAULT now()
);
