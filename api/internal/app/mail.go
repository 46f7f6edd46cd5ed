package app

import (
	"context"
	"fmt"
	"path/filepath"
	"time"

	"baq.kz/portal/api/internal/features/accounts"
	"baq.kz/portal/api/internal/platform/config"
	"baq.kz/portal/api/internal/platform/mail"
	"baq.kz/portal/api/internal/platform/outbox"
)

// mailer is how letters leave: by the configured server; on a desk into the log
// and the data folder; else not at all, so that no production writes links that
// open accounts into a log.
func mailer(a *App) (mail.Sender, error) {
	if a.Config.SMTP != "" {
		return smtp(a.Config)
	}
	if a.Config.Environment == config.Production {
		return mail.None{}, nil
	}
	return mail.Desk{Log: a.Log, Folder: filepath.Join(a.Config.DataDir, "mail"), Now: time.Now}, nil
}

func smtp(c config.Config) (*mail.SMTP, error) {
	server, err := c.MailServer()
	if err != nil {
		return nil, err
	}
	from, err := c.MailSender()
	if err != nil {
		return nil, err
	}
	return mail.NewSMTP(server, from), nil
}

// post has letters follow what people asked for.
func (a *App) post() {
	outbox.Listen(a.Outbox, "mail", func(ctx context.Context, e accounts.LinkWanted) error { return a.Accounts.MailLink(ctx, e) })
	outbox.Listen(a.Outbox, "mail", func(ctx context.Context, e accounts.FactorsChanged) error { return a.Accounts.MailFactors(ctx, e) })
}

// mailPatience bounds the doctor's visit at the mail server.
const mailPatience = 15 * time.Second

// mailFinding tries to log in to the mail server. Without one nobody can be
// invited nor reset a forgotten password: the portal runs, and somebody should act.
func mailFinding(ctx context.Context, c config.Config) Finding {
	switch {
	case c.SMTP != "":
		sender, err := smtp(c)
		if err == nil {
			ctx, cancel := context.WithTimeout(ctx, mailPatience)
			defer cancel()
			err = sender.Check(ctx)
		}
		return finding("mail", err, "the server lets the portal in")
	case c.Environment == config.Production:
		return Finding{"mail", false, "no server: nobody can be invited or reset a password; set PORTAL_SMTP"}
	}
	return Finding{"mail", true, fmt.Sprintf("none configured: letters go into %s", filepath.Join(c.DataDir, "mail"))}
}
