-- What readers see of an article they see of a corrected one, too.
CREATE OR REPLACE VIEW picture_uses AS
SELECT picture_id, 'article' AS kind, id, title, language, 'lead' AS role, live FROM articles WHERE picture_id IS NOT NULL
UNION ALL
SELECT b.picture_id, 'article', a.id, a.title, a.language, 'text', a.live FROM article_pictures AS b JOIN articles AS a ON a.id = b.article_id
UNION ALL
SELECT b.picture_id, 'page', p.id, p.title, p.language, 'text', p.state = 'published' FROM page_pictures AS b JOIN pages AS p ON p.id = b.page_id
UNION ALL
SELECT picture_id, 'author', id, coalesce((SELECT name FROM author_labels WHERE author_id = authors.id ORDER BY language LIMIT 1), ''), '', 'portrait', true
FROM authors WHERE picture_id IS NOT NULL;

-- Who begins a use of a picture that was merged into another holds that one, too:
-- else whoever ends its last use at the same moment would take it for unused.
CREATE OR REPLACE FUNCTION picture_use_begins(picture bigint) RETURNS void LANGUAGE sql AS $$
    SELECT FROM pictures WHERE id = (SELECT merged_into FROM pictures WHERE id = picture) FOR KEY SHARE;
    UPDATE pictures SET used = true
    WHERE id IN (picture, (SELECT merged_into FROM pictures WHERE id = picture)) AND NOT used;
$$;

-- The pictures in the texts of pages that were saved before this was noted.
INSERT INTO page_pictures (page_id, picture_id)
SELECT DISTINCT pages.id, pictures.id
FROM pages, jsonb_path_query(body, '$.** ? (@.type == "picture" && @.attrs.pictureId.type() == "number").attrs.pictureId') AS shown
    JOIN pictures ON pictures.id = shown::numeric AND trashed_at IS NULL
ORDER BY 1, 2
ON CONFLICT DO NOTHING;
