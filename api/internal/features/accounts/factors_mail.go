package accounts

import (
	"context"
	_ "embed" // the letter
	"errors"
	"strings"
	"text/template"

	"baq.kz/portal/api/internal/platform/mail"
)

// securityLetter is in the interface's three languages at once. The first line
// is the subject.
//
//go:embed mail_security.txt
var securityLetter string

// toldOf is what the letter says of a change, in its languages; false for one
// that nobody needs to hear of.
func toldOf(change string) (kk, ru, en string, ok bool) {
	what, ok := map[string][3]string{
		"enable_totp": {"аутентификатор қолданбасы қосылды", "подключено приложение-аутентификатор", "an authenticator app was set up"},
		"remove_totp": {"аутентификатор қолданбасы ажыратылды", "отключено приложение-аутентификатор", "the authenticator app was removed"},
		"shut_totp": {
			"қате код қатарынан 100 рет енгізілді, сондықтан қолданбаның кодтары қабылданбайды. Құпиясөзіңізді біреу біліп қойған болуы мүмкін",
			"неверный код введён 100 раз подряд, поэтому коды приложения больше не принимаются. Возможно, кто-то знает ваш пароль",
			"a wrong code was entered 100 times in a row, so codes of the app are no longer taken. Somebody may know your password",
		},
		"add_passkey":          {"жаңа кіру кілті қосылды", "добавлен ключ доступа", "a passkey was added"},
		"remove_passkey":       {"кіру кілті жойылды", "удалён ключ доступа", "a passkey was removed"},
		"renew_recovery_codes": {"жаңа резервтік кодтар алынды, бұрынғылары жарамсыз", "получены новые резервные коды, прежние не действуют", "new recovery codes were made; the old ones are void"},
		"use_recovery_code":    {"резервтік кодпен кіру орындалды", "выполнен вход по резервному коду", "somebody logged in with a recovery code"},
		"remove_second_factors": {
			"әкімші екі кезеңді кіруді өшірді, барлық сеанс аяқталды",
			"администратор отключил двухэтапный вход, все сеансы завершены",
			"an administrator removed all second factors and ended all sessions",
		},
		"password": {"құпиясөз ауыстырылды", "пароль изменён", "the password was changed"},
	}[change]
	return what[0], what[1], what[2], ok
}

// MailFactors tells somebody by mail what has changed about their login (ASVS
// 5.0, 6.3.7); the listener of FactorsChanged. A portal without a mail server
// tells nothing.
func (s *Service) MailFactors(ctx context.Context, e FactorsChanged) error {
	kk, ru, en, ok := toldOf(e.Change)
	if !ok {
		return nil
	}
	u, err := oneUser(ctx, s.db, whereID, e.UserID)
	if errors.Is(err, ErrUserNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	page, err := template.New("").Option("missingkey=error").Parse(securityLetter)
	if err != nil {
		return err
	}
	var out strings.Builder
	err = page.Execute(&out, map[string]string{
		"Name": u.Name, "Email": u.Email, "At": e.At.In(s.zone).Format("02.01.2006 15:04"),
		"Kk": kk, "Ru": ru, "En": en, "Forgotten": s.site + "/admin/forgotten",
	})
	if err != nil {
		return err
	}
	subject, text, _ := strings.Cut(out.String(), "\n\n")
	err = s.mail.Send(ctx, mail.Message{To: u.Email, Subject: subject, Text: text, HTML: mail.HTML(text)})
	if errors.Is(err, mail.ErrNotConfigured) {
		return nil
	}
	return err
}
