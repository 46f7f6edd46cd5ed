package app_test

import (
	"fmt"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"baq.kz/portal/api/internal/platform/testkit"
)

// generatePictures makes so many, of which what is rare is old: who looks for it must not
// look through all that is younger.
func generatePictures(n int) []string {
	return []string{
		fmt.Sprintf(`INSERT INTO pictures (hash, file_name, format, width, height, bytes, colour, renditions, author, source, place, keywords, persons, tone, taken_at, created_at,
				described, search, lexemes, rights_until, expires_at, phash, recipe)
			SELECT lpad(to_hex(i), 40, '0'), 'IMG_' || i || '.jpg', 'jpeg', CASE WHEN i < 300 THEN 1000 ELSE 1600 END, CASE WHEN i < 300 THEN 1600 ELSE 1000 END, 1, '#000000', '[]',
				'Автор ' || i %% 500 || CASE WHEN i < 200 THEN ' сирек' ELSE '' END, 'Көз ' || i %% 50, 'Қала ' || i %% 200, ARRAY['сөз' || i %% 1000], ARRAY['Адам ' || i %% 5000],
				CASE WHEN i < 150 THEN 'pink' ELSE 'blue' END, '2020-01-01'::timestamptz + i * interval '5 min', now() - (%[1]d - i) * interval '5 min',
				CASE WHEN i < 250 THEN '{}'::text[] WHEN i %% 2 = 0 THEN '{kk}' ELSE '{kk,ru}' END, 'img_' || i || '.jpg ' || CASE WHEN i < 100 THEN 'сирексөз' ELSE 'жиі' END,
				array_to_tsvector(ARRAY['k.img', CASE WHEN i < 100 THEN 'k.сирексоз' ELSE 'k.жии' END, 'k.' || i %% 3000]),
				CASE WHEN i < 120 THEN now() + i * interval '1 hour' END, CASE WHEN i < 120 THEN now() + (i - 60) * interval '1 hour' END, hashint8extended(i, 7), ''
			FROM generate_series(1, %[1]d) AS i`, n),
		"INSERT INTO licences (name) VALUES ('CC')",
		"UPDATE pictures SET licence_id = (SELECT id FROM licences) WHERE id < 180",
		"UPDATE pictures SET trashed_at = now() WHERE id BETWEEN 400 AND 500",
		"INSERT INTO picture_collections (name, pictures) VALUES ('Ж', 90)",
		"INSERT INTO collected_pictures (collection_id, picture_id) SELECT (SELECT id FROM picture_collections), id FROM pictures WHERE id < 90",
		"VACUUM ANALYZE pictures", "ANALYZE",
	}
}

// picturePaths are the list of n pictures under each of its filters, and together with
// others.
func picturePaths(n int) []string {
	oldest := 4 - n*5/(24*60) // four days after the first came

	at := func(days int) string { return url.QueryEscape(time.Now().AddDate(0, 0, days).Format(time.RFC3339)) }
	q := url.QueryEscape
	return []string{
		"", "?author=" + q("Автор 7 сирек"), "?author=" + q("Автор 9"), "?source=" + q("Көз 7"), "?keyword=" + q("сөз7"), "?person=" + q("Адам 9"), "?licence=1", "?noLicence=false", "?noLicence=true",
		"?rights=expired", "?rights=expiring", "?rights=valid", "?rights=open", "?takenFrom=2020-01-01T00:00:00Z&takenUntil=2020-01-02T00:00:00Z", "?addedUntil=" + at(oldest),
		"?addedFrom=" + at(-1), "?addedBy=1", "?orientation=portrait", "?orientation=landscape", "?tone=pink", "?used=true", "?used=false", "?described=ru", "?undescribed=kk", "?undescribed=ru",
		"?collection=1", "?trashed=true", "?q=" + q("сирексөз"), "?q=" + q("жиі"), "?q=img_1500", "?q=" + q("сирек сөз жоқ"), "?q=ab",
		"?q=" + q("сирексөз") + "&orientation=portrait&used=false", "?author=" + q("Автор 7 сирек") + "&tone=pink&described=kk", "?tone=blue&orientation=landscape&used=false&described=kk",
		"?collection=1&q=" + q("сирексөз"), "?rights=expired&used=true",
	}
}

// TestThePhotobanksListsReadNoMoreThanTheyShow among 100,000 pictures, or with
// PROVE_PHOTOBANK a million.
func TestThePhotobanksListsReadNoMoreThanTheyShow(t *testing.T) {
	if testing.Short() {
		t.Skip("writes 100,000 pictures")
	}
	many := 100_000
	if os.Getenv("PROVE_PHOTOBANK") != "" {
		many = 1_000_000
	}
	db, seen := testkit.DB(t), &queries{}
	db.Primary = db.Primary.WithQueryHook(seen)
	db.Replica = db.Primary
	p := newPortalOn(t, db)
	chief := p.user("chief_editor")
	for _, statement := range generatePictures(many) {
		if _, err := db.Pool.Exec(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	paths := []string{"/pictures/1000/similar", "/pictures/1000/uses", "/picture-likenesses"}
	for _, path := range picturePaths(many) {
		paths = append(paths, "/pictures"+path)
	}
	// What one picture in a thousand has is found sooner by going through the newest
	// than by collecting and sorting all that have it.
	most := max(2000, many/25)
	slowest, slow := time.Duration(0), ""
	for _, path := range paths {
		seen.asked = nil
		began := time.Now()
		next := read[struct{ NextCursor string }](t, chief.send("GET", path, nil), 200).NextCursor
		took := time.Since(began)
		if took > slowest {
			slowest, slow = took, path
		}
		t.Logf("%7.1f ms  %s", float64(took.Microseconds())/1000, path)
		if next != "" {
			join := "?"
			if strings.Contains(path, "?") {
				join = "&"
			}
			read[struct{}](t, chief.send("GET", path+join+"cursor="+next, nil), 200)
		}
		for _, query := range seen.asked {
			if !strings.HasPrefix(query, "SELECT") || !strings.Contains(query, "LIMIT") {
				continue
			}
			if n := passedOver(t, db.Pool.QueryRow(t.Context(), "EXPLAIN (ANALYZE, FORMAT JSON) "+query).Scan); n > most {
				t.Errorf("%s passes over %d rows: %.900s", path, n, query)
			}
		}
	}
	seen.asked = nil // what every page of the sites asks
	if found, err := p.Photobank.ByIDs(t.Context(), db.Primary, []int64{1000, 2000}); err != nil || len(found) != 2 {
		t.Fatal(found, err)
	}
	for _, query := range seen.asked {
		if n := passedOver(t, db.Pool.QueryRow(t.Context(), "EXPLAIN (ANALYZE, FORMAT JSON) "+query).Scan); n > 0 {
			t.Errorf("pictures by their ids: %d others are passed over: %.900s", n, query)
		}
	}
	t.Logf("%d pictures; the slowest is %s: %s", many, slow, slowest)
}
