package slug

import (
	"baq.kz/portal/api/internal/platform/lang"
)

// letters is how the agency spells what NFKD alone does not bring to ASCII.
//
// Its two sites use one table. Read off their addresses: қ q, ғ g, ң n, ө o,
// ү ұ у u, ә a, ы й y, і и i, ш sh, ж zh, х h, ц ts, щ sch, ё yo, я ya, ю yu,
// э е e, no sign for ъ and ь. (The Russian tags of old have х kh, as in
// "psikhologiya"; articles have h, as in "kazahstantsev".) Derived: һ h like х,
// ч ch after ш, в v.
var letters = map[rune]string{
	'а': "a", 'б': "b", 'в': "v", 'г': "g", 'д': "d", 'е': "e", 'ё': "yo", 'ж': "zh",
	'з': "z", 'и': "i", 'й': "y", 'к': "k", 'л': "l", 'м': "m", 'н': "n", 'о': "o",
	'п': "p", 'р': "r", 'с': "s", 'т': "t", 'у': "u", 'ф': "f", 'х': "h", 'ц': "ts",
	'ч': "ch", 'ш': "sh", 'щ': "sch", 'ъ': "", 'ы': "y", 'ь': "", 'э': "e", 'ю': "yu", 'я': "ya",
	'ә': "a", 'ғ': "g", 'қ': "q", 'ң': "n", 'ө': "o", 'ұ': "u", 'ү': "u", 'һ': "h", 'і': "i",
	// The neighbours' Cyrillic, for names.
	'є': "ye", 'ґ': "g", 'ҳ': "h", 'ҷ': "j", 'ђ': "dj", 'љ': "lj", 'њ': "nj", 'ћ': "c", 'џ': "dz",
	// Latin letters that have no decomposition.
	'æ': "ae", 'œ': "oe", 'ø': "o", 'ß': "ss", 'ł': "l", 'đ': "d", 'ð': "d", 'þ': "th",
	'ħ': "h", 'ı': "i", 'ə': "a", 'ɵ': "o",
}

// exceptions are letters that one language spells differently.
var exceptions = map[lang.Code]map[rune]string{
	// Kazakh Latin: ş of 2021 is ш, ý of 2018 is у.
	"kk": {'ş': "sh", 'ý': "u"},
	"de": {'ä': "ae", 'ö': "oe", 'ü': "ue"},
}

// lookAlikes are Latin letters that stand by mistake in Cyrillic words, which
// is common in real Kazakh text, with the letter that was meant.
var lookAlikes = map[rune]rune{
	'A': 'А', 'B': 'В', 'C': 'С', 'E': 'Е', 'H': 'Н', 'I': 'І', 'K': 'К', 'M': 'М', 'O': 'О',
	'P': 'Р', 'T': 'Т', 'X': 'Х', 'Y': 'У', 'Ə': 'Ә', 'Ɵ': 'Ө',
	'a': 'а', 'c': 'с', 'e': 'е', 'h': 'һ', 'i': 'і', 'k': 'к', 'o': 'о', 'p': 'р', 'x': 'х',
	'y': 'у', 'ə': 'ә', 'ɵ': 'ө',
}
