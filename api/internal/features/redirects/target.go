package redirects

import (
	"context"
	"net/url"
	"strings"

	"github.com/uptrace/bun"

	"baq.kz/portal/api/internal/platform/lang"
)

// end is where a redirect leads: to a thing, to a path of a site, or nowhere.
type end struct {
	language lang.Code
	path     string // empty: a thing or gone
	thing    *thing
	gone     bool
}

// thing is something with an address of its own.
type thing struct {
	kind kind
	id   int64
}

// kind is the first part of the addresses of things of one kind, as the triggers know them.
type kind string

const (
	article kind = "news"
	rubric  kind = "rubric"
	tag     kind = "tag"
	author  kind = "author"
	static  kind = "page"
)

// at is the kind and the slug that a canonical path names; false where it names no thing.
func at(path string) (kind, string, bool) {
	first, slug, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	switch k := kind(first); k {
	case article, rubric, tag, author, static:
		return k, slug, slug != "" && !strings.ContainsAny(slug, "/?")
	}
	return "", "", false
}

// written is a redirect that may be stored.
type written struct {
	Input
	path string // canonical
	end  end
	held *row // what is at the path already
}

// prepare checks a redirect and follows its target to the end. Others who write
// redirects by hand wait until the transaction ends: two who lead to each other's
// address at one moment would make a loop.
func (s *Service) prepare(ctx context.Context, tx bun.Tx, in Input) (written, error) {
	w := written{Input: in}
	if _, known := s.deps.Languages.Get(in.Language); !known {
		return w, ErrLanguage
	}
	var ok bool
	if w.path, ok = Canonical(in.Path); !ok || foreign(w.path) {
		return w, ErrBadPath
	}
	if fixed(w.path) {
		return w, ErrLive
	}
	if in.Gone == (in.Target != "") {
		return w, ErrEnd
	}
	if err := alone(ctx, tx); err != nil {
		return w, err
	}
	live, err := shown(ctx, tx, in.Language, w.path)
	if err != nil {
		return w, err
	}
	if live {
		return w, ErrLive
	}
	if w.end, err = s.lead(ctx, tx, w.path, in); err != nil {
		return w, err
	}
	w.held, err = heldAt(ctx, tx, in.Language, w.path)
	return w, err
}

// lead is where the input's target ends.
func (s *Service) lead(ctx context.Context, tx bun.Tx, from string, in Input) (end, error) {
	if in.Gone {
		return end{language: in.Language, gone: true}, nil
	}
	language, path, err := s.target(in.Language, in.Target)
	if err != nil {
		return end{}, err
	}
	if language == in.Language && path == from {
		return end{}, ErrLoop
	}
	e, err := follow(ctx, tx, language, path)
	if err == nil && e.language == in.Language && e.path == from {
		return end{}, ErrLoop
	}
	return e, err
}

// target is the site and the canonical path that a target names. Only our own sites
// are led to: whoever may write redirects could otherwise send readers anywhere.
func (s *Service) target(language lang.Code, text string) (lang.Code, string, error) {
	text = strings.TrimSpace(text)
	if !strings.HasPrefix(text, "/") {
		u, err := url.Parse(text)
		if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.User != nil {
			return "", "", ErrTarget
		}
		site, ours := s.deps.Languages.ByHost(u.Host)
		if !ours {
			return "", "", ErrTarget
		}
		language, text = site.Code, "/"+strings.TrimPrefix(u.EscapedPath(), "/")
		if u.RawQuery != "" {
			text += "?" + u.RawQuery
		}
	} else if strings.HasPrefix(text, "//") || strings.HasPrefix(text, `/\`) { // a host, as browsers read it
		return "", "", ErrTarget
	}
	path, ok := Canonical(text)
	if !ok {
		return "", "", ErrTarget
	}
	return language, path, nil
}

// follow finds what a path of a site leads to in the end: the thing that stands
// there, or where the redirect there ends, which has been followed when it was
// stored; otherwise the path itself, which may be any page of the site.
func follow(ctx context.Context, db bun.IDB, language lang.Code, path string) (end, error) {
	k, slug, names := at(path)
	var found *thing
	if names {
		id, live, err := thingAt(ctx, db, k, language, slug)
		if err != nil {
			return end{}, err
		}
		if id != 0 {
			found = &thing{k, id}
		}
		if live {
			return end{language: language, thing: found}, nil
		}
	}
	held, err := heldAt(ctx, db, language, path)
	switch {
	case err != nil:
		return end{}, err
	case held != nil:
		return held.end(), nil
	case found != nil: // not there yet, or not at the moment
		return end{language: language, thing: found}, nil
	case names:
		return end{}, ErrDead
	}
	return end{language: language, path: path}, nil
}
