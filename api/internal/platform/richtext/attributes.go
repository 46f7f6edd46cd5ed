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
	if out.kind == orderedList {
		out.start = 1
	}
	for _, a := range attrs {
		s.attribute(out, a, at.to(a.name))
	}
	switch {
	case out.kind == heading && out.level == 0:
		s.complain(at.to("level"), "required", "a heading has a level, 2 or 3")
	case out.kind == picture && out.picture == 0:
		s.complain(at.to("pictureId"), "required", "a picture is named by its id in the photobank")
	case out.kind == picture:
		s.spend(s.budget.show())
	}
}

func (s *shaper) attribute(out *node, a attr, at *path) {
	switch {
	case out.kind == heading && a.name == "level":
		out.level = int(s.whole(a.value, at, 2, 3))
	case out.kind == picture && a.name == "pictureId":
		out.picture = s.whole(a.value, at, 1, maxID)
	case a.value == nil:
	case out.kind == orderedList && a.name == "start":
		out.start = int(s.whole(a.value, at, 0, MaxStart))
	case out.kind == picture && a.name == "caption":
		out.text = s.caption(a.value, at)
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

func (s *shaper) caption(value any, at *path) string {
	caption, ok := value.(string)
	caption = clean(caption)
	if !ok || utf8.RuneCountInString(caption) > MaxCaption {
		s.complain(at, "max_length", "a text of at most 500 characters must stand here")
	}
	s.budget.write(caption)
	return caption
}
