package config

import (
	"errors"
	"regexp"
)

// Indexed tells whether search engines may list the sites.
func (c Config) Indexed() bool {
	if c.Robots == "" {
		return c.Environment == Production
	}
	return c.Robots == "allow"
}

// indexNowKey is what the protocol takes (indexnow.org/documentation).
var indexNowKey = regexp.MustCompile(`^[A-Za-z0-9-]{8,128}$`)

// checkIndexNow complains of half a setting: an address needs a key. A key alone is
// served before anybody is told.
func (c Config) checkIndexNow() []error {
	switch {
	case c.IndexNow != "" && c.IndexNowKey == "":
		return []error{errors.New("PORTAL_INDEXNOW_KEY: a key is needed with PORTAL_INDEXNOW")}
	case c.IndexNowKey != "" && !indexNowKey.MatchString(c.IndexNowKey):
		return []error{errors.New("PORTAL_INDEXNOW_KEY: 8 to 128 letters of a-z, A-Z, digits and hyphens")}
	}
	return nil
}
