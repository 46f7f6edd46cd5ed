package richtext_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"baq.kz/portal/api/internal/platform/richtext"
)

// broad is a document of what takes the whole column, in its one form.
const broad = `{"type":"doc","content":[` +
	`{"type":"table","content":[` +
	`{"type":"tableRow","content":[{"type":"tableHeader","attrs":{"colspan":2,"rowspan":1},"content":[{"type":"paragraph","content":[{"type":"text","text":"Жылу"}]}]}]},` +
	`{"type":"tableRow","content":[{"type":"tableHeader","attrs":{"colspan":1,"rowspan":1},"content":[{"type":"paragraph","content":[{"type":"text","text":"Өскемен"}]}]},` +
	`{"type":"tableCell","attrs":{"colspan":1,"rowspan":1},"content":[{"type":"paragraph"},{"type":"bulletList","content":[{"type":"listItem","content":[{"type":"paragraph","content":[{"type":"text","text":"<12>"}]}]}]}]}]}]},` +
	`{"type":"gallery","content":[{"type":"picture","attrs":{"pictureId":7,"caption":"Ғимарат"}},{"type":"picture","attrs":{"pictureId":8,"caption":""}},{"type":"picture","attrs":{"pictureId":7,"caption":""}}]},` +
	`{"type":"embed","attrs":{"provider":"telegram","ref":"baqkz/12345","caption":"Жазба"}},` +
	`{"type":"infoBox","attrs":{"title":"Қысқаша"},"content":[{"type":"heading","attrs":{"level":3},"content":[{"type":"text","text":"Не болды"}]},{"type":"paragraph","content":[{"type":"text","text":"Бір"},{"type":"hardBreak"},{"type":"text","text":"екі"}]},{"type":"picture","attrs":{"pictureId":9,"caption":""}}]},` +
	`{"type":"related","attrs":{"articleId":9007199254740991}},` +
	`{"type":"related","attrs":{"articleId":3}}]}`

func TestBroadBlocksAreKept(t *testing.T) {
	d := parsed(t, broad)
	if got := string(d.JSON()); got != broad {
		t.Errorf("got\n%s\nwant\n%s", got, broad)
	}
	if got, want := d.Text(), "Жылу\nӨскемен\n<12>\nҒимарат\nЖазба\nҚысқаша\nНе болды\nБір\nекі"; got != want {
		t.Errorf("text %q, want %q", got, want)
	}
	if got, want := d.TextBlocks(), []string{"Жылу", "Өскемен", "", "<12>", "Не болды", "Бір\nекі"}; !slices.Equal(got, want) {
		t.Errorf("blocks %q, want %q", got, want)
	}
	if got, want := d.PictureIDs(), []int64{7, 8, 9}; !slices.Equal(got, want) {
		t.Errorf("pictures %v, want %v", got, want)
	}
	if got, want := d.RelatedIDs(), []int64{9007199254740991, 3}; !slices.Equal(got, want) {
		t.Errorf("related %v, want %v", got, want)
	}
	if got := d.Words(); got != 10 {
		t.Errorf("%d words", got)
	}
	for _, in := range []string{embedOf(`"x"`, `"a/status/12345"`), docOf(`{"type":"related","attrs":{"articleId":1}}`)} {
		if parsed(t, in).Empty() {
			t.Errorf("%s is called empty", in)
		}
	}
}

func TestBuildersMakeTheSame(t *testing.T) {
	say := func(s string) richtext.Block { return richtext.Paragraph(richtext.Text(s)) }
	d, err := richtext.New(
		richtext.Table(
			[]richtext.Cell{richtext.HeaderCell(say("Жылу")).Span(2, 1)},
			[]richtext.Cell{richtext.HeaderCell(say("Өскемен")), richtext.DataCell(richtext.Paragraph(), richtext.BulletList(richtext.Item(richtext.Text("<12>"))))},
		),
		richtext.Gallery(richtext.Picture(7, "Ғимарат"), richtext.Picture(8, ""), richtext.Picture(7, "")),
		richtext.Embed("telegram", "baqkz/12345", "Жазба"),
		richtext.InfoBox("Қысқаша", richtext.Heading(3, richtext.Text("Не болды")), richtext.Paragraph(richtext.Text("Бір"), richtext.Break(), richtext.Text("екі")), richtext.Picture(9, "")),
		richtext.Related(9007199254740991), richtext.Related(3),
	)
	if err != nil || string(d.JSON()) != broad {
		t.Errorf("%v\n%s", err, d.JSON())
	}
}

