package proofread

import (
	"slices"

	"baq.kz/portal/api/internal/platform/lang"
)

// rule finds the places of one code, in one pass over the text.
type rule struct {
	code Code
	find func(*text, *findings)
}

// general rules hold for any language.
var general = []rule{
	{DoubleSpace, findDoubleSpaces},
	{SpaceBeforePunctuation, findSpacesBeforePunctuation},
	{NoSpaceAfterPunctuation, findMissingSpaces},
	{RepeatedWord, findRepeatedWords},
	{RepeatedPunctuation, findRepeatedPunctuation},
	{UnpairedQuote, findUnpairedQuotes},
	{UnpairedBracket, findUnpairedBrackets},
}

// own rules are those of one language. Quotation marks and dashes differ: the
// English ones are neither « nor –.
var own = map[lang.Code][]rule{
	"kk": {
		{LookAlike, findLookAlikes},
		{KeyboardSlip, findKeyboardSlips},
		{StraightQuotes, findStraightQuotes},
		{HyphenAsDash, findHyphensAsDashes},
	},
	"ru": {
		{LookAlike, findLookAlikes},
		{LookAlike, findLatinPrepositions},
		{WrongLanguageLetters, findWrongLanguageLetters},
		{StraightQuotes, findStraightQuotes},
		{HyphenAsDash, findHyphensAsDashes},
	},
}

var headlineRules = []rule{
	{HeadlineLong, findLongHeadline},
	{HeadlineFullStop, findFullStop},
	{HeadlineAllCaps, findAllCaps},
}

func rulesOf(language lang.Code) []rule { return slices.Concat(general, own[language]) }
