package richtext

import (
	"encoding/json"
	"strconv"
	"unicode/utf8"
)

// maxID is the contract's greatest id: 2^53-1, exact in JavaScript.
const maxID = 1<<53 - 1

// members complains of members and marks that a node of its kind doesn't have.
// A hardBreak's marks are idle: the editor keeps them for the text that follows.
func (s *shaper) members(in raw, at *path) {
	for _, name := range in.unknown {
		s.complain(at, "unknown_attribute", "no node has a member "+quote(name))
	}
	if in.text != "" && in.kind != text {
		s.complain(at.to("text"), "misplaced_text", "only a text node has text")
	}
	if len(in.marks) > 0 && schema[in.kind].is != inline {
		s.complain(at.to("marks"), "misplaced_mark", "only text is marked")
	}
}

// attributes reads the attributes of a node into it.
func (s *shaper) attributes(out *node, attrs []attr, at *path) {
	begin(out)
	for _, a := range attrs {
		s.attribute(out, a, at.to(a.name))
	}
	switch {
	case out.kind == heading && out.level == 0:
		s.complain(at.to("level"), "required", "a heading has a level, 2 or 3")
	case out.kind == picture && out.id == 0:
		s.complain(at.to("pictureId"), "required", "a picture is named by its id in the photobank")
	case out.kind == related && out.id == 0:
		s.complain(at.to("articleId"), "required", "a related article is named by its id")
	case out.kind == embed:
		s.embedded(out.embedded, at)
	}
	s.spend(s.budget.show(out.kind))
}

// begin gives a node what it has without any attribute.
func begin(n *node) {
	switch n.kind {
	case orderedList:
		n.start = 1
	case tableHeader, tableCell:
		n.colspan, n.rowspan = 1, 1
	case embed:
		n.embedded = &embedded{}
	}
}

func (s *shaper) attribute(out *node, a attr, at *path) {
	switch {
	case out.kind == heading && a.name == "level":
		out.level = uint8(s.whole(a.value, at, 2, 3))
	case out.kind == picture && a.name == "pictureId", out.kind == related && a.name == "articleId":
		out.id = s.whole(a.value, at, 1, maxID)
	case a.value == nil:
	case out.kind == orderedList && a.name == "start":
		out.start = int32(s.whole(a.value, at, 0, MaxStart))
	case out.kind == picture && a.name == "caption":
		out.text = s.line(a.value, at, MaxCaption)
	case out.kind == infoBox && a.name == "title":
		out.text = s.line(a.value, at, MaxTitle)
	case out.kind == embed && s.embedAttribute(out, a, at):
	case isCell(out.kind) && s.cellAttribute(out, a, at):
	case !idleAttributes[a.name]:
		s.complain(at, "unknown_attribute", "a "+string(out.kind)+" has no attribute "+quote(a.name))
	}
}

// whole reads a whole number.
func (s *shaper) whole(value any, at *path, least, most int64) int64 {
	number, _ := value.(json.Number)
	n, err := strconv.ParseInt(number.String(), 10, 64)
	if err != nil || n < least || n > most {
		s.complain(at, "out_of_range", "a whole number from "+strconv.FormatInt(least, 10)+" to "+strconv.FormatInt(most, 10)+" must stand here")
		return least
	}
	return n
}

// line reads a caption or title.
func (s *shaper) line(value any, at *path, most int) string {
	line, ok := value.(string)
	line = clean(line)
	if !ok || utf8.RuneCountInString(line) > most {
		s.complain(at, "max_length", "a text of at most "+strconv.Itoa(most)+" characters must stand here")
	}
	s.budget.write(line)
	return line
}
