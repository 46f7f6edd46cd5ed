package accounts

import (
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"baq.kz/portal/api/internal/contract/admin"
)

const credentialsBody = `{"email":"aigul@baq.kz","password":"` + password + `"`

// jar is the cookies that an answer set, by name.
func jar(r *http.Response) map[string]*http.Cookie {
	all := map[string]*http.Cookie{}
	for _, c := range r.Cookies() {
		all[c.Name] = c
	}
	return all
}

func cookieHeader(all map[string]*http.Cookie) string {
	var parts []string
	for _, c := range all {
		parts = append(parts, c.Name+"="+c.Value)
	}
	return strings.Join(parts, "; ")
}

func decode[T any](t *testing.T, r *http.Response) (v T) {
	t.Helper()
	text, err := io.ReadAll(r.Body)
	if err == nil {
		err = json.Unmarshal(text, &v)
	}
	if err != nil {
		t.Fatalf("%d %s: %v", r.StatusCode, text, err)
	}
	return v
}

func TestBadRequestsAreRefused(t *testing.T) {
	n := start(t)
	n.hire(t, "aigul@baq.kz", "editor")
	in := n.enter(t, "aigul@baq.kz")
	cookie := accessCookie + "=" + in.AccessToken
	evil := []string{"Sec-Fetch-Site", "cross-site"}
	sibling := []string{"Sec-Fetch-Site", "same-site"}
	origin := []string{"Origin", "https://evil.example"}
	for name, c := range map[string]struct {
		method, path, body string
		headers            []string
		status             int
		code               string
	}{
		"login without a body":       {"POST", "/session", "", nil, 400, "request.invalid"},
		"a password of 10 KB":        {"POST", "/session", `{"email":"aigul@baq.kz","password":"` + strings.Repeat("x", 10<<10) + `"}`, nil, 400, "request.invalid"},
		"a strange delivery":         {"POST", "/session", credentialsBody + `,"delivery":"pigeon"}`, nil, 400, "request.invalid"},
		"more than asked":            {"POST", "/session", credentialsBody + `,"role":"administrator"}`, nil, 400, "request.invalid"},
		"login from another site":    {"POST", "/session", credentialsBody + "}", evil, 403, "access.cross_site"},
		"login from a sibling":       {"POST", "/session", credentialsBody + "}", sibling, 403, "access.cross_site"},
		"login from another origin":  {"POST", "/session", credentialsBody + "}", origin, 403, "access.cross_site"},
		"refresh with nothing":       {"POST", "/session/refresh", "", nil, 401, "access.not_logged_in"},
		"refresh with emptiness":     {"POST", "/session/refresh", `{"refreshToken":""}`, nil, 401, "access.not_logged_in"},
		"refresh with nonsense":      {"POST", "/session/refresh", `{"refreshToken":"x"}`, nil, 401, ErrRefreshRefused.Code},
		"refresh with a bad cookie":  {"POST", "/session/refresh", "", []string{"Cookie", refreshCookie + "=x"}, 401, ErrRefreshRefused.Code},
		"refresh from another site":  {"POST", "/session/refresh", "", append([]string{"Cookie", refreshCookie + "=" + in.RefreshToken}, evil...), 403, "access.cross_site"},
		"who am I, anonymous":        {"GET", "/session", "", nil, 401, "access.not_logged_in"},
		"logout, anonymous":          {"DELETE", "/session", "", nil, 401, "access.not_logged_in"},
		"sessions, anonymous":        {"GET", "/sessions", "", nil, 401, "access.not_logged_in"},
		"everywhere, anonymous":      {"DELETE", "/sessions", "", nil, 401, "access.not_logged_in"},
		"one, anonymous":             {"DELETE", "/sessions/" + in.Principal.SessionID.String(), "", nil, 401, "access.not_logged_in"},
		"logout from another site":   {"DELETE", "/session", "", append([]string{"Cookie", cookie}, evil...), 403, "access.cross_site"},
		"a session id that is none":  {"DELETE", "/sessions/1", "", []string{"Cookie", cookie}, 400, ""},
		"two headers":                {"GET", "/session", "", []string{"Authorization", "Bearer " + in.AccessToken, "Authorization", "Bearer " + in.AccessToken}, 401, ErrTokenRefused.Code},
		"a header of a megabyte":     {"GET", "/session", "", []string{"Authorization", "Bearer " + strings.Repeat("x", 1<<20)}, 401, ErrTokenRefused.Code},
		"the secure cookie's name":   {"GET", "/session", "", []string{"Cookie", "__Host-" + cookie}, 401, "access.not_logged_in"},
		"refresh token as an access": {"GET", "/session", "", []string{"Authorization", "Bearer " + in.RefreshToken}, 401, ErrTokenRefused.Code},
	} {
		answer := n.send(t, c.method, base+c.path, c.body, c.headers...)
		if code := problem(t, answer); answer.StatusCode != c.status || (c.code != "" && code != c.code) {
			t.Errorf("%s: %d %s, not %d %s", name, answer.StatusCode, code, c.status, c.code)
		}
		if len(answer.Cookies()) != 0 {
			t.Errorf("%s: sets cookies", name)
		}
	}
	if err := n.opens(t, in.AccessToken); err != nil {
		t.Errorf("a refusal ended the session: %v", err)
	}
}

