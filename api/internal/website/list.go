package website

import (
	"context"

	"baq.kz/portal/api/internal/features/authors"
	"baq.kz/portal/api/internal/features/blocks"
	"baq.kz/portal/api/internal/features/news"
	"baq.kz/portal/api/internal/features/rubrics"
	"baq.kz/portal/api/internal/features/tags"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/website/view"
)

// listLength is how many articles stand on a page of a list.
const listLength = 20

// latestPath is the address of the whole feed.
const latestPath = "/latest"

// latest builds the feed of all news.
func (s *Site) latest(ctx context.Context, v visit) (draft, error) {
	d := draft{title: say(v.locale, "latest.title"), description: say(v.locale, "latest.description"), versions: s.everywhere(latestPath), tags: tagged(news.LatestTag(v.code()))}
	d.machines.step(d.title, latestPath)
	list, next, err := s.News.PublishedList(ctx, news.ListQuery{Language: v.code(), Cursor: v.before, Limit: listLength + listLength/2})
	if err != nil {
		return d, err
	}
	return s.list(ctx, v, d, view.List{Title: d.title}, latestPath, stories{list, next})
}

// rubric builds a rubric's page: what editors arranged, its articles and those of
// all rubrics below it.
func (s *Site) rubric(ctx context.Context, v visit) (draft, error) { return s.rubricOf(ctx, v, nil) }

// rubricOf builds a rubric's page with blocks; nil: those that readers see.
func (s *Site) rubricOf(ctx context.Context, v visit, all []blocks.Block) (draft, error) {
	r, known := v.tree.BySlug(v.code(), v.slug)
	if !known {
		return draft{}, rubrics.ErrNotFound
	}
	label := r.Labels[v.code()]
	d := draft{title: label.Name, description: label.Description, versions: versions{own: rubricPaths(r)}, tags: tagged(), rubric: v.tree.Path(r.ID)[0].ID, ownRubric: r.ID}
	if d.description == "" {
		d.description = say(v.locale, "rubric.description", "title", label.Name)
	}
	d.machines.feed = rubrics.Path(label.Slug)
	d.machines.through(v, r)
	list, err := s.rubricNews(ctx, v, d.tags, r, v.before, listLength+1)
	if err != nil {
		return d, err
	}
	content := view.List{Title: label.Name, Lead: label.Description}
	for _, child := range v.tree.Children(r.ID) {
		if link, named := rubricLink(v, child); named && child.Visible {
			content.Children = append(content.Children, link)
		}
	}
	if content.Newest, err = s.beside(ctx, v, &d, 0); err != nil {
		return d, err
	}
	if v.before == "" {
		var above []int64
		if content.Blocks, above, err = s.arranged(ctx, v, &d, blocks.Place{RubricID: r.ID}, all); err != nil {
			return d, err
		}
		list.news = without(list.news, len(list.news), above...)
	}
	return s.list(ctx, v, d, content, rubrics.Path(label.Slug), list)
}

func rubricPaths(r rubrics.Rubric) map[lang.Code]string {
	paths := map[lang.Code]string{}
	for code, label := range r.Labels {
		paths[code] = rubrics.Path(label.Slug)
	}
	return paths
}

// tag builds a tag's page.
func (s *Site) tag(ctx context.Context, v visit) (draft, error) {
	t, err := s.Tags.BySlug(ctx, v.code(), v.slug)
	if err != nil {
		return draft{}, err
	}
	name := t.Labels[v.code()].Name
	d := draft{
		title: name, description: say(v.locale, "tag.description", "title", name), versions: versions{own: map[lang.Code]string{}},
		tags: tagged(tags.CacheTag(t.ID), news.TagTag(v.code(), t.ID)),
	}
	for code, label := range t.Labels {
		d.versions.own[code] = tags.Path(label.Slug)
	}
	d.machines.feed = d.versions.own[v.code()]
	d.machines.step(name, d.machines.feed)
	list, next, err := s.News.PublishedList(ctx, news.ListQuery{Language: v.code(), TagID: t.ID, Cursor: v.before, Limit: listLength})
	if err != nil {
		return d, err
	}
	content := view.List{Kicker: say(v.locale, "tag.kicker"), Title: name}
	if content.Newest, err = s.beside(ctx, v, &d, 0); err != nil {
		return d, err
	}
	return s.list(ctx, v, d, content, d.versions.own[v.code()], stories{list, next})
}

