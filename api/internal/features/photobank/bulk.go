package photobank

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/fault"
)

// Values are changes to many pictures. What is nil or empty stays as it is.
type Values struct {
	Author, Source, Licence, Place *string
	LicenceID                      *int64 // 0 takes the licence away
	RightsUntil                    *time.Time
	WithoutEnd                     bool // takes RightsUntil away
	TakenAt                        *time.Time
	AddKeywords, RemoveKeywords    []string
	AddPersons, RemovePersons      []string
	CollectionID                   int64 // puts them into it
	Trash                          *bool // into the trash, or out of it
}

// Outcome is what became of one of many pictures.
type Outcome struct {
	ID      int64
	Code    string // of the refusal; empty: done
	Picture Picture
}

// mayTrash is the permission that Values.Trash needs.
const mayTrash access.Permission = "photobank.trash"

// Change changes many pictures, each in a transaction of its own, and tells of each.
// versions are those that the caller has seen; 0: whichever it is. It fails as a whole
// with ErrMayNotTrash, or where the portal itself is in trouble: then some may be done.
func (s *Service) Change(ctx context.Context, ids, versions []int64, v Values) ([]Outcome, error) {
	if p, person := access.From(ctx); v.Trash != nil && person && !p.May(mayTrash) {
		return nil, ErrMayNotTrash
	}
	action := "photobank.update"
	switch {
	case v.Trash != nil && *v.Trash:
		action = "photobank.trash"
	case v.Trash != nil:
		action = "photobank.restore"
	}
	out := make([]Outcome, len(ids))
	for i, id := range ids {
		p, err := s.change(ctx, id, change{action: action, version: versions[i], apply: func(ctx context.Context, tx bun.Tx, p *Picture) error {
			return s.apply(ctx, tx, v, p)
		}})
		out[i] = Outcome{ID: id, Picture: p}
		if refused, is := fault.As(err); is {
			out[i].Code = refused.Code
		} else if err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (s *Service) apply(ctx context.Context, tx bun.Tx, v Values, p *Picture) error {
	for _, one := range []struct {
		into  *string
		value *string
	}{{&p.Author, v.Author}, {&p.Source, v.Source}, {&p.Licence, v.Licence}, {&p.Place, v.Place}} {
		if one.value != nil {
			*one.into = tidy(*one.value)
		}
	}
	if v.LicenceID != nil {
		p.LicenceID = v.LicenceID
		if *v.LicenceID == 0 {
			p.LicenceID = nil
		}
	}
	if v.RightsUntil != nil || v.WithoutEnd {
		p.RightsUntil = v.RightsUntil
	}
	if v.TakenAt != nil {
		p.TakenAt = v.TakenAt
	}
	var err error
	if p.Keywords, err = altered(p.Keywords, v.AddKeywords, v.RemoveKeywords); err != nil {
		return err
	}
	if p.Persons, err = altered(p.Persons, v.AddPersons, v.RemovePersons); err != nil {
		return err
	}
	if v.CollectionID != 0 {
		if _, err := s.collect(ctx, tx, v.CollectionID, []int64{p.ID}, nil); err != nil {
			return err
		}
	}
	switch {
	case v.Trash == nil:
		return nil
	case *v.Trash:
		return s.toTrash(ctx, tx, p)
	}
	return fromTrash(ctx, tx, p)
}

// wordLimit is how many keywords, or persons, a picture can have.
const wordLimit = 50

// altered is a list of words with some more and some less, whatever their letters' case.
func altered(words, add, remove []string) ([]string, error) {
	if len(add)+len(remove) == 0 {
		return words, nil
	}
	gone := map[string]bool{}
	for _, w := range tidyWords(remove) {
		gone[strings.ToLower(w)] = true
	}
	left := slices.DeleteFunc(slices.Clone(words), func(w string) bool { return gone[strings.ToLower(w)] })
	out := tidyWords(slices.Concat(left, add))
	if len(out) > wordLimit {
		return nil, ErrManyWords
	}
	return out, nil
}
