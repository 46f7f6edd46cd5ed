package config

import (
	"fmt"
	netmail "net/mail"

	"baq.kz/portal/api/internal/platform/mail"
)

// checkMail complains of a mail server or a sender that can't be one. That there
// is none is no complaint: the sites go on without letters, and `portal doctor`
// says what is missing.
func (c Config) checkMail() []error {
	var all []error
	if _, err := c.MailServer(); c.SMTP != "" && err != nil {
		all = append(all, fmt.Errorf("PORTAL_SMTP: %w", err))
	}
	if _, err := mail.ParseFrom(c.MailFrom); c.MailFrom != "" && err != nil {
		all = append(all, fmt.Errorf("PORTAL_MAIL_FROM: %w", err))
	}
	return all
}

// MailServer is where letters are handed in.
func (c Config) MailServer() (mail.Server, error) { return mail.ParseServer(c.SMTP, c.SMTPPassword) }

// MailSender is whom letters come from.
func (c Config) MailSender() (*netmail.Address, error) {
	if c.MailFrom == "" {
		return mail.ParseFrom("BAQ.KZ <no-reply@" + c.Languages.Main().Site.Hostname() + ">")
	}
	return mail.ParseFrom(c.MailFrom)
}
