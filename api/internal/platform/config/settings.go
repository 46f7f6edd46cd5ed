package config

import (
	"fmt"
	"net/url"
	"reflect"
	"regexp"
	"strings"
)

// Settings are all settings as lines of an environment file, without the
// secrets: for whoever takes the portal over.
func (c Config) Settings() []string {
	var all []string
	v := reflect.ValueOf(c)
	for i := range v.NumField() {
		f := v.Type().Field(i)
		name := envName(f.Name)
		if name == "" || name == "-" || f.Tag.Get("json") == "-" {
			continue
		}
		all = append(all, name+"="+quoted(shown(v.Field(i))))
	}
	return all
}

func shown(v reflect.Value) string {
	if list, ok := v.Interface().([]string); ok {
		return strings.Join(list, ",")
	}
	return withoutPassword(fmt.Sprint(v.Interface()))
}

// quoted keeps a value in one line, and in one word for a shell.
func quoted(value string) string {
	value = strings.NewReplacer("\r", "", "\n", " ").Replace(value)
	if strings.ContainsAny(value, " '\"$`\\#&;<>()|*?") {
		return "'" + strings.ReplaceAll(value, "'", `'\''`) + "'"
	}
	return value
}

// passwordWord is a password in a list of words (libpq's other way to write an
// address) or in the query of a URL.
var passwordWord = regexp.MustCompile(`(?i)(pass\w*)(\s*=\s*)('(?:[^'\\]|\\.)*'|[^\s&]+)`)

// withoutPassword takes passwords out of addresses.
func withoutPassword(value string) string {
	if u, err := url.Parse(value); err == nil && u.User != nil {
		if _, there := u.User.Password(); there {
			if name := u.User.Username(); name != "" {
				u.User = url.User(name)
			} else {
				u.User = nil
			}
			value = u.String()
		}
	}
	return passwordWord.ReplaceAllString(value, "${1}${2}xxxxx")
}
