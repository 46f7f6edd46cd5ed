-- What readers see carries a signed hash; checks find what was changed past the
-- system.

-- One seal for each object that is or was on a site, written in the transaction of
-- the change. Nobody who has only the database can make one. A seal stays when its
-- object goes.
CREATE TABLE content_seals (
    object_type text        NOT NULL CHECK (object_type IN ('article', 'page', 'picture')),
    object_id   bigint      NOT NULL,
    live        boolean     NOT NULL, -- readers see it
    version     bigint      NOT NULL, -- the object's
    schema      smallint    NOT NULL, -- which encoding the hash is of; 0: gone, and rightly so
    hash        bytea       NOT NULL, -- SHA-256 of what readers see
    key         text        NOT NULL, -- which key signed
    signature   bytea       NOT NULL, -- Ed25519 of all of the above, see platform/contentseal
    sealed_at   timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (object_type, object_id)
);
CREATE INDEX content_seals_sealed ON content_seals (object_type, sealed_at DESC);

-- What the files of a picture hold. The picture's seal covers these rows.
CREATE TABLE picture_files (
    picture_id bigint  NOT NULL REFERENCES pictures ON DELETE CASCADE,
    name       integer NOT NULL, -- 0: the original, else the rendition of that width
    sha256     bytea   NOT NULL,
    bytes      bigint  NOT NULL,
    PRIMARY KEY (picture_id, name)
);

CREATE TABLE integrity_checks (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind        text        NOT NULL CHECK (kind IN ('full', 'sample')),
    state       text        NOT NULL CHECK (state IN ('running', 'done', 'stopped')),
    started_at  timestamptz NOT NULL DEFAULT now(),
    started_by  text        NOT NULL DEFAULT '', -- a name; empty: the clock
    seen_at     timestamptz NOT NULL DEFAULT now(), -- sign of life of the process that does it
    finished_at timestamptz,
    part        integer     NOT NULL DEFAULT 0, -- where it is: the part, and the last id in it
    cursor      bigint      NOT NULL DEFAULT 0,
    checked     bigint      NOT NULL DEFAULT 0,
    total       bigint      NOT NULL,
    found       integer     NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX integrity_checks_running ON integrity_checks (kind) WHERE state = 'running';
CREATE INDEX integrity_checks_kind ON integrity_checks (kind, started_at DESC);

CREATE TABLE integrity_findings (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    object_type text        NOT NULL,
    object_id   bigint      NOT NULL,
    title       text        NOT NULL, -- what people knew it by when it was found
    problem     text        NOT NULL CHECK (problem IN ('changed', 'missing', 'unsealed', 'bad_signature', 'file_changed', 'file_missing')),
    detail      text        NOT NULL,
    found_at    timestamptz NOT NULL DEFAULT now(),
    seen_at     timestamptz NOT NULL DEFAULT now(), -- when a check last found it so
    check_id    bigint      REFERENCES integrity_checks ON DELETE SET NULL, -- that check
    sound_at    timestamptz, -- since when the object is as it should be again
    resolved_at timestamptz,
    resolved_by bigint      REFERENCES users ON DELETE SET NULL,
    note        text        NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX integrity_findings_open ON integrity_findings (object_type, object_id, problem) WHERE resolved_at IS NULL;
CREATE INDEX integrity_findings_unresolved ON integrity_findings (id DESC) WHERE resolved_at IS NULL;
CREATE INDEX integrity_findings_resolved ON integrity_findings (id DESC) WHERE resolved_at IS NOT NULL;
