package proofread

import "unicode"

// layout is the letter that the Russian layout has for one of the Kazakh.
var layout = map[rune]rune{
	'ә': 'а', 'қ': 'к', 'ғ': 'г', 'ң': 'н', 'ө': 'о', 'ұ': 'у', 'ү': 'у', 'һ': 'х', 'і': 'и',
}

// confounded are letters that are typed for one another even with the Kazakh
// layout at hand.
var confounded = map[rune]rune{'і': 'ы', 'ы': 'і', 'ұ': 'ү', 'ү': 'ұ'}

// lowered is a word in small letters; false when one is not of the Kazakh or
// Russian alphabet.
func lowered(letters []rune) ([]rune, bool) {
	out := make([]rune, len(letters))
	for i, r := range letters {
		if r < 'Ѐ' || r > 'ӿ' {
			return nil, false
		}
		out[i] = unicode.ToLower(r)
	}
	return out, true
}

// folded is one spelling for a word and all of its slips. Each of its letters
// is two bytes long.
func folded(lower []rune) string {
	out := make([]rune, len(lower))
	for i, r := range lower {
		out[i] = r
		if russian := layout[r]; russian != 0 {
			out[i] = russian
		}
		if r == 'ы' {
			out[i] = 'и'
		}
	}
	return string(out)
}

// slipCost tells whether typed can be a slip for right, and how many of its
// letters were confounded rather than taken from the Russian layout.
func slipCost(typed, right []rune) (cost int, ok bool) {
	if len(typed) != len(right) {
		return 0, false
	}
	for i, r := range right {
		switch typed[i] {
		case r, layout[r]:
		case confounded[r]:
			cost++
		default:
			return 0, false
		}
	}
	return cost, true
}
