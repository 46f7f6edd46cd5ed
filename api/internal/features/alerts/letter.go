package alerts

import (
	"context"
	_ "embed" // the letter's words
	"errors"
	"strings"
	"text/template"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/mail"
	"baq.kz/portal/api/internal/platform/postgres"
)

//go:embed mail_critical.txt
var criticalLetter string

// LetterWanted says that a person is to be told of a critical alert by mail.
type LetterWanted struct {
	AlertID int64 `json:"alertId"`
	UserID  int64 `json:"userId"`
}

// EventName implements outbox.Event.
func (LetterWanted) EventName() string { return "alerts.letter_wanted" }

// Letters tell of critical alerts by mail. Site is the address of the panel's site.
type Letters struct {
	Service *Service
	Sender  mail.Sender
	Site    string
}

const (
	// lettersPerHour is of how many critical alerts within an hour people are told:
	// who has had ten letters knows that something is wrong.
	lettersPerHour = 10
	// mostReaders bounds how many are told of one alert.
	mostReaders = 50
)

// Address has every person who may acknowledge alerts told of a critical one, by
// a job each: a letter that does not go out holds no other back. It is the
// listener of Raised.
func (l Letters) Address(ctx context.Context, e Raised) error {
	if e.Severity != Critical {
		return nil
	}
	s := l.Service
	return postgres.InTx(ctx, s.db.Primary, func(ctx context.Context, tx bun.Tx) error {
		earlier, err := criticalBefore(ctx, tx, e.ID)
		if err != nil || earlier >= lettersPerHour {
			return err
		}
		people, err := watchers(ctx, tx, mostReaders)
		if err != nil {
			return err
		}
		for _, id := range people {
			if err := s.outbox.Publish(ctx, tx, LetterWanted{AlertID: e.ID, UserID: id}); err != nil {
				return err
			}
		}
		return nil
	})
}

// Send sends one letter; the listener of LetterWanted. Of what was acknowledged in
// the meantime nobody is told, and a portal without a mail server tells nobody.
func (l Letters) Send(ctx context.Context, w LetterWanted) error {
	a, err := find(ctx, l.Service.db.Primary, w.AlertID)
	if errors.Is(err, ErrNotFound) || err == nil && !a.Open {
		return nil
	}
	if err != nil {
		return err
	}
	to, living, err := reader(ctx, l.Service.db.Primary, w.UserID)
	if err != nil || !living {
		return err
	}
	m, err := l.letter(a, to)
	if err != nil {
		return err
	}
	if err := l.Sender.Send(ctx, m); !errors.Is(err, mail.ErrNotConfigured) {
		return err
	}
	return nil
}

// letter is in the three languages of the newsroom.
func (l Letters) letter(a Alert, to person) (mail.Message, error) {
	page, err := template.New("letter").Option("missingkey=error").Parse(criticalLetter)
	if err != nil {
		return mail.Message{}, err
	}
	var out strings.Builder
	err = page.Execute(&out, map[string]any{"Name": to.Name, "Rule": told(a.Rule), "Subject": oneLine(a.Subject), "Link": l.Site + "/admin/alerts"})
	subject, text, _ := strings.Cut(out.String(), "\n\n")
	return mail.Message{To: to.Email, Subject: subject, Text: text, HTML: mail.HTML(text)}, err
}

// oneLine keeps what a stranger may have written within its line of the letter.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// words say what has happened, in the middle of a sentence.
type words struct{ KK, RU, EN string }

// told puts a critical rule into words; all others go into no letter.
func told(rule string) words {
	switch rule {
	case MassUnpublish:
		return words{"мақалалар сайттан жаппай алынып жатыр", "с сайта массово снимают материалы", "articles are being taken off the site in great numbers"}
	case JournalBroken:
		return words{"өзгерістер журналының тұтастығы бұзылған", "нарушена целостность журнала изменений", "the journal of changes does not hold together"}
	case IntegrityFinding:
		return words{"жарияланған мазмұн жүйені айналып өтіп өзгертілген", "опубликованное изменено в обход системы", "published content was changed past the system"}
	case RefreshReused:
		return words{"біреу сессияның көшірмесін пайдаланды, ол ұрланған болуы мүмкін", "кто-то использовал копию сессии: возможно, её украли", "somebody used a copy of a session, which may be stolen"}
	}
	return words{rule, rule, rule}
}
