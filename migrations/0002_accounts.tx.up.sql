CREATE TABLE users (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    email         text        NOT NULL CHECK (email = lower(email)),
    name          text        NOT NULL,
    password_hash text        NOT NULL, -- argon2id in PHC format
    disabled      boolean     NOT NULL DEFAULT false,
    version       bigint      NOT NULL DEFAULT 1,
    created_at    timestamptz NOT NULL DEFAULT now(),
    updated_at    timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT users_email_key UNIQUE (email)
);

-- A role is an editable set of permissions.
CREATE TABLE roles (
    key         text    PRIMARY KEY,
    names       jsonb   NOT NULL, -- language -> name
    permissions text[]  NOT NULL DEFAULT '{}',
    built_in    boolean NOT NULL DEFAULT false
);

CREATE TABLE user_roles (
    user_id bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    role    text   NOT NULL REFERENCES roles,
    PRIMARY KEY (user_id, role)
);

CREATE TABLE sessions (
    id           uuid        PRIMARY KEY,
    user_id      bigint      NOT NULL REFERENCES users ON DELETE CASCADE,
    created_at   timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL,
    ended_at     timestamptz,
    address      text        NOT NULL,
    user_agent   text        NOT NULL
);
CREATE INDEX sessions_user ON sessions (user_id, created_at DESC);
CREATE INDEX sessions_expires ON sessions (expires_at);

-- Each refresh token works once; a second use of one ends its session.
CREATE TABLE refresh_tokens (
    hash       bytea       PRIMARY KEY, -- SHA-256 of the token
    session_id uuid        NOT NULL REFERENCES sessions ON DELETE CASCADE,
    issued_at  timestamptz NOT NULL,
    used_at    timestamptz
);
CREATE INDEX refresh_tokens_session ON refresh_tokens (session_id);

CREATE TABLE signing_keys (
    kid        text        PRIMARY KEY,
    sealed     bytea       NOT NULL, -- the private key, sealed with the portal's secret
    created_at timestamptz NOT NULL,
    retires_at timestamptz           -- no longer signs; verifies until then
);
