CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- Who did what, when and from where. Rows are only ever added.
CREATE TABLE journal_entries (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at          timestamptz NOT NULL DEFAULT clock_timestamp(),
    actor_id    bigint,               -- null: a job, a command or a stranger
    actor_name  text        NOT NULL,
    action      text        NOT NULL, -- feature.verb
    object_type text        NOT NULL,
    object_id   text        NOT NULL,
    diff        jsonb       NOT NULL DEFAULT '{}', -- field -> [before, after]
    address     text        NOT NULL DEFAULT '',
    user_agent  text        NOT NULL DEFAULT '',
    request_id  text        NOT NULL DEFAULT ''
);
CREATE INDEX journal_entries_at ON journal_entries (at DESC, id DESC);
CREATE INDEX journal_entries_object ON journal_entries (object_type, object_id, id DESC);
CREATE INDEX journal_entries_actor ON journal_entries (actor_id, id DESC);
