package richtext

import "strconv"

// within complains of what depends on a node's place, and of how much stands in it.
func (s *shaper) within(n *node, content int, wanted group, at *path) {
	least, most := 0, MaxNodes
	switch n.kind {
	case heading:
		if wanted == boxed && n.level == 2 {
			s.complain(at.to("attrs").to("level"), "out_of_range", "a heading in an info box is of level 3")
		}
	case table:
		most = MaxRows
	case tableRow:
		most = MaxColumns
	case gallery:
		least, most = MinGallery, MaxGallery
	}
	switch {
	case content < least:
		s.complain(at.to("content"), "too_few", "a "+string(n.kind)+" holds at least "+strconv.Itoa(least)+" parts")
	case content > most:
		s.complain(at.to("content"), "too_many", "a "+string(n.kind)+" holds at most "+strconv.Itoa(most)+" parts")
	}
}
