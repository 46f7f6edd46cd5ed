package prose

import (
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"baq.kz/portal/api/internal/platform/richtext"
)

// Story is a synthetic story.
type Story struct {
	Rubric int   // index into Rubrics
	Tags   []int // indexes into Tags
	In     map[string]Text
}

// Text is a story in one language.
type Text struct {
	Title, Lead string
	Body        richtext.Document
}

// Story writes the story of that number. Some have a picture in the body, one
// of the given ids of the photobank.
func (w *Writer) Story(number uint64, pictures []int64) (Story, error) {
	dice := rand.New(rand.NewPCG(number, 0x6261712e6b7a))
	rubric := Rank(dice, len(w.world.Rubrics))
	group := w.groups[w.world.Rubrics[rubric].Group]
	topic, place := group[Rank(dice, len(group))], Rank(dice, len(w.Places))
	f := facts{
		topic: w.topics[topic], place: w.Places[place],
		who: w.person(dice.IntN(len(w.First)), dice.IntN(len(w.Family))), role: pick(dice, w.Roles), years: pick(dice, w.Years),
		n: 5 * (2 + dice.IntN(11)), n2: 5 * (2 + dice.IntN(7)), m: 10 * (12 + dice.IntN(970)), p: 5 * (1 + dice.IntN(12)),
	}
	plan := outline(dice, pictures)
	s := Story{Rubric: rubric, Tags: []int{topic, len(w.topics) + place}, In: map[string]Text{}}
	for l, table := range w.languages {
		text, err := table.write(plan, f.slots(l))
		if err != nil {
			return s, err
		}
		s.In[l] = text
	}
	return s, nil
}

// Rank picks one of n by Zipf's law: the first is picked most, the second half
// as often as the first, and so on.
func Rank(dice *rand.Rand, n int) int {
	return min(int(math.Exp(dice.Float64()*math.Log(float64(n+1))))-1, n-1)
}

func pick[T any](dice *rand.Rand, all []T) T { return all[dice.IntN(len(all))] }

// facts are what a story tells in each language alike.
type facts struct {
	topic, place     forms
	who, role, years Names
	n, n2, m, p      int
}

// slots puts the facts into a language's sentences.
func (f facts) slots(language string) *strings.Replacer {
	var pairs []string
	for i, form := range f.topic[language] {
		pairs = append(pairs, "{"+topicForms[i]+"}", form)
	}
	for i, form := range f.place[language] {
		pairs = append(pairs, "{"+placeForms[i]+"}", form)
	}
	for name, number := range map[string]int{"n": f.n, "n2": f.n2, "m": f.m, "p": f.p} {
		pairs = append(pairs, "{"+name+"}", strconv.Itoa(number))
	}
	pairs = append(pairs, "{who}", f.who[language], "{role}", f.role[language], "{years}", f.years[language])
	return strings.NewReplacer(pairs...)
}

// upper makes a capital of the first letter.
func upper(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[size:]
}
