package proofread

// Code names a kind of finding. Codes are stable: the panel has a message for
// each in every language of its own.
type Code string

// The codes of findings.
const (
	LookAlike               Code = "look_alike"                 // a Latin letter in a Cyrillic word, or the reverse
	KeyboardSlip            Code = "keyboard_slip"              // a Kazakh word in letters of the Russian layout
	WrongLanguageLetters    Code = "wrong_language_letters"     // і in a Russian word
	DoubleSpace             Code = "double_space"               // more than one space
	SpaceBeforePunctuation  Code = "space_before_punctuation"   // a space before a comma, a full stop and their like
	NoSpaceAfterPunctuation Code = "no_space_after_punctuation" // no space after one
	StraightQuotes          Code = "straight_quotes"            // " for « or »
	HyphenAsDash            Code = "hyphen_as_dash"             // a hyphen between spaces
	RepeatedWord            Code = "repeated_word"              // the same word twice
	RepeatedPunctuation     Code = "repeated_punctuation"       // !!, ,, and their like
	UnpairedQuote           Code = "unpaired_quote"             // a quotation mark without its other half
	UnpairedBracket         Code = "unpaired_bracket"           // a bracket without its other half
	HeadlineLong            Code = "headline_long"              // more than HeadlineLimit characters; marks the rest
	HeadlineFullStop        Code = "headline_full_stop"         // a headline that ends with a full stop
	HeadlineAllCaps         Code = "headline_all_caps"          // a headline in capitals only
)

// Codes are all codes.
func Codes() []Code {
	return []Code{
		LookAlike, KeyboardSlip, WrongLanguageLetters, DoubleSpace, SpaceBeforePunctuation, NoSpaceAfterPunctuation,
		StraightQuotes, HyphenAsDash, RepeatedWord, RepeatedPunctuation, UnpairedQuote, UnpairedBracket,
		HeadlineLong, HeadlineFullStop, HeadlineAllCaps,
	}
}
