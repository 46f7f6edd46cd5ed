package richtext_test

import (
	"fmt"
	"strings"
	"testing"

	"baq.kz/portal/api/internal/platform/richtext"
)

func TestBroadBlocksAreRefused(t *testing.T) {
	picture := `{"type":"picture","attrs":{"pictureId":1}}`
	cell := func(attrs string) string {
		return tableOf(`{"type":"tableCell","attrs":{` + attrs + `}}`)
	}
	in := func(kind, content string) string { return docOf(`{"type":"` + kind + `","content":[` + content + `]}`) }
	for _, c := range []struct{ in, field, code string }{
		{in("table", `{"type":"paragraph"}`), "content.0.content.0.type", "misplaced_node"},
		{in("table", `{"type":"tableCell"}`), "content.0.content.0.type", "misplaced_node"},
		{in("table", rowOf(`{"type":"paragraph"}`)), "content.0.content.0.content.0.type", "misplaced_node"},
		{docOf(rowOf()), "content.0.type", "misplaced_node"},
		{docOf(`{"type":"tableCell"}`), "content.0.type", "misplaced_node"},
		{in("table", strings.Repeat(rowOf(`{"type":"tableCell"}`)+",", 200)+rowOf(`{"type":"tableCell"}`)), "content.0.content", "too_many"},
		{in("table", rowOf(strings.Split(strings.Repeat(`{"type":"tableCell"} `, 20)+`{"type":"tableCell"}`, " ")...)), "content.0.content.0.content", "too_many"},
		{cell(`"colspan":0`), "content.0.content.0.content.0.attrs.colspan", "out_of_range"},
		{cell(`"colspan":21`), "content.0.content.0.content.0.attrs.colspan", "out_of_range"},
		{cell(`"rowspan":"2"`), "content.0.content.0.content.0.attrs.rowspan", "out_of_range"},
		{cell(`"rowspan":1e9`), "content.0.content.0.content.0.attrs.rowspan", "out_of_range"},
		{cell(`"background":"red"`), "content.0.content.0.content.0.attrs.background", "unknown_attribute"},
		{docOf(`{"type":"paragraph","attrs":{"colspan":1}}`), "content.0.attrs.colspan", "unknown_attribute"},
		{docOf(`{"type":"paragraph","attrs":{"colwidth":[1]}}`), "content.0.attrs.colwidth", "unknown_attribute"},
		{docOf(`{"type":"table","attrs":{"class":"wide"},"content":[` + rowOf(`{"type":"tableCell"}`) + `]}`), "content.0.attrs.class", "unknown_attribute"},

		{in("gallery", ``), "content.0.content", "too_few"},
		{in("gallery", picture), "content.0.content", "too_few"},
		{in("gallery", strings.Repeat(picture+",", 30)+picture), "content.0.content", "too_many"},
		{in("gallery", picture+`,{"type":"paragraph"}`), "content.0.content.1.type", "misplaced_node"},
		{in("gallery", picture+`,{"type":"picture"}`), "content.0.content.1.attrs.pictureId", "required"},

		{embedOf(`"vimeo"`, `"1"`), "content.0.attrs.provider", "unknown_provider"},
		{embedOf(`null`, `"1"`), "content.0.attrs.provider", "unknown_provider"},
		{embedOf(`7`, `"1"`), "content.0.attrs.provider", "unknown_provider"},
		{embedOf(`"YouTube"`, `"dQw4w9WgXcQ"`), "content.0.attrs.provider", "unknown_provider"},
		{embedOf(`"youtube"`, `7`), "content.0.attrs.ref", "bad_reference"},
		{docOf(`{"type":"embed","attrs":{"provider":"youtube"}}`), "content.0.attrs.ref", "bad_reference"},
		{docOf(`{"type":"embed","attrs":{"provider":"youtube","ref":"dQw4w9WgXcQ","html":"<iframe>"}}`), "content.0.attrs.html", "unknown_attribute"},
		{docOf(`{"type":"embed","attrs":{"provider":"youtube","ref":"dQw4w9WgXcQ","caption":"` + strings.Repeat("ә", 501) + `"}}`), "content.0.attrs.caption", "max_length"},
		{docOf(`{"type":"embed","attrs":{"provider":"youtube","ref":"dQw4w9WgXcQ"},"content":[{"type":"paragraph"}]}`), "content.0.content", "misplaced_node"},

		{docOf(`{"type":"infoBox","attrs":{"title":"` + strings.Repeat("ә", 201) + `"},"content":[{"type":"paragraph"}]}`), "content.0.attrs.title", "max_length"},
		{in("infoBox", `{"type":"heading","attrs":{"level":2}}`), "content.0.content.0.attrs.level", "out_of_range"},
		{in("infoBox", `{"type":"text","text":"a"}`), "content.0.content.0.type", "misplaced_node"},
		{docOf(`{"type":"related"}`), "content.0.attrs.articleId", "required"},
		{docOf(`{"type":"related","attrs":{"articleId":0}}`), "content.0.attrs.articleId", "out_of_range"},
		{docOf(`{"type":"related","attrs":{"articleId":9007199254740992}}`), "content.0.attrs.articleId", "out_of_range"},
		{docOf(`{"type":"related","attrs":{"articleId":1,"url":"//evil.example"}}`), "content.0.attrs.url", "unknown_attribute"},
	} {
		f := refused(t, c.in, "richtext.invalid")
		if len(f.Fields) != 1 || f.Fields[0].Field != c.field || f.Fields[0].Code != "richtext."+c.code {
			t.Errorf("%.300s: %+v, want %s at %s", c.in, f.Fields, c.code, c.field)
		}
	}
}

