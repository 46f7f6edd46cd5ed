package richtext

import (
	"bytes"
	"encoding/json"
	"slices"

	"golang.org/x/text/unicode/norm"

	"baq.kz/portal/api/internal/platform/fault"
)

// Parse reads a document as the editor sends it. Nothing, null and {} are the
// empty document. It refuses with one of this package's faults what is broken,
// too large or against the schema; see In for the names of fields.
//
// What means the same gets one form: text is cleaned (see clean) and NFC,
// neighbouring text with the same marks is joined, idle attributes, empty
// texts, lists, quotes, table rows and boxes and the empty paragraphs at the end
// go, a list item begins with a paragraph, and a cell or box has one at least. Parse of a document's JSON is that document.
func Parse(source json.RawMessage) (Document, error) {
	if nothingIn(source) {
		return Document{}, nil
	}
	root, err := read(source)
	if err != nil {
		return Document{}, err
	}
	return shape(root)
}

func nothingIn(source []byte) bool {
	source = bytes.TrimSpace(source)
	return len(source) == 0 || bytes.Equal(source, []byte("null")) || bytes.Equal(source, []byte("{}"))
}

// shape checks a raw tree against the schema.
func shape(root raw) (Document, error) {
	var s shaper
	n, ok := s.node(root, nil, top, 1)
	switch {
	case s.refusal != nil:
		return Document{}, s.refusal
	case len(s.problems) > 0 || !ok:
		return Document{}, ErrInvalid.WithFields(s.problems...)
	}
	d := Document{blocks: n.children}
	if err := s.budget.settle(d); err != nil {
		return Document{}, err
	}
	return d, nil
}

// shaper turns raw nodes into nodes and collects what is against the schema.
type shaper struct {
	budget   budget
	problems []fault.Field
	refusal  error // of the whole document; ends the work
}

func (s *shaper) complain(at *path, code, message string) {
	if len(s.problems) < maxProblems {
		s.problems = append(s.problems, problem(at.String(), code, message))
	}
}

// spend keeps the first refusal that a limit gives.
func (s *shaper) spend(refusal error) {
	if s.refusal == nil {
		s.refusal = refusal
	}
}

// node shapes one node that must be of the wanted group. It returns false when
// there is nothing to keep.
func (s *shaper) node(in raw, at *path, wanted group, depth int) (node, bool) {
	if s.spend(s.budget.enter(depth)); s.refusal != nil {
		return node{}, false
	}
	rule, known := schema[in.kind]
	switch {
	case !known:
		s.complain(at.to("type"), "unknown_node", "there is no node "+quote(string(in.kind)))
		return node{}, false
	case rule.is&wanted == 0:
		s.complain(at.to("type"), "misplaced_node", "a "+string(in.kind)+" can't stand here")
		return node{}, false
	case rule.holds == nothing && len(in.content) > 0:
		s.complain(at.to("content"), "misplaced_node", "nothing can stand in a "+string(in.kind))
		return node{}, false
	}
	out := node{kind: in.kind}
	s.members(in, at)
	s.attributes(&out, in.attrs, at.to("attrs"))
	s.within(&out, len(in.content), wanted, at)
	if in.kind == text {
		return out, s.text(&out, in, at)
	}
	out.children = joined(s.children(in.content, at, rule.holds, depth))
	return out, s.tidy(&out, depth)
}

func (s *shaper) children(content []raw, at *path, holds group, depth int) []node {
	out := make([]node, 0, len(content))
	for i := range content {
		child, ok := s.node(content[i], at.item("content", i), holds, depth+1)
		if s.refusal != nil {
			return nil
		}
		if ok {
			out = append(out, child)
		}
	}
	return out
}

// joined makes one of neighbouring texts that have the same marks.
func joined(nodes []node) []node {
	out := nodes[:0]
	for i := 0; i < len(nodes); {
		run := i + 1
		for nodes[i].kind == text && run < len(nodes) && nodes[run].kind == text && nodes[run].marks == nodes[i].marks {
			run++
		}
		one := nodes[i]
		if run > i+1 {
			one.text = norm.NFC.String(inlineText(nodes[i:run]))
		}
		out = append(out, one)
		i = run
	}
	return out
}

// tidy brings a node into its one form; false means that nothing is left of it.
func (s *shaper) tidy(n *node, depth int) bool {
	switch n.kind {
	case doc:
		for len(n.children) > 0 && blank(n.children[len(n.children)-1]) {
			n.children = n.children[:len(n.children)-1]
		}
	case listItem:
		if len(n.children) == 0 || n.children[0].kind != paragraph {
			s.spend(s.budget.enter(depth + 1))
			n.children = slices.Insert(n.children, 0, node{kind: paragraph})
		}
	case tableHeader, tableCell, infoBox:
		if len(n.children) == 0 && (n.kind != infoBox || n.text != "") {
			s.spend(s.budget.enter(depth + 1))
			n.children = []node{{kind: paragraph}}
		}
		return len(n.children) > 0
	case table:
		n.children = withoutEmptyRows(n.children)
		return len(n.children) > 0
	case bulletList, orderedList, blockquote:
		return len(n.children) > 0
	}
	return true
}

func blank(n node) bool { return n.kind == paragraph && len(n.children) == 0 }
