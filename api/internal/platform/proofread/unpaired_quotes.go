package proofread

import "slices"

// quotes looks for the other half of each quotation mark.
//
// Two rules of the press make less of it than there is. Where two closing
// guillemets would meet, one is written (ТОО «Концерн «Алмаз»), so that marks
// which are open around a closing one may be closed by it. And a quotation of
// several paragraphs opens in its first and closes in its last.
type quotes struct {
	open    []openQuote // of this paragraph, the innermost last
	within  map[rune]int
	closed  int   // that many of open, from the outside, may have been closed together with an inner one
	earlier []int // guillemets that earlier paragraphs left open
	alone   []int
}

type openQuote struct {
	sign rune
	at   int
}

func findUnpairedQuotes(t *text, f *findings) {
	q := quotes{within: map[rune]int{}}
	for i := range t.runes {
		if t.runes[i] == '\n' {
			q.endParagraph()
			continue
		}
		q.take(t, i)
	}
	q.endParagraph()
	q.alone = append(q.alone, q.earlier...)
	slices.Sort(q.alone)
	for _, i := range q.alone {
		f.add(i, i+1, "")
	}
}

// take reads one sign. “ closes „ and otherwise opens, as in English; a straight
// mark, which has a rule of its own, is a half for any other.
func (q *quotes) take(t *text, i int) {
	switch sign := t.at(i); {
	case sign == '«', sign == '„', sign == '“' && q.within['„'] == 0, sign == '"' && opens(t, i):
		q.open = append(q.open, openQuote{sign, i})
		q.within[sign]++
	case sign == '»' && q.within['«'] > 0:
		q.close('«')
		q.closed = len(q.open)
	case sign == '»' && q.within['"'] > 0, sign == '"' && len(q.open) > 0:
		q.close(q.innermost(sign))
	case sign == '»' && len(q.earlier) > 0:
		q.earlier = nil
	case sign == '“', sign == '”' && q.within['„'] > 0:
		q.close('„')
	case sign == '”' && q.within['“'] > 0:
		q.close('“')
	case sign == '»', sign == '”':
		q.alone = append(q.alone, i)
	}
}

func (q *quotes) innermost(closing rune) rune {
	if closing == '"' {
		return q.open[len(q.open)-1].sign
	}
	return '"'
}

// close closes the innermost of a sign that is open; what is open within it
// stays alone.
func (q *quotes) close(sign rune) {
	for {
		last := q.open[len(q.open)-1]
		q.open = q.open[:len(q.open)-1]
		q.within[last.sign]--
		if last.sign == sign {
			break
		}
		if last.sign != '"' {
			q.alone = append(q.alone, last.at)
		}
	}
	q.closed = min(q.closed, len(q.open))
}

func (q *quotes) endParagraph() {
	for _, o := range q.open[q.closed:] {
		switch o.sign {
		case '«':
			q.earlier = append(q.earlier, o.at)
		case '"':
		default:
			q.alone = append(q.alone, o.at)
		}
	}
	q.open, q.closed = q.open[:0], 0
	clear(q.within)
}
