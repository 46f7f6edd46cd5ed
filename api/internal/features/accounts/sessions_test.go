package accounts

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/fault"
)

// What ends a session ends it at once on the other node, access token and
// refresh token alike.
func TestEndsAtOnceEverywhere(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long: make test")
	}
	type ending func(context.Context, *Service, SignedIn) error
	for name, c := range map[string]struct {
		end    ending
		others bool // the person's other session lives on
	}{
		"logout": {func(ctx context.Context, s *Service, in SignedIn) error { return s.Logout(ctx, in.Principal) }, true},
		"one session": {func(ctx context.Context, s *Service, in SignedIn) error {
			return s.EndSession(ctx, in.Principal, in.Principal.SessionID)
		}, true},
		"everywhere": {func(ctx context.Context, s *Service, in SignedIn) error { return s.LogoutEverywhere(ctx, in.Principal) }, false},
		"disabled": {func(ctx context.Context, s *Service, in SignedIn) error {
			return s.SetDisabled(ctx, in.Principal.UserID, true)
		}, false},
		"new password": {func(ctx context.Context, s *Service, in SignedIn) error {
			return s.SetPassword(ctx, in.Principal.UserID, "мүлдем басқа құпиясөз")
		}, false},
		"disabled for a moment": {func(ctx context.Context, s *Service, in SignedIn) error {
			return errors.Join(s.SetDisabled(ctx, in.Principal.UserID, true), s.SetDisabled(ctx, in.Principal.UserID, false))
		}, false},
	} {
		t.Run(name, func(t *testing.T) {
			n := start(t)
			far := another(t, n.deps, n.clock)
			n.hire(t, "aigul@baq.kz", "editor")
			n.hire(t, "dastan@baq.kz", "editor")
			in, second, colleague := n.enter(t, "aigul@baq.kz"), n.enter(t, "aigul@baq.kz"), n.enter(t, "dastan@baq.kz")
			if err := far.opens(t, in.AccessToken); err != nil {
				t.Fatal(err)
			}
			if err := c.end(t.Context(), n.Service, in); err != nil {
				t.Fatal(err)
			}
			if err := far.opens(t, in.AccessToken); !errors.Is(err, ErrSessionEnded) {
				t.Errorf("the access token: %v", err)
			}
			if _, err := far.Refresh(t.Context(), in.RefreshToken); !errors.Is(err, ErrRefreshRefused) {
				t.Errorf("the refresh token: %v", err)
			}
			if lives := far.opens(t, second.AccessToken) == nil; lives != c.others {
				t.Errorf("the other session lives: %v", lives)
			}
			if err := far.opens(t, colleague.AccessToken); err != nil {
				t.Errorf("a colleague: %v", err)
			}
		})
	}
}

