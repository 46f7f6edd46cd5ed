package accounts

import (
	"os"
	"slices"
	"strings"
	"testing"
)

// TestTheDocumentShowsTheRoles compares the table of docs/security.md with the
// roles as they are installed.
func TestTheDocumentShowsTheRoles(t *testing.T) {
	doc, err := os.ReadFile("../../../../docs/security.md")
	if err != nil {
		t.Fatal(err)
	}
	if want := rolesTable(); !strings.Contains(string(doc), want) {
		t.Errorf("docs/security.md does not have this table:\n%s", want)
	}
}

// rolesTable is a line for each permission and a column for each built-in role.
func rolesTable() string {
	head, rule := "| permission |", "|---|"
	for _, role := range builtIn() {
		head, rule = head+" "+role.Key+" |", rule+":---:|"
	}
	lines := []string{head, rule}
	for _, p := range Permissions() {
		line := "| `" + string(p) + "` |"
		for _, role := range builtIn() {
			mark := " |"
			if slices.Contains(role.Permissions, p) {
				mark = " ● |"
			}
			line += mark
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n") + "\n"
}