func TestTooManyAttemptsSayWhenAgain(t *testing.T) {
	n := start(t)
	for range guessesPerAccount {
		n.send(t, "POST", base+"/session", credentialsBody+"}")
	}
	answer := n.send(t, "POST", base+"/session", credentialsBody+"}")
	after, err := strconv.Atoi(answer.Header.Get("Retry-After"))
	if code := problem(t, answer); answer.StatusCode != http.StatusTooManyRequests || code != ErrTooManyAttempts.Code || err != nil || after != 900 {
		t.Errorf("%d %s, Retry-After %d", answer.StatusCode, code, after)
	}
}

// The panel's way: everything in cookies.
func TestPanelJourney(t *testing.T) {
	for _, secure := range []bool{false, true} {
		n := start(t, func(d *Deps) { d.Secure = secure })
		id := n.hire(t, "aigul@baq.kz", "correspondent")
		login := n.send(t, "POST", base+"/session", credentialsBody+"}", "Sec-Fetch-Site", "same-origin")
		body := decode[admin.SignedIn](t, login)
		if login.StatusCode != http.StatusOK || body.Tokens != nil || body.Me.ID != id || login.Header.Get("Cache-Control") != "no-store" {
			t.Fatalf("%d %+v", login.StatusCode, body)
		}
		cookies := jar(login)
		checkCookies(t, cookies, secure, n, deviceCookie)
		answer := n.send(t, "GET", base+"/session", "", "Cookie", cookieHeader(cookies), "Sec-Fetch-Site", "cross-site")
		if me := decode[admin.Me](t, answer); me.Email != "aigul@baq.kz" || len(me.Permissions) != 12 || me.Roles[0] != "correspondent" || me.SessionID != body.Me.SessionID {
			t.Errorf("opened from a link in a mail: %+v", me)
		}
		refresh := n.send(t, "POST", base+"/session/refresh", "", "Cookie", cookieHeader(cookies))
		if got := decode[admin.SignedIn](t, refresh); refresh.StatusCode != http.StatusOK || got.Tokens != nil || got.Me.SessionID != body.Me.SessionID {
			t.Errorf("%d %+v", refresh.StatusCode, got)
		}
		fresh := jar(refresh)
		checkCookies(t, fresh, secure, n)
		if cookieHeader(fresh) == cookieHeader(cookies) {
			t.Error("a refresh gave the same tokens")
		}
		logout := n.send(t, "DELETE", base+"/session", "", "Cookie", cookieHeader(fresh))
		if logout.StatusCode != http.StatusNoContent || len(logout.Cookies()) != 2 {
			t.Errorf("%d %v", logout.StatusCode, logout.Cookies())
		}
		for _, c := range logout.Cookies() {
			if c.MaxAge >= 0 || c.Value != "" || fresh[c.Name] == nil || c.Path != "/" || c.Secure != secure {
				t.Errorf("%s is not forgotten: %v", c.Name, c)
			}
		}
		if answer := n.send(t, "GET", base+"/session", "", "Cookie", cookieHeader(fresh)); problem(t, answer) != ErrSessionEnded.Code {
			t.Errorf("%d after the logout", answer.StatusCode)
		}
	}
}

