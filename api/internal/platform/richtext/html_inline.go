package richtext

import (
	"strings"
)

func (w *writer) inlines(nodes []node) {
	open := marks{}
	for i := range nodes {
		n := &nodes[i]
		w.turn(open, n.marks)
		open = n.marks
		if n.kind == hardBreak {
			w.WriteString("<br>")
			continue
		}
		w.escaped(n.text)
	}
	w.turn(open, marks{})
}

// turn closes the elements of one piece of text and opens those of the next;
// a link that goes on is one link.
func (w *writer) turn(from, to marks) {
	if from == to {
		return
	}
	w.close(from.strike, "s")
	w.close(from.italic, "em")
	w.close(from.bold, "strong")
	if from.href != to.href {
		w.close(from.href != "", "a")
		w.link(to.href)
	}
	w.open(to.bold, "strong")
	w.open(to.italic, "em")
	w.open(to.strike, "s")
}

func (w *writer) open(on bool, tag string) {
	if on {
		w.WriteString("<" + tag + ">")
	}
}

func (w *writer) close(on bool, tag string) {
	if on {
		w.WriteString("</" + tag + ">")
	}
}

// link opens a link. One that leads to another host gets no hand on our window.
func (w *writer) link(href string) {
	if href == "" {
		return
	}
	if strings.HasPrefix(href, "/") {
		href = w.from.Elsewhere + href
	}
	w.WriteString("<a")
	w.attribute("href", href)
	if strings.HasPrefix(strings.ToLower(href), "http") {
		w.attribute("rel", "noopener")
	}
	w.WriteByte('>')
}
