package country

import (
	"fmt"
	"regexp"
	"strings"

	"baq.kz/portal/api/internal/platform/lang"
)

// Languages are the languages that readers of a country are likely to want.
type Languages map[string]lang.Code

var pair = regexp.MustCompile(`^([A-Z]{2})=([a-z]{2})$`)

// ParseLanguages reads "KZ=kk,RU=ru". A language that no site has may be named: it
// counts when the site comes.
func ParseLanguages(text string) (Languages, error) {
	all := Languages{}
	if strings.TrimSpace(text) == "" {
		return all, nil
	}
	for part := range strings.SplitSeq(text, ",") {
		match := pair.FindStringSubmatch(strings.TrimSpace(part))
		if match == nil {
			return nil, fmt.Errorf("%q is not a country and a language such as KZ=kk", part)
		}
		if _, twice := all[match[1]]; twice {
			return nil, fmt.Errorf("the country %s is named twice", match[1])
		}
		all[match[1]] = lang.Code(match[2])
	}
	return all, nil
}
