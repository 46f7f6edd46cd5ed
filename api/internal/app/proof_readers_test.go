package app_test

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"regexp"
	"strings"
	"time"
)

// newClient is a browser that follows no redirects.
func newClient() *http.Client {
	return &http.Client{
		Transport:     &http.Transport{MaxIdleConnsPerHost: 64},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// patience is how long a reader waits for an answer.
const patience = 15 * time.Second

// reader asks for pages, and holds each answer against what was true meanwhile.
type reader struct {
	p      *paper
	nodes  []string
	client *http.Client
	kept   map[string]copyOf // what a browser keeps, by node and address
}

// mostKept is how many pages a browser keeps.
const mostKept = 400

type copyOf struct{ tag, body string }

func (p *paper) reader(nodes []string) *reader {
	return &reader{p: p, nodes: nodes, client: newClient(), kept: map[string]copyOf{}}
}

// look is what came of one request.
type look struct {
	kind   string
	begun  time.Time
	took   time.Duration
	failed string        // what went wrong; "": nothing
	old    string        // what was shown that was no more true; "": nothing
	age    time.Duration // for how long it had not been
	wrong  string        // what was shown, or lacked, that has never been so; "": nothing
}

// ask asks one node for one page.
func (r *reader) ask(node string, at *spot) look {
	known := map[string]int{}
	for name, f := range r.p.facts {
		known[name] = f.known()
	}
	path := at.path() // after that: it may lead to what is newer, not to what is older
	l := look{kind: at.kind, begun: time.Now()}
	status, text, err := r.get(node, at.host, path)
	l.took = time.Since(l.begun)
	seen := marksIn(text)
	switch {
	case err != nil:
		l.failed = err.Error()
		return l
	case status == http.StatusOK, at.leads && status == http.StatusMovedPermanently:
	case at.own != nil && (status == http.StatusNotFound || status == http.StatusGone):
		at = &spot{shows: []*fact{at.own}} // the page that says so may show anything else
	default:
		l.failed = fmt.Sprintf("%s%s: status %d", at.host, path, status)
		return l
	}
	if at.own != nil && at.own.name == "" {
		l.wrong = "what was killed is there: " + path
	}
	for _, f := range at.shows {
		if len(seen[f.name]) == 0 {
			seen[f.name] = []int{0}
		}
	}
	if at.bar != nil {
		seen[at.bar.name] = []int{bar(text)}
	}
	for name, states := range seen {
		for _, state := range states {
			l.judge(r.p.facts[name], known[name], state, node+at.host+path)
		}
	}
	return l
}

// judge keeps the worst of what is to be said.
func (l *look) judge(f *fact, from, state int, where string) {
	if f == nil || f.name == "" {
		return
	}
	switch said, age := f.judge(from, state, l.begun); said {
	case stale:
		l.old, l.age = fmt.Sprintf("%s shows %s at %d, %s after that had ended", where, f.name, state, age.Round(time.Microsecond)), max(l.age, age)
	case wrong:
		l.wrong = fmt.Sprintf("%s shows %s at %d, which it never was", where, f.name, state)
	case fresh:
	}
}

// breakingBar is the bar on a page; what stands in it stands elsewhere, too.
var breakingBar = regexp.MustCompile(`(?s)<section class="?breaking.*?</section>`)

func bar(html string) int {
	if strings.Contains(breakingBar.FindString(html), "flashv") {
		return 1
	}
	return 0
}

// get asks as browsers do: in a coding, and with the tag of what it has.
func (r *reader) get(node, host, path string) (status int, text string, err error) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	q, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+node+path, nil)
	if err != nil {
		return 0, "", err
	}
	q.Host = host
	q.Header.Set("X-Forwarded-For", fmt.Sprintf("10.%d.%d.%d", rand.IntN(256), rand.IntN(256), 1+rand.IntN(254)))
	q.Header.Set("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
	if rand.IntN(2) == 0 {
		q.Header.Set("Accept-Encoding", "identity") // else gzip, as Go asks by itself
	}
	key := node + host + path + q.Header.Get("Accept-Encoding")
	had, kept := r.kept[key]
	if kept {
		q.Header.Set("If-None-Match", had.tag)
	}
	answer, err := r.client.Do(q)
	if err != nil {
		return 0, "", err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	switch {
	case err != nil:
		return 0, "", err
	case answer.StatusCode == http.StatusNotModified && kept:
		return http.StatusOK, had.body, nil
	case answer.StatusCode == http.StatusOK && answer.Header.Get("ETag") != "":
		if len(r.kept) >= mostKept {
			clear(r.kept)
		}
		r.kept[key] = copyOf{answer.Header.Get("ETag"), string(body)}
	}
	return answer.StatusCode, string(body) + answer.Header.Get("Location"), nil
}
