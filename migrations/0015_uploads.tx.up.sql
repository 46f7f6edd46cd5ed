-- Pictures are made from uploads by whoever claims the row. The claim is a lease
-- that its holder renews: when he is killed it runs out, and another one begins anew.
ALTER TABLE picture_uploads
    ADD COLUMN parts    text[]      NOT NULL DEFAULT '{}', -- keys in the media store, in the file's order
    ADD COLUMN due_at   timestamptz NOT NULL DEFAULT now(), -- worked not before; while working, when the lease ends
    ADD COLUMN attempts integer     NOT NULL DEFAULT 0; -- how often it was claimed

CREATE INDEX picture_uploads_due ON picture_uploads (due_at) WHERE state IN ('waiting', 'working', 'quarantined');
