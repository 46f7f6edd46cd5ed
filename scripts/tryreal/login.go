package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
	"time"
)

// login keeps the client's tokens fresh.
type login struct {
	client          *client
	email, password string

	mu      sync.Mutex
	access  string
	refresh string
	until   time.Time
}

type signedIn struct {
	Tokens struct {
		AccessToken  string `json:"accessToken"`
		RefreshToken string `json:"refreshToken"`
		ExpiresIn    int    `json:"expiresIn"`
	} `json:"tokens"`
}

// token is an access token that is good for a while. The first call logs in;
// later ones renew by the refresh token, which works once.
func (l *login) token(ctx context.Context) (string, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if time.Now().Before(l.until) {
		return l.access, nil
	}
	path, in := "/session", map[string]string{"email": l.email, "password": l.password, "delivery": "bearer"}
	if l.refresh != "" {
		path, in = "/session/refresh", map[string]string{"refreshToken": l.refresh}
	}
	var got signedIn
	if err := l.post(ctx, path, in, &got); err != nil {
		return "", fmt.Errorf("logging in as %s: %w", l.email, err)
	}
	l.access, l.refresh = got.Tokens.AccessToken, got.Tokens.RefreshToken
	l.until = time.Now().Add(time.Duration(got.Tokens.ExpiresIn) * time.Second / 2)
	return l.access, nil
}

func (l *login) post(ctx context.Context, path string, in, out any) error {
	body, err := json.Marshal(in)
	if err != nil {
		return err
	}
	a, err := l.client.do(ctx, request{op: "admin log in, refresh", method: http.MethodPost, path: adminBase + path, body: body, kind: "application/json"})
	return decode(a, err, out)
}
