// Package fetch gets files from addresses that people name, without letting them
// name what only this machine can reach.
//
// Who may have the portal fetch something could otherwise have it ask the metadata
// service of a cloud, a database or a neighbour (server-side request forgery,
// OWASP A10:2021). Names prove nothing, since their owner decides what they stand
// for and may change it between a check and the connection. So the check is made
// on the very address that is about to be connected to, for each connection.
package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"path"
	"time"
)

// What the caller may learn. Both keep their reason in the error's text, which is
// for the log: it must not reach whoever named the address.
var (
	// ErrRefused says that there is no public address behind the name, or that the
	// address is none that is fetched from.
	ErrRefused = errors.New("fetch: the address is refused")
	// ErrFailed says that a public address did not answer with a file.
	ErrFailed = errors.New("fetch: nothing could be fetched")
	// ErrTooLarge says that the file is larger than the limit.
	ErrTooLarge = errors.New("fetch: the file is larger than allowed")
)

const (
	// longest is the time for everything: names, redirects and the file's last byte.
	longest = 20 * time.Second
	// redirects are followed so often, each to an address that is checked anew.
	redirects = 5
	// largestHead is in bytes.
	largestHead = 64 << 10
	userAgent   = "BAQ-Portal/1.0 (+https://baq.kz)"
)

// Options is what a client needs; the zero value is right outside of tests.
type Options struct {
	Resolver *net.Resolver             // of names; nil: the system's
	Admit    func(netip.AddrPort) bool // admits an address in spite of all rules; nil: none
}

// Client fetches files. It keeps no connection, no cookie, and goes through no proxy.
type Client struct {
	http  *http.Client
	admit func(netip.AddrPort) bool
}

// New makes a client.
func New(o Options) *Client {
	c := &Client{admit: o.Admit}
	dialer := &net.Dialer{Timeout: longest / 2, Resolver: o.Resolver, ControlContext: c.control}
	c.http = &http.Client{
		Timeout:       longest,
		CheckRedirect: c.redirect,
		Transport: &http.Transport{
			Proxy:                  nil, // a proxy would connect in our stead, unchecked
			DialContext:            dialer.DialContext,
			DisableKeepAlives:      true,
			MaxResponseHeaderBytes: largestHead,
			TLSHandshakeTimeout:    longest / 2,
		},
	}
	return c
}

// File is a file on its way here. Close it.
type File struct {
	io.ReadCloser
	Name string // the last part of the address; for people, never a path
}

// Get fetches a file of at most limit bytes, unpacked where it came packed. Its
// content may still fail with ErrTooLarge or ErrFailed while it is read.
func (c *Client) Get(ctx context.Context, address string, limit int64) (*File, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, fmt.Errorf("%w: it can't be read", ErrRefused)
	}
	if err := c.check(u); err != nil {
		return nil, err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrRefused, err)
	}
	request.Header.Set("User-Agent", userAgent)
	request.Header.Set("Accept", "image/jpeg, image/png, image/webp, */*;q=0.1")
	answer, err := c.http.Do(request) //nolint:bodyclose // File has it
	if err != nil {
		return nil, explain(ctx, err)
	}
	switch {
	case answer.StatusCode != http.StatusOK:
		err = fmt.Errorf("%w: status %d", ErrFailed, answer.StatusCode)
	case answer.ContentLength > limit:
		err = ErrTooLarge
	}
	if err != nil {
		_ = answer.Body.Close()
		return nil, err
	}
	return &File{ReadCloser: &content{ctx: ctx, body: answer.Body, room: limit}, Name: path.Base(answer.Request.URL.Path)}, nil
}

// redirect checks where a redirect leads, and does not tell it where it came from.
func (c *Client) redirect(next *http.Request, via []*http.Request) error {
	next.Header.Del("Referer")
	if len(via) > redirects {
		return fmt.Errorf("%w: more than %d redirects", ErrRefused, redirects)
	}
	return c.check(next.URL)
}

// explain tells a refusal of ours, and a name that stands for nothing, from a
// failure. They are one, or else names of the inner network could be found out.
func explain(ctx context.Context, err error) error {
	var unknown *net.DNSError
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, ErrRefused):
		return err
	case errors.As(err, &unknown):
		return fmt.Errorf("%w: %w", ErrRefused, err)
	}
	return fmt.Errorf("%w: %w", ErrFailed, err)
}
