-- What readers find articles by: a row for each article that is on its site, written
-- in the transaction of each of its changes. All is made from the articles and can be
-- made anew (`portal search index`).
CREATE TABLE article_search (
    article_id   bigint      PRIMARY KEY REFERENCES articles ON DELETE CASCADE,
    language     text        NOT NULL,
    published_at timestamptz NOT NULL, -- the article's, in whose order it is found
    analyser     integer     NOT NULL, -- the version of the rules that made the lexemes
    -- Stems of title (A), lead (B), tags and authors (C) and text (D), and marks that
    -- begin with # (see search/vector.go): by them the one index answers every filter.
    lexemes      tsvector    NOT NULL
) WITH (toast_tuple_target = 128); -- lexemes lie apart, so that what is sorted by time is narrow
-- lz4 is read faster; not every PostgreSQL was built with it.
DO $$ BEGIN
    ALTER TABLE article_search ALTER COLUMN lexemes SET COMPRESSION lz4;
EXCEPTION WHEN feature_not_supported THEN
    NULL;
END $$;
CREATE INDEX article_search_lexemes ON article_search USING gin (lexemes);

-- Articles whose names of tags or authors have changed since: they are indexed anew,
-- a few at a time.
CREATE TABLE article_search_due (
    article_id bigint PRIMARY KEY REFERENCES articles ON DELETE CASCADE
);
