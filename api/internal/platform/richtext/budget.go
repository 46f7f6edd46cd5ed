package richtext

import "unicode/utf8"

// budget counts what a document may have only so much of.
type budget struct{ nodes, runes, bytes, pictures int }

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

// write counts text.
func (b *budget) write(text string) error {
	b.bytes += len(text)
	if b.runes += utf8.RuneCountInString(text); b.runes > MaxRunes {
		return ErrTooMuchText
	}
	return nil
}

// show counts a picture.
func (b *budget) show() error {
	if b.pictures++; b.pictures > MaxPictures {
		return ErrTooManyPictures
	}
	return nil
}

// mayExceed tells whether the JSON of all that was counted could be longer than
// limit: text doubles at most (quotes), and what a node adds stays below 150 bytes.
func (b *budget) mayExceed(limit int) bool { return 2*b.bytes+150*b.nodes > limit }
