package photobank

import (
	"maps"
	"strings"
	"unicode"

	"baq.kz/portal/api/internal/features/photobank/rendition"
	"baq.kz/portal/api/internal/platform/lang"
)

// completed fills what people left empty with what the file says of itself. The
// notice of rights is for the newsroom, not for readers.
func (s *Service) completed(d Description, said rendition.Metadata) Description {
	fill := func(text *string, with string) {
		if *text == "" {
			*text = tidy(with)
		}
	}
	fill(&d.Author, said.Author)
	fill(&d.Source, said.Source)
	fill(&d.Licence, said.Licence)
	fill(&d.Place, said.Place)
	if at, known := said.TakenAt(s.deps.Zone, s.deps.Now()); d.TakenAt == nil && known {
		d.TakenAt = &at
	}
	if len(d.Keywords) == 0 {
		d.Keywords = tidyWords(said.Keywords)
	}
	if len(d.Persons) == 0 {
		d.Persons = tidyWords(said.Persons)
	}
	captions, alts := s.spoken(said.Captions), s.spoken(said.Alts)
	d.Labels = maps.Clone(d.Labels)
	for _, l := range s.deps.Languages.All() {
		label := d.Labels[l.Code]
		fill(&label.Caption, captions[l.Code])
		fill(&label.Alt, alts[l.Code])
		if label != (Label{}) {
			d.Labels[l.Code] = label
		}
	}
	return d
}

// spoken is the texts in the languages of the sites. A text whose language the
// file does not name goes to the language that its letters point to, where there
// is none yet.
func (s *Service) spoken(texts map[string]string) map[lang.Code]string {
	out := map[lang.Code]string{}
	for language, text := range texts {
		out[lang.Code(language)] = text
	}
	if guess := languageOf(out[""]); guess != "" && out[guess] == "" {
		out[guess] = out[""]
	}
	return out
}

// languageOf tells a text's language by its letters: enough for the three that
// press photographers write in here, and nothing for what is clearly another.
func languageOf(text string) lang.Code {
	text = strings.ToLower(text)
	cyrillic, latin := 0, 0
	for _, r := range text {
		switch {
		case unicode.Is(unicode.Cyrillic, r):
			cyrillic++
		case unicode.Is(unicode.Latin, r):
			latin++
		}
	}
	isCyrillic := cyrillic > 0 && 3*cyrillic >= latin // names of firms are Latin in any text
	switch {
	case cyrillic == 0 && latin == 0, strings.ContainsAny(text, "їєґўђћџљњ"): // Ukrainian, Belarusian, Serbian
		return ""
	case isCyrillic && strings.ContainsAny(text, "әғқңөұүһі"):
		return "kk"
	case isCyrillic:
		return "ru"
	case strings.ContainsFunc(text, func(r rune) bool { return r > unicode.MaxASCII && unicode.Is(unicode.Latin, r) }):
		return "" // letters that English has not
	}
	return "en"
}
