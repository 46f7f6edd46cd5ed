package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// client speaks to a portal as any outside program does. All requests go to one
// address; the Host header says which site is meant.
type client struct {
	base    string // http://127.0.0.1:8080
	http    *http.Client
	timings *timings
	login   *login
}

// answer is what came back.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// problem is a refusal that came as a problem document.
type problem struct {
	Status int             `json:"status"`
	Code   string          `json:"code"`
	Detail string          `json:"detail"`
	Fields json.RawMessage `json:"fields"`
}

func (p *problem) Error() string {
	return fmt.Sprintf("%d %s: %s %s", p.Status, p.Code, p.Detail, p.Fields)
}

const (
	adminBase  = "/api/admin/v1"
	publicBase = "/api/v1"
)

func newClient(base string) *client {
	transport := &http.Transport{MaxIdleConnsPerHost: 32, IdleConnTimeout: time.Minute}
	return &client{
		base:    strings.TrimSuffix(base, "/"),
		timings: newTimings(),
		http: &http.Client{
			Transport: transport,
			Timeout:   2 * time.Minute,
			// A page that redirects is a finding, not something to follow.
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
	}
}

// request is one request; op is its name in the timings.
type request struct {
	op, method, host, path string
	body                   []byte
	kind                   string // Content-Type
	bearer                 string
}

// do asks, and once more where the portal says after how long.
func (c *client) do(ctx context.Context, in request) (answer, error) {
	for {
		got, err := c.once(ctx, in)
		wait, notYet := strconv.Atoi(got.header.Get("Retry-After"))
		if err != nil || got.status != http.StatusTooManyRequests || notYet != nil {
			return got, err
		}
		select {
		case <-ctx.Done():
			return got, ctx.Err()
		case <-time.After(time.Duration(wait) * time.Second):
		}
	}
}

func (c *client) once(ctx context.Context, in request) (answer, error) {
	req, err := http.NewRequestWithContext(ctx, in.method, c.base+in.path, bytes.NewReader(in.body))
	if err != nil {
		return answer{}, err
	}
	if in.host != "" {
		req.Host = in.host
	}
	if in.kind != "" {
		req.Header.Set("Content-Type", in.kind)
	}
	if in.bearer != "" {
		req.Header.Set("Authorization", "Bearer "+in.bearer)
	}
	began := time.Now()
	res, err := c.http.Do(req)
	if err != nil {
		return answer{}, err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(io.LimitReader(res.Body, 64<<20))
	c.timings.add(in.op, began)
	return answer{res.StatusCode, res.Header, body}, err
}

// page gets an address of a site, which is absolute as the API gave it.
func (c *client) page(ctx context.Context, op, address string) (answer, error) {
	u, err := url.Parse(address)
	if err != nil {
		return answer{}, err
	}
	return c.do(ctx, request{op: op, method: http.MethodGet, host: u.Host, path: u.RequestURI()})
}

// public calls the public API.
func (c *client) public(ctx context.Context, op, path string, out any) error {
	a, err := c.do(ctx, request{op: op, method: http.MethodGet, path: publicBase + path})
	return decode(a, err, out)
}

// admin calls the admin API; in is sent as JSON unless it is nil.
func (c *client) admin(ctx context.Context, op, method, path string, in, out any) error {
	var body []byte
	kind := ""
	if in != nil {
		var err error
		if body, err = json.Marshal(in); err != nil {
			return err
		}
		kind = "application/json"
	}
	return c.adminRaw(ctx, op, method, path, kind, body, out)
}

func (c *client) adminRaw(ctx context.Context, op, method, path, kind string, body []byte, out any) error {
	token, err := c.login.token(ctx)
	if err != nil {
		return err
	}
	a, err := c.do(ctx, request{op: op, method: method, path: adminBase + path, body: body, kind: kind, bearer: token})
	return decode(a, err, out)
}

// decode reads a good answer into out, and turns any other into an error. One
// that is no problem document is an error of another type.
func decode(a answer, err error, out any) error {
	switch {
	case err != nil:
		return err
	case a.status < 300 && out == nil:
		return nil
	case a.status < 300:
		return json.Unmarshal(a.body, out)
	}
	p := &problem{}
	kind := a.header.Get("Content-Type")
	if json.Unmarshal(a.body, p) != nil || !strings.HasPrefix(kind, "application/problem+json") || p.Code == "" || p.Status != a.status {
		return fmt.Errorf("%d without a problem document (%s): %s", a.status, kind, clip(string(a.body), 0))
	}
	return p
}

// codeOf is the code of a refusal, "" for other errors.
func codeOf(err error) (status int, code string) {
	var p *problem
	if errors.As(err, &p) {
		return p.Status, p.Code
	}
	return 0, ""
}
