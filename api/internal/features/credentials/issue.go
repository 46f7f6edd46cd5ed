package credentials

import (
	"errors"
	"fmt"
	"path"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Issue is the record of a package that was handed out.
type Issue struct {
	ID           int64
	IssuedAt     time.Time
	IssuedBy     string   // who ran the command
	Recipient    string   // who received it
	RecipientKey string   // the public age key that it is encrypted to
	Contents     []string // names; never a secret
	SHA256       string   // of the package, in hexadecimal
	Bytes        int64    // of the package
}

// File is something that goes into a package.
type File struct {
	Name    string // a path with slashes, without a way out
	Content []byte
}

// Package is what somebody is to receive.
type Package struct {
	By    string // who hands it out
	To    string // who receives it
	Key   string // the receiver's public key, "age1…"
	Files []File
}

// Limits of a package. The number is the contract's.
const (
	mostFiles   = 500
	mostBytes   = 256 << 20
	longestName = 200 // characters
)

// check refuses a package that can't be recorded or unpacked safely. It repeats
// no content.
func (p Package) check() error {
	for what, text := range map[string]string{"the receiver": p.To, "who hands it out": p.By} {
		if strings.TrimSpace(text) == "" || !printable(text) {
			return fmt.Errorf("%s needs a name of at most %d characters on one line", what, longestName)
		}
	}
	if len(p.Files) == 0 || len(p.Files) > mostFiles {
		return fmt.Errorf("a package has 1 to %d files", mostFiles)
	}
	seen, bytes := map[string]bool{}, 0
	for _, f := range p.Files {
		if f.Name == "" || !printable(f.Name) || path.IsAbs(f.Name) || path.Clean(f.Name) != f.Name || f.Name == ".." || strings.HasPrefix(f.Name, "../") {
			return fmt.Errorf("%q is no name for a file in a package", f.Name)
		}
		if seen[f.Name] {
			return fmt.Errorf("there are two files named %q", f.Name)
		}
		seen[f.Name] = true
		bytes += len(f.Content)
	}
	if bytes > mostBytes {
		return errors.New("that is too much for a package")
	}
	return nil
}

func printable(text string) bool {
	return utf8.ValidString(text) && utf8.RuneCountInString(text) <= longestName &&
		!strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsPrint(r) })
}

func (p Package) names() []string {
	all := make([]string, len(p.Files))
	for i, f := range p.Files {
		all[i] = f.Name
	}
	return all
}
