package richtext

import (
	"strconv"
	"strings"

	"baq.kz/portal/api/internal/platform/fault"
)

// path is where in the document something stands; it is spelt only when there
// is something to complain about.
type path struct {
	up   *path
	step string
	at   int // index in step's array; -1 for none
}

func (p *path) to(step string) *path           { return &path{p, step, -1} }
func (p *path) item(step string, at int) *path { return &path{p, step, at} }

func (p *path) String() string {
	if p == nil {
		return ""
	}
	var b strings.Builder
	if up := p.up.String(); up != "" {
		b.WriteString(up + ".")
	}
	b.WriteString(p.step)
	if p.at >= 0 {
		b.WriteString("." + strconv.Itoa(p.at))
	}
	return b.String()
}

// problem is a complaint about one place; code is the part after "richtext.".
func problem(field, code, message string) fault.Field {
	return fault.Field{Field: field, Code: "richtext." + code, Message: message}
}

// quote shows a name that the client sent, shortened.
func quote(name string) string {
	if r := []rune(name); len(r) > 40 {
		name = string(r[:40]) + "…"
	}
	return strconv.QuoteToGraphic(name)
}
