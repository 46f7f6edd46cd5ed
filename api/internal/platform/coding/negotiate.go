package coding

import (
	"strconv"
	"strings"
)

// Choose is the body to send for the values of Accept-Encoding, and the name of its
// coding; empty: as it is. The client's weights decide, and among equals the smallest
// (RFC 9110, section 12.5.3). Who takes none of ours gets it as it is, which the section
// prefers to a refusal.
func (b Bodies) Choose(accept []string) (name string, body Text) {
	name = best(accept, b.Gzip != nil, b.Brotli != nil)
	return name, b.In(name)
}

// In is the body in a coding of this name; empty: as it is.
func (b Bodies) In(name string) Text {
	switch name {
	case Brotli:
		return b.Brotli
	case Gzip:
		return b.Gzip
	}
	return b.Plain
}

// best is the coding of those that are there which the client likes most; empty: none.
func best(accept []string, hasGzip, hasBrotli bool) string {
	weights := read(accept)
	name, weight := "", weights.plain
	if w := weights.gzip; hasGzip && w > 0 && w >= weight {
		name, weight = Gzip, w
	}
	if w := weights.brotli; hasBrotli && w > 0 && w >= weight {
		name = Brotli
	}
	return name
}

// weights are what a client thinks of the codings, from 0 (never) to 1000.
type weights struct{ plain, gzip, brotli int }

// unsaid marks a coding that the header does not name.
const unsaid = -1

// read understands the values of Accept-Encoding. A body as it is comes last unless it
// is named; without a header it is the only one that surely can be read.
func read(accept []string) weights {
	w, rest := weights{unsaid, unsaid, unsaid}, unsaid
	for _, value := range accept {
		for value != "" {
			var part string
			part, value, _ = strings.Cut(value, ",")
			name, weight := weighed(part)
			switch {
			case strings.EqualFold(name, Brotli):
				w.brotli = weight
			case strings.EqualFold(name, Gzip), strings.EqualFold(name, "x-gzip"): // section 8.4.1.3
				w.gzip = weight
			case strings.EqualFold(name, "identity"):
				w.plain = weight
			case name == "*":
				rest = weight
			}
		}
	}
	for _, unnamed := range []*int{&w.gzip, &w.brotli} {
		if *unnamed == unsaid {
			*unnamed = max(rest, 0)
		}
	}
	if w.plain == unsaid { // acceptable, but for "*;q=0", and the client would rather have another
		w.plain = 0
	}
	return w
}

// weighed reads one member of the list: "br", "gzip;q=0.5". A weight that is none counts
// as 0: who can't be understood gets the body as it is.
func weighed(part string) (name string, weight int) {
	name, parameter, has := strings.Cut(strings.TrimSpace(part), ";")
	name = strings.TrimSpace(name)
	if !has {
		return name, 1000
	}
	key, value, _ := strings.Cut(parameter, "=")
	q, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
	if err != nil || !strings.EqualFold(strings.TrimSpace(key), "q") || !(q >= 0 && q <= 1) {
		return name, 0
	}
	return name, int(q * 1000)
}