func TestWords(t *testing.T) {
	for text, want := range map[string]int{
		"": 0, " \u00a0 ": 0, "—": 0, "сөз": 1, "Әңгіме — қысқа.": 2, "қыс-қыс 3,5 BAQ.KZ": 3, "№ 5": 1, "«Ұлы дала»": 2, "а\u00a0б": 2, "… !": 0, "２０": 1, "中文": 1, "👩‍🚀": 0,
	} {
		d, err := richtext.New(richtext.Paragraph(richtext.Text(text)))
		if err != nil || d.Words() != want {
			t.Errorf("%q: %d words, want %d (%v)", text, d.Words(), want, err)
		}
	}
	d, err := richtext.New(richtext.Paragraph(richtext.Text("сөз"), richtext.Text("дік").Bold(), richtext.Break(), richtext.Text("екі")))
	if err != nil || d.Words() != 2 {
		t.Errorf("a word in two pieces: %d words, %v", d.Words(), err)
	}
}

func TestBroadBlocksGetOneForm(t *testing.T) {
	empty := `{"type":"paragraph"}`
	for name, c := range map[string]struct{ in, want string }{
		"widths and alignment of columns go": {
			tableOf(`{"type":"tableCell","attrs":{"colspan":1,"rowspan":1,"colwidth":[120,null],"align":"left"},"content":[` + empty + `]}`),
			tableOf(cellOf("tableCell", 1, 1, empty)),
		},
		"spans are 1 where they aren't said": {tableOf(`{"type":"tableHeader","attrs":{"colwidth":null},"content":[` + empty + `]}`), tableOf(cellOf("tableHeader", 1, 1, empty))},
		"a cell has a paragraph":             {tableOf(`{"type":"tableCell"}`), tableOf(cellOf("tableCell", 1, 1, empty))},
		"a cell of an empty list":            {tableOf(`{"type":"tableCell","content":[{"type":"bulletList"}]}`), tableOf(cellOf("tableCell", 1, 1, empty))},
		"a row that merging left behind goes": {
			docOf(`{"type":"table","content":[` + rowOf(cellOf("tableCell", 1, 3, empty), cellOf("tableCell", 1, 2, empty)) + `,{"type":"tableRow"},` + rowOf(cellOf("tableCell", 1, 1, empty)) + `]}`),
			docOf(`{"type":"table","content":[` + rowOf(cellOf("tableCell", 1, 2, empty), cellOf("tableCell", 1, 1, empty)) + `,` + rowOf(cellOf("tableCell", 1, 1, empty)) + `]}`),
		},
		"a cell that ends before such a row stays": {
			docOf(`{"type":"table","content":[` + rowOf(cellOf("tableCell", 1, 1, empty)) + `,{"type":"tableRow","content":[]}]}`),
			tableOf(cellOf("tableCell", 1, 1, empty)),
		},
		"a table of nothing goes": {docOf(`{"type":"table"},{"type":"table","content":[{"type":"tableRow"}]},{"type":"horizontalRule"}`), docOf(`{"type":"horizontalRule"}`)},
		"a box of nothing goes":   {docOf(`{"type":"infoBox"},{"type":"infoBox","attrs":{"title":null},"content":[{"type":"bulletList"}]},{"type":"horizontalRule"}`), docOf(`{"type":"horizontalRule"}`)},
		"a box with a title has a paragraph": {
			docOf(`{"type":"infoBox","attrs":{"title":"Қысқаша"}}`),
			docOf(`{"type":"infoBox","attrs":{"title":"Қысқаша"},"content":[{"type":"paragraph"}]}`),
		},
		"titles and captions are cleaned": {
			docOf(`{"type":"infoBox","attrs":{"title":"a\u202eи\u0306\n"},"content":[` + empty + `]},{"type":"embed","attrs":{"caption":"\u0000b","ref":"dQw4w9WgXcQ","provider":"youtube"}}`),
			docOf(`{"type":"infoBox","attrs":{"title":"aй "},"content":[` + empty + `]},{"type":"embed","attrs":{"provider":"youtube","ref":"dQw4w9WgXcQ","caption":"b"}}`),
		},
		"an embed without a caption": {embedOf(`"x"`, `"a/status/12345"`), docOf(`{"type":"embed","attrs":{"provider":"x","ref":"a/status/12345","caption":""}}`)},
	} {
		d := parsed(t, c.in)
		if got := string(d.JSON()); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", name, got, c.want)
		}
		if again := string(parsed(t, string(d.JSON())).JSON()); again != string(d.JSON()) {
			t.Errorf("%s: read again it is %s", name, again)
		}
		assertAllowed(t, d.HTML(richtext.Resolve{}))
	}
}

func tableOf(cells ...string) string {
	return docOf(`{"type":"table","content":[` + rowOf(cells...) + `]}`)
}
func rowOf(cells ...string) string {
	return `{"type":"tableRow","content":[` + strings.Join(cells, ",") + `]}`
}
func cellOf(kind string, columns, rows int, content string) string {
	return fmt.Sprintf(`{"type":"%s","attrs":{"colspan":%d,"rowspan":%d},"content":[%s]}`, kind, columns, rows, content)
}
func embedOf(provider, ref string) string {
	return docOf(`{"type":"embed","attrs":{"provider":` + provider + `,"ref":` + ref + `}}`)
}
