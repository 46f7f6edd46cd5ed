-- search_typed is a text as whoever has no Kazakh letters would type it: what readers
-- have typed is compared with it. wordform.Typed does the same.
CREATE FUNCTION search_typed(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT translate(lower($1), 'әғқңөұүһіыйёэ', 'агкноуухиииее')
$$;

-- What the beginning of a query is completed to: titles and tags, each one index range.
CREATE INDEX articles_typed ON articles (language, search_typed(left(title, 100)) text_pattern_ops) WHERE live;
CREATE INDEX tag_labels_typed ON tag_labels (language, search_typed(left(name, 100)) text_pattern_ops);

-- The words of titles, tags and authors with how often they were seen, which a misspelt
-- query is corrected by. It need not be exact: words of articles that left their site stay.
CREATE TABLE search_words (
    language text   NOT NULL,
    word     text   NOT NULL,
    typed    text   NOT NULL GENERATED ALWAYS AS (search_typed(word)) STORED,
    seen     bigint NOT NULL,
    PRIMARY KEY (language, word)
);
CREATE INDEX search_words_typed ON search_words USING gin (typed gin_trgm_ops);

-- Words seen since, which are added to those within seconds: written in the transaction
-- that indexes an article, where nobody may wait for the row of a frequent word.
CREATE TABLE search_words_due (
    language text   NOT NULL,
    word     text   NOT NULL,
    seen     bigint NOT NULL
);
