package accounts

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/keyset"
)

func TestSessionsOfAllByPage(t *testing.T) {
	n := start(t)
	n.hire(t, "aigul@baq.kz")
	n.hire(t, "dastan@baq.kz")
	var want []uuid.UUID
	for i := range 7 {
		want = append(want, n.enter(t, []string{"aigul@baq.kz", "dastan@baq.kz"}[i%2]).Principal.SessionID)
		if i%3 != 0 { // several at the same moment
			n.clock.pass(time.Second)
		}
	}
	ended := n.enter(t, "aigul@baq.kz")
	if err := n.Logout(t.Context(), ended.Principal); err != nil {
		t.Fatal(err)
	}
	var read []StaffSession
	for cursor := ""; ; {
		page, next, err := n.StaffSessions(t.Context(), "", cursor, 2)
		if err != nil || len(page) > 2 {
			t.Fatal(err, len(page))
		}
		read = append(read, page...)
		if next == nil {
			break
		}
		cursor = *next
	}
	var ids []uuid.UUID
	for i, one := range read {
		ids = append(ids, one.ID)
		if i > 0 && one.LastSeenAt.After(read[i-1].LastSeenAt) || one.UserName == "" || one.Method != ByPassword {
			t.Errorf("%d: %+v", i, one)
		}
	}
	byText := func(a, b uuid.UUID) int { return slices.Compare(a[:], b[:]) }
	slices.SortFunc(ids, byText)
	slices.SortFunc(want, byText)
	if !slices.Equal(ids, want) {
		t.Errorf("%d sessions, not %d", len(ids), len(want))
	}
	for search, count := range map[string]int{"dastan@": 3, "сейітова": 7, "192.0.2": 7, "100%": 0, "203.": 0} {
		if found, _, err := n.StaffSessions(t.Context(), search, "", 100); err != nil || len(found) != count {
			t.Errorf("%s: %d sessions, %v", search, len(found), err)
		}
	}
	for _, cursor := range []string{"???", keyset.Encode(map[string]any{"t": "yesterday"}), keyset.Encode(map[string]any{"i": "1"})} {
		if _, _, err := n.StaffSessions(t.Context(), "", cursor, 2); !errors.Is(err, keyset.ErrBadCursor) {
			t.Errorf("%s: %v", cursor, err)
		}
	}
	n.clock.pass(n.deps.SessionLife + time.Second)
	if found, _, err := n.StaffSessions(t.Context(), "", "", 100); err != nil || len(found) != 0 {
		t.Errorf("%d sessions that are over, %v", len(found), err)
	}
}

func TestSessionsOfOthersEnd(t *testing.T) {
	n := start(t, newsroom(t))
	other := another(t, n.deps, n.clock)
	manager := n.manager(t)
	root := n.as(t, "root@baq.kz", Administrator)
	clerk := n.hire(t, "clerk@baq.kz", "correspondent")
	one, two, three := n.enter(t, "clerk@baq.kz"), n.enter(t, "clerk@baq.kz"), n.enter(t, "clerk@baq.kz")
	ctx := access.WithPrincipal(t.Context(), manager)
	for name, c := range map[string]struct {
		id      int64
		session uuid.UUID
		want    error
	}{
		"of nobody":         {99, one.Principal.SessionID, ErrUserNotFound},
		"of somebody else":  {clerk, root.SessionID, ErrSessionNotFound},
		"that is not there": {clerk, uuid.New(), ErrSessionNotFound},
		"of who may more":   {root.UserID, root.SessionID, ErrNotManageable},
	} {
		if err := n.EndSessionOf(ctx, manager, c.id, c.session); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if n.journalled(t, "accounts.end_session_of") != 0 {
		t.Error("a refusal is journalled as an end")
	}
	if err := n.EndSessionOf(ctx, manager, clerk, one.Principal.SessionID); err != nil {
		t.Fatal(err)
	}
	if err := other.opens(t, one.AccessToken); !errors.Is(err, ErrSessionEnded) {
		t.Errorf("at the other node: %v", err)
	}
	if err := other.opens(t, two.AccessToken); err != nil {
		t.Error(err)
	}
	if err := n.EndSessionOf(ctx, manager, clerk, one.Principal.SessionID); !errors.Is(err, ErrSessionNotFound) {
		t.Errorf("again: %v", err)
	}
	if err := n.EndSessionsOf(ctx, manager, clerk); err != nil {
		t.Fatal(err)
	}
	for _, in := range []SignedIn{two, three} {
		if err := other.opens(t, in.AccessToken); !errors.Is(err, ErrSessionEnded) {
			t.Errorf("at the other node: %v", err)
		}
	}
	if _, err := n.SessionsOf(t.Context(), 99); !errors.Is(err, ErrUserNotFound) {
		t.Error(err)
	}
	for query, want := range map[string]int{
		"action = 'accounts.end_session_of' AND diff->'user'->>1 = 'Айгүл Сейітова' AND actor_id = " + fmt.Sprint(manager.UserID): 1,
		"action = 'accounts.end_sessions_of' AND diff->'sessions'->>1 = '2' AND object_id = '" + fmt.Sprint(clerk) + "'":          1,
	} {
		if got := n.count(t, "SELECT count(*) FROM journal_entries WHERE "+query); got != want {
			t.Errorf("%d entries, not %d, where %s", got, want, query)
		}
	}
}

func TestOnesOwnSessionsAmongThoseOfAll(t *testing.T) {
	n := start(t, newsroom(t))
	n.manager(t)
	login := n.logInWith(t, "manager@baq.kz", password)
	me := decode[admin.SignedIn](t, login).Me
	another := n.enter(t, "manager@baq.kz")
	send := func(method, path string) *http.Response {
		return n.send(t, method, base+path, "", "Cookie", cookieHeader(jar(login)), "Sec-Fetch-Site", "same-origin")
	}
	list := decode[admin.SessionList](t, send("GET", fmt.Sprintf("/users/%d/sessions", me.ID)))
	current := 0
	for _, s := range list.Items {
		if s.Current {
			current++
		}
	}
	if len(list.Items) != 3 || current != 1 {
		t.Errorf("%d sessions, %d of them this one", len(list.Items), current)
	}
	if r := send("DELETE", fmt.Sprintf("/users/%d/sessions/%s", me.ID, another.Principal.SessionID)); r.StatusCode != http.StatusNoContent || len(r.Cookies()) != 0 {
		t.Errorf("another one of mine: %d %v", r.StatusCode, r.Cookies())
	}
	if r := send("DELETE", fmt.Sprintf("/users/%d/sessions/%s", me.ID, me.SessionID)); r.StatusCode != http.StatusNoContent || len(r.Cookies()) != 2 {
		t.Errorf("this one: %d %v", r.StatusCode, r.Cookies())
	}
	if r := send("GET", "/staff-sessions"); r.StatusCode != http.StatusUnauthorized {
		t.Errorf("afterwards: %d", r.StatusCode)
	}
}
