package richtext

import "strconv"

// ampImg writes a picture as AMP has it: its runtime keeps the place by width and
// height, chooses among the renditions, and loads what comes into sight.
func (w *writer) ampImg(image Image) {
	w.WriteString("<amp-img")
	if image.Class != "" {
		w.attribute("class", image.Class)
	}
	w.attribute("src", image.Renditions[len(image.Renditions)/2].URL)
	w.attribute("srcset", srcset(image.Renditions))
	w.attribute("width", strconv.Itoa(image.Width))
	w.attribute("height", strconv.Itoa(image.Height))
	w.attribute("alt", image.Alt)
	w.WriteString(` layout="responsive"></amp-img>`)
}

// ampEmbed writes the link to content of others. AMP's own players would ask the
// provider as soon as the page is read, before the reader has agreed to anything.
func (w *writer) ampEmbed(one *service, n *node) {
	w.WriteString(`<figure class="embed embed-` + one.name + `"><p class="embed-name">` + one.title + `</p><p class="embed-ways">`)
	w.embedLink(one, one.page(n.embedded.ref))
	w.WriteString("</p>")
	if n.text != "" {
		w.worded("<figcaption>", n.text, "</figcaption>")
	}
	w.WriteString("</figure>")
}
