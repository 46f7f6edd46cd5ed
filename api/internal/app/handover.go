package app

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"baq.kz/portal/api/internal/features/accounts"
	"baq.kz/portal/api/internal/features/credentials"
	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/contentseal"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/signing"
	"baq.kz/portal/api/internal/platform/table"
)

// HandOver is everything that whoever takes the portal over needs of it: its
// secrets, its settings, who may log in, and a checklist (requirement AC-4).
// further are the operator's own files, such as keys of certificates. What the
// newsroom wrote is no part of it: that is in the backups.
func (a *App) HandOver(ctx context.Context, further []credentials.File) ([]credentials.File, error) {
	files, err := a.secretFiles()
	if err != nil {
		return nil, err
	}
	files = append(files, credentials.File{Name: "portal.env", Content: []byte(strings.Join(a.Config.Settings(), "\n") + "\n")})
	for _, language := range []lang.Code{"kk", "ru"} {
		register, err := a.Accounts.ExportUsers(ctx, access.Principal{}, language)
		if err != nil {
			return nil, err
		}
		files = append(files, credentials.File{Name: "staff/register-" + string(language) + ".csv", Content: register})
	}
	for name, make := range map[string]func(context.Context) ([]byte, error){"api-keys.csv": a.apiKeyTable, "public-keys.json": a.publicKeys} {
		content, err := make(ctx)
		if err != nil {
			return nil, err
		}
		files = append(files, credentials.File{Name: name, Content: content})
	}
	return a.withChecklist(append(files, further...))
}

func (a *App) withChecklist(files []credentials.File) ([]credentials.File, error) {
	names := make([]string, len(files))
	for i, f := range files {
		names[i] = f.Name
	}
	zone, err := time.LoadLocation(Zone)
	if err != nil {
		return nil, err
	}
	list, err := credentials.Checklist(a.Config.Languages.Main().Site.Host, time.Now().In(zone), names)
	return append(files, credentials.File{Name: "CHECKLIST.txt", Content: []byte(list)}), err
}

// secretFiles are the configured secrets, named as scripts/make-secrets.sh does.
func (a *App) secretFiles() ([]credentials.File, error) {
	secret, err := a.secret()
	if err != nil {
		return nil, err
	}
	previous, err := previousSecrets(a.Config.PreviousSecretFiles)
	if err != nil {
		return nil, err
	}
	files := []credentials.File{{Name: "secrets/portal_secret", Content: secret}}
	for name, content := range map[string]string{
		"postgres_password": a.Config.PostgresPassword, "redis_password": a.Config.RedisPassword, "smtp_password": a.Config.SMTPPassword,
		// Addresses may carry a password of their own, which portal.env leaves out.
		"postgres_primary": withSecret(a.Config.PostgresPrimary, a.Config.PostgresPassword), "postgres_replica": withSecret(a.Config.PostgresReplica, a.Config.PostgresPassword),
	} {
		if content != "" {
			files = append(files, credentials.File{Name: "secrets/" + name, Content: []byte(content)})
		}
	}
	for i, content := range previous {
		files = append(files, credentials.File{Name: fmt.Sprintf("secrets/previous_secret_%d", i+1), Content: content})
	}
	return files, nil
}

// withSecret is an address that has its password in it; "" when the password is
// in a file of its own.
func withSecret(address, password string) string {
	if password != "" {
		return ""
	}
	return address
}

// apiKeyTable names the keys of programs. The keys themselves nobody has.
func (a *App) apiKeyTable(ctx context.Context) ([]byte, error) {
	var out bytes.Buffer
	rows, err := table.New(&out, []string{"id", "name", "begins", "owner", "scopes", "expires", "revoked", "last used"})
	if err != nil {
		return nil, err
	}
	for cursor := ""; ; {
		keys, next, err := a.Accounts.APIKeys(ctx, cursor, 100)
		if err != nil {
			return nil, err
		}
		for _, k := range keys {
			if err := rows.Row(apiKeyRow(k)); err != nil {
				return nil, err
			}
		}
		if next == nil {
			err = rows.End()
			return out.Bytes(), err
		}
		cursor = *next
	}
}

func apiKeyRow(k accounts.APIKey) []string {
	moment := func(at *time.Time) string {
		if at == nil {
			return ""
		}
		return at.UTC().Format(time.RFC3339)
	}
	scopes := make([]string, len(k.Scopes))
	for i, s := range k.Scopes {
		scopes[i] = string(s)
	}
	return []string{fmt.Sprint(k.ID), "'" + k.Name, k.Hint, "'" + k.Owner, strings.Join(scopes, " "), moment(&k.ExpiresAt), moment(k.RevokedAt), moment(k.LastUsedAt)}
}

// publicKeys check what the portal signs: access tokens, the journal's heads and
// what was published.
func (a *App) publicKeys(ctx context.Context) ([]byte, error) {
	tokens, err := a.Accounts.PublicKeys(ctx)
	if err != nil {
		return nil, err
	}
	secret, err := a.secret()
	if err != nil {
		return nil, err
	}
	content, err := signing.New(secret, a.Config.Environment, contentseal.Purpose)
	if err != nil {
		return nil, err
	}
	return json.MarshalIndent(map[string]any{
		"accessTokens": tokens, "journalHeads": a.Entries.PublicKey(), "publishedContent": content.Public(),
	}, "", "  ")
}
