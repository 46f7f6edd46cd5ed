package blob

import (
	"fmt"
	"regexp"
)

// maxKey leaves room below the file systems' limit of 255 bytes per name.
const maxKey = 200

var keyPattern = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]*(\.[a-z0-9]+)*(/[a-z0-9][a-z0-9_-]*(\.[a-z0-9]+)*)*$`)

// checkKey admits lower-case Latin letters, digits, `-`, `_`, `/` between names
// and single dots within them, up to 200 bytes: what means the same in every
// file system and object store, and never a way out of the folder.
func checkKey(key string) error {
	if len(key) > maxKey || !keyPattern.MatchString(key) {
		return fmt.Errorf("blob: %.80q is no key", key)
	}
	return nil
}
