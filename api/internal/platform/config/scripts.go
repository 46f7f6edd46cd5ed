package config

import (
	"errors"
	"fmt"
	"strings"

	"baq.kz/portal/api/internal/platform/kazscript"
	"baq.kz/portal/api/internal/platform/lang"
)

// noScripts is the setting of sites that are rendered in no other script.
const noScripts = "none"

// withScripts reads "kk=latin-2018+arabic-tote". Each script stands once: it is known
// by its code in addresses.
func withScripts(languages lang.Set, text string) (lang.Set, error) {
	alphabets, err := kazscript.Load()
	if err != nil || text == noScripts {
		return languages, err
	}
	var all []error
	for part := range strings.SplitSeq(text, ",") {
		code, names, _ := strings.Cut(strings.TrimSpace(part), "=")
		scripts, err := scriptsOf(alphabets, code, names)
		if err != nil {
			all = append(all, fmt.Errorf("PORTAL_SCRIPTS: %w", err))
		}
		languages = languages.Render(lang.Code(code), code+"-"+kazscript.Kept, scripts)
	}
	return languages, errors.Join(all...)
}

func scriptsOf(alphabets map[string]*kazscript.Alphabet, code, names string) ([]lang.Script, error) {
	if code != kazscript.Language {
		return nil, fmt.Errorf("%q: there are alphabets for %s only", code, kazscript.Language)
	}
	var scripts []lang.Script
	seen := map[string]bool{}
	for name := range strings.SplitSeq(names, "+") {
		a, known := alphabets[name]
		if !known {
			return nil, fmt.Errorf("%q is no alphabet; there are %s", name, strings.Join(kazscript.Names(alphabets), ", "))
		}
		if seen[a.Script] {
			return nil, fmt.Errorf("two alphabets for %s-%s", code, a.Script)
		}
		seen[a.Script] = true
		scripts = append(scripts, lang.Script{Code: strings.ToLower(a.Script), Tag: code + "-" + a.Script, Alphabet: a.Name, RightToLeft: a.RightToLeft})
	}
	return scripts, nil
}
