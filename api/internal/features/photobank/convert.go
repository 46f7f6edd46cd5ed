package photobank

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"baq.kz/portal/api/internal/features/photobank/rendition"
)

const (
	// convertBatch is how many pictures are done between two notes of how far it is:
	// what a kill costs at most.
	convertBatch = 64
	// busyTries is how often a picture is tried for which the machine had no time.
	busyTries = 5
)

// The passes of a conversion.
const (
	passOlder   = iota // pictures made by an older recipe
	passMissing        // pictures of this recipe: whether their files are there
)

// What became of a picture.
const (
	countMade  = "made"
	countWhole = "whole"
	countGone  = "deleted meanwhile"
)

// Convert makes what is missing, or made by another recipe, of all pictures. It goes
// on where the last run was stopped or killed, and the same pictures come out as the
// same bytes. What can't be made is reported and passed over; when the disk is full,
// the store or the database away, the run ends with that error.
func (s *Service) Convert(ctx context.Context, o RunOptions) (Run, error) {
	parameters, err := json.Marshal(map[string]string{"recipe": s.deps.Recipe.Version()})
	if err != nil {
		return Run{}, err
	}
	return s.run(ctx, "convert", string(parameters), o, s.convertAll)
}

func (s *Service) convertAll(ctx context.Context, r *running) (err error) {
	db, current := s.deps.DB.Primary, s.deps.Recipe.Version()
	if r.at.Pass == passOlder {
		if r.total, err = countOlder(ctx, db, current); err != nil {
			return err
		}
		r.total += r.Done
		older, err := olderRecipes(ctx, db, current)
		if err != nil {
			return err
		}
		for _, recipe := range older {
			if recipe < r.at.Recipe {
				continue
			}
			if err := s.convertThose(ctx, r, passOlder, recipe); err != nil {
				return err
			}
		}
		if err := r.step(ctx, place{Pass: passMissing}); err != nil {
			return err
		}
	}
	if r.total, err = countPictures(ctx, db); err != nil {
		return err
	}
	r.total += r.Report.Counts[countMade]
	return s.convertThose(ctx, r, passMissing, current)
}

// convertThose goes through the pictures of one recipe.
func (s *Service) convertThose(ctx context.Context, r *running, pass int, recipe string) error {
	after := int64(0)
	if r.at.Pass == pass && r.at.Recipe == recipe {
		after = r.at.ID
	}
	for {
		ids, err := madeBy(ctx, s.deps.DB.Primary, recipe, after, convertBatch)
		if err != nil || len(ids) == 0 {
			return err
		}
		err = r.each(ctx, len(ids), func(ctx context.Context, i int) error { return s.convertOne(ctx, r, ids[i], pass == passMissing) })
		if err != nil {
			return err
		}
		after = ids[len(ids)-1]
		if err := r.step(ctx, place{Pass: pass, Recipe: recipe, ID: after}); err != nil {
			return err
		}
	}
}

// convertOne makes one picture's files; of a picture of this recipe only when one is
// missing.
func (s *Service) convertOne(ctx context.Context, r *running, id int64, onlyMissing bool) error {
	p, err := find(ctx, s.deps.DB.Primary, id)
	if err == nil && onlyMissing {
		var whole bool
		if whole, err = s.hasAll(ctx, p); whole {
			r.did(countWhole, 1)
			return nil
		}
	}
	if err == nil {
		err = s.makeAll(ctx, p)
	}
	var refused rendition.Refusal
	switch {
	case err == nil:
		r.did(countMade, 1)
	case errors.Is(err, ErrNotFound):
		r.did(countGone, 1)
	case errors.As(err, &refused), errors.Is(err, errOriginal), errors.Is(err, rendition.ErrBusy):
		r.did("not made", 1)
		r.found(RunFinding{What: "failed", Where: pictureName(id, p.FileName), Why: err.Error()})
	default:
		return err
	}
	return nil
}

// hasAll tells whether the store has the files that every picture has.
func (s *Service) hasAll(ctx context.Context, p Picture) (bool, error) {
	for _, v := range s.deps.Recipe.Eager() {
		if there, err := s.deps.Store.Exists(ctx, renditionKey(p.Hash, v.Name)); !there || err != nil {
			return false, err
		}
	}
	return true, nil
}

// makeAll makes all files that every picture has, and the crops that were asked for
// before. A busy machine is given time.
func (s *Service) makeAll(ctx context.Context, p Picture) (err error) {
	noted, err := keptOf(ctx, s.deps.DB.Primary, p.ID)
	if err != nil {
		return err
	}
	variants := s.deps.Recipe.Eager()
	for _, v := range s.cuts(p) {
		if slices.ContainsFunc(noted, func(f keptFile) bool { return f.Name == v.Name }) {
			variants = append(variants, v)
		}
	}
	for try := 1; ; try++ {
		if err = s.makeInPlace(ctx, p, variants); !errors.Is(err, rendition.ErrBusy) || try == busyTries {
			return err
		}
		if err := pause(ctx, time.Duration(try)*time.Second); err != nil {
			return err
		}
	}
}

func (s *Service) makeInPlace(ctx context.Context, p Picture, variants []rendition.Variant) error {
	leave, err := s.renderer.Place(ctx)
	if err != nil {
		return err
	}
	defer leave()
	return s.remake(ctx, p, variants, true)
}