func TestRolesTakeEffectAtOnce(t *testing.T) {
	n := start(t)
	far := another(t, n.deps, n.clock)
	id := n.hire(t, "aigul@baq.kz", "correspondent", "photo_editor")
	in := n.enter(t, "aigul@baq.kz")
	who := func() access.Principal {
		t.Helper()
		p, err := far.principal(t.Context(), in.AccessToken)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	if p := who(); p.May("news.publish") || !p.May("news.write") || !slices.Equal(p.Roles, []string{"correspondent", "photo_editor"}) {
		t.Errorf("%+v", p)
	}
	if err := n.SetRoles(t.Context(), id, []string{"editor"}); err != nil {
		t.Fatal(err)
	}
	if p := who(); !p.May("news.publish") || !slices.Equal(p.Roles, []string{"editor"}) || p.Name != "Айгүл Сейітова" {
		t.Errorf("%+v", p)
	}
	if _, err := n.db.ExecContext(t.Context(), "UPDATE roles SET permissions = '{news.read}' WHERE key = 'editor'"); err != nil {
		t.Fatal(err)
	}
	if p := who(); p.May("news.publish") || !p.May("news.read") {
		t.Errorf("%+v", p)
	}
	if err := n.SetRoles(t.Context(), id, nil); err != nil {
		t.Fatal(err)
	}
	if p := who(); len(p.Permissions) != 0 || p.May("news.read") || !p.May(access.Authenticated) {
		t.Errorf("%+v", p)
	}
}

func TestOnlyOwnSessionsCanBeEnded(t *testing.T) {
	n := start(t)
	n.hire(t, "aigul@baq.kz", "administrator")
	n.hire(t, "dastan@baq.kz", "editor")
	in, second, colleague := n.enter(t, "aigul@baq.kz"), n.enter(t, "aigul@baq.kz"), n.enter(t, "dastan@baq.kz")
	for name, id := range map[string]uuid.UUID{"a colleague's": colleague.Principal.SessionID, "nobody's": uuid.New()} {
		if err := n.EndSession(t.Context(), in.Principal, id); !errors.Is(err, ErrSessionNotFound) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := n.opens(t, colleague.AccessToken); err != nil || n.journalled(t, "accounts.end_session") != 0 {
		t.Errorf("a refusal had an effect: %v", err)
	}
	for i, want := range []error{nil, ErrSessionNotFound} {
		if err := n.EndSession(t.Context(), in.Principal, second.Principal.SessionID); !errors.Is(err, want) {
			t.Errorf("time %d: %v", i, err)
		}
	}
	sessions, err := n.Sessions(t.Context(), in.Principal)
	if err != nil || len(sessions) != 1 || sessions[0].ID != in.Principal.SessionID {
		t.Errorf("%+v, %v", sessions, err)
	}
}

func TestUseIsNotedOnceAMinute(t *testing.T) {
	n := start(t)
	n.hire(t, "aigul@baq.kz", "editor")
	in := n.enter(t, "aigul@baq.kz")
	seen := func(address string) Session {
		t.Helper()
		r := httptest.NewRequestWithContext(from(t, address), http.MethodGet, "/", nil)
		r.Header.Set("Authorization", "Bearer "+in.AccessToken)
		if _, _, err := n.Authenticate(r); err != nil {
			t.Fatal(err)
		}
		all, err := n.Sessions(t.Context(), in.Principal)
		if err != nil || len(all) != 1 {
			t.Fatalf("%v, %v", all, err)
		}
		return all[0]
	}
	begun := n.clock.now()
	n.clock.pass(seenEvery - time.Second)
	if s := seen("198.51.100.7"); !s.LastSeenAt.Equal(begun) || s.Address != "192.0.2.1" {
		t.Errorf("within the minute: %+v", s)
	}
	n.clock.pass(time.Second)
	if s := seen("198.51.100.7"); !s.LastSeenAt.Equal(begun.Add(seenEvery)) || s.Address != "198.51.100.7" || s.UserAgent != "tester" {
		t.Errorf("after it: %+v", s)
	}
}

func TestServiceNeedsItsParts(t *testing.T) {
	n := start(t)
	for name, take := range map[string]func(*Deps){
		"database": func(d *Deps) { d.DB = nil }, "journal": func(d *Deps) { d.Journal = nil }, "outbox": func(d *Deps) { d.Outbox = nil }, "clock": func(d *Deps) { d.Now = nil },
		"issuer": func(d *Deps) { d.Issuer = "" }, "environment": func(d *Deps) { d.Environment = "" },
		"lives": func(d *Deps) { d.AccessLife = 0 }, "secret": func(d *Deps) { d.Secret = nil },
	} {
		deps := n.deps
		take(&deps)
		if _, err := New(deps); err == nil {
			t.Errorf("without %s", name)
		}
	}
}

func TestFaultsHaveCodes(t *testing.T) {
	for _, err := range []*fault.Fault{ErrWrongCredentials, ErrTokenExpired, ErrTokenRefused, ErrSessionEnded, ErrRefreshRefused, ErrRefreshReused} {
		if err.Kind != fault.Unauthenticated {
			t.Errorf("%s is not a 401", err.Code)
		}
	}
}
