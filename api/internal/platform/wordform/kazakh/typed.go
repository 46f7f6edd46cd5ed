package kazakh

import (
	"strings"
	"unicode"
)

// mostSpellings bounds how many spellings a word in other letters may stand for.
const mostSpellings = 24

// Spellings are what a word in Latin or Arabic (töte) letters may be in folded Cyrillic
// ones (see Fold): the alphabets of 2018 and 2021, and what people type who have neither.
// A letter that has several meanings gives several spellings. Nil: the word is in other
// letters, or in Cyrillic already.
func Spellings(word string) []string {
	signs := signsOf(word)
	if signs == nil {
		return nil
	}
	out := []string{""}
	for rest := []rune(word); len(rest) > 0; {
		length := min(2, len(rest))
		meanings, known := signs[string(rest[:length])]
		if !known {
			length = 1
			if meanings, known = signs[string(rest[:1])]; !known {
				meanings = []string{string(rest[:1])}
			}
		}
		rest = rest[length:]
		out = continued(out, meanings)
	}
	return out
}

// signsOf are those of the word's first letter's alphabet, if all its letters are of it.
func signsOf(word string) map[string][]string {
	inside := func(alphabet *unicode.RangeTable) bool {
		return !strings.ContainsFunc(word, func(letter rune) bool { return unicode.IsLetter(letter) && !unicode.Is(alphabet, letter) })
	}
	switch {
	case !strings.ContainsFunc(word, unicode.IsLetter):
		return nil
	case inside(unicode.Latin):
		return latin()
	case inside(unicode.Arabic):
		return arabic()
	}
	return nil
}

// continued are the spellings with each meaning of the next sign; when they would be too
// many only the first meaning counts.
func continued(spellings, meanings []string) []string {
	if len(spellings)*len(meanings) > mostSpellings {
		meanings = meanings[:1]
	}
	out := make([]string, 0, len(spellings)*len(meanings))
	for _, meaning := range meanings {
		for _, s := range spellings {
			out = append(out, s+meaning)
		}
	}
	return out
}

// latin are the letters of both alphabets and of English spelling, with their meanings.
func latin() map[string][]string {
	return signs(`a á ä ə=а b=б v=в w=у|в g ǵ ğ=г d=д e é=е j zh=ж z=з k q=к|к l=л m=м n ń ñ ŋ=н o ó ö ō=о p=п r=р s=с t=т
		u ú ü ū=у f=ф h=х kh=х|к x=кс|х sh ş ş=ш ch ç=ч c=к|ц ts=ц shch=щ ý=у y=и|й|у i ı í=и|й ya ia=я|иа yu iu iý=ю|иу yo io=е|ио ye=е|ие yi=и`)
}

// arabic are the letters of the töte script. The hamza that makes a word's vowels front
// ones has no letter of its own in folded spelling.
func arabic() map[string][]string {
	return signs(`ا أ آ=а ب=б ۆ=в گ غ ع=г د=д ە ه=е ج=ж ز=з ي ی=и|й ك ک ق=к ل=л م=м ن ڭ=н و=о پ=п ر=р س=с ت=т ۋ ۇ=у ف=ф ح خ ھ=х چ=ч ش=ш ى=и تس=ц ء ٴ=`)
}

// signs reads a table: signs, the last with "=" and its meanings.
func signs(table string) map[string][]string {
	out := map[string][]string{}
	var waiting []string
	for _, field := range strings.Fields(table) {
		sign, meanings, last := strings.Cut(field, "=")
		waiting = append(waiting, sign)
		if last {
			for _, s := range waiting {
				out[s] = strings.Split(meanings, "|")
			}
			waiting = nil
		}
	}
	return out
}
