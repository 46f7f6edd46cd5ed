package app_test

import (
	"math/rand/v2"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"baq.kz/portal/api/internal/app"
	"baq.kz/portal/api/internal/contract/public"
)

// realWords is where the real pairs of words and forms are, seen from this folder.
const realWords = "../../../../shared/data/search"

// sentences are what the public API finds, page by page.
func (r readers) sentences(language, query string, placed map[int64]string) (found []string) {
	r.t.Helper()
	path := "/search?limit=100&lang=" + language + "&q=" + url.QueryEscape(query)
	for next := path; ; {
		page := read[public.SearchPage](r.t, r.ask(next), 200)
		for _, hit := range page.Items {
			found = append(found, placed[hit.Article.ID])
		}
		if page.NextCursor == nil {
			return found
		}
		next = path + "&cursor=" + url.QueryEscape(*page.NextCursor)
	}
}

// TestRealPairsThroughTheAPI: dictionary words find the real sentences that have a form
// of them, on a database with all of those sentences.
func TestRealPairsThroughTheAPI(t *testing.T) {
	if testing.Short() {
		t.Skip("slow")
	}
	pairs, err := app.ReadFormPairs(realWords, "kk_query_form_pairs.jsonl")
	if err != nil {
		t.Skip("no real pairs here:", err)
	}
	t.Parallel()
	r := newReaders(t)
	sentences, _ := app.Relevant(pairs)
	placed := must(r.PublishSentences(t.Context(), "kk", sentences))(t)
	for _, one := range []struct {
		kinds []string
		floor float64 // of F1
		share float64 // of the pairs that are found
	}{
		{[]string{"nominal", "name"}, 0.95, 0.97},
		{[]string{"verb"}, 0.86, 0.85},
	} {
		_, relevant := app.Relevant(pairs, one.kinds...)
		var got app.Retrieval
		found := map[string]string{}
		for query, wanted := range relevant {
			list := r.sentences("kk", query, placed)
			found[query] = strings.Join(list, "\n")
			got.Add(list, wanted)
		}
		all, hit := 0, 0
		for _, p := range pairs {
			if list, asked := found[strings.ToLower(p.Query)]; asked && strings.Contains(strings.Join(one.kinds, " "), p.Kind) {
				all++
				if strings.Contains(list, p.Sentence) {
					hit++
				}
			}
		}
		share := float64(hit) / float64(all)
		t.Logf("%v: precision %.3f, recall %.3f, F1 %.3f; %.3f of %d pairs", one.kinds, got.Precision(), got.Recall(), got.F1(), share, all)
		if got.F1() < one.floor || share < one.share {
			t.Error("too little is found, or too much")
		}
	}
}

// TestSearchAnswersWhateverIsAsked: an answer within the time, never an error.
func TestSearchAnswersWhateverIsAsked(t *testing.T) {
	t.Parallel()
	r := newReaders(t)
	must(r.PublishSentences(t.Context(), "kk", []string{"Мектептеріміздегі оқушылар"}))(t)
	queries := []string{
		"мектеп", " ", "-", "--", "!", "&|!()", "<->", "мектеп:*", "мектеп & !оқу", "'", `"`, `\`, `\'`, "''; DROP TABLE articles; --", "$1", "%", "_", "{}", "[a-z]+(", "(?i)(a+)+$", ".*", "^$",
		"\x00", "мек\x00теп", "\xff\xfe", "\xd0", "\xed\xa0\x80", "\u202e", "\u2066мектеп\u2069", "\ufeff", "\u200d\u200d", "😀", "ә\u0301\u0301", "ٴۇلت", "مەكتەپ", "mektep", "Qazaqstan", "شششششش",
		strings.Repeat("а", 10240/2), strings.Repeat("мектеп ", 780), strings.Repeat("-а ", 2000), strings.Repeat("& ", 5000), strings.Repeat(`"`, 10240), strings.Repeat("лар", 1700), strings.Repeat("y", 10000),
		strings.Repeat("ыныңдағы", 600), strings.Repeat("سى", 2500), strings.Repeat("-", 10240),
	}
	chance := rand.New(rand.NewPCG(7, 7)) //nolint:gosec // the same texts every time
	pieces := []string{"мектеп", "-", `"`, "'", `\`, "&", "|", "!", "(", ")", ":*", "<->", "\x00", "\xff", "\u202e", " ", "қ", "y", "ء", "ұлт", "#l.kk", "k.мектеп", "%", "\n", "1"}
	for range 150 {
		var text strings.Builder
		for range 1 + chance.IntN(60) {
			text.WriteString(pieces[chance.IntN(len(pieces))])
		}
		queries = append(queries, text.String())
	}
	for _, query := range queries {
		for _, path := range []string{"/search?q=", "/search/suggestions?q="} {
			begun := time.Now()
			a := r.ask(path + url.QueryEscape(query))
			if a.status != http.StatusOK {
				t.Errorf("%s%.60q: %d %s", path, query, a.status, a.code())
			}
			if took := time.Since(begun); took > 5*time.Second { // the statements' own limit is 1.5 s; the machine may be busy
				t.Errorf("%s%.60q took %v", path, query, took)
			}
		}
	}
	for _, path := range []string{"/search?q=", "/search?q=" + strings.Repeat("a", 10241), "/search/suggestions?q=" + strings.Repeat("a", 10241), "/search", "/search/suggestions"} {
		if a := r.ask(path); a.status != http.StatusBadRequest || a.code() == "" {
			t.Errorf("%.40s: %d %s", path, a.status, a.code())
		}
	}
}
