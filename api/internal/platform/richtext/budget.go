package richtext

import "unicode/utf8"

// budget counts what a document may have only so much of.
type budget struct{ nodes, bytes, pictures, embeds, related int }

// enter counts a node at a depth.
func (b *budget) enter(depth int) error {
	b.nodes++
	switch {
	case depth > MaxDepth:
		return ErrTooDeep
	case b.nodes > MaxNodes:
		return ErrTooManyNodes
	}
	return nil
}

// write counts text or a link's address.
func (b *budget) write(text string) { b.bytes += len(text) }

// show counts what costs a reader a look-up: a picture, an embed, a related article.
func (b *budget) show(what kind) error {
	switch what {
	case picture:
		b.pictures++
	case embed:
		b.embeds++
	case related:
		b.related++
	}
	switch {
	case b.pictures > MaxPictures:
		return ErrTooManyPictures
	case b.embeds > MaxEmbeds:
		return ErrTooManyEmbeds
	case b.related > MaxRelated:
		return ErrTooManyRelated
	}
	return nil
}

// settle looks at the whole, once it can be too much at all. NFC makes some
// scripts longer, and what is accepted must be accepted again when it is read
// back: the JSON is text that doubles at most (quotes), and below 150 bytes a node.
func (b *budget) settle(d Document) error {
	if b.bytes > MaxRunes && utf8.RuneCountInString(d.Text()) > MaxRunes {
		return ErrTooMuchText
	}
	if 2*b.bytes+150*b.nodes > MaxBytes && len(d.JSON()) > MaxBytes {
		return ErrTooLarge
	}
	return nil
}
