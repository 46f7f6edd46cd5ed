package api

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// securityDoc is docs/security.md, which claims that people, rights, journal and
// integrity are protected, and by what each claim is shown.
func securityDoc(t *testing.T) string {
	t.Helper()
	return text(t, "../docs/security.md")
}

func text(t *testing.T, path string) string {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// goFiles are the contents of the back end's files whose names end so.
func goFiles(t *testing.T, suffix string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && strings.HasSuffix(path, suffix) {
			all["api/"+filepath.ToSlash(path)] = text(t, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

var (
	testName     = regexp.MustCompile(`\bTest[A-Z]\w*`)
	testDeclared = regexp.MustCompile(`(?m)^func (Test\w+)\(t \*testing\.T\)`)
	testsOfFile  = regexp.MustCompile("`([a-z_/]+_test\\.go)` (Test\\w+(?:, Test\\w+)*)")
)

// TestTheSecurityDocumentNamesTestsThatExist: a claim whose test is gone, or has
// moved to another file, is no longer shown by anything.
func TestTheSecurityDocumentNamesTestsThatExist(t *testing.T) {
	declared, places := map[string]bool{}, map[string]bool{}
	for path, content := range goFiles(t, "_test.go") {
		for _, found := range testDeclared.FindAllStringSubmatch(content, -1) {
			declared[found[1]] = true
			for rest := path; rest != ""; _, rest, _ = strings.Cut(rest, "/") {
				places[rest+" "+found[1]] = true
			}
		}
	}
	doc := securityDoc(t)
	named := testName.FindAllString(doc, -1)
	if len(named) < 100 {
		t.Fatalf("only %d tests are named: the test reads the wrong text", len(named))
	}
	for _, name := range named {
		if !declared[name] {
			t.Errorf("there is no %s", name)
		}
	}
	for _, found := range testsOfFile.FindAllStringSubmatch(doc, -1) {
		for _, name := range strings.Split(found[2], ", ") {
			if !places[found[1]+" "+name] {
				t.Errorf("%s has no %s", found[1], name)
			}
		}
	}
}

// elsewhere is what else the document names, and where that has to be: as a file
// beneath the project's root, or as a line of one.
var elsewhere = []struct {
	named       *regexp.Regexp
	file, holds string // "$" stands for the name; holds nothing: the file must exist
}{
	{regexp.MustCompile("journey `([a-z]+)`"), "admin-ui/e2e/journeys/$.mjs", "export const name"},
	{regexp.MustCompile("`make ([a-z-]+)`"), "Makefile", "\n$: "},
	{regexp.MustCompile(`\]\(([a-z0-9/.-]+\.md)[)#]`), "docs/$", ""},
	{regexp.MustCompile("`((?:api|admin-ui|deploy|openapi|migrations|scripts)/[A-Za-z0-9_./-]+)`"), "$", ""},
	{regexp.MustCompile("`(PORTAL_[A-Z_]+)[`=]"), "api/internal/platform/config/config.go", `"$`},
	{regexp.MustCompile(`\]\(#([a-z-]+)\)`), "docs/security.md", ""},
}

// TestTheSecurityDocumentNamesWhatExists looks for journeys, targets, pages, files
// and settings.
func TestTheSecurityDocumentNamesWhatExists(t *testing.T) {
	doc := securityDoc(t)
	for _, one := range elsewhere {
		found := one.named.FindAllStringSubmatch(doc, -1)
		if len(found) == 0 {
			t.Errorf("nothing is named as %s: the test reads the wrong text", one.named)
		}
		for _, names := range found {
			path := filepath.Join("..", strings.ReplaceAll(one.file, "$", names[1]))
			content, err := os.ReadFile(path)
			if info, missing := os.Stat(path); err != nil && (missing != nil || !info.IsDir()) {
				t.Errorf("%s: %v", names[0], err)
			} else if holds := strings.ReplaceAll(one.holds, "$", names[1]); !strings.Contains(string(content), holds) {
				t.Errorf("%s: %s has no %q", names[0], path, holds)
			}
		}
	}
}

var derivation = regexp.MustCompile(`"baq-portal ([a-z ]+) of "`)

// TestTheSecurityDocumentNamesEveryDerivedKey: whoever derives one more key from
// the portal's secret has to say what becomes of it when the secret changes.
func TestTheSecurityDocumentNamesEveryDerivedKey(t *testing.T) {
	doc, found := securityDoc(t), 0
	for path, content := range goFiles(t, ".go") {
		if strings.HasSuffix(path, "_test.go") || strings.Contains(path, "/testkit/") {
			continue
		}
		purposes := derivation.FindAllStringSubmatch(content, -1)
		purposes = append(purposes, signingPurpose.FindAllStringSubmatch(content, -1)...)
		for _, purpose := range purposes {
			found++
			if !strings.Contains(doc, "`baq-portal "+purpose[1]+" of …`") {
				t.Errorf("%s derives a key of %q, which docs/security.md does not know", path, purpose[1])
			}
		}
	}
	if found < 5 {
		t.Errorf("only %d keys were found: the test reads the wrong text", found)
	}
}

// signingPurpose is a purpose that platform/signing derives a key of.
var signingPurpose = regexp.MustCompile(`(?:signing\.New\([^)"]*"|const Purpose = ")([a-z ]+)"`)

// asvs are the requirements of OWASP ASVS 5.0.0 at levels 1 and 2, of the chapters
// that the document answers; of V11 those about passwords and keys.
const asvs = `2.4.1 6.1.1 6.1.2 6.1.3 6.2.1 6.2.2 6.2.3 6.2.4 6.2.5 6.2.6 6.2.7 6.2.8 6.2.9 6.2.10 6.2.11 6.2.12 6.3.1 6.3.2 6.3.3 6.3.4
	6.4.1 6.4.2 6.4.3 6.4.4 6.5.1 6.5.2 6.5.3 6.5.4 6.5.5 6.6.1 6.6.2 6.6.3 6.8.1 6.8.2 6.8.3 6.8.4 7.1.1 7.1.2 7.1.3 7.2.1 7.2.2 7.2.3 7.2.4
	7.3.1 7.3.2 7.4.1 7.4.2 7.4.3 7.4.4 7.4.5 7.5.1 7.5.2 7.6.1 7.6.2 8.1.1 8.1.2 8.2.1 8.2.2 8.2.3 8.3.1 8.4.1 9.1.1 9.1.2 9.1.3 9.2.1 9.2.2 9.2.3
	9.2.4 11.1.1 11.1.2 11.2.1 11.2.2 11.2.3 11.3.1 11.3.2 11.3.3 11.4.1 11.4.2 11.4.3 11.4.4 11.5.1 11.6.1 16.1.1 16.2.1 16.2.2 16.2.3 16.2.4
	16.2.5 16.3.1 16.3.2 16.3.3 16.3.4 16.4.1 16.4.2 16.4.3 16.5.1 16.5.2 16.5.3`

var asvsLine = regexp.MustCompile(`(?m)^\| (\d+\.\d+\.\d+) \| ([12]) \| [^|]+ \| \*\*(Met|Met in part|Not met|Not applicable)\*\*([^|]*) \| ([^|]+) \|$`)

// TestTheSecurityDocumentAnswersEachLineOnce: no line of the standard is left out,
// what is met is shown by something, and what is not says why.
func TestTheSecurityDocumentAnswersEachLineOnce(t *testing.T) {
	var answered []string
	for _, line := range asvsLine.FindAllStringSubmatch(securityDoc(t), -1) {
		number, answer, why, shown := line[1], line[3], line[4], line[5]
		answered = append(answered, number)
		if strings.HasPrefix(answer, "Met") && shown == "–" {
			t.Errorf("%s is %q and shown by nothing", number, answer)
		}
		if answer != "Met" && why == "" {
			t.Errorf("%s is %q without a reason", number, answer)
		}
	}
	if want := strings.Fields(asvs); !slices.Equal(answered, want) {
		t.Errorf("answered are\n%v, not\n%v", answered, want)
	}
}
