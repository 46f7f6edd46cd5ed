-- Watching of unusual activity. The rules themselves are code (features/alerts);
-- here stands what somebody changed about them. No row: as delivered, version 1.
CREATE TABLE alert_rules (
    key            text        PRIMARY KEY,
    version        bigint      NOT NULL,
    enabled        boolean     NOT NULL,
    threshold      integer     NOT NULL,
    window_seconds integer     NOT NULL,
    changed_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
    changed_by     bigint      REFERENCES users -- null: a command
);

CREATE TABLE alerts (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    rule            text        NOT NULL,
    severity        text        NOT NULL CHECK (severity IN ('notice', 'warning', 'critical')),
    subject_type    text        NOT NULL CHECK (subject_type IN ('user', 'address', 'system')),
    subject_id      text        NOT NULL, -- empty: the system itself
    subject         text        NOT NULL,
    first_at        timestamptz NOT NULL,
    last_at         timestamptz NOT NULL,
    count           bigint      NOT NULL,
    details         json        NOT NULL,
    open            boolean     NOT NULL DEFAULT true,
    acknowledged_at timestamptz,
    acknowledged_by bigint      REFERENCES users,
    note            text        NOT NULL DEFAULT '',
    CONSTRAINT alerts_acknowledged CHECK (open = (acknowledged_at IS NULL))
);
-- An alert that is open grows; there is no second one beside it.
CREATE UNIQUE INDEX alerts_open_once ON alerts (rule, subject_type, subject_id) WHERE open;
CREATE INDEX alerts_latest ON alerts (open, last_at DESC, id DESC);
CREATE INDEX alerts_rule ON alerts (open, rule, last_at DESC, id DESC);
CREATE INDEX alerts_severity ON alerts (open, severity, last_at DESC, id DESC);
CREATE INDEX alerts_subject ON alerts (rule, subject_type, subject_id, acknowledged_at DESC) WHERE NOT open;

-- What counts for a rule, out of the journal, for as long as the longest window.
CREATE TABLE alert_sightings (
    seq          bigint      NOT NULL, -- of the chain
    rule         text        NOT NULL,
    subject_type text        NOT NULL,
    subject_id   text        NOT NULL,
    at           timestamptz NOT NULL,
    weight       integer     NOT NULL, -- how many events the entry stands for
    value        text        NOT NULL, -- what it was about
    counted      boolean     NOT NULL DEFAULT false, -- an alert stands for it
    PRIMARY KEY (seq, rule)
);
CREATE INDEX alert_sightings_subject ON alert_sightings (rule, subject_type, subject_id, at);
CREATE INDEX alert_sightings_at ON alert_sightings (at);

-- How far the chain was followed. What was journalled before the watching began
-- raises nothing.
CREATE TABLE alert_progress (
    one   boolean     PRIMARY KEY DEFAULT true CHECK (one),
    seq   bigint      NOT NULL,
    since timestamptz NOT NULL
);
INSERT INTO alert_progress (seq, since) VALUES (0, clock_timestamp());

-- A second person's word on mass deletion and mass unpublishing.
CREATE TABLE approvals (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind         text        NOT NULL CHECK (kind IN ('mass_delete', 'mass_unpublish')),
    amount       integer     NOT NULL CHECK (amount > 0),
    used         integer     NOT NULL DEFAULT 0,
    reason       text        NOT NULL,
    requested_by bigint      NOT NULL REFERENCES users,
    requested_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    decision     text        CHECK (decision IN ('granted', 'refused', 'withdrawn')), -- null: none yet
    decided_by   bigint      REFERENCES users,
    decided_at   timestamptz,
    note         text        NOT NULL DEFAULT '',
    expires_at   timestamptz NOT NULL,
    CONSTRAINT approvals_used CHECK (used BETWEEN 0 AND amount),
    CONSTRAINT approvals_two_people CHECK (decision IS DISTINCT FROM 'granted' OR decided_by <> requested_by)
);
CREATE INDEX approvals_latest ON approvals (requested_at DESC, id DESC);
CREATE INDEX approvals_decision ON approvals (decision, requested_at DESC, id DESC);
CREATE INDEX approvals_requested ON approvals (requested_by, requested_at DESC, id DESC);

-- Deletions of one person; the words must be those of features/approvals.
CREATE INDEX journal_entries_deletions ON journal_entries (actor_id, at)
    WHERE action = 'news.trash' OR action LIKE '%.delete';
