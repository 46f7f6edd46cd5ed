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
DROP INDEX journal_entries_actor;
CREATE INDEX journal_entries_actor ON journal_entries (actor_id, id DESC);
CREATE INDEX journal_entries_actor_action ON journal_entries (actor_id, action, at);
CREATE INDEX journal_entries_action ON journal_entries (action, id DESC);
CREATE INDEX journal_entries_address ON journal_entries (address, id DESC);

-- Entries that are not sealed yet; a row lives here for about a second.
CREATE TABLE journal_pending (
    entry_id bigint PRIMARY KEY
);
INSERT INTO journal_pending SELECT id FROM journal_entries;

-- The chain: hash = SHA-256 of the previous hash and of the whole entry.
CREATE TABLE journal_links (
    seq       bigint      PRIMARY KEY, -- 1, 2, 3, ... without a gap
    entry_id  bigint      NOT NULL,
    hash      bytea       NOT NULL,
    sealed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT journal_links_entry_key UNIQUE (entry_id)
);

-- Signed heads (Ed25519): what the chain's last hash was when.
CREATE TABLE journal_heads (
    seq       bigint      PRIMARY KEY,
    hash      bytea       NOT NULL,
    at        timestamptz NOT NULL,
    key       text        NOT NULL,
    signature bytea       NOT NULL
);

-- Runs of the verification, as the panel shows them.
CREATE TABLE journal_verifications (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    started_at  timestamptz NOT NULL,
    started_by  bigint      REFERENCES users, -- null: the clock
    seen_at     timestamptz NOT NULL,         -- sign of life of the process that does it
    finished_at timestamptz,
    stopped     boolean     NOT NULL DEFAULT false, -- asked to end early
    checked     bigint      NOT NULL DEFAULT 0,
    total       bigint      NOT NULL,
    bad_seq     bigint,
    bad_entry   bigint,
    problem     text        NOT NULL DEFAULT '' -- empty: none found
);
CREATE INDEX journal_verifications_started ON journal_verifications (id DESC);

-- Against honest mistakes; a superuser who gets around it is found by the chain.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are only ever added', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON journal_entries FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON journal_links FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON journal_heads FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
