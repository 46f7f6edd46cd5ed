package news

import (
	"context"
	"slices"
	"time"

	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/keyset"
	"baq.kz/portal/api/internal/platform/lang"
)

// Filter says which articles the newsroom's list shows, last changed first.
// Empty members do not filter; what is in the trash is listed only by its state.
type Filter struct {
	Language lang.Code
	State    State
	RubricID int64
	AuthorID int64
	TagID    int64
	Creator  int64
	Urgency  Urgency
	Behind   bool   // only translations whose original has changed since
	Search   string // part of the title
	Cursor   string
	Limit    int // 1 to 100
}

// Summary is an article as lists show it. In readers' lists only what readers are shown
// of it is there.
type Summary struct {
	ID          int64
	StoryID     int64
	Language    lang.Code
	State       State
	Version     int64
	Title       string
	Slug        string
	Lead        string
	RubricID    *int64
	PictureID   *int64
	AuthorIDs   []int64 `bun:"author_ids,array"`
	TagIDs      []int64 `bun:"-"` // in readers' lists with ListQuery.Links only
	CreatedBy   *int64
	UpdatedBy   *int64
	UpdatedAt   time.Time
	PublishedAt *time.Time

	Urgency       Urgency
	TextChangedAt time.Time
	PublishAt     *time.Time
	UnpublishAt   *time.Time
	EmbargoUntil  *time.Time
	BreakingUntil *time.Time
	Behind        bool
}

func (s Summary) standing() standing {
	return standing{s.State, s.PublishedAt != nil, s.UnpublishAt != nil, holding{s.CreatedBy, s.Language, s.RubricID}}
}

// Get finds one article. It fails with ErrNotFound.
func (s *Service) Get(ctx context.Context, id int64) (Article, error) {
	return find(ctx, s.db.Primary, id, false)
}

// Story is all language versions of a story, in the configured order.
func (s *Service) Story(ctx context.Context, id int64) ([]Article, error) {
	found, err := ofStory(ctx, s.db.Primary, id)
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, ErrStoryNotFound
	}
	slices.SortFunc(found, func(a, b Article) int { return s.rank(a.Language) - s.rank(b.Language) })
	return found, nil
}

// rank is a language's place in the configuration.
func (s *Service) rank(code lang.Code) int {
	return slices.IndexFunc(s.languages.All(), func(l lang.Language) bool { return l.Code == code })
}

// List is a page of the newsroom's list, and the cursor of the next (nil: none).
func (s *Service) List(ctx context.Context, f Filter) ([]Summary, *string, error) {
	after, err := keyset.Decode[keyset.ByTime](f.Cursor)
	if err != nil {
		return nil, nil, err
	}
	rows, err := list(ctx, s.db.Primary, f, after)
	if err != nil {
		return nil, nil, err
	}
	rows, next := keyset.Page(rows, f.Limit, func(r Summary) any { return keyset.ByTime{At: r.UpdatedAt, ID: r.ID} })
	return rows, next, nil
}

// Versions are the language versions of stories, whatever their state.
func (s *Service) Versions(ctx context.Context, storyIDs []int64) (map[int64][]Ref, error) {
	return refs(ctx, s.db.Primary, storyIDs)
}

// LanguageCount is how much happens in one language.
type LanguageCount struct {
	Language       lang.Code
	PublishedToday int
	Drafts         int // counted to countLimit
}

// countLimit bounds counts that nobody reads to the last digit.
const countLimit = 1000

// Figures are the dashboard's, each counted to countLimit.
type Figures struct {
	Mine      int // the caller's drafts
	InReview  int
	Scheduled int
	Behind    int
	Languages []LanguageCount
}

// Figures counts what goes on. today is the beginning of the newsroom's day.
func (s *Service) Figures(ctx context.Context, today time.Time) (f Figures, err error) {
	if p, ok := access.From(ctx); ok {
		if f.Mine, err = count(ctx, s.db.Primary, Filter{State: Draft, Creator: p.UserID}); err != nil {
			return f, err
		}
	}
	for _, one := range []struct {
		into   *int
		filter Filter
	}{{&f.InReview, Filter{State: InReview}}, {&f.Scheduled, Filter{State: Scheduled}}, {&f.Behind, Filter{Behind: true}}} {
		if *one.into, err = count(ctx, s.db.Primary, one.filter); err != nil {
			return f, err
		}
	}
	for _, l := range s.languages.All() {
		found := LanguageCount{Language: l.Code}
		if found.Drafts, err = count(ctx, s.db.Primary, Filter{State: Draft, Language: l.Code}); err != nil {
			return f, err
		}
		if found.PublishedToday, err = countPublished(ctx, s.db.Primary, l.Code, today); err != nil {
			return f, err
		}
		f.Languages = append(f.Languages, found)
	}
	return f, nil
}
