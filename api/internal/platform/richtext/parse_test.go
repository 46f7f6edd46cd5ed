package richtext_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"baq.kz/portal/api/internal/platform/fault"
	"baq.kz/portal/api/internal/platform/richtext"
)

// whole is a document with every node and mark, in its one form.
const whole = `{"type":"doc","content":[` +
	`{"type":"heading","attrs":{"level":2},"content":[{"type":"text","text":"Бәйтерек"}]},` +
	`{"type":"paragraph","content":[{"type":"text","text":"Астанада "},` +
	`{"type":"text","marks":[{"type":"link","attrs":{"href":"https://baq.kz/news/a?b=1&c=2"}},{"type":"bold"}],"text":"жаңа"},` +
	`{"type":"hardBreak"},{"type":"text","marks":[{"type":"italic"},{"type":"strike"}],"text":"<мектеп>"}]},` +
	`{"type":"bulletList","content":[{"type":"listItem","content":[{"type":"paragraph","content":[{"type":"text","text":"бір"}]},` +
	`{"type":"orderedList","attrs":{"start":3},"content":[{"type":"listItem","content":[{"type":"paragraph","content":[{"type":"text","text":"үш"}]}]}]}]}]},` +
	`{"type":"blockquote","content":[{"type":"paragraph","content":[{"type":"text","text":"Дәйексөз"}]}]},` +
	`{"type":"horizontalRule"},` +
	`{"type":"picture","attrs":{"pictureId":9007199254740991,"caption":"Көрініс"}}]}`

func TestParseKeepsEveryNodeAndMark(t *testing.T) {
	d := parsed(t, whole)
	if got := string(d.JSON()); got != whole {
		t.Errorf("got\n%s\nwant\n%s", got, whole)
	}
	if got, want := d.Text(), "Бәйтерек\nАстанада жаңа\n<мектеп>\nбір\nүш\nДәйексөз\nКөрініс"; got != want {
		t.Errorf("text %q, want %q", got, want)
	}
	if ids := d.PictureIDs(); len(ids) != 1 || ids[0] != 9007199254740991 {
		t.Errorf("pictures %v", ids)
	}
	if d.Empty() {
		t.Error("a full document is called empty")
	}
}

// What means the same gets one form.
func TestParseNormalises(t *testing.T) {
	cases := map[string]struct{ in, want string }{
		"neighbouring text is joined": {
			p(`{"type":"text","text":"a"},{"type":"text","text":"b","marks":[]},{"type":"text","text":"c","marks":null}`),
			p(`{"type":"text","text":"abc"}`),
		},
		"a mark twice is one mark": {
			p(`{"type":"text","text":"a","marks":[{"type":"bold"},{"type":"bold"}]}`),
			p(`{"type":"text","marks":[{"type":"bold"}],"text":"a"}`),
		},
		"NFC, also over a joint": {
			p(`{"type":"text","text":"и"},{"type":"text","text":"\u0306 е\u0308"}`),
			p(`{"type":"text","text":"й ё"}`),
		},
		"control and direction characters go, line ends are spaces": {
			p(`{"type":"text","text":"a\u0000b\u000bc\u202ed\u2066e\ufefff\r\n\tg\u2028h\u007f\u0085i\uffff"}`),
			p(`{"type":"text","text":"abcdef   g h i"}`),
		},
		"joiners, soft hyphens and no-break spaces stay": {
			p(`{"type":"text","text":"👩‍🚀 a` + "\u00ad" + `b c"}`),
			p(`{"type":"text","text":"👩‍🚀 a` + "\u00ad" + `b c"}`),
		},
		"a broken surrogate becomes the replacement character": {
			p(`{"type":"text","text":"a\ud800b"}`),
			p(`{"type":"text","text":"a�b"}`),
		},
		"empty text goes": {p(`{"type":"text","text":""},{"type":"text","text":"a"}`), p(`{"type":"text","text":"a"}`)},
		"idle attributes go": {
			docOf(`{"type":"paragraph","attrs":{"textAlign":null,"dir":"auto","anything":null},"content":[{"type":"text","text":"a","marks":[{"type":"link","attrs":{"href":"/a","target":"_blank","rel":"x","class":null,"title":"t"}}]}]}`),
			p(`{"type":"text","marks":[{"type":"link","attrs":{"href":"/a"}}],"text":"a"}`),
		},
		"marks of a break are idle": {
			p(`{"type":"text","text":"a"},{"type":"hardBreak","marks":[{"type":"bold"}]},{"type":"text","text":"b"}`),
			p(`{"type":"text","text":"a"},{"type":"hardBreak"},{"type":"text","text":"b"}`),
		},
		"empty paragraphs at the end go": {
			docOf(`{"type":"paragraph"},{"type":"horizontalRule"},{"type":"paragraph","content":[]},{"type":"paragraph"}`),
			docOf(`{"type":"paragraph"},{"type":"horizontalRule"}`),
		},
		"empty lists and quotes go": {
			docOf(`{"type":"bulletList"},{"type":"orderedList","content":[]},{"type":"blockquote","content":[{"type":"bulletList"}]},{"type":"horizontalRule"}`),
			docOf(`{"type":"horizontalRule"}`),
		},
		"a list item begins with a paragraph": {
			docOf(`{"type":"bulletList","content":[{"type":"listItem"},{"type":"listItem","content":[{"type":"horizontalRule"}]}]}`),
			docOf(`{"type":"bulletList","content":[{"type":"listItem","content":[{"type":"paragraph"}]},{"type":"listItem","content":[{"type":"paragraph"},{"type":"horizontalRule"}]}]}`),
		},
		"a list without a start begins with 1": {
			docOf(`{"type":"orderedList","attrs":{"start":null,"type":null},"content":[{"type":"listItem"}]}`),
			docOf(`{"type":"orderedList","attrs":{"start":1},"content":[{"type":"listItem","content":[{"type":"paragraph"}]}]}`),
		},
		"members in any order": {`{"content":[{"content":[{"text":"a","type":"text"}],"type":"paragraph"}],"type":"doc"}`, p(`{"type":"text","text":"a"}`)},
	}
	for name, c := range cases {
		d := parsed(t, c.in)
		if got := string(d.JSON()); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", name, got, c.want)
		}
		if again := string(parsed(t, string(d.JSON())).JSON()); again != string(d.JSON()) {
			t.Errorf("%s: read again it is %s", name, again)
		}
	}
}

