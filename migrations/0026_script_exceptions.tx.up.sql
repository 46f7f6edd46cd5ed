-- Words that other scripts write otherwise than letter by letter. A form that is empty
-- is left to the alphabet.
CREATE TABLE script_exceptions (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    stem       text        NOT NULL,
    latin      text        NOT NULL DEFAULT '',
    arabic     text        NOT NULL DEFAULT '',
    note       text        NOT NULL DEFAULT '',
    version    bigint      NOT NULL DEFAULT 1,
    updated_at timestamptz NOT NULL DEFAULT now(),
    updated_by bigint      REFERENCES users,
    CONSTRAINT script_exceptions_form CHECK (latin <> '' OR arabic <> '')
);
CREATE UNIQUE INDEX script_exceptions_stem_key ON script_exceptions (lower(stem));

-- The number of the last change, by which processes know whether the words that they
-- hold in memory are still those.
CREATE TABLE script_dictionary (
    one     boolean PRIMARY KEY DEFAULT true CONSTRAINT script_dictionary_one CHECK (one),
    version bigint NOT NULL
);
INSERT INTO script_dictionary (version) VALUES (1);

CREATE FUNCTION count_script_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE script_dictionary SET version = version + 1;
    RETURN NULL;
END $$;
CREATE TRIGGER script_exceptions_count AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON script_exceptions
    FOR EACH STATEMENT EXECUTE FUNCTION count_script_change();
