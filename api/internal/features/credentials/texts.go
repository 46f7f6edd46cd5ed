package credentials

import (
	"context"
	"embed"
	"fmt"
	"strings"
	"text/template"
	"time"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/audit"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/postgres"
)

//go:embed texts/*.txt
var texts embed.FS

// Member is somebody in the letter with the list of staff.
type Member struct {
	Name     string
	Position string
	Email    string
	Phone    string
	Roles    string // as people read them
	Invited  bool   // has not logged in yet
	Disabled bool
}

// Letter is the official letter with the list of staff (requirement AC-1), ready
// to print, and is journalled like every export.
func (s *Service) Letter(ctx context.Context, language lang.Code, site string, zone *time.Location, staff []Member) (letter string, err error) {
	var with, without []Member
	for _, m := range staff {
		if m.Disabled {
			without = append(without, m)
		} else {
			with = append(with, m)
		}
	}
	letter, err = write("letter", language, map[string]any{
		"Date": s.now().In(zone).Format("02.01.2006"), "Site": site, "Members": with, "Withdrawn": without,
	})
	if err != nil {
		return "", err
	}
	return letter, postgres.InTx(ctx, s.db.Primary, func(ctx context.Context, tx bun.Tx) error {
		return s.journal.Record(ctx, tx, audit.Entry{Action: "credentials.export", ObjectType: "register", ObjectID: "letter", After: map[string]any{
			"users": len(staff), "language": language,
		}})
	})
}

// Notice warns of a coming change of accesses (requirement AC-3).
func Notice(language lang.Code, site string, when time.Time, what []string) (string, error) {
	return write("notice", language, map[string]any{"Site": site, "When": when.Format("02.01.2006 15:04"), "What": what})
}

// Checklist is what the receiver of everything has to do (requirement AC-4), in
// Kazakh and Russian.
func Checklist(site string, when time.Time, files []string) (string, error) {
	return write("checklist", "", map[string]any{"Site": site, "When": when.Format("02.01.2006 15:04"), "Files": files})
}

// write fills in a text. A language that there is no text in is an error.
func write(text string, language lang.Code, data map[string]any) (string, error) {
	file := text + ".txt"
	if language != "" {
		file = text + "_" + string(language) + ".txt"
	}
	source, err := texts.ReadFile("texts/" + file)
	if err != nil {
		return "", fmt.Errorf("there is no %s in %q: kk, ru or en", text, language)
	}
	page, err := template.New(file).Option("missingkey=error").Funcs(template.FuncMap{"inc": func(i int) int { return i + 1 }}).Parse(string(source))
	if err != nil {
		return "", err
	}
	var out strings.Builder
	err = page.Execute(&out, data)
	return out.String(), err
}