// Nothing that takes the whole column stands within another block, and a cell or
// box holds what it may alone.
func TestBroadBlocksStandAlone(t *testing.T) {
	inner := map[string]string{
		"table": `{"type":"table","content":[` + rowOf(`{"type":"tableCell"}`) + `]}`, "gallery": `{"type":"gallery","content":[{"type":"picture","attrs":{"pictureId":1}},{"type":"picture","attrs":{"pictureId":1}}]}`,
		"embed":   `{"type":"embed","attrs":{"provider":"youtube","ref":"dQw4w9WgXcQ"}}`,
		"infoBox": `{"type":"infoBox","content":[{"type":"paragraph"}]}`, "related": `{"type":"related","attrs":{"articleId":1}}`,
		"blockquote": `{"type":"blockquote","content":[{"type":"paragraph"}]}`, "rule": `{"type":"horizontalRule"}`,
		"heading": `{"type":"heading","attrs":{"level":3}}`, "picture": `{"type":"picture","attrs":{"pictureId":1}}`,
		"list": `{"type":"bulletList","content":[{"type":"listItem"}]}`, "paragraph": `{"type":"paragraph"}`,
	}
	outer := map[string]struct {
		around string
		holds  string
	}{
		"doc":   {`%s`, "table gallery embed infoBox related blockquote rule heading picture list paragraph"},
		"quote": {`{"type":"blockquote","content":[%s]}`, "blockquote rule heading picture list paragraph"},
		"item":  {`{"type":"bulletList","content":[{"type":"listItem","content":[{"type":"paragraph"},%s]}]}`, "blockquote rule heading picture list paragraph"},
		"cell":  {`{"type":"table","content":[{"type":"tableRow","content":[{"type":"tableHeader","content":[%s]}]}]}`, "list paragraph"},
		"box":   {`{"type":"infoBox","content":[%s]}`, "heading picture list paragraph"},
	}
	for out, o := range outer {
		for name, block := range inner {
			source := docOf(fmt.Sprintf(o.around, block))
			if strings.Contains(" "+o.holds+" ", " "+name+" ") {
				assertAllowed(t, parsed(t, source).HTML(richtext.Resolve{Pictures: plainPicture}))
				continue
			}
			if f := refused(t, source, "richtext.invalid"); f.Fields[0].Code != "richtext.misplaced_node" {
				t.Errorf("a %s in a %s: %+v", name, out, f.Fields)
			}
		}
	}
}

