package photobank

import (
	"context"
	"slices"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/audit"
	"baq.kz/portal/api/internal/platform/lang"
)

// firstFrame is the rule that takes an animation as the picture that it begins with.
const firstFrame = "first_frame"

// Settings are the rules of the photobank.
type Settings struct {
	Required   []string `json:"required" bun:",array"`
	OnExpiry   string   `json:"onExpiry"`   // ShowPlaceholder or ShowNothing
	NoticeDays int      `json:"noticeDays"` // so long before its rights end a picture counts as expiring
	Animation  string   `json:"animation"`  // "refuse" or firstFrame
	TrashDays  int      `json:"trashDays"`  // after so long in the trash a picture is deleted
	Version    int64    `json:"version"`
}

// Settings are the rules as they are.
func (s *Service) Settings(ctx context.Context) (Settings, error) {
	return settings(ctx, s.deps.DB.Primary)
}

// SetSettings changes the rules at the version that the caller has seen. It fails
// with ErrSettingsStale. Pages that show pictures whose rights have ended follow.
func (s *Service) SetSettings(ctx context.Context, wanted Settings) (after Settings, err error) {
	slices.Sort(wanted.Required)
	wanted.Required = slices.Compact(wanted.Required)
	err = s.deps.Outbox.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		before, err := settings(ctx, tx)
		if err != nil {
			return err
		}
		current, err := writeSettings(ctx, tx, wanted)
		if err != nil {
			return err
		}
		if !current {
			return ErrSettingsStale
		}
		if after, err = settings(ctx, tx); err != nil {
			return err
		}
		if err := s.deps.Journal.Record(ctx, tx, audit.Entry{Action: "photobank.settings", ObjectType: "picture_settings", ObjectID: 1, Before: before, After: after}); err != nil {
			return err
		}
		if before.OnExpiry == after.OnExpiry {
			return nil
		}
		return s.deps.Outbox.Publish(ctx, tx, ExpiryRuleChanged{})
	})
	return after, err
}

// missing lists which of the required fields are empty, such as `author` or, for
// what is said in each language, `alt.kk`.
func (p Picture) missing(required []string, languages lang.Set) []string {
	out := []string{}
	for _, field := range required {
		inEach := field == FieldAlt || field == FieldCaption
		for i, l := range languages.All() {
			if len(p.lacks([]string{field}, l.Code)) == 0 {
				continue
			}
			if inEach {
				out = append(out, field+"."+string(l.Code))
			} else if i == 0 {
				out = append(out, field)
			}
		}
	}
	return out
}
