package richtext

import (
	"baq.kz/portal/api/internal/platform/fault"
)

// Refusals of a document as a whole.
var (
	ErrNotJSON         = fault.New(fault.Invalid, "richtext.not_json", "the document is not well-formed JSON")
	ErrEncoding        = fault.New(fault.Invalid, "richtext.bad_encoding", "the document is not UTF-8")
	ErrTooLarge        = fault.New(fault.TooLarge, "richtext.too_large", "the document is larger than 4 MB")
	ErrTooDeep         = fault.New(fault.Unprocessable, "richtext.too_deep", "parts of the document stand more than 32 deep within each other")
	ErrTooManyNodes    = fault.New(fault.Unprocessable, "richtext.too_many_nodes", "the document has more than 50,000 parts")
	ErrTooMuchText     = fault.New(fault.Unprocessable, "richtext.too_much_text", "the document has more than 1,000,000 characters")
	ErrTooManyPictures = fault.New(fault.Unprocessable, "richtext.too_many_pictures", "the document has more than 200 pictures")
	ErrTooManyEmbeds   = fault.New(fault.Unprocessable, "richtext.too_many_embeds", "the document has more than 50 embeds")
	ErrTooManyRelated  = fault.New(fault.Unprocessable, "richtext.too_many_related", "the document leads to more than 20 related articles")
)

// ErrInvalid is the refusal of a document that breaks the schema. Its fields
// say where ("content.3.marks.0.attrs.href") and how (the code).
var ErrInvalid = fault.New(fault.Unprocessable, "richtext.invalid", "the document breaks the editor's schema; see fields")

// maxProblems keeps the answer to a hopeless document short.
const maxProblems = 20

// In puts the name of the document's own field before the fields of a fault
// that Parse or New returned: "content.3" becomes "body.content.3". Other
// errors are returned as they are.
func In(field string, err error) error {
	f, ok := fault.As(err)
	if !ok {
		return err
	}
	out := *f
	out.Fields = make([]fault.Field, len(f.Fields))
	for i, one := range f.Fields {
		if one.Field != "" {
			one.Field = "." + one.Field
		}
		one.Field = field + one.Field
		out.Fields[i] = one
	}
	if len(out.Fields) == 0 {
		out.Fields = []fault.Field{{Field: field, Code: f.Code, Message: f.Detail}}
	}
	return &out
}
