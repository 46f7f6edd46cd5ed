package richtext

import (
	"bytes"
	"encoding/json"
)

// The one form of a node in JSON; the order of members is TipTap's.
type (
	sent struct {
		Type    kind       `json:"type"`
		Attrs   any        `json:"attrs,omitempty"`
		Content []sent     `json:"content,omitempty"`
		Marks   []sentMark `json:"marks,omitempty"`
		Text    string     `json:"text,omitempty"`
	}
	sentMark struct {
		Type  string    `json:"type"`
		Attrs *sentLink `json:"attrs,omitempty"`
	}
	sentLink struct {
		Href string `json:"href"`
	}
	sentLevel struct {
		Level uint8 `json:"level"`
	}
	sentStart struct {
		Start int32 `json:"start"`
	}
	sentSpan struct {
		Colspan uint8 `json:"colspan"`
		Rowspan uint8 `json:"rowspan"`
	}
	sentEmbed struct {
		Provider string `json:"provider"`
		Ref      string `json:"ref"`
		Caption  string `json:"caption"`
	}
	sentTitle struct {
		Title string `json:"title"`
	}
	sentArticle struct {
		ArticleID int64 `json:"articleId"`
	}
	sentPicture struct {
		PictureID int64  `json:"pictureId"`
		Caption   string `json:"caption"`
	}
)

// JSON is the document in its one form, as it is stored and given back to the
// editor. The same document gives the same bytes.
func (d Document) JSON() json.RawMessage {
	root := sent{Type: doc, Content: outgoing(d.blocks)}
	if len(root.Content) == 0 { // an editor wants a place to write in
		root.Content = []sent{{Type: paragraph}}
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	// Encode fails on values that can't be encoded; these are strings and numbers.
	_ = encoder.Encode(root)
	return bytes.TrimSuffix(out.Bytes(), []byte{'\n'})
}

// MarshalJSON implements json.Marshaler with the one form.
func (d Document) MarshalJSON() ([]byte, error) { return d.JSON(), nil }

func outgoing(nodes []node) []sent {
	out := make([]sent, len(nodes))
	for i := range nodes {
		n := &nodes[i]
		out[i] = sent{Type: n.kind, Attrs: outgoingAttrs(n), Content: outgoing(n.children)}
		if n.kind == text {
			out[i].Text, out[i].Marks = n.text, outgoingMarks(n.marks)
		}
	}
	return out
}

func outgoingAttrs(n *node) any {
	switch n.kind {
	case heading:
		return sentLevel{n.level}
	case orderedList:
		return sentStart{n.start}
	case picture:
		return sentPicture{n.id, n.text}
	case tableHeader, tableCell:
		return sentSpan{n.colspan, n.rowspan}
	case embed:
		return sentEmbed{n.embedded.provider, n.embedded.ref, n.text}
	case infoBox:
		return sentTitle{n.text}
	case related:
		return sentArticle{n.id}
	}
	return nil
}

func outgoingMarks(m marks) []sentMark {
	var out []sentMark
	if m.href != "" {
		out = append(out, sentMark{Type: "link", Attrs: &sentLink{m.href}})
	}
	for _, one := range []struct {
		on   bool
		name string
	}{{m.bold, "bold"}, {m.italic, "italic"}, {m.strike, "strike"}} {
		if one.on {
			out = append(out, sentMark{Type: one.name})
		}
	}
	return out
}
