package robots

import (
	"net/netip"
	"testing"
	"time"
)

func TestNamedRobots(t *testing.T) {
	for agent, want := range map[string]bool{
		"": true,
		"Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)": true,
		"Mozilla/5.0 (compatible; YandexBot/3.0)":                                  true,
		"curl/8.5.0": true, "python-requests/2.31": true, "facebookexternalhit/1.1": true,
		"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 HeadlessChrome/131.0 Safari/537.36": true,
		"Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/131.0 Mobile Safari/537.36":  false,
		"BAQ/1.4 okhttp/4.12": false,
	} {
		if Named(agent) != want {
			t.Errorf("%q counts as a robot: %v", agent, !want)
		}
	}
}

func TestSuspectUntilTheWindowEnds(t *testing.T) {
	w := usual()
	reader := netip.MustParseAddr("2001:db8::1")
	if w.suspect(reader, 0) {
		t.Error("a stranger is suspect")
	}
	for range 29 {
		w.count(Missed, reader, 0)
	}
	if w.suspect(reader, 0) {
		t.Error("suspect below the threshold")
	}
	w.count(Missed, reader, 0)
	if neighbour := netip.MustParseAddr("2001:db8::2"); !w.suspect(reader, 0) || !w.suspect(neighbour, 0) {
		t.Error("not suspect at the threshold, or not in the whole network")
	}
	if w.suspect(reader, time.Hour) || w.Suspect("no address") {
		t.Error("suspect for ever")
	}
}
