package accounts

import (
	"net/http"
	"time"

	"github.com/google/uuid"
)

// cookies is the one place that knows how the panel's tokens travel.
//
// Over https the names carry "__Host-": a browser then takes them only from
// this very host, with Secure and Path=/, so that no sibling host (the other
// language's site) can plant its own. Without https, in development, browsers
// refuse that prefix.
//
// Both are HttpOnly, so that no script reads them, and SameSite=Lax: somebody
// who opens the panel from a link in a mail is logged in. Lax still lets no
// other site send them with a POST, PUT or DELETE, and httpx refuses cross-site
// changes besides. The refresh token has Path=/ too, because the panel's server
// under /admin refreshes on the person's behalf while it renders a page.
type cookies struct {
	secure     bool
	accessLife time.Duration
}

const (
	accessCookie  = "baq_access"
	refreshCookie = "baq_refresh"
	// deviceCookie outlives the session: it names the browser, and gives no access.
	deviceCookie = "baq_device"
)

func (c cookies) name(base string) string {
	if c.secure {
		return "__Host-" + base
	}
	return base
}

func (c cookies) access(r *http.Request) string { return c.value(r, accessCookie) }

func (c cookies) refresh(r *http.Request) string { return c.value(r, refreshCookie) }

func (c cookies) marks(r *http.Request) []uuid.UUID { return readMarks(c.value(r, deviceCookie)) }

func (c cookies) value(r *http.Request, base string) string {
	cookie, err := r.Cookie(c.name(base))
	if err != nil {
		return ""
	}
	return cookie.Value
}

// set gives the browser both tokens: the access token for its life, the refresh
// token for the session's. A login marks the browser besides.
func (c cookies) set(w http.ResponseWriter, in SignedIn, now time.Time) {
	c.put(w, accessCookie, in.AccessToken, c.accessLife)
	c.put(w, refreshCookie, in.RefreshToken, in.ExpiresAt.Sub(now))
	if len(in.Marks) > 0 {
		c.put(w, deviceCookie, writeMarks(in.Marks), deviceLife)
	}
}

// clear makes the browser forget both; its mark stays.
func (c cookies) clear(w http.ResponseWriter) {
	c.put(w, accessCookie, "", -time.Second)
	c.put(w, refreshCookie, "", -time.Second)
}

func (c cookies) put(w http.ResponseWriter, base, value string, life time.Duration) {
	http.SetCookie(w, &http.Cookie{
		Name: c.name(base), Value: value, Path: "/", MaxAge: int(life.Round(time.Second).Seconds()),
		HttpOnly: true, Secure: c.secure, SameSite: http.SameSiteLaxMode,
	})
}
