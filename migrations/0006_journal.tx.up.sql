-- The journal can't be changed quietly: each row carries a keyed code of its
-- content, written with the change itself; a second later it is sealed into a
-- hash chain whose signed heads are also kept outside of this database.
ALTER TABLE journal_entries
    ADD COLUMN uid uuid NOT NULL DEFAULT gen_random_uuid(),
    ADD COLUMN key text NOT NULL DEFAULT '',   -- which key made the code; empty: a row from before there was one
    ADD COLUMN mac bytea NOT NULL DEFAULT '',  -- HMAC-SHA256 of the content, see platform/audit
    ALTER COLUMN diff DROP DEFAULT,
    ALTER COLUMN diff TYPE json USING diff::json, -- jsonb would rewrite the text that was signed
    ALTER COLUMN diff SET DEFAULT '{}';
CREATE UNIQUE INDEX journal_entries_uid ON journal_entries (uid);

-- The journal is read newest first. Each filter has an index in that order, so
-- that a page costs what it shows; pairs of filters take the better of the two.
DROP INDEX journal_entries_actor;
DROP INDEX journal_entries_object;
CREATE INDEX journal_entries_actor ON journal_entries (actor_id, at DESC, id DESC);
CREATE INDEX journal_entries_actor_action ON journal_entries (actor_id, action, at DESC, id DESC);
CREATE INDEX journal_entries_kind ON journal_entries ((CASE WHEN actor_id IS NULL THEN actor_name ELSE 'user' END), at DESC, id DESC);
CREATE INDEX journal_entries_action ON journal_entries (action, at DESC, id DESC);
CREATE INDEX journal_entries_object ON journal_entries (object_id, object_type, at DESC, id DESC);
CREATE INDEX journal_entries_object_type ON journal_entries (object_type, at DESC, id DESC);
CREATE INDEX journal_entries_address ON journal_entries (address, at DESC, id DESC);
CREATE INDEX journal_entries_request ON journal_entries (request_id) WHERE request_id <> '';

-- Entries that are not sealed yet; a row lives here for about a second.
CREATE TABLE journal_pending (
    entry_id bigint PRIMARY KEY
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
INSERT INTO journal_pending SELECT id FROM journal_entries;

-- The chain: hash = SHA-256 of the previous hash, the whole entry and the rest of
-- the link.
CREATE TABLE journal_links (
    seq       bigint      PRIMARY KEY, -- 1, 2, 3, ... without a gap
    entry_id  bigint      NOT NULL,
    hash      bytea       NOT NULL,
    sealed_at timestamptz NOT NULL,
    CONSTRAINT journal_links_entry_key UNIQUE (entry_id)
);

-- Signed heads (Ed25519): what the chain's last hash was when. Each names the
-- one before it, so that none can be taken away.
CREATE TABLE journal_heads (
    seq       bigint      PRIMARY KEY,
    previous  bigint      NOT NULL, -- the seq of the head before; 0: none
    hash      bytea       NOT NULL,
    at        timestamptz NOT NULL,
    key       text        NOT NULL,
    signature bytea       NOT NULL
);

-- Breaks that a sealer or a witness found, for the panel. What found them logs
-- and counts them, too: this table is in the hands of whoever owns the database.
CREATE TABLE journal_problems (
    problem  text        PRIMARY KEY,
    found_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    seen_at  timestamptz NOT NULL DEFAULT clock_timestamp() -- a sound verification after it puts it away
);

-- Runs of the verification, as the panel shows them.
CREATE TABLE journal_verifications (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    started_at   timestamptz NOT NULL,
    started_by   bigint,                       -- a user; null: the clock
    started_name text        NOT NULL DEFAULT '',
    taken        boolean     NOT NULL DEFAULT false, -- by a process that does it
    seen_at      timestamptz NOT NULL,         -- sign of life of that process
    finished_at  timestamptz,
    stopped      boolean     NOT NULL DEFAULT false, -- asked to end early
    outcome      text        NOT NULL DEFAULT '' CHECK (outcome IN ('', 'sound', 'broken', 'stopped')),
    checked      bigint      NOT NULL DEFAULT 0,
    total        bigint      NOT NULL DEFAULT 0,
    bad_seq      bigint,
    bad_entry    bigint,
    problem      text        NOT NULL DEFAULT '' -- empty: none found
);

-- Days on which the head was sent by mail: once for all nodes.
CREATE TABLE journal_mails (
    day date PRIMARY KEY
);

-- Against honest mistakes; a superuser who gets around it is found by the chain.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are only ever added', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON journal_entries FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON journal_links FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON journal_heads FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
