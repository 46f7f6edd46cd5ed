// Package api holds no code: this test is its map. It says which floor a folder
// stands on, who may import whom, and which kind of file may know what.
package api

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "baq.kz/portal/"

// floors, lowest first. Imports go down only.
var floors = []string{
	"api/internal/platform/",
	"api/internal/contract/",
	"api/internal/features/",
	"api/internal/website/",
	"api/internal/app/",
	"api/cmd/",
}

// siblings are the features that a feature may import. All others it knows by
// an id, or by listening to their events.
var siblings = map[string][]string{
	"accounts":     {},
	"alerts":       {"accounts"},
	"approvals":    {"accounts", "alerts"},
	"authors":      {"photobank"},
	"banners":      {"photobank", "rubrics"},
	"blocks":       {"news", "photobank", "readership", "rubrics", "tags"},
	"cachekeeping": {},
	"credentials":  {},
	"indexnow":     {"news"},
	"integrity":    {"accounts", "news", "pages", "photobank"},
	"journal":      {"accounts"},
	"languages":    {},
	"news":         {"accounts", "authors", "photobank", "rubrics", "tags"},
	"pages":        {"photobank", "rubrics"},
	"photobank":    {},
	"readership":   {"authors", "news", "photobank", "rubrics", "tags"},
	"redirects":    {},
	"rubrics":      {},
	"scripts":      {},
	"search":       {"authors", "news", "photobank", "rubrics", "tags"},
	"tags":         {},
}

// knowledge says which files of a feature may import what; a file is named by
// the beginning of its name.
var knowledge = []struct {
	imports string
	files   []string // beginnings
	why     string
}{
	{module + "api/internal/contract/", []string{"http", "answers"}, "only the HTTP side of a feature knows the contract"},
	{"github.com/labstack/echo/v4", []string{"http", "media", "answers"}, "only the HTTP side of a feature knows Echo"},
	{"github.com/uptrace/bun/dialect", []string{"store"}, "all SQL stands in the store"},
}

// forbidden words are folders that swallow everything.
var forbidden = []string{"util", "utils", "common", "helper", "helpers", "base", "manager", "core", "models", "misc", "shared"}

type file struct {
	path    string // from the repository's root, with slashes
	folder  string
	imports []string
	syntax  *ast.File
}

func TestArchitecture(t *testing.T) {
	files := read(t)
	if len(files) < 50 {
		t.Fatalf("only %d files found: the test looks in the wrong place", len(files))
	}
	for _, f := range files {
		checkFloors(t, f)
		checkSiblings(t, f)
		checkKnowledge(t, f)
		checkHabits(t, f)
	}
}

func read(t *testing.T) []file {
	t.Helper()
	var files []file
	set := token.NewFileSet()
	err := filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		syntax, err := parser.ParseFile(set, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		slashed := "api/" + filepath.ToSlash(path)
		f := file{path: slashed, folder: slashed[:strings.LastIndex(slashed, "/")+1], syntax: syntax}
		for _, i := range syntax.Imports {
			name, err := strconv.Unquote(i.Path.Value)
			if err != nil {
				return err
			}
			f.imports = append(f.imports, name)
		}
		files = append(files, f)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func floor(folder string) int {
	return slices.IndexFunc(floors, func(prefix string) bool { return strings.HasPrefix(folder, prefix) })
}

func checkFloors(t *testing.T, f file) {
	t.Helper()
	from := floor(f.folder)
	if from < 0 {
		t.Errorf("%s stands on no floor", f.path)
	}
	for _, i := range f.imports {
		to := floor(strings.TrimPrefix(i, module) + "/")
		if strings.HasPrefix(i, module) && to > from {
			t.Errorf("%s imports %s, which stands above it", f.path, i)
		}
	}
}

// feature is the name of the feature that a folder belongs to; empty for none.
func feature(folder string) string {
	rest, ok := strings.CutPrefix(folder, "api/internal/features/")
	if !ok {
		return ""
	}
	name, _, _ := strings.Cut(rest, "/")
	return name
}

func checkSiblings(t *testing.T, f file) {
	t.Helper()
	own := feature(f.folder)
	if own == "" {
		return
	}
	allowed, declared := siblings[own]
	if !declared {
		t.Errorf("the feature %s is not on the map: add it to siblings", own)
	}
	for _, i := range f.imports {
		other := feature(strings.TrimPrefix(i, module) + "/")
		if other != "" && other != own && !slices.Contains(allowed, other) {
			t.Errorf("%s imports the feature %s, which the map does not allow", f.path, other)
		}
	}
}

func checkKnowledge(t *testing.T, f file) {
	t.Helper()
	if feature(f.folder) == "" {
		return
	}
	name := strings.TrimPrefix(f.path, f.folder)
	for _, k := range knowledge {
		named := slices.ContainsFunc(k.files, func(beginning string) bool { return strings.HasPrefix(name, beginning) })
		if !named && slices.ContainsFunc(f.imports, func(i string) bool { return strings.HasPrefix(i, k.imports) }) {
			t.Errorf("%s imports %s: %s", f.path, k.imports, k.why)
		}
	}
}

func checkHabits(t *testing.T, f file) {
	t.Helper()
	for _, part := range strings.Split(strings.Trim(f.folder, "/"), "/") {
		if slices.Contains(forbidden, part) {
			t.Errorf("%s: a folder called %s swallows everything", f.path, part)
		}
	}
	inContract := strings.HasPrefix(f.folder, "api/internal/contract/")
	for _, d := range f.syntax.Decls {
		if fn, ok := d.(*ast.FuncDecl); ok && fn.Name.Name == "init" && fn.Recv == nil && !inContract {
			t.Errorf("%s has an init function", f.path)
		}
	}
	if strings.HasPrefix(f.folder, "api/internal/platform/config/") {
		return
	}
	ast.Inspect(f.syntax, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok {
			if pkg, ok := s.X.(*ast.Ident); ok && pkg.Name == "os" && (s.Sel.Name == "Getenv" || s.Sel.Name == "LookupEnv") {
				t.Errorf("%s reads the environment: only platform/config does", f.path)
			}
		}
		return true
	})
}
