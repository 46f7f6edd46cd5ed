package website

import (
	"context"
	"slices"
	"strings"
	"time"

	"baq.kz/portal/api/internal/features/news"
	"baq.kz/portal/api/internal/features/photobank"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/website/view"
)

// shelf turns articles into cards; it holds the pictures of all lists of a page,
// which are read at once.
type shelf struct {
	visit    visit
	now      time.Time
	pictures map[int64]*view.Picture
}

func (s *Site) shelf(ctx context.Context, v visit, tags tagSet, lists ...[]news.Summary) (shelf, error) {
	return s.shelfWith(ctx, v, tags, nil, lists...)
}

// shelfWith is shelf with further pictures.
func (s *Site) shelfWith(ctx context.Context, v visit, tags tagSet, ids []int64, lists ...[]news.Summary) (shelf, error) {
	for _, list := range lists {
		for _, a := range list {
			if a.PictureID != nil {
				ids = append(ids, *a.PictureID)
			}
		}
	}
	pictures, err := s.pictures(ctx, v, tags, ids)
	return shelf{visit: v, now: s.now(), pictures: pictures}, err
}

// pictureIn is a picture as pages of a language show it. In previews its files have
// addresses of their own.
type pictureIn struct {
	id       int64
	language lang.Code
	preview  bool
}

func (v visit) picture(id int64) pictureIn { return pictureIn{id, v.code(), v.preview} }

// pictured is a picture that is shared by all pages that show it. id is its own: it may
// be what the one that was asked for was merged into.
type pictured struct {
	*view.Picture
	id int64
}

// manyPictures is how many pictures a process remembers as they are shown, at least.
const manyPictures = 4_000

// pictures reads pictures of the photobank as the page shows them. They are shared, and
// must not be changed.
func (s *Site) pictures(ctx context.Context, v visit, tags tagSet, ids []int64) (map[int64]*view.Picture, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	keys := make([]pictureIn, len(ids))
	for i, id := range ids {
		keys[i] = v.picture(id)
		tags.add(photobank.CacheTag(id)) // one that is left out comes back by it
	}
	found, err := s.shownPictures.All(ctx, keys, func(missing []pictureIn) (map[pictureIn]pictured, error) { return s.showEach(ctx, v, missing) })
	out := make(map[int64]*view.Picture, len(found))
	for key, p := range found {
		if p.id != key.id {
			tags.add(photobank.CacheTag(p.id))
		}
		out[key.id] = p.Picture
	}
	return out, err
}

func (s *Site) showEach(ctx context.Context, v visit, keys []pictureIn) (map[pictureIn]pictured, error) {
	ids := make([]int64, len(keys))
	for i, key := range keys {
		ids[i] = key.id
	}
	found, err := s.Photobank.ForReaders(ctx, s.Databases.Reader(ctx), ids)
	shown := make(map[pictureIn]pictured, len(found))
	for id, p := range found {
		shown[v.picture(id)] = pictured{new(s.show(v, p)), p.ID}
	}
	return shown, err
}

// show is a picture in the visit's language. Of one whose rights have ended it is
// the place.
func (s *Site) show(v visit, p photobank.Picture) view.Picture {
	label := p.Labels[v.code()]
	shown := view.Picture{Alt: label.Alt, Caption: label.Caption, Credit: p.Credit(), Colour: p.Colour, Withheld: p.Withheld()}
	if p.Focus != nil {
		shown.Focus = view.Focus(p.Focus.X, p.Focus.Y)
	}
	for _, r := range p.WebP() {
		if r.Width == shown.Width {
			continue // of a small original: nothing is enlarged
		}
		shown.Renditions = append(shown.Renditions, view.Rendition{URL: s.media(v, p.Hash, r.Name), Width: r.Width})
		shown.Width, shown.Height = r.Width, r.Height
	}
	return shown
}

// told is a shown picture with its files for other sites and search engines, which a
// page names of one picture alone.
func (s *Site) told(ctx context.Context, v visit, id int64, shown *view.Picture) (*view.Picture, error) {
	if shown.Withheld {
		return shown, nil
	}
	return s.toldPictures.One(ctx, v.picture(id), func() (*view.Picture, error) {
		found, err := s.Photobank.ForReaders(ctx, s.Databases.Reader(ctx), []int64{id})
		told := *shown
		if p, has := found[id]; has && !p.Withheld() {
			told.Card = s.cut(v, p, told.Alt, s.Photobank.SocialCard(p))
			for _, c := range s.Photobank.SearchCuts(p) {
				told.Cuts = append(told.Cuts, s.cut(v, p, told.Alt, c))
			}
		}
		return &told, err
	})
}

