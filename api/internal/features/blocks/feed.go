package blocks

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/audit"
	"baq.kz/portal/api/internal/platform/fault"
	"baq.kz/portal/api/internal/platform/lang"
)

// Feed is a list of figures that a program brings: weather, currencies, a table.
type Feed struct {
	Key    string
	Kind   string // weather, currency or table
	Items  []Figure
	Source string // whose figures they are
	// SourceURL is an http or https address, or empty.
	SourceURL string
	// ValidUntil is when they are shown no longer; nil: while nobody changes them.
	ValidUntil *time.Time
	UpdatedAt  time.Time
}

// Figure is one line of a feed.
type Figure struct {
	Labels map[lang.Code]string `json:"labels"`
	Value  string               `json:"value"`
	// Change is since the last figure; nil: not told.
	Change *float64 `json:"change,omitempty"`
	Icon   string   `json:"icon,omitempty"` // of the weather
}

// shownIn tells whether readers of a language see the figures at a time.
func (f Feed) shownIn(language lang.Code, now time.Time) bool {
	return len(f.in(language)) > 0 && (f.ValidUntil == nil || now.Before(*f.ValidUntil))
}

// in are the figures that have a label in a language.
func (f Feed) in(language lang.Code) []Figure {
	var out []Figure
	for _, one := range f.Items {
		if one.Labels[language] != "" {
			out = append(out, one)
		}
	}
	return out
}

// maxFeeds is how many feeds there may be; the contract's limit.
const maxFeeds = 200

// Feeds are all feeds, by key.
func (s *Service) Feeds(ctx context.Context) ([]Feed, error) { return feeds(ctx, s.DB.Primary, nil) }

// PutFeed sets a feed's figures. What was there is replaced.
func (s *Service) PutFeed(ctx context.Context, f Feed) (after Feed, err error) {
	if err := s.checkFeed(f); err != nil {
		return Feed{}, err
	}
	err = s.Outbox.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		before, found, err := feed(ctx, tx, f.Key)
		if err != nil {
			return err
		}
		if n, err := countFeeds(ctx, tx); err != nil || !found && n >= maxFeeds {
			return orNot(err, ErrTooManyFeeds)
		}
		if err := putFeed(ctx, tx, f); err != nil {
			return err
		}
		if after, _, err = feed(ctx, tx, f.Key); err != nil {
			return err
		}
		entry := audit.Entry{Action: "blocks.feed_put", ObjectType: "data_feed", ObjectID: f.Key, After: after}
		if found {
			entry.Before = before
		}
		return s.tellFeed(ctx, tx, entry)
	})
	return after, err
}

func orNot(err, otherwise error) error {
	if err != nil {
		return err
	}
	return otherwise
}

// tellFeed writes the journal and the event.
func (s *Service) tellFeed(ctx context.Context, tx bun.Tx, entry audit.Entry) error {
	if err := s.Journal.Record(ctx, tx, entry); err != nil {
		return err
	}
	return s.Outbox.Publish(ctx, tx, FeedChanged{Key: fmt.Sprint(entry.ObjectID)})
}

// checkFeed refuses languages that are not configured, and addresses that no link
// may have.
func (s *Service) checkFeed(f Feed) error {
	var wrong []fault.Field
	for i, one := range f.Items {
		for code, label := range one.Labels {
			at := fmt.Sprintf("items.%d.labels.%s", i, code)
			if _, known := s.Languages.Get(code); !known {
				wrong = append(wrong, fault.Field{Field: at, Code: "unknown_language", Message: "no such language is configured"})
			} else if tidy(label) == "" {
				wrong = append(wrong, fault.Field{Field: at, Code: "min_length", Message: "a figure needs words"})
			}
		}
		if tidy(one.Value) == "" {
			wrong = append(wrong, fault.Field{Field: fmt.Sprintf("items.%d.value", i), Code: "min_length", Message: "a figure needs a value"})
		}
	}
	if u, err := url.Parse(f.SourceURL); f.SourceURL != "" && (err != nil || u.Host == "" || !leadsSomewhere(f.SourceURL)) {
		wrong = append(wrong, fault.Field{Field: "sourceUrl", Code: "bad_url", Message: "an http or https address"})
	}
	if wrong != nil {
		return ErrFeedInvalid.WithFields(wrong...)
	}
	return nil
}

// DeleteFeed removes a feed that no block shows, in no draft either.
func (s *Service) DeleteFeed(ctx context.Context, key string) error {
	return s.Outbox.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		before, found, err := feed(ctx, tx, key)
		if err != nil {
			return err
		}
		if !found {
			return ErrFeedNotFound
		}
		if used, err := feedUsed(ctx, tx, key); err != nil || used {
			return orNot(err, ErrFeedInUse)
		}
		if err := removeFeed(ctx, tx, key); err != nil {
			return err
		}
		return s.tellFeed(ctx, tx, audit.Entry{Action: "blocks.feed_delete", ObjectType: "data_feed", ObjectID: key, Before: before})
	})
}

// tidied is a feed as it is stored.
func (f Feed) tidied() Feed {
	items := make([]Figure, len(f.Items))
	for i, one := range f.Items {
		items[i] = Figure{Labels: map[lang.Code]string{}, Value: tidy(one.Value), Change: one.Change, Icon: one.Icon}
		for code, label := range one.Labels {
			items[i].Labels[code] = tidy(label)
		}
	}
	f.Items, f.Source, f.SourceURL = items, tidy(f.Source), strings.TrimSpace(f.SourceURL)
	return f
}
