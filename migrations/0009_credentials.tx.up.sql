-- Packages of credentials that were handed out (requirements AC-2 to AC-4): to
-- whom, when and what by name; never a secret, and never the package itself.
CREATE TABLE credential_issues (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    issued_at     timestamptz NOT NULL,
    issued_by     text        NOT NULL, -- who ran the command, as the machine knows him
    recipient     text        NOT NULL,
    recipient_key text        NOT NULL, -- the public age key that it is encrypted to
    contents      text[]      NOT NULL,
    sha256        text        NOT NULL, -- of the package
    bytes         bigint      NOT NULL
);
CREATE TRIGGER only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON credential_issues FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