// author builds an author's page.
func (s *Site) author(ctx context.Context, v visit) (draft, error) {
	a, err := s.Authors.BySlug(ctx, v.code(), v.slug)
	if err != nil {
		return draft{}, err
	}
	label := a.Labels[v.code()]
	d := draft{
		title: label.Name, description: excerpt(label.Biography, 200), kind: "profile", versions: versions{own: map[lang.Code]string{}},
		tags: tagged(authors.CacheTag(a.ID), news.AuthorTag(v.code(), a.ID)),
	}
	if d.description == "" {
		d.description = say(v.locale, "author.description", "title", label.Name)
	}
	for code, other := range a.Labels {
		d.versions.own[code] = authors.Path(other.Slug)
	}
	d.machines = machines{things: aboutAuthor(label), feed: d.versions.own[v.code()]}
	d.machines.step(label.Name, d.machines.feed)
	list, next, err := s.News.PublishedList(ctx, news.ListQuery{Language: v.code(), AuthorID: a.ID, Cursor: v.before, Limit: listLength})
	if err != nil {
		return d, err
	}
	content := view.List{Kicker: label.Position, Title: label.Name, Lead: label.Biography}
	if content.Kicker == "" {
		content.Kicker = say(v.locale, "author.kicker")
	}
	if content.Portrait, err = s.portrait(ctx, v, d.tags, a); err != nil {
		return d, err
	}
	if content.Newest, err = s.beside(ctx, v, &d, 0); err != nil {
		return d, err
	}
	if content.Portrait != nil {
		if d.image, err = s.told(ctx, v, *a.PictureID, content.Portrait); err != nil {
			return d, err
		}
	}
	return s.list(ctx, v, d, content, d.versions.own[v.code()], stories{list, next})
}

func (s *Site) portrait(ctx context.Context, v visit, tags tagSet, a authors.Author) (*view.Picture, error) {
	if a.PictureID == nil {
		return nil, nil
	}
	pictures, err := s.pictures(ctx, v, tags, []int64{*a.PictureID})
	return pictures[*a.PictureID], err
}

// list finishes the page of a list: the cards, a large one at the top of a
// rubric's first page, and the links to older and newest.
func (s *Site) list(ctx context.Context, v visit, d draft, content view.List, path string, list stories) (draft, error) {
	k, err := s.shelf(ctx, v, d.tags, list.news)
	if err != nil {
		return d, err
	}
	content.Cards = k.cards(list.news)
	if d.rubric != 0 && v.before == "" && content.Blocks == nil && len(content.Cards) > 0 && content.Cards[0].Picture != nil {
		content.Top, content.Cards = &content.Cards[0], content.Cards[1:]
	}
	if list.next != nil {
		content.OlderURL = path + "?before=" + *list.next
	}
	if d.rubric != 0 {
		for i := range content.Cards {
			if content.Cards[i].Rubric.Title == content.Title {
				content.Cards[i].Rubric = view.Link{} // the heading says it
			}
		}
	}
	d.title = say(v.locale, "site.titled", "title", d.title)
	if v.before != "" {
		content.NewestURL = path
		d.title = say(v.locale, "list.earlier", "title", d.title)
		d.versions.single, d.noIndex = path+"?before="+v.before, true
	}
	d.content = content
	if d.machines.things == nil {
		d.machines.things = aboutList
	}
	return d, nil
}
