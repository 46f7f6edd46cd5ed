-- What the photobank's catalogue reads besides.

-- The words that pictures are described with. A word that no picture has any more
-- stays, and who reads passes over it.
CREATE TABLE picture_words (
    field text NOT NULL CHECK (field IN ('author', 'source', 'place', 'keyword', 'person')),
    word  text NOT NULL,
    PRIMARY KEY (field, word)
);
CREATE INDEX picture_words_order ON picture_words (field, lower(word));
CREATE INDEX picture_words_search ON picture_words USING gin (lower(word) gin_trgm_ops);

CREATE FUNCTION picture_words_come() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO picture_words (field, word)
    SELECT field, word FROM (VALUES ('author', NEW.author), ('source', NEW.source), ('place', NEW.place)) AS one (field, word) WHERE word <> ''
    UNION SELECT 'keyword', unnest(NEW.keywords) UNION SELECT 'person', unnest(NEW.persons)
    ORDER BY 1, 2
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
CREATE TRIGGER picture_words_come AFTER INSERT ON pictures FOR EACH ROW
    WHEN (NEW.author <> '' OR NEW.source <> '' OR NEW.place <> '' OR NEW.keywords <> '{}' OR NEW.persons <> '{}') EXECUTE FUNCTION picture_words_come();
CREATE TRIGGER picture_words_change AFTER UPDATE OF author, source, place, keywords, persons ON pictures FOR EACH ROW
    WHEN ((OLD.author, OLD.source, OLD.place, OLD.keywords, OLD.persons) IS DISTINCT FROM (NEW.author, NEW.source, NEW.place, NEW.keywords, NEW.persons))
    EXECUTE FUNCTION picture_words_come();
INSERT INTO picture_words SELECT DISTINCT 'author', author FROM pictures WHERE author <> ''
    UNION SELECT DISTINCT 'source', source FROM pictures WHERE source <> '';

-- "Not described in Kazakh" is a list of the few sets of languages that there are,
-- which GIN can't tell from "not in Russian".
DROP INDEX pictures_described;
CREATE INDEX pictures_described ON pictures (described, id DESC);
CREATE INDEX pictures_open ON pictures (id DESC) WHERE expires_at IS NULL;
CREATE INDEX pictures_ending ON pictures (expires_at) WHERE expires_at IS NOT NULL AND NOT expired;
CREATE INDEX pictures_ended ON pictures (id) WHERE expired AND used;
-- Pictures whose words are still to be brought into the search: those of before, and
-- all, when the rules of stems change and somebody empties the column.
CREATE INDEX pictures_unread ON pictures (id) WHERE lexemes = '';
CREATE INDEX collected_pictures_last ON collected_pictures (collection_id, added_at DESC, picture_id DESC);
CREATE INDEX licences_order ON licences (lower(name), id);
CREATE INDEX picture_collections_order ON picture_collections (lower(name), id);
-- The day on which people were last told of rights that end.
ALTER TABLE picture_settings ADD COLUMN told_on date;
