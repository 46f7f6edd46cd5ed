package app_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"time"
)

// staff works through the newsroom's API of all nodes, now of this one, now of that.
type staff struct {
	nodes  []string
	client *http.Client
	bearer string
}

// made is what all answers of the newsroom's API have in common.
type made struct {
	ID      int64
	Version int64
	Slug    string
	State   string
}

// do sends a request and reads the answer into out.
func (s *staff) do(method, path string, body any, out any) error {
	var text []byte
	var err error
	if body != nil {
		if text, err = json.Marshal(body); err != nil {
			return err
		}
	}
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, method, "http://"+s.nodes[rand.IntN(len(s.nodes))]+"/api/admin/v1"+path, bytes.NewReader(text))
	if err != nil {
		return err
	}
	r.Host = kkSite
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer "+s.bearer)
	answer, err := s.client.Do(r)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if text, err = io.ReadAll(answer.Body); err != nil {
		return err
	}
	if answer.StatusCode >= 300 {
		return fmt.Errorf("%s %s: %d %s", method, path, answer.StatusCode, text)
	}
	return json.Unmarshal(text, out)
}

// change does a step with a thing. Whatever became of it, out is the thing as it is now.
func (s *staff) change(method, thing, step string, in, out any) error {
	path := thing
	if step != "" {
		path += "/" + step
	}
	err := s.do(method, path, in, out)
	if err != nil {
		_ = s.do("GET", thing, nil, out)
	}
	return err
}

func (s *staff) login() error {
	var in struct{ Tokens struct{ AccessToken string } }
	err := s.do("POST", "/session", object{"email": chiefMail, "password": password, "delivery": "bearer"}, &in)
	s.bearer = in.Tokens.AccessToken
	return err
}
