package website

import (
	"context"
	"fmt"

	"baq.kz/portal/api/internal/features/authors"
	"baq.kz/portal/api/internal/features/news"
	"baq.kz/portal/api/internal/features/rubrics"
	"baq.kz/portal/api/internal/features/tags"
	"baq.kz/portal/api/internal/website/feeds"
)

// feedItems is how many articles stand in a feed.
const feedItems = 50

// subject is what a feed is of.
type subject struct {
	title, description string
	path               string // of the page that lists the same
	query              news.ListQuery
}

// finder finds what a visit's feed is of, and adds the tags that the list hangs on.
type finder func(ctx context.Context, v visit, tags tagSet) (subject, error)

// form is one way to write a feed.
type form struct {
	contentType string
	write       func(feeds.Feed) ([]byte, error)
}

func rssForm() form  { return form{rssType + "; charset=utf-8", feeds.RSS} }
func atomForm() form { return form{atomType + "; charset=utf-8", feeds.Atom} }

// programFeeds are the feeds that services ask for; they take no other script.
func (s *Site) programFeeds() map[string]documenter {
	return map[string]documenter{
		"/feed/yandex.xml": s.feedOf(s.siteFeed, form{rssType + "; charset=utf-8", feeds.Yandex}, "/feed/yandex.xml"),
		"/feed/google.xml": s.feedOf(s.siteFeed, form{rssType + "; charset=utf-8", feeds.Google}, "/feed/google.xml"),
	}
}

// feedRoutes are the addresses of the feeds that people read.
func (s *Site) feedRoutes() map[string]documenter {
	routes := map[string]documenter{}
	for place, find := range map[string]finder{"": s.siteFeed, "/rubric/:slug": s.rubricFeed, "/tag/:slug": s.tagFeed, "/author/:slug": s.authorFeed} {
		routes[place+feedRSS] = s.feedOf(find, rssForm(), feedRSS)
		routes[place+feedAtom] = s.feedOf(find, atomForm(), feedAtom)
	}
	return routes
}

// feedOf writes the feed of a subject; end is what follows the subject's path in
// the feed's address.
func (s *Site) feedOf(find finder, in form, end string) documenter {
	return func(ctx context.Context, v visit) (handout, error) {
		d := handout{contentType: in.contentType, tags: tagged()}
		of, err := find(ctx, v, d.tags)
		if err != nil {
			return d, err
		}
		of.query.Language, of.query.Limit = v.code(), feedItems
		list, err := s.News.PublishedArticles(ctx, of.query)
		if err != nil {
			return d, err
		}
		feed := s.feedHead(v, of, end)
		if feed.Items, err = s.feedItems(ctx, v, d.tags, list); err != nil {
			return d, err
		}
		d.body, err = in.write(spelt(v, feed))
		return d, err
	}
}

func (s *Site) feedHead(v visit, of subject, end string) feeds.Feed {
	name := say(v.locale, "site.name")
	f := feeds.Feed{
		Title: of.title, Description: of.description, Language: v.tag(), URL: v.url(of.path), Self: v.url(trimRoot(of.path) + end),
		Publisher: feeds.Person{Name: name, URL: v.url("/")}, Rights: say(v.locale, "footer.rights", "year", fmt.Sprint(s.now().Year())),
	}
	if sign, err := s.bundle.URL("img/share.png"); err == nil {
		f.Logo = feeds.Picture{URL: v.url(sign)}
	}
	if sign, err := s.bundle.URL("img/touch.png"); err == nil {
		f.SquareLogo = feeds.Picture{URL: v.url(sign)}
	}
	return f
}

// trimRoot leaves nothing of the front page's path, before which no other stands.
func trimRoot(path string) string {
	if path == "/" {
		return ""
	}
	return path
}

func (s *Site) siteFeed(_ context.Context, v visit, tags tagSet) (subject, error) {
	tags.add(news.LatestTag(v.code()))
	return subject{title: say(v.locale, "site.name"), description: say(v.locale, "site.description"), path: "/"}, nil
}

func (s *Site) rubricFeed(_ context.Context, v visit, tags tagSet) (subject, error) {
	r, known := v.tree.BySlug(v.code(), v.slug)
	if !known {
		return subject{}, rubrics.ErrNotFound
	}
	of := s.about(v, r.Labels[v.code()].Name, r.Labels[v.code()].Description, say(v.locale, "rubric.description", "title", r.Labels[v.code()].Name))
	of.path, of.query.RubricIDs = rubrics.Path(r.Labels[v.code()].Slug), v.tree.Family(r.ID)
	for _, id := range of.query.RubricIDs {
		tags.add(news.RubricTag(v.code(), id))
	}
	return of, nil
}

func (s *Site) tagFeed(ctx context.Context, v visit, set tagSet) (subject, error) {
	t, err := s.Tags.BySlug(ctx, v.code(), v.slug)
	if err != nil {
		return subject{}, err
	}
	set.add(tags.CacheTag(t.ID), news.TagTag(v.code(), t.ID))
	label := t.Labels[v.code()]
	of := s.about(v, label.Name, "", say(v.locale, "tag.description", "title", label.Name))
	of.path, of.query.TagID = tags.Path(label.Slug), t.ID
	return of, nil
}

func (s *Site) authorFeed(ctx context.Context, v visit, set tagSet) (subject, error) {
	a, err := s.Authors.BySlug(ctx, v.code(), v.slug)
	if err != nil {
		return subject{}, err
	}
	set.add(authors.CacheTag(a.ID), news.AuthorTag(v.code(), a.ID))
	label := a.Labels[v.code()]
	of := s.about(v, label.Name, excerpt(label.Biography, 200), say(v.locale, "author.description", "title", label.Name))
	of.path, of.query.AuthorID = authors.Path(label.Slug), a.ID
	return of, nil
}

// about names what a feed is of; without a description of its own, by the usual one.
func (s *Site) about(v visit, name, own, usual string) subject {
	of := subject{title: say(v.locale, "site.titled", "title", name), description: own}
	if own == "" {
		of.description = usual
	}
	return of
}
