package main

import (
	"context"
	"fmt"
	"net/http"
)

// checkDraft writes an article and doesn't publish it: nobody may see it.
func (t *trial) checkDraft(ctx context.Context, s *story) {
	v := *s.versions[0]
	v.title = cut("Жоба: "+v.title, maxTitle)
	var draft article
	err := t.client.admin(ctx, "admin create article", http.MethodPost, "/news", v.input(0), &draft)
	if !t.report.check("draft: is written", err == nil, "%s: %v", s.name, err) {
		return
	}
	status, code := codeOf(t.client.public(ctx, "public article", fmt.Sprintf("/news/%d", draft.ID), nil))
	t.report.check("draft: API hides it", status == http.StatusNotFound, "%d: %d %s", draft.ID, status, code)
	for _, address := range []string{t.sites[v.language] + "/news/" + draft.Slug, draft.URL} {
		if address != "" {
			t.report.check("draft: site hides it", t.statusOf(ctx, address) == http.StatusNotFound, "%s", address)
		}
	}
}
