package richtext

// embedded is content of others: who has it, and under which reference. Page
// and player are made from the two, so that no address is ever taken over.
type embedded struct{ provider, ref string }

// embedAttribute reads an attribute of an embed; false says that it has no such one.
func (s *shaper) embedAttribute(out *node, a attr, at *path) bool {
	switch a.name {
	case "provider":
		out.embedded.provider, _ = a.value.(string)
	case "ref":
		out.embedded.ref, _ = a.value.(string)
	case "caption":
		out.text = s.line(a.value, at, MaxCaption)
	default:
		return false
	}
	return true
}

// embedded complains of a provider that isn't known and of a reference that
// isn't one of his.
func (s *shaper) embedded(e *embedded, at *path) {
	one := serviceNamed(e.provider)
	switch {
	case one == nil:
		s.complain(at.to("provider"), "unknown_provider", "there is no provider "+quote(e.provider)+"; known are youtube, telegram, instagram, x, facebook and tiktok")
	case !one.ref.MatchString(e.ref):
		s.complain(at.to("ref"), "bad_reference", quote(e.ref)+" is no reference of "+one.title)
	}
	s.budget.write(e.ref)
}

// EmbedOrigins are the origins that the players of embeds come from
// ("https://www.youtube-nocookie.com"), for a page's content security policy.
func EmbedOrigins() []string {
	origins := make([]string, len(services))
	for i := range services {
		origins[i] = services[i].origin
	}
	return origins
}

func serviceNamed(name string) *service {
	for i := range services {
		if services[i].name == name {
			return &services[i]
		}
	}
	return nil
}
