package richtext

// text fills a text node; false means that nothing is left of it.
func (s *shaper) text(out *node, in raw, at *path) bool {
	out.text = clean(in.text)
	for i := range in.marks {
		s.mark(&out.marks, in.marks[i], at.item("marks", i))
	}
	s.budget.write(out.text)
	return out.text != ""
}

func (s *shaper) mark(out *marks, in rawMark, at *path) {
	for _, name := range in.unknown {
		s.complain(at, "unknown_attribute", "no mark has a member "+quote(name))
	}
	switch in.kind {
	case "bold":
		out.bold = true
	case "italic":
		out.italic = true
	case "strike":
		out.strike = true
	case "link":
		out.href = s.href(in.attrs, at.to("attrs"))
		s.budget.write(out.href)
		return
	default:
		s.complain(at.to("type"), "unknown_mark", "there is no mark "+quote(in.kind))
		return
	}
	for _, a := range in.attrs {
		if a.value != nil {
			s.complain(at.to("attrs").to(a.name), "unknown_attribute", "the mark "+in.kind+" has no attributes")
		}
	}
}

// href reads a link's attributes.
func (s *shaper) href(attrs []attr, at *path) string {
	var kept, why = "", "a link needs an address"
	for _, a := range attrs {
		switch {
		case a.name == "href":
			address, _ := a.value.(string)
			kept, why = linkHref(address)
		case a.value != nil && !idleLinkAttributes[a.name]:
			s.complain(at.to(a.name), "unknown_attribute", "a link has no attribute "+quote(a.name))
		}
	}
	if why != "" {
		s.complain(at.to("href"), "bad_link", why)
	}
	return kept
}
