-- Whether something uses a picture, or one that was merged into it; with shown, something
-- that readers see. The pictures are collected first: PostgreSQL brings their ids into
-- each part of the view then, and finds the uses by index. Joined to the view they would
-- be looked for in all articles.
CREATE FUNCTION picture_in_use(picture bigint, shown boolean DEFAULT false) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN EXISTS (
        SELECT FROM picture_uses AS u
        WHERE u.picture_id = ANY (ARRAY(SELECT id FROM pictures WHERE id = picture OR merged_into = picture)) AND (u.live OR NOT shown));
END $$;

CREATE OR REPLACE FUNCTION picture_use_ends(picture bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    stands_for bigint;
BEGIN
    SELECT merged_into INTO stands_for FROM pictures WHERE id = picture FOR UPDATE;
    UPDATE pictures SET used = false WHERE id = picture AND used AND NOT picture_in_use(picture);
    IF stands_for IS NOT NULL THEN PERFORM picture_use_ends(stands_for); END IF;
END $$;
