-- Every request asks what its user may do and where: the rubrics beneath those
-- that the user is limited to. A function costs nothing where there is no limit;
-- within the query it would be planned each time.
CREATE FUNCTION rubrics_under(roots bigint[]) RETURNS bigint[] LANGUAGE sql STABLE AS $$
    WITH RECURSIVE under AS (
        SELECT unnest(roots) AS id UNION SELECT r.id FROM rubrics AS r JOIN under ON r.parent_id = under.id)
    SELECT array_agg(id ORDER BY id) FROM under
$$;

-- People are looked for by a part of the name or the e-mail.
-- They change seldom: a list of rows not yet sorted in would make the index look dear.
CREATE INDEX users_search ON users USING gin (name gin_trgm_ops, email gin_trgm_ops) WITH (fastupdate = off);