func (s *Site) cut(v visit, p photobank.Picture, alt string, c photobank.Cut) view.Image {
	return view.Image{URL: s.media(v, p.Hash, c.File), Width: c.Width, Height: c.Height, Alt: alt}
}

// media is the address of a picture's file.
func (s *Site) media(v visit, hash, file string) string {
	if v.preview {
		return s.Photobank.SignedPath(hash, file)
	}
	return photobank.Path(hash, file)
}

func (k shelf) card(a news.Summary) view.Card {
	card := view.Card{URL: news.Path(a.Slug), Title: typeset(a.Title), Lead: typeset(a.Lead), Published: k.stamp(a.PublishedAt)}
	card.Mark = mark(a.Urgency, a.BreakingUntil, a.PublishedAt, k.now)
	if a.RubricID != nil {
		if r, known := k.visit.tree.ByID(*a.RubricID); known {
			card.Rubric, _ = rubricLink(k.visit, r)
		}
	}
	if a.PictureID != nil {
		if p, has := k.pictures[*a.PictureID]; has && !p.Withheld {
			card.Picture = p
		}
	}
	return card
}

func (k shelf) cards(list []news.Summary) []view.Card {
	out := make([]view.Card, len(list))
	for i, a := range list {
		out[i] = k.card(a)
	}
	return out
}

// stamp is a moment as narrow lists show it.
func (k shelf) stamp(t *time.Time) view.Stamp {
	if t == nil {
		return view.Stamp{}
	}
	local := t.In(k.now.Location())
	return view.Stamp{ISO: local.Format(time.RFC3339), Text: k.visit.locale.Calendar.Brief(local, k.now)}
}

// feedLength is how many articles stand in the feed beside a page.
const feedLength = 9

// feed is what the feed of a language is made of: one article more than it shows, so that
// the page of one of them can leave it out; and the feed of all other pages, drawn.
type feed struct {
	ids   []int64
	cards []view.Card
	usual view.Newest
}

// newest is what the feed of the visit's language is made of.
func (s *Site) newest(ctx context.Context, v visit, tags tagSet) (feed, error) {
	tags.add(news.LatestTag(v.code()))
	return s.feeds.One(ctx, v.tag(), func() (f feed, err error) {
		list, err := s.News.Newest(ctx, v.code())
		if err != nil || len(list) == 0 {
			return f, err
		}
		k := shelf{visit: v, now: s.now()}
		for _, a := range list[:min(len(list), feedLength+1)] {
			f.ids, f.cards = append(f.ids, a.ID), append(f.cards, k.card(a))
		}
		f.usual = view.Newest{Cards: f.cards[:min(len(f.cards), feedLength)], URL: latestPath}
		f.usual.Drawn, err = s.renderer.DrawNewest(string(v.code()), f.usual)
		return f, err
	})
}

// without is the feed of the page of an article; 0: of any other page.
func (f feed) without(except int64) view.Newest {
	at := slices.Index(f.ids, except)
	switch {
	case at < 0 || at >= feedLength:
		return f.usual
	case len(f.cards) == 1:
		return view.Newest{}
	}
	return view.Newest{Cards: slices.Concat(f.cards[:at], f.cards[at+1:]), URL: latestPath}
}

// feed is the newest articles of the language, but the one that the page is about.
func (s *Site) feed(ctx context.Context, v visit, tags tagSet, except int64) (view.Newest, error) {
	f, err := s.newest(ctx, v, tags)
	return f.without(except), err
}

// without leaves out articles, and cuts the list.
func without(list []news.Summary, limit int, except ...int64) []news.Summary {
	out := make([]news.Summary, 0, limit)
	for _, a := range list {
		if len(out) < limit && !contains(except, a.ID) {
			out = append(out, a)
		}
	}
	return out
}

func contains(ids []int64, id int64) bool {
	for _, other := range ids {
		if other == id {
			return true
		}
	}
	return false
}

// excerpt cuts a text between words at about limit characters.
func excerpt(text string, limit int) string {
	text = strings.Join(strings.Fields(text), " ")
	cut, left := "", limit
	for i := range text {
		if left == 0 {
			cut = text[:i]
			break
		}
		left--
	}
	if cut == "" {
		return text
	}
	if i := strings.LastIndex(cut, " "); i > 0 {
		cut = cut[:i]
	}
	return strings.TrimRight(cut, " ,.;:–—-") + "…"
}
