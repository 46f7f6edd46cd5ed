-- Readers' lists and articles name tags and authors in their order: each is one range of
-- such an index, without a sort and without a look at the table. One that an earlier
-- attempt left half made is made anew.
DROP INDEX CONCURRENTLY IF EXISTS article_tags_ordered;
--bun:split
CREATE INDEX CONCURRENTLY article_tags_ordered ON article_tags (article_id, position) INCLUDE (tag_id);
--bun:split
DROP INDEX CONCURRENTLY IF EXISTS article_authors_ordered;
--bun:split
CREATE INDEX CONCURRENTLY article_authors_ordered ON article_authors (article_id, position) INCLUDE (author_id, role);
