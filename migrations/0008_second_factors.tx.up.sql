-- Second factors: what people have besides their password.

-- Authenticator apps (RFC 6238). A new secret waits until the app's first right
-- code and only then takes the place of the old one.
CREATE TABLE totps (
    user_id   bigint PRIMARY KEY REFERENCES users ON DELETE CASCADE,
    sealed    bytea,                     -- the secret, sealed with the portal's; null: none has been confirmed yet
    since     timestamptz,               -- when it was confirmed
    last_step bigint NOT NULL DEFAULT 0, -- of the last code that was taken: each works once
    pending   bytea,                     -- a sealed secret that no code has confirmed yet
    begun_at  timestamptz,               -- when the pending one was made
    CHECK ((sealed IS NULL) = (since IS NULL)),
    CHECK ((pending IS NULL) = (begun_at IS NULL))
);

CREATE TABLE recovery_codes (
    user_id bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    code    bytea  NOT NULL, -- salt and argon2id hash; a set shares its salt
    used_at timestamptz,
    PRIMARY KEY (user_id, code)
);

CREATE TABLE passkeys (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id         bigint      NOT NULL REFERENCES users ON DELETE CASCADE,
    name            text        NOT NULL,
    credential_id   bytea       NOT NULL CHECK (octet_length(credential_id) <= 1023), -- WebAuthn Level 3, 4.
    public_key      bytea       NOT NULL, -- COSE
    aaguid          bytea       NOT NULL, -- the authenticator's make
    transports      text[]      NOT NULL DEFAULT '{}',
    sign_count      bigint      NOT NULL,
    backup_eligible boolean     NOT NULL,
    backup_state    boolean     NOT NULL,
    created_at      timestamptz NOT NULL,
    last_used_at    timestamptz,
    CONSTRAINT passkeys_credential_key UNIQUE (credential_id)
);
CREATE INDEX passkeys_user ON passkeys (user_id, id);

-- What has been begun and waits for its second step: a login whose password was
-- right, and the ceremonies of WebAuthn. Each lives for five minutes and works once.
CREATE TABLE login_challenges (
    hash       bytea       PRIMARY KEY, -- SHA-256 of its 256 random bits
    purpose    text        NOT NULL CHECK (purpose IN ('second_factor', 'passkey_login', 'passkey_confirm', 'passkey_add')),
    user_id    bigint      REFERENCES users ON DELETE CASCADE,            -- null: the passkey will say who
    version    bigint,                                                    -- of the user, when the password was right
    session_id uuid        REFERENCES sessions ON DELETE CASCADE,         -- where it was begun, when somebody is logged in
    parent     bytea       REFERENCES login_challenges ON DELETE CASCADE, -- the login that the ceremony is a second step of
    ceremony   json,                                                      -- of WebAuthn: what its end is compared with
    failures   int         NOT NULL DEFAULT 0,
    expires_at timestamptz NOT NULL
);
CREATE INDEX login_challenges_expires ON login_challenges (expires_at);
CREATE INDEX login_challenges_user ON login_challenges (user_id);
CREATE INDEX login_challenges_session ON login_challenges (session_id);
CREATE INDEX login_challenges_parent ON login_challenges (parent);
