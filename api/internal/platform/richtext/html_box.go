package richtext

// box writes an info box: what explains the story and may be passed over.
func (w *writer) box(n *node) {
	w.WriteString(`<aside class="info-box">`)
	if n.text != "" {
		w.worded(`<p class="info-box-title">`, n.text, "</p>")
	}
	w.blocks(n.children)
	w.WriteString("</aside>")
}

// related writes the card of an article that the document leads to.
func (w *writer) related(n *node) {
	if w.from.Related == nil {
		return
	}
	card, ok := w.from.Related(n.id)
	if !ok || card.URL == "" || card.Title == "" {
		return
	}
	w.WriteString(`<div class="related"><a`)
	w.attribute("href", card.URL)
	if card.Language != "" {
		w.attribute("hreflang", card.Language)
		w.attribute("lang", card.Language)
	}
	w.WriteByte('>')
	if card.Image != nil && len(card.Image.Renditions) > 0 {
		image := *card.Image
		image.Alt = "" // the title says it
		w.img(image)
	}
	w.WriteString(`<span class="related-text">`)
	if kicker := w.from.Words.Related; kicker != "" {
		w.worded(`<span class="related-kicker">`, kicker, "</span> ")
	}
	w.worded(`<span class="related-title">`, clean(card.Title), "</span>")
	w.WriteString("</span></a></div>")
}

// gallery writes pictures side by side; pictures that aren't known are left out,
// and the gallery with them when none is.
func (w *writer) gallery(n *node) {
	shown := make([]Image, 0, len(n.children))
	for i := range n.children {
		if image, ok := w.image(&n.children[i]); ok {
			if w.from.GallerySizes != "" {
				image.Sizes = w.from.GallerySizes
			}
			shown = append(shown, image)
		}
	}
	if len(shown) == 0 {
		return
	}
	w.WriteString(`<figure class="gallery"`)
	w.named(w.from.Words.Gallery)
	w.WriteString("><ul>")
	for _, image := range shown {
		w.WriteString("<li>")
		w.figure(image)
		w.WriteString("</li>")
	}
	w.WriteString("</ul></figure>")
}
