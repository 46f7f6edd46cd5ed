-- Sitemaps are pages of ten thousand ids; the index of them asks which pages have
-- something, and when it last changed, of this index alone.
CREATE INDEX articles_addresses ON articles (language, id) INCLUDE (published_at, text_changed_at, corrected_at) WHERE live;

-- Addresses of which search engines are still to be told (IndexNow). An address that
-- changes again while it waits stands here once.
CREATE TABLE indexnow_addresses (
    url       text        PRIMARY KEY,
    host      text        NOT NULL, -- of the url: a host is told of its own
    marked_at timestamptz NOT NULL DEFAULT clock_timestamp(), -- when it last changed
    due_at    timestamptz NOT NULL, -- told then, or tried again
    attempts  integer     NOT NULL DEFAULT 0
);
CREATE INDEX indexnow_addresses_due ON indexnow_addresses (due_at);
