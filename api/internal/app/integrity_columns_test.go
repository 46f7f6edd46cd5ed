package app_test

import (
	"fmt"
	"strings"
	"testing"

	"baq.kz/portal/api/internal/features/integrity"
)

// unseen are the columns that no seal covers, and why. A new column fails the test
// until somebody decides whether readers come to see it.
var unseen = map[string]string{
	"articles.id":                 "what the seal is of: a row under another id is missing there and unsealed here",
	"articles.live":               "made from state by PostgreSQL",
	"articles.created_by":         "the newsroom's",
	"articles.updated_by":         "the newsroom's",
	"articles.created_at":         "the newsroom's",
	"articles.updated_at":         "the newsroom's; readers are told text_changed_at",
	"articles.unpublished_at":     "the newsroom's",
	"articles.publish_at":         "no article that is on its site has one (articles_scheduled)",
	"articles.kill_reason":        "the newsroom keeps it to itself",
	"articles.text_version":       "what translators compare",
	"articles.translated_from":    "what translators compare",
	"articles.translated_version": "what translators compare",
	"articles.behind":             "what translators compare",

	"article_tags.updated_at":        "the order of the newsroom's lists",
	"article_authors.updated_at":     "the order of the newsroom's lists",
	"article_corrections.created_by": "the newsroom's",

	"pages.id":         "what the seal is of",
	"pages.updated_at": "the newsroom's",

	"pictures.id":          "what the seal is of",
	"pictures.file_name":   "for finding it again, never an address",
	"pictures.search":      "for finding it again",
	"pictures.created_by":  "the newsroom's",
	"pictures.created_at":  "the newsroom's",
	"pictures.place":       "the newsroom's, for finding it again",
	"pictures.keywords":    "the newsroom's, for finding it again",
	"pictures.persons":     "the newsroom's, for finding it again",
	"pictures.expired":     "notes that the end of its rights was announced; expires_at decides",
	"pictures.facts":       "the newsroom's",
	"pictures.tone":        "for finding it again",
	"pictures.phash":       "for finding others that look alike",
	"pictures.orientation": "made from width and height by PostgreSQL",
	"pictures.used":        "for finding it again",
	"pictures.described":   "for finding it again",
	"pictures.lexemes":     "for finding it again",
	"pictures.recipe":      "what its files were made by",
	"pictures.trashed_by":  "the newsroom's",

	"page_pictures.page_id":    "made from the body, which is sealed",
	"page_pictures.picture_id": "made from the body, which is sealed",
}

// tampering is how a column is changed where its type alone does not tell.
var tampering = map[string]string{
	"articles.state":                 "'published'",
	"articles.language":              "'ru'",
	"articles.story_id":              "(SELECT max(id) FROM stories)", // which has no article,
	"articles.rubric_id":             "(SELECT max(id) FROM rubrics)",
	"articles.picture_id":            "NULL",
	"articles.urgency":               "'urgent'",
	"articles.body":                  "replace(body::text, 'мәтіні', 'мәтіны')::jsonb",
	"article_tags.article_id":        "(SELECT min(id) FROM articles WHERE NOT live)",
	"article_tags.tag_id":            "(SELECT max(id) FROM tags)",
	"article_tags.language":          "'ru'",
	"article_authors.article_id":     "(SELECT min(id) FROM articles WHERE NOT live)",
	"article_authors.author_id":      "(SELECT max(id) FROM authors)",
	"article_authors.role":           "'translator'",
	"article_authors.language":       "'ru'",
	"article_pictures.article_id":    "(SELECT min(id) FROM articles WHERE NOT live)",
	"article_pictures.picture_id":    "(SELECT max(id) FROM pictures)",
	"article_corrections.id":         "DEFAULT",
	"article_corrections.article_id": "(SELECT min(id) FROM articles WHERE NOT live)",
	"pages.state":                    "'draft'",
	"pages.body":                     "replace(body::text, 'мәтіні', 'мәтіны')::jsonb",
	"pictures.format":                "'webp'",
	"pictures.renditions":            "jsonb_set(renditions, '{0,width}', '401')",
	"picture_labels.picture_id":      "(SELECT max(id) FROM pictures)",
	"pictures.licence_id":            "(SELECT max(id) FROM licences)",
	"pictures.merged_into":           "(SELECT max(id) FROM pictures)",
	"pictures.focus":                 "'{\"x\": 0.5, \"y\": 0.25}'",
	"pictures.crops":                 "'{\"1:1\": {\"x\": 0, \"y\": 0, \"width\": 0.5, \"height\": 0.5}}'",
	"pictures.trashed_at":            "now(), used = false",
	"picture_files.picture_id":       "(SELECT max(id) FROM pictures), name = '7.webp'",
	"picture_files.name":             "'401.webp'",
	"picture_files.sha256":           "sha256(sha256)",
}