func checkCookies(t *testing.T, all map[string]*http.Cookie, secure bool, n node, more ...string) {
	t.Helper()
	prefix := ""
	if secure {
		prefix = "__Host-"
	}
	lives := map[string]int{accessCookie: int(n.deps.AccessLife.Seconds()), refreshCookie: int(n.deps.SessionLife.Seconds())}
	for _, name := range more {
		lives[name] = int(deviceLife.Seconds())
	}
	for name, life := range lives {
		c := all[prefix+name]
		if c == nil || c.Value == "" || !c.HttpOnly || c.Secure != secure || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" || c.MaxAge != life {
			t.Errorf("%s: %v", name, c)
		}
	}
	if len(all) != len(lives) {
		t.Errorf("%d cookies", len(all))
	}
}

// An API client's way: everything in the body.
func TestBearerJourney(t *testing.T) {
	n := start(t)
	n.hire(t, "aigul@baq.kz", "editor")
	login := n.send(t, "POST", base+"/session", credentialsBody+`,"delivery":"bearer"}`, "Origin", "https://app.example")
	in := decode[admin.SignedIn](t, login)
	if login.StatusCode != http.StatusOK || in.Tokens == nil || in.Tokens.ExpiresIn != 600 || in.Tokens.TokenType != "Bearer" || len(login.Cookies()) != 0 {
		t.Fatalf("%d %+v", login.StatusCode, in)
	}
	other := decode[admin.SignedIn](t, n.send(t, "POST", base+"/session", credentialsBody+`,"delivery":"bearer"}`))
	bearer := "Bearer " + in.Tokens.AccessToken
	// A token in the header counts before the cookie, and needs no same site.
	list := decode[admin.SessionList](t, n.send(t, "GET", base+"/sessions", "", "Authorization", bearer, "Cookie", accessCookie+"=nonsense"))
	if len(list.Items) != 2 || list.Items[0].Current == list.Items[1].Current || list.Items[0].Address == "" {
		t.Errorf("%+v", list)
	}
	ended := n.send(t, "DELETE", base+"/sessions/"+other.Me.SessionID.String(), "", "Authorization", bearer, "Sec-Fetch-Site", "cross-site")
	if ended.StatusCode != http.StatusNoContent || len(ended.Cookies()) != 0 {
		t.Errorf("%d %v", ended.StatusCode, ended.Cookies())
	}
	again := n.send(t, "DELETE", base+"/sessions/"+other.Me.SessionID.String(), "", "Authorization", bearer)
	if code := problem(t, again); again.StatusCode != http.StatusNotFound || code != ErrSessionNotFound.Code {
		t.Errorf("%d %s", again.StatusCode, code)
	}
	refresh := n.send(t, "POST", base+"/session/refresh", `{"refreshToken":"`+in.Tokens.RefreshToken+`"}`, "Cookie", refreshCookie+"=nonsense")
	fresh := decode[admin.SignedIn](t, refresh)
	if refresh.StatusCode != http.StatusOK || fresh.Tokens == nil || fresh.Tokens.RefreshToken == in.Tokens.RefreshToken || len(refresh.Cookies()) != 0 {
		t.Errorf("%d %+v", refresh.StatusCode, fresh)
	}
	everywhere := n.send(t, "DELETE", base+"/sessions", "", "Authorization", "Bearer "+fresh.Tokens.AccessToken)
	if everywhere.StatusCode != http.StatusNoContent || n.journalled(t, "accounts.logout_everywhere") != 1 {
		t.Errorf("%d", everywhere.StatusCode)
	}
	if answer := n.send(t, "GET", base+"/session", "", "Authorization", bearer); problem(t, answer) != ErrSessionEnded.Code {
		t.Errorf("%d after the logout everywhere", answer.StatusCode)
	}
}

func TestEndingTheOwnSessionForgetsTheCookies(t *testing.T) {
	n := start(t)
	n.hire(t, "aigul@baq.kz", "editor")
	in := n.enter(t, "aigul@baq.kz")
	answer := n.send(t, "DELETE", base+"/sessions/"+in.Principal.SessionID.String(), "", "Cookie", accessCookie+"="+in.AccessToken)
	if answer.StatusCode != http.StatusNoContent || len(answer.Cookies()) != 2 {
		t.Errorf("%d %v", answer.StatusCode, answer.Cookies())
	}
}
