package richtext

import (
	"strconv"
	"strings"
)

func (w *writer) picture(n *node) {
	if image, ok := w.image(n); ok {
		w.figure(image)
	}
}

// image looks a picture up; the document's caption stands before the photobank's.
func (w *writer) image(n *node) (Image, bool) {
	if w.from.Pictures == nil {
		return Image{}, false
	}
	image, ok := w.from.Pictures(n.id)
	image.Alt, image.Caption, image.Credit = clean(image.Alt), clean(image.Caption), clean(image.Credit)
	if n.text != "" {
		image.Caption = n.text
	}
	return image, ok && (len(image.Renditions) > 0 || image.Withheld != "")
}

func (w *writer) figure(image Image) {
	w.WriteString(`<figure class="picture">`)
	w.img(image)
	w.figcaption(image)
	w.WriteString("</figure>")
}

func (w *writer) img(image Image) {
	if len(image.Renditions) == 0 {
		w.WriteString(`<div class="withheld">`)
		w.escaped(image.Withheld)
		w.WriteString("</div>")
		return
	}
	if w.from.AMP {
		w.ampImg(image)
		return
	}
	w.WriteString("<img")
	if image.Class != "" {
		w.attribute("class", image.Class)
	}
	// The middle rendition is for browsers that know no srcset.
	w.attribute("src", image.Renditions[len(image.Renditions)/2].URL)
	if w.from.Elsewhere == "" {
		w.attribute("srcset", srcset(image.Renditions))
		w.attribute("sizes", orWindow(image.Sizes))
	}
	w.attribute("width", strconv.Itoa(image.Width))
	w.attribute("height", strconv.Itoa(image.Height))
	w.attribute("alt", image.Alt)
	w.WriteString(` loading="lazy" decoding="async">`)
}

func orWindow(sizes string) string {
	if sizes == "" {
		return "100vw"
	}
	return sizes
}

func srcset(renditions []Rendition) string {
	parts := make([]string, len(renditions))
	for i, r := range renditions {
		parts[i] = r.URL + " " + strconv.Itoa(r.Width) + "w"
	}
	return strings.Join(parts, ", ")
}

func (w *writer) figcaption(image Image) {
	if image.Caption == "" && image.Credit == "" {
		return
	}
	w.WriteString("<figcaption>")
	w.escaped(image.Caption)
	if image.Credit != "" {
		w.WriteString(` <span class="credit">`)
		w.escaped(image.Credit)
		w.WriteString("</span>")
	}
	w.WriteString("</figcaption>")
}
