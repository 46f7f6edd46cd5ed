package photobank

import (
	"net/http"
	"sync/atomic"
)

// mediaCounts are what the delivery has done since the process began.
type mediaCounts struct{ served, unmodified, made atomic.Int64 }

// MediaCounts are what the delivery has done since the process began.
type MediaCounts struct {
	Served     int64 // files sent from where they lay
	Unmodified int64 // answers that the asker's copy is still good
	Made       int64 // files that had to be made first
}

// MediaCounts tells what the delivery has done.
func (s *Service) MediaCounts() MediaCounts {
	c := &s.delivered
	return MediaCounts{Served: c.served.Load(), Unmodified: c.unmodified.Load(), Made: c.made.Load()}
}

// note counts an answer with a file.
func (c *mediaCounts) note(status int, made bool) {
	switch {
	case made:
		c.made.Add(1)
	case status == http.StatusNotModified:
		c.unmodified.Add(1)
	default:
		c.served.Add(1)
	}
}
