package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"
)

// content is a file that is no larger than it may be, whatever its head said of
// it or it unpacks to.
type content struct {
	ctx  context.Context
	body io.ReadCloser
	room int64 // bytes that may still come
}

// Read implements io.Reader.
func (c *content) Read(p []byte) (int, error) {
	if c.room < 0 {
		return 0, ErrTooLarge
	}
	if int64(len(p)) > c.room+1 {
		p = p[:c.room+1]
	}
	n, err := c.body.Read(p)
	c.room -= int64(n)
	switch {
	case c.room < 0:
		return n - 1, ErrTooLarge
	case err == nil, errors.Is(err, io.EOF):
		return n, err
	case c.ctx.Err() != nil:
		return n, c.ctx.Err()
	}
	return n, fmt.Errorf("%w: %w", ErrFailed, err)
}

// Close implements io.Closer.
func (c *content) Close() error { return c.body.Close() }
