-- People: what the register of the staff holds, and where their rights end.
ALTER TABLE users
    ALTER COLUMN password_hash DROP NOT NULL,                -- null: invited, or with passkeys alone
    ADD COLUMN position      text     NOT NULL DEFAULT '',
    ADD COLUMN phone         text     NOT NULL DEFAULT '',
    ADD COLUMN languages     text[]   NOT NULL DEFAULT '{}', -- where one may change things; empty: everywhere
    ADD COLUMN rubrics       bigint[] NOT NULL DEFAULT '{}', -- with those beneath them; empty: everywhere
    ADD COLUMN handle        uuid     NOT NULL DEFAULT gen_random_uuid(), -- tells authenticators apart and tells them nothing
    ADD COLUMN last_login_at timestamptz;
CREATE UNIQUE INDEX users_handle ON users (handle);
CREATE INDEX users_name ON users (name, id);

ALTER TABLE roles
    ADD COLUMN second_factor boolean NOT NULL DEFAULT false, -- who has the role must have one
    ADD COLUMN version       bigint  NOT NULL DEFAULT 1;

ALTER TABLE sessions
    ADD COLUMN method       text        NOT NULL DEFAULT 'password', -- password, totp, recovery_code, passkey
    ADD COLUMN confirmed_at timestamptz NOT NULL DEFAULT now(),      -- when the person last proved who it is
    ADD COLUMN device_id    uuid;
CREATE INDEX sessions_living ON sessions (last_seen_at DESC, id) WHERE ended_at IS NULL;

-- Browsers that somebody has logged in with: guessing from elsewhere does not
-- lock them out, and a login with a new one is told to the user.
CREATE TABLE devices (
    id           uuid        PRIMARY KEY,
    user_id      bigint      NOT NULL REFERENCES users ON DELETE CASCADE,
    created_at   timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL
);
CREATE INDEX devices_user ON devices (user_id, last_seen_at DESC);

-- Links by mail that let somebody choose a password, once.
CREATE TABLE account_links (
    hash       bytea       PRIMARY KEY, -- SHA-256 of the link's token
    user_id    bigint      NOT NULL REFERENCES users ON DELETE CASCADE,
    purpose    text        NOT NULL CHECK (purpose IN ('invitation', 'reset')),
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at    timestamptz
);
CREATE INDEX account_links_user ON account_links (user_id, created_at DESC);

-- Keys of programs. They act for the person who made them, within their scopes.
CREATE TABLE api_keys (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    owner_id     bigint      NOT NULL REFERENCES users ON DELETE CASCADE,
    name         text        NOT NULL,
    hint         text        NOT NULL,        -- the key's beginning, by which people know it
    hash         bytea       NOT NULL UNIQUE, -- SHA-256 of the key
    scopes       text[]      NOT NULL,
    created_at   timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL,
    last_used_at timestamptz,
    last_address text        NOT NULL DEFAULT '',
    revoked_at   timestamptz,
    revoked_by   bigint      REFERENCES users ON DELETE SET NULL
);
CREATE INDEX api_keys_owner ON api_keys (owner_id, id DESC);
