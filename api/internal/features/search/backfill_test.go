package search_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"golang.org/x/sync/errgroup"

	"baq.kz/portal/api/internal/features/news"
)

// TestBackfillGoesOnWhereItWasStopped: after the rules have changed, or an import.
func TestBackfillGoesOnWhereItWasStopped(t *testing.T) {
	n := open(t)
	for i := range 250 {
		n.publish("kk", fmt.Sprintf("Хабар %d", i), "дала", i)
	}
	for _, statement := range []string{
		"DELETE FROM article_search WHERE article_id % 2 = 0",
		"UPDATE article_search SET analyser = 0, lexemes = ''",
	} {
		if _, err := n.db.Pool.Exec(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	n.expect("дала", "")
	ctx, stop := context.WithCancel(t.Context())
	first, err := n.search.Backfill(ctx, func(int, int) { stop() })
	if err == nil || first == 0 || first >= 250 {
		t.Fatal(first, err)
	}
	rest, err := n.search.Backfill(t.Context(), func(int, int) {})
	if err != nil || first+rest != 250 {
		t.Fatal(first, rest, err)
	}
	if again, err := n.search.Backfill(t.Context(), func(int, int) {}); err != nil || again != 0 {
		t.Error(again, err)
	}
	if found := strings.Count(n.finds("дала"), ","); found != 99 {
		t.Error(found)
	}
}

// TestChangesDuringABackfill: whoever comes last, the index is as the articles are.
func TestChangesDuringABackfill(t *testing.T) {
	n := open(t)
	var made []news.Article
	for i := range 20 {
		made = append(made, n.publish("kk", fmt.Sprintf("Хабар %02d", i), "дала", 0))
	}
	var group errgroup.Group
	var mutex sync.Mutex
	var want []string
	for i, a := range made {
		group.Go(func() error {
			content := a.Content
			content.Body = text(t, "теңіз")
			saved, err := n.news.Save(t.Context(), a.ID, a.Version, content)
			if err == nil && i%3 == 0 {
				_, err = n.news.Unpublish(t.Context(), saved.ID, saved.Version)
			} else {
				mutex.Lock()
				want = append(want, a.Title)
				mutex.Unlock()
			}
			return err
		})
	}
	for range 3 {
		group.Go(func() error {
			if _, err := n.db.Pool.Exec(t.Context(), "UPDATE article_search SET analyser = 0 WHERE article_id % 2 = 0"); err != nil {
				return err
			}
			_, err := n.search.Backfill(t.Context(), func(int, int) {})
			return err
		})
	}
	if err := group.Wait(); err != nil {
		t.Fatal(err)
	}
	slices.Sort(want)
	if got := sorted(n.finds("теңіз")); !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	n.expect("дала", "")
}

// TestATextBeyondAllBoundsIsIndexedAsFarAsItGoes: PostgreSQL's vector has limits.
func TestATextBeyondAllBoundsIsIndexedAsFarAsItGoes(t *testing.T) {
	n := open(t)
	var body strings.Builder
	body.WriteString("басталуы ")
	for i := range 60_000 {
		fmt.Fprintf(&body, "сөз%dдер ", i)
	}
	n.publish("kk", "Үлкен", body.String(), 0)
	n.publish("kk", "Қайталау", strings.Repeat("дала ", 30_000), 0)
	n.expect("басталуы", "Үлкен")
	n.expect(`"дала дала"`, "Қайталау")
}