// byType is how a column of a type is changed.
var byType = map[string]string{
	"text":                     "coalesce(%[1]s, '') || 'ә'",
	"bigint":                   "%[1]s + 1",
	"integer":                  "%[1]s + 1",
	"timestamp with time zone": "coalesce(%[1]s, now()) - interval '1 microsecond'",
}

// TestEveryColumnThatReadersSeeIsSealed changes each column of what readers see by
// SQL, the least that can be changed, and has the check find it.
func TestEveryColumnThatReadersSeeIsSealed(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long: make test")
	}
	t.Parallel()
	a := newArchive(t)
	a.exec("INSERT INTO stories DEFAULT VALUES")
	a.exec("INSERT INTO licences (name) VALUES ('Іздеу')")
	for table, object := range map[string]string{
		"articles": "article", "article_tags": "article", "article_authors": "article", "article_pictures": "article", "article_corrections": "article",
		"pages": "page", "pictures": "picture", "picture_labels": "picture", "picture_files": "picture",
	} {
		id := map[string]int64{"article": a.article.ID, "page": a.page.ID, "picture": a.picture.ID}[object]
		key := "id"
		if table != "articles" && table != "pages" && table != "pictures" {
			key = object + "_id"
		}
		for _, column := range a.columns(table) {
			name := table + "." + column.name
			if unseen[name] != "" {
				continue
			}
			expression, special := tampering[name]
			if !special {
				pattern, known := byType[column.kind]
				if !known {
					t.Errorf("%s: is it something that readers see? say how it is changed, or why not", name)
					continue
				}
				expression = fmt.Sprintf(pattern, column.name)
			}
			a.exec("CREATE TABLE saved AS SELECT * FROM " + table)
			a.exec(fmt.Sprintf("UPDATE %[1]s SET %[2]s = %[3]s WHERE ctid = (SELECT min(ctid) FROM %[1]s WHERE %[4]s = %[5]d)", table, column.name, expression, key, id))
			found := a.check(integrity.Full)
			if !says(found, object, id, "changed") && !says(found, object, id, "missing") {
				t.Errorf("%s changed and not found: %+v", name, found)
			}
			a.restore(table, key == "id", column.name)
			if left := a.check(integrity.Full); len(left) > 0 {
				t.Fatalf("%s is as it was, and yet %+v", name, left)
			}
		}
	}
}

type column struct{ name, kind string }

func (a archive) columns(table string) []column {
	a.t.Helper()
	rows, err := a.DB.Pool.Query(a.t.Context(), "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = $1 ORDER BY ordinal_position", table)
	if err != nil {
		a.t.Fatal(err)
	}
	defer rows.Close()
	var out []column
	for rows.Next() {
		var c column
		if err := rows.Scan(&c.name, &c.kind); err != nil {
			a.t.Fatal(err)
		}
		out = append(out, c)
	}
	if len(out) == 0 {
		a.t.Fatalf("no table %s", table)
	}
	return out
}

// restore brings a table back to what was saved of it: a column, or all rows where
// nothing points to them.
func (a archive) restore(table string, pointedTo bool, column string) {
	a.t.Helper()
	if pointedTo {
		a.exec(fmt.Sprintf("UPDATE %[1]s SET %[2]s = saved.%[2]s FROM saved WHERE saved.id = %[1]s.id", table, column))
	} else {
		identity := strings.Replace("INSERT INTO TABLE OVERRIDING SYSTEM VALUE SELECT * FROM saved", "TABLE", table, 1)
		a.exec("DELETE FROM " + table)
		a.exec(identity)
	}
	a.exec("DROP TABLE saved")
}
