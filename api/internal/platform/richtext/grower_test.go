package richtext_test

import (
	"encoding/json"
	"math/rand/v2"
	"strings"
	"testing"

	"baq.kz/portal/api/internal/platform/richtext"
)

// TestGrownTrees holds the fuzzer's rules for trees of every kind, and sees to it
// that most of them are accepted: else the fuzzer would prove little.
func TestGrownTrees(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	accepted, kinds := 0, map[string]int{}
	for range 1_500 {
		g := grower{choices: make([]byte, 60+random.IntN(200)), text: "baq.kz/posts/1"}
		for i := range g.choices {
			g.choices[i] = byte(random.IntN(250))
		}
		source, err := json.Marshal(g.node("doc", 0))
		if err != nil {
			t.Fatal(err)
		}
		hold(t, source)
		if d, err := richtext.Parse(source); err == nil {
			accepted++
			for kind := range within {
				kinds[kind] += min(1, strings.Count(string(d.JSON()), `"type":"`+kind+`"`))
			}
		}
	}
	for kind := range within {
		if kinds[kind] < 50 {
			t.Errorf("only %d of %d accepted documents hold a %s", kinds[kind], accepted, kind)
		}
	}
	t.Logf("%d of 1500 are accepted: %v", accepted, kinds)
}

// grower makes a tree of nodes of choices, mostly such as the schema allows.
type grower struct {
	choices []byte
	text    string
	made    int
}

type grown map[string]any

// within says what a node is given to hold.
var within = map[string][]string{
	"doc": {
		"paragraph", "table", "infoBox", "gallery", "embed", "related", "heading", "bulletList", "orderedList", "blockquote", "picture", "horizontalRule",
	},
	"paragraph": {"text", "text", "hardBreak"}, "heading": {"text"}, "bulletList": {"listItem"}, "orderedList": {"listItem"},
	"listItem": {"paragraph", "bulletList", "blockquote", "picture"}, "blockquote": {"paragraph", "heading", "orderedList", "horizontalRule"},
	"table": {"tableRow"}, "tableRow": {"tableCell", "tableHeader"}, "tableCell": {"paragraph", "bulletList"}, "tableHeader": {"paragraph", "orderedList"},
	"gallery": {"picture"}, "infoBox": {"paragraph", "heading", "picture", "bulletList"},
}

// choose takes the next choice among n; without any left it is the first.
func (g *grower) choose(n int) int {
	if len(g.choices) == 0 {
		return 0
	}
	c := int(g.choices[0])
	g.choices = g.choices[1:]
	return c % n
}

// pick chooses a kind; one byte of 256 gives one that may not stand there.
func (g *grower) pick(kinds []string) string {
	if len(g.choices) > 0 && g.choices[0] == 251 {
		g.choices = g.choices[1:]
		return "tableRow"
	}
	return kinds[g.choose(len(kinds))]
}

func (g *grower) node(kind string, depth int) grown {
	g.made++
	n := grown{"type": kind}
	if attrs := g.attributes(kind); attrs != nil {
		n["attrs"] = attrs
	}
	if kind == "text" {
		n["text"] = g.words()
		n["marks"] = []grown{{"type": []string{"bold", "italic", "strike"}[g.choose(3)]}}
		return n
	}
	kinds := within[kind]
	if len(kinds) == 0 || depth > 12 {
		return n
	}
	var content []grown
	for range 2 + g.choose(4) {
		if len(g.choices) == 0 || g.made > 400 {
			break
		}
		content = append(content, g.node(g.pick(kinds), depth+1))
	}
	n["content"] = content
	return n
}

func (g *grower) words() string {
	return []string{"Қазақстан", "<b>", g.text, " ", "и\u0306", "3,5 млн"}[g.choose(6)]
}

func (g *grower) attributes(kind string) grown {
	switch kind {
	case "heading":
		return grown{"level": 3 - g.choose(5)/4}
	case "orderedList":
		return grown{"start": g.choose(256)}
	case "picture":
		return grown{"pictureId": 1 + g.choose(5), "caption": g.words()}
	case "tableCell", "tableHeader":
		return grown{"colspan": 1 + g.choose(21)%20, "rowspan": 1 + g.choose(21)%20, "colwidth": []int{100}}
	case "embed":
		refs := [][2]string{
			{"youtube", "dQw4w9WgXcQ"}, {"telegram", "baqkz/1"}, {"instagram", "reel/CuE2WNQ"}, {"x", "a/status/12345"},
			{"facebook", "baq.kz/videos/1"}, {"tiktok", "@baq/video/12345"}, {"facebook", g.text}, {g.text, "dQw4w9WgXcQ"},
		}
		one := refs[g.choose(len(refs))]
		return grown{"provider": one[0], "ref": one[1], "caption": g.words()}
	case "infoBox":
		return grown{"title": g.words()}
	case "related":
		return grown{"articleId": 1 + g.choose(200)}
	}
	return nil
}
