package kazakh

import (
	"slices"
	"strings"
)

// The layers of a noun's endings, outermost first.
const (
	layerPerson = iota
	layerCase
	layerPossessive
	layerPlural
	layerAttribute
	layers
)

// grammar has the endings, in full letters or folded.
type grammar struct {
	folded   bool
	noun     [layers]endings
	finite   endings // after a verb's stem, with nothing after them
	nominal  endings // after a verb's stem, with a noun's endings after them
	converbs endings // -ып, before which тап becomes тау
	negative endings // -ма
	negated  endings // what only a negative stem has: -с, as in бармас
	voices   endings // passive, reflexive, reciprocal
	// causatives make another verb of a verb, denominal one of a noun: біріктір, жарақатта.
	causatives, denominal endings
	// shortFinite and shortNominal have swallowed the stem's last letter: оқы and -й are
	// оқи, қой and -а are қоя.
	shortFinite, shortNominal []contraction
}

type contraction struct {
	ending
	swallowed []string
}

func newGrammar(fold bool) *grammar {
	g := &grammar{folded: fold}
	g.noun = [layers]endings{
		layerPerson: byLast(shapes("PIн сIң PIз сIңдAр сIздAр", plain, plain)),
		layerCase: byLast(
			surely(shapes("NIң Mен", plain, plain)),
			surely(neverAfter(ofThird, shapes("JI DA CAн", plain, plain))),
			surely(neverAfter(ofThird|ofSpeaker, shapes("GA", plain, plain))),
			shapes("Mенен DAй рAK -IрAK", plain, plain),
			surely(shapes("н нA ндA нAн", plain, ofThird)), shapes("ндAй", plain, ofThird),
			shapes("A", plain, ofSpeaker)),
		layerPossessive: byLast(
			shapes("=м -Iм =ң -Iң", ofSpeaker, plain),
			surely(shapes("=ңIз -IңIз =мIз -IмIз", plain, plain)),
			surely(shapes("=сI -I", ofThird, plain))),
		layerPlural:    byLast(surely(shapes("LAр", plain, plain))),
		layerAttribute: byLast(surely(shapes("Nікі", attributive, plain)), surely(neverAfter(ofThird, shapes("DAGI", attributive, plain))), surely(shapes("ндAGI", attributive, ofThird))),
	}
	present := "мIн сIң сIз дI мIз сIңдAр сIздAр м"
	persons := "мIн сIң сIз мIз сIңдAр сIздAр GA DA лIK"
	g.finite = byLast(
		surely(shapes(each("DI", "м ң ңIз K ңдAр ңIздAр"), plain, plain)),
		shapes("-A =й", plain, plain),
		surely(shapes(each("-A", present)[len("-A"):]+each(" =й", present)[len(" =й"):], plain, plain)),
		surely(shapes(each("сA", "м ң ңIз K ңдAр ңIздAр шI"), plain, plain)),
		surely(shapes("сIн сIншI =йIн -AйIн =йIK -AйIK =ңIз -IңIз =ңдAр -IңдAр =ңIздAр -IңIздAр", plain, plain)),
		shapes("шI", plain, plain),
		surely(shapes("GAлI GAнша GAнше GAймIн GAйсIң GIсI", plain, plain)),
		shapes(each("-Aр", persons)+" "+each("=р", persons), plain, plain),
		shapes("GAй GIр GIм GIң GIмIз GIңIз", plain, plain))
	g.nominal = byLast(
		surely(shapes("GAн GAндIK -AтIн =йтIн =у -у", plain, plain)),
		shapes("PAK PAKшI =ушI -ушI =ушIлIK -ушIлIK", plain, plain))
	g.converbs = byLast(surely(shapes(each("-Iп", "пIн сIң сIз пIз тI"), plain, plain)), surely(shapes(each("=п", "пIн сIң сIз пIз тI"), plain, plain)))
	g.negative, g.negated = byLast(shapes("PA", plain, plain)), byLast(shapes("=с", plain, plain))
	g.voices = byLast(shapes("-Iл =л -Iн =н -Iс =с", plain, plain))
	g.causatives = byLast(shapes("DIр GIз т", plain, plain))
	g.denominal = byLast(shapes("LA", plain, plain))
	g.shortFinite = slices.Concat(contractions("и", "ы", "і"), contractions("я", "й"),
		sureContractions(each("и", present)[len("и"):], "ы", "і"), sureContractions(each("я", present)[len("я"):], "й"))
	g.shortNominal = slices.Concat(sureContractions("итIн", "ы", "і"), sureContractions("ятIн", "й"), contractions("яр", "й"))
	if fold {
		g.fold()
	}
	return g
}

// each is a pattern with each of the ends, and without any.
func each(pattern, ends string) string {
	out := pattern
	for _, end := range strings.Fields(ends) {
		out += " " + pattern + end
	}
	return out
}

func contractions(patterns string, swallowed ...string) (all []contraction) {
	for _, e := range shapes(patterns, plain, plain) {
		all = append(all, contraction{ending: e, swallowed: swallowed})
	}
	return all
}

func sureContractions(patterns string, swallowed ...string) []contraction {
	all := contractions(patterns, swallowed...)
	for i := range all {
		all[i].sure = true
	}
	return all
}

// fold writes all endings without Kazakh letters.
func (g *grammar) fold() {
	for i := range g.noun {
		g.noun[i] = g.noun[i].fold()
	}
	for _, list := range []*endings{&g.finite, &g.nominal, &g.converbs, &g.negative, &g.negated, &g.voices, &g.causatives, &g.denominal} {
		*list = list.fold()
	}
	for _, list := range [][]contraction{g.shortFinite, g.shortNominal} {
		for i, c := range list {
			list[i].text, list[i].swallowed = Fold(c.text), []string{Fold(c.swallowed[0])}
		}
	}
}
