package app

import (
	"context"
	"errors"
	"fmt"

	"baq.kz/portal/api/internal/features/journal"
	"baq.kz/portal/api/internal/platform/mail"
)

// MailHead sends the journal's signed head to where it is out of reach of whoever
// owns the database, once a day for all nodes.
func (a *App) MailHead(ctx context.Context) error {
	if a.Config.JournalMailTo == "" {
		return nil
	}
	err := a.Entries.GiveOut(ctx, func(ctx context.Context, head journal.Head) error {
		return a.Mail.Send(ctx, headLetter(a.Config.JournalMailTo, a.Config.Languages.Main().Site.Host, head, a.Entries.PublicKey()))
	})
	if errors.Is(err, mail.ErrNotConfigured) {
		return fmt.Errorf("PORTAL_JOURNAL_MAIL_TO is set: %w", err)
	}
	return err
}

// headLetter is in the three languages of the newsroom: its reader is whoever has
// the mailbox. The line stands alone, so that a whole letter is a file of heads.
func headLetter(to, site string, head journal.Head, key string) mail.Message {
	return mail.Message{
		To:      to,
		Subject: fmt.Sprintf("%s: журнал, journal, №%d", site, head.Seq),
		Text: fmt.Sprintf(`Бұл — өзгерістер журналының қол қойылған басы. Хатты өшірмей сақтаңыз: журнал жасырын өзгертілсе, ол осы хат арқылы анықталады.
Это подписанная вершина журнала изменений. Не удаляйте письмо: по нему обнаружится незаметная правка журнала.
This is the signed head of the change journal. Keep this letter: a quiet change of the journal is found by it.

%s

Ашық кілт · Открытый ключ · Public key (Ed25519): %s
portal journal verify --heads <файл · file>
`, head.Line(), key),
	}
}
