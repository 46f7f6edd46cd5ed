package proofread

import (
	"slices"
	"strings"
)

// backEndings are endings of nouns after hard vowels; the soft ones follow from
// them by vowel harmony. Endings of the second person, which news hardly has,
// are among them so that they are not taken for slips of the third.
const backEndings = `ның дың тың ға қа на нан дан тан да та нда ды ты ны мен бен пен дағы тағы ндағы
	лар дар тар ларды дарды тарды ларға дарға тарға ларда дарда тарда лардан дардан тардан лардың дардың тардың лармен дармен тармен
	лары дары тары ларын дарын тарын ларының дарының тарының ларына дарына тарына ларында дарында тарында ларынан дарынан тарынан
	ының сының ына сына ында сында ынан сынан ындағы сындағы ын сын ымен сымен ың сың ымыз мыз ымыздың мыздың
	лық дық тық лықтың дықтың тықтың лықтар дықтар тықтар сыз шы шылар`

// firstStem is how many letters a word has at least to take endings here; what
// shorter ones and an ending may look like is too much.
const firstStem = 4

// longestEnding is the most letters of an ending.
const longestEnding = 8

// soft makes the soft ending of a hard one. The е of мен is soft in both.
var soft = strings.NewReplacer("а", "е", "ы", "і", "ғ", "г", "қ", "к")

// ending is one of a word's endings.
type ending struct {
	letters []rune
	isSoft  bool
}

// endings are all of them by their folded spelling.
var endings = endingsOf(backEndings)

func endingsOf(list string) map[string][]ending {
	all := map[string][]ending{}
	for hard := range strings.FieldsSeq(list) {
		for _, e := range []ending{{[]rune(hard), false}, {[]rune(soft.Replace(hard)), true}} {
			key := folded(e.letters)
			all[key] = append(all[key], e)
		}
	}
	return all
}

// isSoft tells which endings a word takes, by its last vowel that is hard or
// soft for certain; у, и and ю are neither.
func isSoft(letters []rune) bool {
	for _, r := range slices.Backward(letters) {
		if isOneOf(r, "аоұыяё") {
			return false
		}
		if isOneOf(r, "әөүіеэ") {
			return true
		}
	}
	return false
}

// isSurname tells names of the Russian kind, whose vowels do not choose the
// ending: Тоқаевтың, Мәсімовтің.
func isSurname(letters []rune) bool {
	end := string(letters[len(letters)-2:])
	return end == "ев" || end == "ов" || end == "ин"
}

// withEnding takes a word apart, the longest stem first.
func withEnding(lower []rune, key string) guess {
	for cut := len(lower) - 2; cut >= max(firstStem, len(lower)-longestEnding); cut-- {
		stems, tails := keyboardWords[key[:2*cut]], endings[key[2*cut:]]
		if len(stems) == 0 || len(tails) == 0 || isSurname(lower[:cut]) || spared[string(lower[:cut])] {
			continue
		}
		best, found := guess{}, false
		for _, stem := range stems {
			g, ok, right := joined(lower, cut, stem, tails)
			if right {
				return guess{}
			}
			if ok {
				best, found = better(best, g), true
			}
		}
		if found {
			return best
		}
	}
	return guess{}
}

// joined is a stem with the ending that was meant, if typed is a slip for it;
// right is true for a word without a slip.
func joined(typed []rune, cut int, stem entry, tails []ending) (g guess, ok, right bool) {
	cost, ok := slipCost(typed[:cut], stem.letters)
	if !ok {
		return guess{}, false, false
	}
	tail, several, ok := tailOf(typed[cut:], stem.letters, tails)
	exact := string(stem.letters) == string(typed[:cut])
	switch whole := string(stem.letters) + string(tail); {
	case !ok:
		return guess{}, false, false
	case several:
		return guess{several: true, isName: stem.isName, ending: len(tail), cost: cost}, !exact, false
	case exact && isParticiple(stem.letters, tail):
		return guess{}, false, false
	case whole == string(typed):
		return guess{}, false, true
	default:
		return guess{letters: []rune(whole), isName: stem.isName, ending: len(tail), cost: cost}, true, false
	}
}

// isParticiple tells what may be another word than a noun with its ending:
// басқанын is of басқан (who trod), not a slip for басқаның (of the other).
func isParticiple(stem, tail []rune) bool {
	return tail[0] == 'н' && isOneOf(stem[len(stem)-2], "ғқгк") && isOneOf(stem[len(stem)-1], "ае")
}

// tailOf is the ending itself when it is right, and else the one that it can be
// a slip for.
func tailOf(typed, stem []rune, tails []ending) (tail []rune, several, ok bool) {
	softly := isSoft(stem)
	for _, e := range tails {
		if e.isSoft != softly || !meets(stem[len(stem)-1], e.letters[0]) {
			continue
		}
		if string(e.letters) == string(typed) {
			return typed, false, true
		}
		if _, can := slipCost(typed, e.letters); can {
			tail, several, ok = e.letters, ok, true
		}
	}
	return tail, several, ok
}

// meets tells whether an ending can begin so after the last letter of its word:
// vowels, voiced and voiceless consonants take endings of their own. Without it
// қалатын (who stays) would be a slip for an impossible genitive of қала.
func meets(last, first rune) bool {
	vowel := isOneOf(last, "аәеёиоөуұүыіэюя")
	voiceless := isOneOf(last, "бвгдкқпстфхһцчшщ")
	switch first {
	case 'т', 'қ', 'к', 'п':
		return voiceless
	case 'д', 'ғ', 'г', 'б', 'л':
		return !voiceless
	case 'н':
		return vowel || isOneOf(last, "мнң")
	case 'с':
		return vowel
	case 'а', 'е', 'ы', 'і':
		return !vowel || last == 'у' || last == 'и'
	}
	return true
}
