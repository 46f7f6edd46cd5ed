package accounts

import (
	"embed"
	"fmt"
	"strings"
	"text/template"

	"baq.kz/portal/api/internal/platform/mail"
)

// Letters in the interface's three languages at once: which one somebody reads
// is not known of who has never logged in. The first line is the subject.
//
//go:embed mail_invitation.txt mail_reset.txt
var letters embed.FS

// letter is the mail that carries a link; forgotten is where a new one can be
// asked for.
func letter(l Link, address, forgotten string) (mail.Message, error) {
	page, err := template.New("").Option("missingkey=error").ParseFS(letters, "*.txt")
	if err != nil {
		return mail.Message{}, err
	}
	var out strings.Builder
	err = page.ExecuteTemplate(&out, fmt.Sprintf("mail_%s.txt", l.Purpose), map[string]string{
		"Name": l.Name, "Email": l.Email, "Link": address, "Forgotten": forgotten,
	})
	if err != nil {
		return mail.Message{}, err
	}
	subject, text, _ := strings.Cut(out.String(), "\n\n")
	return mail.Message{To: l.Email, Subject: subject, Text: text, HTML: mail.HTML(text)}, nil
}
