package richtext

// kind is a node's type, as the editor names it.
type kind string

const (
	doc            kind = "doc"
	paragraph      kind = "paragraph"
	heading        kind = "heading"
	bulletList     kind = "bulletList"
	orderedList    kind = "orderedList"
	listItem       kind = "listItem"
	blockquote     kind = "blockquote"
	horizontalRule kind = "horizontalRule"
	hardBreak      kind = "hardBreak"
	picture        kind = "picture"
	text           kind = "text"
	table          kind = "table"
	tableRow       kind = "tableRow"
	tableHeader    kind = "tableHeader"
	tableCell      kind = "tableCell"
	gallery        kind = "gallery"
	embed          kind = "embed"
	infoBox        kind = "infoBox"
	related        kind = "related"
)

// group is a set of kinds that stand in the same places; groups add up.
type group uint16

const (
	top    group = 1 << iota
	plain        // paragraphs and lists: they stand in cells, too
	titled       // headings: in boxes, too
	shown        // pictures: in boxes and galleries, too
	loose        // quotes and rules: wherever a paragraph stands but in cells and boxes
	broad        // what takes the whole column: in the document itself only
	item
	row
	cell
	inline

	nothing group = 0
	boxed         = plain | titled | shown
	block         = boxed | loose
)

// rule is what the schema says of a kind: where it stands and what stands in
// it. A list's items hold what they hold everywhere, within cells and boxes too.
type rule struct{ is, holds group }

var schema = map[kind]rule{
	doc:            {top, block | broad},
	paragraph:      {plain, inline},
	heading:        {titled, inline},
	bulletList:     {plain, item},
	orderedList:    {plain, item},
	listItem:       {item, block},
	blockquote:     {loose, block},
	horizontalRule: {loose, nothing},
	picture:        {shown, nothing},
	hardBreak:      {inline, nothing},
	text:           {inline, nothing},
	table:          {broad, row},
	tableRow:       {row, cell},
	tableHeader:    {cell, plain},
	tableCell:      {cell, plain},
	gallery:        {broad, shown},
	embed:          {broad, nothing},
	infoBox:        {broad, boxed},
	related:        {broad, nothing},
}

// Attributes that TipTap's extensions add and that mean nothing here. They are
// dropped; so is every attribute whose value is null. Others are refused.
var (
	idleAttributes     = map[string]bool{"textAlign": true, "dir": true, "type": true}
	idleLinkAttributes = map[string]bool{"target": true, "rel": true, "class": true, "title": true}
	idleCellAttributes = map[string]bool{"colwidth": true, "align": true}
)
