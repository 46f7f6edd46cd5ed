package richtext

import "strconv"

// table writes a table in a box of its own, which scrolls where the table is
// wider than the column; the keyboard reaches it for that.
func (w *writer) table(n *node) {
	w.WriteString(`<div class="table" tabindex="0" role="region"`)
	w.named(w.from.Words.Table)
	w.WriteString("><table><tbody>")
	for i := range n.children {
		w.row(n.children[i].children)
	}
	w.WriteString("</tbody></table></div>")
}

// named gives a block the name that is read out for it.
func (w *writer) named(name string) {
	if name != "" {
		w.attribute("aria-label", name)
	}
}

// row writes a row. A row of nothing but headers stands over its columns; a
// header among data says what its row is.
func (w *writer) row(cells []node) {
	scope := "col"
	for i := range cells {
		if cells[i].kind == tableCell {
			scope = "row"
		}
	}
	w.WriteString("<tr>")
	for i := range cells {
		if cells[i].kind == tableHeader {
			w.cell("th", ` scope="`+scope+`"`, &cells[i])
			continue
		}
		w.cell("td", "", &cells[i])
	}
	w.WriteString("</tr>")
}

func (w *writer) cell(tag, scope string, n *node) {
	w.WriteString("<" + tag + scope)
	w.span("colspan", n.colspan)
	w.span("rowspan", n.rowspan)
	w.WriteByte('>')
	w.snug(n.children)
	w.WriteString("</" + tag + ">")
}

func (w *writer) span(name string, n uint8) {
	if n > 1 {
		w.attribute(name, strconv.Itoa(int(n)))
	}
}