func TestParseEmpty(t *testing.T) {
	for _, in := range []string{"", "null", " {} ", `{"type":"doc"}`, docOf(``), docOf(`{"type":"paragraph"}`), p(`{"type":"text","text":" \u00a0"}`)} {
		d, err := richtext.Parse(json.RawMessage(in))
		if err != nil || !d.Empty() {
			t.Errorf("%q: empty %v, error %v", in, d.Empty(), err)
		}
	}
	if got := string(richtext.Document{}.JSON()); got != docOf(`{"type":"paragraph"}`) {
		t.Errorf("the empty document is %s", got)
	}
	if got := (richtext.Document{}).HTML(richtext.Resolve{}); got != "" {
		t.Errorf("the empty document renders as %s", got)
	}
	if parsed(t, docOf(`{"type":"picture","attrs":{"pictureId":1}}`)).Empty() {
		t.Error("a picture is not nothing")
	}
}

// What is against the schema is refused, with the place and the reason.
func TestParseRefuses(t *testing.T) {
	cases := []struct{ in, field, code string }{
		{docOf(`{"type":"codeBlock"}`), "content.0.type", "unknown_node"},
		{docOf(`{"type":"image","attrs":{"src":"javascript:alert(1)"}}`), "content.0.type", "unknown_node"},
		{docOf(`{}`), "content.0.type", "unknown_node"},
		{`{"type":"paragraph"}`, "type", "misplaced_node"},
		{`{"content":[]}`, "type", "unknown_node"},
		{docOf(`{"type":"doc"}`), "content.0.type", "misplaced_node"},
		{docOf(`{"type":"text","text":"a"}`), "content.0.type", "misplaced_node"},
		{docOf(`{"type":"listItem"}`), "content.0.type", "misplaced_node"},
		{p(`{"type":"paragraph"}`), "content.0.content.0.type", "misplaced_node"},
		{docOf(`{"type":"bulletList","content":[{"type":"paragraph"}]}`), "content.0.content.0.type", "misplaced_node"},
		{docOf(`{"type":"horizontalRule","content":[{"type":"text","text":"a"}]}`), "content.0.content", "misplaced_node"},
		{docOf(`{"type":"paragraph","text":"a"}`), "content.0.text", "misplaced_text"},
		{docOf(`{"type":"paragraph","marks":[{"type":"bold"}]}`), "content.0.marks", "misplaced_mark"},
		{docOf(`{"type":"paragraph","onclick":"x"}`), "content.0", "unknown_attribute"},
		{docOf(`{"type":"paragraph","attrs":{"style":"color:red"}}`), "content.0.attrs.style", "unknown_attribute"},
		{docOf(`{"type":"heading","attrs":{"level":1}}`), "content.0.attrs.level", "out_of_range"},
		{docOf(`{"type":"heading","attrs":{"level":"2"}}`), "content.0.attrs.level", "out_of_range"},
		{docOf(`{"type":"heading","attrs":{"level":2.5}}`), "content.0.attrs.level", "out_of_range"},
		{docOf(`{"type":"heading"}`), "content.0.attrs.level", "required"},
		{docOf(`{"type":"orderedList","attrs":{"start":-1},"content":[{"type":"listItem"}]}`), "content.0.attrs.start", "out_of_range"},
		{docOf(`{"type":"picture"}`), "content.0.attrs.pictureId", "required"},
		{docOf(`{"type":"picture","attrs":{"pictureId":0}}`), "content.0.attrs.pictureId", "out_of_range"},
		{docOf(`{"type":"picture","attrs":{"pictureId":99999999999999999999999999}}`), "content.0.attrs.pictureId", "out_of_range"},
		{docOf(`{"type":"picture","attrs":{"pictureId":1e400}}`), "content.0.attrs.pictureId", "out_of_range"},
		{docOf(`{"type":"picture","attrs":{"pictureId":1,"caption":"` + strings.Repeat("ә", 501) + `"}}`), "content.0.attrs.caption", "max_length"},
		{docOf(`{"type":"picture","attrs":{"pictureId":1,"caption":7}}`), "content.0.attrs.caption", "max_length"},
		{p(`{"type":"text","text":"a","marks":[{"type":"underline"}]}`), "content.0.content.0.marks.0.type", "unknown_mark"},
		{p(`{"type":"text","text":"a","marks":[{"type":"bold","attrs":{"style":"x"}}]}`), "content.0.content.0.marks.0.attrs.style", "unknown_attribute"},
		{p(`{"type":"text","text":"a","marks":[{"type":"link","attrs":{"href":"/a","onclick":"x"}}]}`), "content.0.content.0.marks.0.attrs.onclick", "unknown_attribute"},
		{p(`{"type":"text","text":"a","marks":[{"type":"link"}]}`), "content.0.content.0.marks.0.attrs.href", "bad_link"},
		{p(`{"type":"text","text":"a","marks":[{"type":"link","attrs":{"href":7}}]}`), "content.0.content.0.marks.0.attrs.href", "bad_link"},
	}
	for _, c := range cases {
		f := refused(t, c.in, "richtext.invalid")
		if len(f.Fields) != 1 || f.Fields[0].Field != c.field || f.Fields[0].Code != "richtext."+c.code {
			t.Errorf("%s: %+v, want %s at %s", c.in, f.Fields, c.code, c.field)
		}
	}
	both := refused(t, docOf(`{"type":"a"},{"type":"b"}`), "richtext.invalid")
	if len(both.Fields) != 2 {
		t.Errorf("two faults gave %+v", both.Fields)
	}
	if many := refused(t, docOf(strings.Repeat(`{"type":"x"},`, 500)+`{"type":"x"}`), "richtext.invalid"); len(many.Fields) != 20 {
		t.Errorf("500 faults gave %d fields", len(many.Fields))
	}
}