// What could break out of a reference is none.
func TestHostileReferences(t *testing.T) {
	for provider, ref := range map[string]string{"youtube": "dQw4w9WgXcQ", "telegram": "baqkz/1", "instagram": "p/CuE2WNQ", "x": "a/status/12345", "facebook": "baq.kz/posts/1", "tiktok": "@baq/video/12345"} {
		for _, bad := range []string{
			"", ref + "\n", " " + ref, ref + "/../..", ref + "?autoplay=1", ref + "#a", ref + `"onload="a`, ref + "'", ref + "<script>", ref + "&a=b", ref + "\x00", ref + "ә", ref + "%2e",
			"../" + ref, "//evil.example/" + ref, "https://evil.example/", "javascript:alert(1)", ref + strings.Repeat("a", 500),
		} {
			if _, err := richtext.New(richtext.Embed(provider, bad, "")); err == nil {
				t.Errorf("%s takes %q", provider, bad)
			}
		}
	}
}

func TestBroadLimits(t *testing.T) {
	row := make([]richtext.Cell, 20)
	for i := range row {
		row[i] = richtext.DataCell(richtext.Paragraph(richtext.Text("Ұяшық")))
	}
	rows := make([][]richtext.Cell, 200)
	for i := range rows {
		rows[i] = row
	}
	d, err := richtext.New(richtext.Table(rows...))
	if err != nil || len(d.TextBlocks()) != 4_000 || d.Words() != 4_000 {
		t.Fatalf("a table of 200 rows and 20 columns: %v, %d blocks", err, len(d.TextBlocks()))
	}
	if got := strings.Count(textOf(assertAllowed(t, d.HTML(richtext.Resolve{}))), "Ұяшық"); got != 4_000 {
		t.Errorf("%d cells are shown", got)
	}
	if parsed(t, string(d.JSON())).Words() != 4_000 {
		t.Error("the table is not read back")
	}
	refused(t, docOf(strings.Repeat(content(d)+",", 4)+content(d)), "richtext.too_many_nodes")

	gallery := make([]richtext.Block, 30)
	for i := range gallery {
		gallery[i] = richtext.Picture(int64(i+1), "")
	}
	six := slicesOf(richtext.Gallery(gallery...), 6)
	if d, err := richtext.New(six...); err != nil || len(d.PictureIDs()) != 30 || strings.Count(d.HTML(richtext.Resolve{Pictures: plainPicture}), "<img") != 180 {
		t.Errorf("six galleries of 30 pictures: %v", err)
	}
	for _, c := range []struct {
		block richtext.Block
		most  int
		want  error
	}{
		{richtext.Gallery(gallery...), 6, richtext.ErrTooManyPictures},
		{richtext.Embed("youtube", "dQw4w9WgXcQ", ""), 50, richtext.ErrTooManyEmbeds},
		{richtext.Related(1), 20, richtext.ErrTooManyRelated},
	} {
		if _, err := richtext.New(slicesOf(c.block, c.most)...); err != nil {
			t.Errorf("%d: %v", c.most, err)
		}
		if _, err := richtext.New(slicesOf(c.block, c.most+1)...); err != c.want {
			t.Errorf("%d: %v, want %v", c.most+1, err, c.want)
		}
	}
	deep := strings.Repeat(`{"type":"bulletList","content":[{"type":"listItem","content":[`, 300) + strings.Repeat(`]}]}`, 300)
	refused(t, tableOf(`{"type":"tableCell","content":[`+deep+`]}`), "richtext.too_deep")
	refused(t, tableOf(`{"type":"tableCell","attrs":{"colwidth":`+strings.Repeat("[", 20_000)+strings.Repeat("]", 20_000)+`}}`), "richtext.not_json")
}

// content is the JSON of a document's one block.
func content(d richtext.Document) string {
	return strings.TrimSuffix(strings.TrimPrefix(string(d.JSON()), `{"type":"doc","content":[`), `]}`)
}

func slicesOf(b richtext.Block, count int) []richtext.Block {
	all := make([]richtext.Block, count)
	for i := range all {
		all[i] = b
	}
	return all
}
