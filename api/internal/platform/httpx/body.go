package httpx

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/labstack/echo/v4"

	"baq.kz/portal/api/internal/platform/fault"
)

// LimitBody refuses larger bodies while they are read: uploads is the limit, in
// bytes, of the operations that take a form with files, other of all the rest. An
// operation's own limit in the contract goes before both.
func (c *Contract) LimitBody(other, uploads int64) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(ctx echo.Context) error {
			operation, err := c.of(ctx)
			if err != nil {
				return err
			}
			limit := other
			switch {
			case operation.BodyLimit > 0:
				limit = operation.BodyLimit
			case operation.takesForm():
				limit = uploads
			}
			r := ctx.Request()
			if !operation.takesForm() && !operation.streams(mediaType(r)) {
				_ = http.NewResponseController(ctx.Response()).SetReadDeadline(time.Now().Add(slowestSender)) // tests' recorders know none
			}
			r.Body = http.MaxBytesReader(ctx.Response(), r.Body, limit)
			return next(ctx)
		}
	}
}

// takesForm tells whether the contract has a form as the operation's body.
func (o Operation) takesForm() bool {
	body := o.Route.Operation.RequestBody
	return body != nil && body.Value.Content[echo.MIMEMultipartForm] != nil
}

// streams tells whether a body of this media type is one of the contract's that the
// feature reads as a stream, so that it is in nobody's memory as a whole.
func (o Operation) streams(media string) bool {
	body := o.Route.Operation.RequestBody
	if body == nil || body.Value.Content[media] == nil {
		return false
	}
	return media == echo.MIMEMultipartForm || media == octetStream
}

// octetStream is what the tus protocol sends a file's next bytes as.
const octetStream = "application/offset+octet-stream"

func mediaType(r *http.Request) string {
	media, _, _ := mime.ParseMediaType(r.Header.Get(echo.HeaderContentType)) // "" is no type that a contract has
	return media
}

// checkBody reads a JSON body and refuses it when two readers could understand
// it differently: the validator and the decoder after it are two. It leaves the
// body to be read again.
func checkBody(r *http.Request) error {
	if mediaType(r) != echo.MIMEApplicationJSON {
		return nil // the validator says that it is none of the contract's
	}
	text, err := io.ReadAll(r.Body)
	if err != nil {
		var tooLarge *http.MaxBytesError
		if errors.As(err, &tooLarge) {
			return err
		}
		return ErrInvalid.WithFields(fault.Field{Code: "truncated", Message: "the body ended too early"})
	}
	r.Body = io.NopCloser(bytes.NewReader(text))
	if len(text) == 0 {
		return nil // the validator says whether it had to be there
	}
	if flaw, found := flawOf(text); found {
		return ErrInvalid.WithFields(flaw)
	}
	return nil
}

// flawOf finds what is not one plain JSON value: broken syntax, something after
// the value, a member that is there twice, text that is no UTF-8 or holds NUL,
// which PostgreSQL can't keep.
func flawOf(text []byte) (flaw fault.Field, found bool) {
	if !utf8.Valid(text) {
		return fault.Field{Code: "encoding", Message: "the text is not UTF-8"}, true
	}
	if !json.Valid(text) {
		return fault.Field{Code: "syntax", Message: "the value can't be read as its type"}, true
	}
	if !bytes.ContainsAny(text, "{\\") {
		return flaw, false
	}
	flaw, found = walk(json.NewDecoder(bytes.NewReader(text)))
	flaw.Field = strings.TrimPrefix(flaw.Field, ".")
	return flaw, found
}

// level is an object or an array that the walk is in.
type level struct {
	members map[string]bool // of an object, seen so far; nil in an array
	name    string          // of the member whose value comes next; "" where a name does
}

// walk goes through the tokens of a valid JSON text.
func walk(tokens *json.Decoder) (fault.Field, bool) {
	tokens.UseNumber()
	var levels []level
	for {
		token, err := tokens.Token()
		if err != nil {
			return fault.Field{}, false // the end
		}
		top := len(levels) - 1
		naming := top >= 0 && levels[top].members != nil && levels[top].name == ""
		text, isText := token.(string)
		switch {
		case isText && strings.ContainsRune(text, 0):
			return fault.Field{Field: place(levels), Code: "nul", Message: "the character U+0000 is not accepted"}, true
		case token == json.Delim('{'):
			levels = append(levels, level{members: map[string]bool{}})
			continue
		case token == json.Delim('['):
			levels = append(levels, level{})
			continue
		case naming && isText:
			name := "." + text // never empty
			if levels[top].members[name] {
				return fault.Field{Field: place(levels) + name, Code: "duplicate", Message: "the member is there twice"}, true
			}
			levels[top].members[name], levels[top].name = true, name
			continue
		case token == json.Delim('}'), token == json.Delim(']'):
			levels = levels[:top]
			top--
		}
		if top >= 0 {
			levels[top].name = "" // its value has ended
		}
	}
}

// place is the path of members to where the walk is: ".labels.kk".
func place(levels []level) string {
	var path strings.Builder
	for _, l := range levels {
		path.WriteString(l.name)
	}
	return path.String()
}

// anyText marks parameters that a person types freely: whatever they hold has an answer.
const anyText = "x-any-text"

// checkParameters refuses values that no operation can look up: text that is no
// UTF-8 or holds NUL. Parameters that the contract takes any text in are spared.
func checkParameters(ctx echo.Context, operation *openapi3.Operation) error {
	spared := func(name string) bool {
		p := operation.Parameters.GetByInAndName(openapi3.ParameterInQuery, name)
		return p != nil && p.Extensions[anyText] == true
	}
	var flaws []fault.Field
	check := func(name, value string) {
		if !utf8.ValidString(value) || strings.ContainsRune(value, 0) {
			flaws = append(flaws, fault.Field{Field: strings.ToValidUTF8(name, ""), Code: "encoding", Message: "not UTF-8 text, or with the character U+0000"})
		}
	}
	for name, value := range pathParams(ctx) {
		check(name, value)
	}
	for name, values := range ctx.QueryParams() {
		for _, value := range values {
			if spared(name) {
				continue
			}
			check(name, value)
		}
	}
	if len(flaws) == 0 {
		return nil
	}
	return ErrInvalid.WithFields(flaws...)
}
