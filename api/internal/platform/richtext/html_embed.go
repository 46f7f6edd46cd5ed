package richtext

import "strings"

// embed writes what stands in the place of content of others until the reader
// asks for it: nothing here makes a browser ask anybody. Without a script the
// link leads to the content; with one the button, hidden until then, puts a
// frame with the figure's data-player in its place.
func (w *writer) embed(n *node) {
	one := serviceNamed(n.embedded.provider)
	if one == nil {
		return
	}
	if w.from.AMP {
		w.ampEmbed(one, n)
		return
	}
	if w.from.Elsewhere != "" {
		w.WriteString("<p><a")
		w.attribute("href", one.page(n.embedded.ref))
		w.worded(">", one.frameTitle(n.text), "</a></p>")
		return
	}
	words := w.from.Words
	w.WriteString(`<figure class="embed embed-` + one.name + `"`)
	w.attribute("data-player", one.origin+one.player(n.embedded.ref))
	w.attribute("data-title", one.frameTitle(n.text))
	if one.needReferrer {
		w.WriteString(` data-referrer="strict-origin-when-cross-origin"`)
	}
	w.WriteString(`><div class="embed-consent"><p class="embed-name">` + one.title + `</p>`)
	if words.EmbedNote != nil {
		w.worded("<p class=\"embed-note\">", words.EmbedNote(one.title), "</p>")
	}
	w.WriteString(`<p class="embed-ways">`)
	if words.EmbedShow != nil {
		w.worded(`<button class="button" type="button" hidden>`, words.EmbedShow(one.title), "</button> ")
	}
	w.embedLink(one, one.page(n.embedded.ref))
	w.WriteString("</p></div>")
	if n.text != "" {
		w.worded("<figcaption>", n.text, "</figcaption>")
	}
	w.WriteString("</figure>")
}

// embedLink leads to the content's own page; without words the address is its text.
func (w *writer) embedLink(one *service, page string) {
	name := strings.TrimPrefix(page, "https://")
	if w.from.Words.EmbedOpen != nil {
		name = w.from.Words.EmbedOpen(one.title)
	}
	w.WriteString("<a")
	w.attribute("href", page)
	w.worded(` rel="noopener noreferrer nofollow" target="_blank">`, name, "</a>")
}

// frameTitle names the frame to those who can't see it.
func (s *service) frameTitle(caption string) string {
	if caption == "" {
		return s.title
	}
	return s.title + ": " + caption
}

// worded writes a text between two tags.
func (w *writer) worded(open, text, end string) {
	w.WriteString(open)
	w.escaped(text)
	w.WriteString(end)
}
