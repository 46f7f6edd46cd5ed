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
)

// group says where nodes of a kind may stand.
type group int

const (
	nothing group = iota
	top
	block
	item
	inline
)

// rule is what the schema says of a kind: where it stands and what stands in it.
type rule struct{ is, holds group }

var schema = map[kind]rule{
	doc:            {top, block},
	paragraph:      {block, inline},
	heading:        {block, inline},
	bulletList:     {block, item},
	orderedList:    {block, item},
	listItem:       {item, block},
	blockquote:     {block, block},
	horizontalRule: {block, nothing},
	picture:        {block, nothing},
	hardBreak:      {inline, nothing},
	text:           {inline, nothing},
}

// Attributes that TipTap's extensions add and that mean nothing here. They are
// dropped; so is every attribute whose value is null. Others are refused.
var (
	idleAttributes     = map[string]bool{"textAlign": true, "dir": true, "type": true}
	idleLinkAttributes = map[string]bool{"target": true, "rel": true, "class": true, "title": true}
)
