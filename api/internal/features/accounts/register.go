package accounts

import (
	"bytes"
	"fmt"
	"strings"
	"time"

	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/table"
)

// register is the table of the staff that goes to people outside of the portal.
type register struct {
	users    []User
	roles    []Role
	rubrics  map[int64]string
	language lang.Code
	zone     *time.Location
}

// csv writes the table.
func (r register) csv() ([]byte, error) {
	var out bytes.Buffer
	words := registerWords(r.language)
	w, err := table.New(&out, words.headings)
	if err != nil {
		return nil, err
	}
	for _, u := range r.users {
		if err := w.Row(r.row(u, words)); err != nil {
			return nil, err
		}
	}
	err = w.End()
	return out.Bytes(), err
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
	return []string{
		fmt.Sprint(u.ID), u.Name, u.Position, u.Email, u.Phone, words.states[u.State()], list(roles), list(languages), list(rubrics),
		list(factors), r.moment(&u.CreatedAt), r.moment(u.LastLoginAt),
	}
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
