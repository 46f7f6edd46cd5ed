package richtext

// Cell is a cell of a table.
type Cell struct{ raw raw }

// Table is a table of rows.
func Table(rows ...[]Cell) Block {
	content := make([]raw, len(rows))
	for i, cells := range rows {
		content[i] = raw{kind: tableRow, content: make([]raw, len(cells))}
		for j, c := range cells {
			content[i].content[j] = c.raw
		}
	}
	return Block{raw{kind: table, content: content}}
}

// HeaderCell is a cell that says what its column or row is; it holds paragraphs and lists.
func HeaderCell(blocks ...Block) Cell {
	return Cell{raw{kind: tableHeader, content: rawBlocks(blocks)}}
}

// DataCell is any other cell; it holds paragraphs and lists.
func DataCell(blocks ...Block) Cell { return Cell{raw{kind: tableCell, content: rawBlocks(blocks)}} }

// Span returns the cell as it takes several columns and rows.
func (c Cell) Span(columns, rows int) Cell {
	c.raw.attrs = append(number("colspan", int64(columns)), number("rowspan", int64(rows))...)
	return c
}

// Gallery shows pictures side by side, 2 to 30 of them.
func Gallery(pictures ...Block) Block {
	return Block{raw{kind: gallery, content: rawBlocks(pictures)}}
}

// Embed shows content of others, once the reader asks for it. Provider and
// reference come from ParseEmbed.
func Embed(provider, ref, caption string) Block {
	return Block{raw{kind: embed, attrs: []attr{{"provider", provider}, {"ref", ref}, {"caption", caption}}}}
}

// InfoBox is a box beside the story, with a title or without.
func InfoBox(title string, blocks ...Block) Block {
	return Block{raw{kind: infoBox, attrs: []attr{{"title", title}}, content: rawBlocks(blocks)}}
}

// Related is a card that leads to another article.
func Related(articleID int64) Block {
	return Block{raw{kind: related, attrs: number("articleId", articleID)}}
}
