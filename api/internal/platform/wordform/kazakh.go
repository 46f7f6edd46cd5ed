package wordform

import (
	"slices"
	"strings"
)

// A Kazakh word is its stem with endings one after the other, each in few shapes:
// plural, possessive, case of a noun; time and person of a verb. They are taken off
// from the end, the longest first, as long as a stem of three letters with a vowel
// is left. Everything here is folded (see fold): ы and і are и, ғ and қ are к.

// shortest is how many letters a stem has at least.
const shortest = 3

// endings are the layers, outermost first. Of each at most one is taken off.
func endings() [][]string {
	return [][]string{
		// person of a noun or a verb
		split("мин мин бин пин син миз биз пиз сиз синдар синдер сиздар сиздер"),
		// case: genitive, dative, accusative, locative, ablative, instrumental; and
		// "that of the place": -дағы, -дегі
		split("нин дин тин ка ке га ге на не ни ди ти да де та те нда нде дан ден тан тен нан нен мен бен пен дакки даки деги таки теги ндаки ндеги ники дики тики н"),
		// possessive
		split("им ин и си имиз иниз миз низ м н"),
		// plural
		split("лар лер дар дер тар тер"),
	}
}

// verbal are endings of verbs, each a whole chain; the infinitive's -у among them.
func verbal() []string {
	return split("ади еди йди йди атин етин йтин кан кен ган ген канда кенде дим дин дик тим тин тик ди ти ип п у уда уде уки уки уди увин уин уи уга уге уке уке са се сак сек мак мек пак пек бак бек " +
		"амиз емиз асиз есиз майди мейди байди бейди пайди пейди маган меген маса месе")
}

// passive and its like stand between a verb's stem and its ending.
func passive() []string {
	return split("ил лин ин тир дир лат лет лан лен ма ме ба бе па пе")
}

func split(list string) []string { return strings.Fields(list) }

// kazakh are a folded word and all that is left of it after any endings, the word
// first and the shortest last. Whether -на is an ending or belongs to the word, as
// in Астана, no rule can tell: a text's word is found by each of them.
func kazakh(word string) []string {
	out := []string{word}
	for _, layer := range endings() {
		for _, one := range out {
			out = append(out, without(one, layer)...)
		}
	}
	for _, verb := range without(word, verbal()) {
		out = append(append(out, verb), without(verb, passive())...)
	}
	for i, one := range out {
		out[i] = voiceless(one)
	}
	slices.SortStableFunc(out, func(a, b string) int { return len(b) - len(a) })
	return slices.Compact(out)
}

// without is what each of the endings leaves, where that is a stem.
func without(word string, endings []string) (left []string) {
	for _, ending := range endings {
		if stem, has := strings.CutSuffix(word, ending); has && isStem(stem) {
			left = append(left, stem)
		}
	}
	return left
}

func isStem(s string) bool {
	return len([]rune(s)) >= shortest && strings.ContainsAny(s, "аоуеиюя")
}

// voiceless undoes what a vowel after it does to a stem's last consonant: кітап,
// but кітабы; құлақ, but құлағы is folded already.
func voiceless(stem string) string {
	switch {
	case strings.HasSuffix(stem, "б"):
		return strings.TrimSuffix(stem, "б") + "п"
	case strings.HasSuffix(stem, "г"):
		return strings.TrimSuffix(stem, "г") + "к"
	}
	return stem
}
