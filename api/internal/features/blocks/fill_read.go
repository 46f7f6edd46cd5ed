package blocks

import (
	"context"
	"slices"

	"baq.kz/portal/api/internal/features/news"
	"baq.kz/portal/api/internal/features/readership"
	"baq.kz/portal/api/internal/features/tags"
)

// How much of the news a page looks at, and how much of a rubric: enough to fill
// the widest layout when what stands above is left out.
const (
	frontReach   = 40
	sectionReach = 12
	focusLength  = 8
)

// read asks for all that the visible blocks show: once for each kind of thing, and
// for all rubrics at once, however many blocks there are.
func (f *filling) read(ctx context.Context, visible []Block) error {
	f.lists = map[string][]news.Summary{}
	for _, part := range []func(context.Context, []Block) error{f.readPins, f.readFeeds, f.readTopics, f.readRubrics, f.readLists} {
		if err := part(ctx, visible); err != nil {
			return err
		}
	}
	return nil
}

func (f *filling) readPins(ctx context.Context, visible []Block) error {
	f.live = map[int64]news.Summary{}
	var ids []int64
	for _, b := range visible {
		for _, id := range b.Languages[f.Language].Pins {
			ids = append(ids, id)
			f.tag(news.ArticleTag(id)) // one that is left out comes back by it
			if !kinds[b.Kind].ranking {
				f.taken[id] = true
			}
		}
	}
	found, err := f.News.PublishedByIDs(ctx, ids)
	for _, a := range found {
		if a.Language == f.Language {
			f.live[a.ID] = a
		}
	}
	return err
}

func (f *filling) readFeeds(ctx context.Context, visible []Block) (err error) {
	var keys []string
	for _, b := range visible {
		if b.Feed != "" {
			keys = append(keys, b.Feed)
			f.tag(FeedTag(b.Feed))
		}
	}
	if keys == nil {
		return nil
	}
	f.feeds, err = f.Service.feeds.All(ctx, keys, func(missing []string) (map[string]Feed, error) {
		return feedsByKey(ctx, f.DB.Reader(ctx), missing)
	})
	return err
}

// readTopics reads the tags of the day, and those that blocks are named after.
func (f *filling) readTopics(ctx context.Context, visible []Block) error {
	var ids, busy []int64
	for _, b := range visible {
		switch {
		case b.Kind == Focus && busy == nil:
			f.tag(news.LatestTag(f.Language))
			found, err := f.News.BusyTags(ctx, f.Language, frontReach*2, focusLength)
			if err != nil {
				return err
			}
			busy = found
		case kinds[b.Kind].stories && b.rule().From == FromTag:
			ids = append(ids, b.rule().TagID)
		}
	}
	ids = append(ids, busy...)
	for _, id := range ids {
		f.tag(tags.CacheTag(id))
	}
	named, err := f.Tags.ByIDs(ctx, f.DB.Reader(ctx), ids)
	f.named = named
	for _, id := range busy {
		if _, has := named[id].Labels[f.Language]; has {
			f.topics = append(f.topics, named[id])
		}
	}
	return err
}

// readRubrics reads the newest of each rubric that a block shows, with all that lie
// below it.
func (f *filling) readRubrics(ctx context.Context, visible []Block) error {
	var groups [][]int64
	var keys []string
	reach := sectionReach
	for _, b := range visible {
		r := b.rule()
		if !kinds[b.Kind].stories || r.From != FromRubric || slices.Contains(keys, f.key(r)) {
			continue
		}
		family := f.Tree.Family(r.RubricID)
		groups, keys = append(groups, family), append(keys, f.key(r))
		reach = max(reach, b.Count+leadLength)
		for _, id := range family {
			f.tag(news.RubricTag(f.Language, id))
		}
	}
	found, err := f.News.PublishedGroups(ctx, f.Language, groups, reach)
	for i, list := range found {
		f.lists[keys[i]] = list
	}
	return err
}

func (f *filling) readLists(ctx context.Context, visible []Block) error {
	for _, b := range visible {
		r := b.rule()
		if _, read := f.lists[f.key(r)]; read || !kinds[b.Kind].stories || r.From == FromRubric {
			continue
		}
		list, err := f.list(ctx, r)
		if err != nil {
			return err
		}
		f.lists[f.key(r)] = list
	}
	return nil
}

// list reads what a rule takes from. A page that lists articles is outdated by the
// list's tag, and by the tag of every article that it shows.
func (f *filling) list(ctx context.Context, r Rule) (list []news.Summary, err error) {
	switch r.From {
	case FromTag:
		f.tag(news.TagTag(f.Language, r.TagID))
		list, _, err = f.News.PublishedList(ctx, news.ListQuery{Language: f.Language, TagID: r.TagID, Limit: frontReach})
	case FromRead:
		list, err = f.mostRead(ctx, r)
	case FromUrgent:
		f.tag(news.LatestTag(f.Language))
		list, err = f.News.PublishedUrgent(ctx, f.Language, f.Now.Add(-r.window()), frontReach)
		for _, a := range list {
			f.ends(a.PublishedAt.Add(r.window()))
		}
	default:
		f.tag(news.LatestTag(f.Language))
		list, err = f.News.Newest(ctx, f.Language)
	}
	return list, err
}

func (f *filling) mostRead(ctx context.Context, r Rule) ([]news.Summary, error) {
	f.tag(readership.MostReadTag(f.Language))
	ids, err := f.Read.MostRead(ctx, f.Language, r.window(), frontReach)
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		f.tag(news.ArticleTag(id))
	}
	return f.News.PublishedByIDs(ctx, ids)
}
