package accounts

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strings"
	"time"

	"baq.kz/portal/api/internal/platform/lang"
)

// register is the table of the staff that goes to people outside of the portal.
type register struct {
	users    []User
	roles    []Role
	rubrics  map[int64]string
	language lang.Code
	zone     *time.Location
}

// byteOrderMark tells spreadsheets that the table is UTF-8: without it they take
// Kazakh letters for those of the old code page.
const byteOrderMark = "\ufeff"

// csv writes the table by RFC 4180.
func (r register) csv() ([]byte, error) {
	var out bytes.Buffer
	out.WriteString(byteOrderMark)
	w := csv.NewWriter(&out)
	w.UseCRLF = true
	words := registerWords(r.language)
	if err := w.Write(words.headings); err != nil {
		return nil, err
	}
	for _, u := range r.users {
		if err := w.Write(r.row(u, words)); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return out.Bytes(), w.Error()
}

func (r register) row(u User, words registerText) []string {
	names := map[string]string{}
	for _, role := range r.roles {
		names[role.Key] = role.Names[r.language]
	}
	var roles, languages, rubrics, factors []string
	for _, key := range u.Roles {
		roles = append(roles, names[key])
	}
	for _, code := range u.Limits.Languages {
		languages = append(languages, string(code))
	}
	for _, id := range u.Limits.Rubrics {
		rubrics = append(rubrics, r.rubric(id))
	}
	for _, f := range u.Factors {
		factors = append(factors, words.factors[f])
	}
	cells := []string{
		fmt.Sprint(u.ID), u.Name, u.Position, u.Email, u.Phone, words.states[u.State()], list(roles), list(languages), list(rubrics),
		list(factors), r.moment(&u.CreatedAt), r.moment(u.LastLoginAt),
	}
	for i, cell := range cells {
		cells[i] = defused(cell)
	}
	return cells
}

func (r register) rubric(id int64) string {
	if name := r.rubrics[id]; name != "" {
		return name
	}
	return fmt.Sprint(id) // it was deleted, and limits still
}

// moment is a time as people read it; "" for none.
func (r register) moment(at *time.Time) string {
	if at == nil {
		return ""
	}
	return at.In(r.zone).Format("2006-01-02 15:04")
}

func list(parts []string) string { return strings.Join(parts, ", ") }

// defused keeps a spreadsheet from taking a cell for a formula (OWASP, CSV
// injection): a name like "=HYPERLINK(…)" would act for whoever opens the table.
func defused(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r\n", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}

// registerText is what the table says by itself in one language.
type registerText struct {
	headings []string
	states   map[string]string
	factors  map[Method]string
}

// registerWords are in one of the interface's languages; the contract knows no other.
func registerWords(language lang.Code) registerText {
	switch language {
	case "ru":
		return registerText{
			headings: []string{
				"№", "Имя и фамилия", "Должность", "Эл. почта", "Телефон", "Состояние", "Роли", "Языки", "Рубрики", "Второй фактор", "Добавлен", "Последний вход",
			},
			states:  map[string]string{UserActive: "работает", UserInvited: "приглашён", UserDisabled: "отключён"},
			factors: map[Method]string{ByTotp: "приложение с кодами", ByPasskey: "ключ доступа"},
		}
	case "en":
		return registerText{
			headings: []string{
				"No.", "Name", "Position", "E-mail", "Phone", "State", "Roles", "Languages", "Rubrics", "Second factor", "Added", "Last login",
			},
			states:  map[string]string{UserActive: "active", UserInvited: "invited", UserDisabled: "disabled"},
			factors: map[Method]string{ByTotp: "authenticator app", ByPasskey: "passkey"},
		}
	}
	return registerText{
		headings: []string{
			"№", "Аты-жөні", "Лауазымы", "Эл. пошта", "Телефон", "Күйі", "Рөлдері", "Тілдері", "Айдарлары", "Екінші фактор", "Қосылған уақыты", "Соңғы кіруі",
		},
		states:  map[string]string{UserActive: "белсенді", UserInvited: "шақырылған", UserDisabled: "бұғатталған"},
		factors: map[Method]string{ByTotp: "растау қосымшасы", ByPasskey: "кіру кілті"},
	}
}