func TestIn(t *testing.T) {
	_, err := richtext.Parse(json.RawMessage(docOf(`{"type":"a"}`)))
	f, _ := fault.As(richtext.In("body", err))
	if f.Fields[0].Field != "body.content.0.type" {
		t.Errorf("%+v", f.Fields)
	}
	f, _ = fault.As(richtext.In("body", richtext.ErrTooDeep))
	if len(f.Fields) != 1 || f.Fields[0].Field != "body" || f.Fields[0].Code != "richtext.too_deep" {
		t.Errorf("%+v", f.Fields)
	}
	if len(richtext.ErrTooDeep.Fields) != 0 {
		t.Error("In changed the fault itself")
	}
	if plain := fmt.Errorf("no fault"); richtext.In("body", plain) != plain {
		t.Error("another error was changed")
	}
}

func docOf(content string) string { return `{"type":"doc","content":[` + content + `]}` }
func p(content string) string     { return docOf(`{"type":"paragraph","content":[` + content + `]}`) }

func parsed(t *testing.T, in string) richtext.Document {
	t.Helper()
	d, err := richtext.Parse(json.RawMessage(in))
	if err != nil {
		f, _ := fault.As(err)
		t.Fatalf("%.200s: %v %+v", in, err, f)
	}
	return d
}

func refused(t *testing.T, in, code string) *fault.Fault {
	t.Helper()
	_, err := richtext.Parse(json.RawMessage(in))
	f, ok := fault.As(err)
	if !ok || f.Code != code {
		t.Fatalf("%.200s: %v, want %s", in, err, code)
	}
	return f
}
