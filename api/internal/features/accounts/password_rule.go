package accounts

import (
	_ "embed"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/trustelem/zxcvbn"
	"golang.org/x/text/unicode/norm"

	"baq.kz/portal/api/internal/platform/fault"
	"baq.kz/portal/api/internal/platform/slug"
)

// What a password must be like. NIST SP 800-63B and ASVS 5.0 (6.2) ask for
// length and against what is guessed first, not for digits and capitals.
const (
	shortestPassword = 12  // characters
	longestPassword  = 200 // characters
	// fewestGuesses is after how many guesses a password may be found: the best
	// of zxcvbn's five grades. See docs/adr/0009.
	fewestGuesses = 1e10
	// charactersJudged bounds the time of a judgement, which grows with the cube
	// of the length: the beginning must be strong enough by itself.
	charactersJudged = 40
	// fewestDifferent is how many different characters there must be at least.
	fewestDifferent = 5
)

//go:embed password_words.txt
var passwordWords string

// checkPassword refuses with ErrInvalidUser a password that is too short, too
// long, the person's own e-mail, or guessed early.
func checkPassword(password, email, name string) error {
	if fields := passwordComplaints(password, email, name); len(fields) > 0 {
		return ErrInvalidUser.WithFields(fields...)
	}
	return nil
}

func passwordComplaints(password, email, name string) []fault.Field {
	complain := func(code, message string) []fault.Field {
		return []fault.Field{{Field: "password", Code: code, Message: message}}
	}
	password = norm.NFC.String(password)
	switch n := utf8.RuneCountInString(password); {
	case n < shortestPassword:
		return complain("min", inWords("min", "12"))
	case n > longestPassword:
		return complain("max", inWords("max", "200"))
	case strings.EqualFold(password, email):
		return []fault.Field{passwordIsEmail}
	case guessable(password, email, name):
		return complain("guessable", "is among those that are guessed first; take several words that have nothing to do with you")
	}
	return nil
}

// guessable tells whether somebody who knows the person and the usual words
// would find the password too early. It is judged as it was typed, by the keys
// that were pressed and by how it sounds: the judge knows Latin letters alone.
func guessable(password, email, name string) bool {
	runes := []rune(strings.ToLower(password))
	if len(slices.Compact(slices.Sorted(slices.Values(runes)))) < fewestDifferent {
		return true
	}
	beginning := string([]rune(password)[:min(len(runes), charactersJudged)])
	known := knownWords(email, name)
	forms := []string{beginning, keys(beginning), sound(beginning)}
	slices.Sort(forms)
	return slices.ContainsFunc(slices.Compact(forms), func(form string) bool {
		form = string([]rune(form)[:min(utf8.RuneCountInString(form), charactersJudged)])
		return zxcvbn.PasswordStrength(form, known).Guesses < fewestGuesses
	})
}

// knownWords are the words to be tried first: the person's own, then the usual
// ones that the judge's English lists lack, each in all forms.
func knownWords(email, name string) []string {
	apart := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }
	own := strings.FieldsFunc(strings.ToLower(norm.NFC.String(email+" "+name)), apart)
	own = append(own, strings.ToLower(email), strings.ToLower(name))
	var all []string
	for _, word := range slices.Concat(own, strings.Fields(passwordWords)) {
		if utf8.RuneCountInString(word) > 2 {
			all = append(all, word, sound(word), keys(word))
		}
	}
	return all
}

// sound spells Cyrillic letters in Latin ones, and leaves the rest as it is.
func sound(text string) string {
	return spelt(text, func(r rune) string { return slug.Make(string(r), "ru") })
}

// keys are the Latin letters on the keys of Cyrillic ones: "пароль" is "gfhjkm".
func keys(text string) string {
	return spelt(text, func(r rune) string {
		before, _, found := strings.Cut(cyrillicKeys, string(r))
		if !found {
			return ""
		}
		return string(latinKeys[utf8.RuneCountInString(before)])
	})
}

// The Russian and the Kazakh layout over the American one, key by key.
const (
	cyrillicKeys = "йцукенгшщзхъфывапролджэячсмитьбюёәіңғүұқөһ"
	latinKeys    = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`2345890-="
)

func spelt(text string, letter func(rune) string) string {
	var out strings.Builder
	for _, r := range strings.ToLower(text) {
		if latin := letter(r); unicode.Is(unicode.Cyrillic, r) && latin != "" {
			out.WriteString(latin)
		} else {
			out.WriteRune(r)
		}
	}
	return out.String()
}
