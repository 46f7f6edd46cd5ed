package news

import (
	"errors"
	"slices"
	"testing"

	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/lang"
)

// TestWhoMayDoWhatWhere walks every state and step with people who differ in one
// thing: whose the draft is, the language, the rubric, a permission.
func TestWhoMayDoWhatWhere(t *testing.T) {
	mine, yours, sport, culture := int64(1), int64(2), int64(10), int64(11)
	writes := []access.Permission{"news.read", "news.write"}
	edits := append(slices.Clone(writes), "news.review", "news.publish", "news.kill", "news.write_any")
	noAny := append(slices.Clone(writes), "news.review", "news.publish", "news.kill")
	kk, inSport := []lang.Code{"kk"}, []int64{sport}
	for _, c := range []struct {
		name  string
		p     access.Principal
		where holding
		draft error // of writing on a draft
		live  error // of correcting what is live
	}{
		{"one's own", access.Principal{UserID: 1, Permissions: writes}, holding{&mine, "kk", &sport}, nil, ErrStepNotAllowed},
		{"somebody else's", access.Principal{UserID: 1, Permissions: writes}, holding{&yours, "kk", &sport}, ErrNotYours, ErrStepNotAllowed},
		{"an import's", access.Principal{UserID: 1, Permissions: writes}, holding{nil, "kk", &sport}, ErrNotYours, ErrStepNotAllowed},
		{"an editor on somebody else's", access.Principal{UserID: 1, Permissions: edits}, holding{&yours, "ru", nil}, nil, nil},
		{"one who publishes and writes on own drafts only", access.Principal{UserID: 1, Permissions: noAny}, holding{&yours, "ru", &sport}, ErrNotYours, nil},
		{"one's own in another language", access.Principal{UserID: 1, Permissions: edits, Limits: access.Limits{Languages: kk}}, holding{&mine, "ru", &sport}, ErrOutsideLimits, ErrOutsideLimits},
		{"in the right language", access.Principal{UserID: 1, Permissions: edits, Limits: access.Limits{Languages: kk}}, holding{&yours, "kk", nil}, nil, nil},
		{"in another rubric", access.Principal{UserID: 1, Permissions: edits, Limits: access.Limits{Rubrics: inSport}}, holding{&mine, "kk", &culture}, ErrOutsideLimits, ErrOutsideLimits},
		{"in the right rubric", access.Principal{UserID: 1, Permissions: edits, Limits: access.Limits{Rubrics: inSport}}, holding{&yours, "kk", &sport}, nil, nil},
		{"without a rubric, one's own", access.Principal{UserID: 1, Permissions: edits, Limits: access.Limits{Rubrics: inSport}}, holding{&mine, "kk", nil}, nil, nil},
		{"without a rubric, somebody else's", access.Principal{UserID: 1, Permissions: edits, Limits: access.Limits{Rubrics: inSport}}, holding{&yours, "kk", nil}, ErrOutsideLimits, ErrOutsideLimits},
		{"both limits, one of them broken", access.Principal{UserID: 1, Permissions: edits, Limits: access.Limits{Languages: kk, Rubrics: inSport}}, holding{&mine, "ru", &sport}, ErrOutsideLimits, ErrOutsideLimits},
	} {
		ctx := access.WithPrincipal(t.Context(), c.p)
		for _, state := range []State{Draft, InReview} {
			at := standing{state: state, holding: c.where}
			if err := at.check(ctx, StepSave); !errors.Is(err, c.draft) {
				t.Errorf("%s, saving what is %s: %v, want %v", c.name, state, err, c.draft)
			}
			if offered := slices.Contains(at.steps(ctx), StepSave); offered != (c.draft == nil) {
				t.Errorf("%s, what is %s: save is offered: %v", c.name, state, offered)
			}
		}
		at := standing{state: Published, published: true, holding: c.where}
		if err := at.check(ctx, StepCorrect); !errors.Is(err, c.live) {
			t.Errorf("%s, correcting: %v, want %v", c.name, err, c.live)
		}
		for _, step := range at.steps(ctx) {
			if c.live != nil {
				t.Errorf("%s: %s is offered on what is live", c.name, step)
			}
		}
	}
}
