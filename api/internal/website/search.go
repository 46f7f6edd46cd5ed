package website

import (
	"context"
	"errors"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"

	"baq.kz/portal/api/internal/features/authors"
	"baq.kz/portal/api/internal/features/news"
	"baq.kz/portal/api/internal/features/rubrics"
	"baq.kz/portal/api/internal/features/search"
	"baq.kz/portal/api/internal/platform/cache"
	"baq.kz/portal/api/internal/platform/keyset"
	"baq.kz/portal/api/internal/website/view"
)

// searchPath is the address of the readers' search.
const searchPath = "/search"

// How often one address may search: more than a person who leafs through results
// does, and far less than a program could.
const (
	searchesASecond = 2
	searchBurst     = 20
)

// mostAuthors is how many authors the page lets choose from.
const mostAuthors = 100

// longestQuery is what the page reads of a query, in bytes.
const longestQuery = 2000

// limitSearches keeps one address from searching all the time.
func limitSearches() echo.MiddlewareFunc {
	store := middleware.NewRateLimiterMemoryStoreWithConfig(middleware.RateLimiterMemoryStoreConfig{Rate: searchesASecond, Burst: searchBurst, ExpiresIn: 3 * time.Minute})
	return middleware.RateLimiterWithConfig(middleware.RateLimiterConfig{
		Store:               store,
		IdentifierExtractor: func(c echo.Context) (string, error) { return c.RealIP(), nil },
		DenyHandler: func(c echo.Context, _ string, _ error) error {
			c.Response().Header().Set(echo.HeaderRetryAfter, strconv.Itoa(searchBurst/searchesASecond))
			return echo.NewHTTPError(http.StatusTooManyRequests)
		},
	})
}

// sought is what a reader asks the search for.
type sought struct {
	text   string
	rubric rubrics.Rubric // the zero one: any
	author int64          // 0: any
	period string
}

// period is a choice of how far back the search goes.
type period struct {
	name, title string
	back        func(time.Time) time.Time
}

func periods(v visit) []period {
	back := func(years, months, days int) func(time.Time) time.Time {
		return func(t time.Time) time.Time { return t.AddDate(-years, -months, -days) }
	}
	return []period{
		{"", say(v.locale, "search.anyTime"), func(time.Time) time.Time { return time.Time{} }},
		{"day", say(v.locale, "search.day"), back(0, 0, 1)}, {"week", say(v.locale, "search.week"), back(0, 0, 7)},
		{"month", say(v.locale, "search.month"), back(0, 1, 0)}, {"year", say(v.locale, "search.year"), back(1, 0, 0)},
	}
}

// url is the address of the search, at a place in its results.
func (q sought) url(before string) string {
	values := url.Values{}
	for name, value := range map[string]string{"q": q.text, "period": q.period, "before": before} {
		if value != "" {
			values.Set(name, value)
		}
	}
	if q.rubric.ID != 0 {
		values.Set("rubric", strconv.FormatInt(q.rubric.ID, 10))
	}
	if q.author != 0 {
		values.Set("author", strconv.FormatInt(q.author, 10))
	}
	return searchPath + "?" + values.Encode()
}

// longestKept is how long a query may be whose results the cache keeps, in bytes: longer
// ones are not asked twice.
const longestKept = 200

// find answers GET /search. Results are kept like any page, since many ask for the same
// when something happens; what has been published since outdates them.
func (s *Site) find(c echo.Context) error {
	v, err := s.visit(c)
	if err != nil {
		return err
	}
	text, period := c.QueryParam("q"), knownPeriod(v, c.QueryParam("period"))
	text = search.Tidy(text[:min(len(text), longestQuery)])
	rubric, author := numberAsked(c.QueryParam("rubric")), numberAsked(c.QueryParam("author"))
	build := func(ctx context.Context, v visit) (draft, error) {
		asked, _ := v.tree.ByID(rubric) // what is none narrows nothing
		return s.found(ctx, v, sought{text: text, rubric: asked, author: author, period: period})
	}
	render := func(ctx context.Context) (cache.Page, error) { return s.render(ctx, v, build) }
	key := url.Values{"q": {text}, "rubric": {strconv.FormatInt(rubric, 10)}, "author": {strconv.FormatInt(author, 10)}, "period": {period}}
	page, err := s.fetchIf(c.Request().Context(), len(text) <= longestKept, s.key(v, searchPath+"?"+key.Encode()), render)
	if errors.Is(err, keyset.ErrBadCursor) {
		return echo.ErrNotFound
	}
	if err != nil {
		return err
	}
	return s.send(c, page)
}

// knownPeriod is the name of a period; what is none is any time.
func knownPeriod(v visit, name string) string {
	if slices.ContainsFunc(periods(v), func(p period) bool { return p.name == name }) {
		return name
	}
	return ""
}

// numberAsked is a number of an address; 0: it is none.
func numberAsked(text string) int64 {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 0 {
		return 0
	}
	return n
}

// found builds the page of results.
func (s *Site) found(ctx context.Context, v visit, q sought) (draft, error) {
	title := say(v.locale, "search.title")
	d := draft{
		title: say(v.locale, "site.titled", "title", title), description: say(v.locale, "search.label"), noIndex: true,
		versions: s.everywhere(searchPath), tags: tagged(),
	}
	content := view.Search{Query: q.text, Rubrics: rubricOptions(v, q)}
	request := search.Request{Language: v.code(), Text: s.sought(v, q.text), AuthorID: q.author, Cursor: v.before, Limit: listLength}
	var err error
	if content.Authors, err = s.authorOptions(ctx, v, q); err != nil {
		return d, err
	}
	for _, p := range periods(v) {
		content.Periods = append(content.Periods, view.Option{Value: p.name, Title: p.title, On: p.name == q.period})
		if p.name == q.period {
			request.From = p.back(s.Now())
		}
	}
	if q.rubric.ID != 0 {
		request.RubricIDs = v.tree.Family(q.rubric.ID)
	}
	hits, next, err := s.Search.Find(ctx, request)
	if content.Slow = errors.Is(err, search.ErrTooSlow); err != nil && !content.Slow {
		return d, err
	}
	if content.Slow {
		cache.Unkept(ctx) // the next one may have more luck
	}
	if next != nil {
		content.OlderURL = q.url(*next)
	}
	if !content.Slow {
		if content.Meant, err = s.Search.Meant(ctx, request, len(hits)); err != nil {
			return d, err
		}
	}
	if content.Meant != "" {
		meant := q
		meant.text = content.Meant
		content.MeantURL = meant.url("")
	}
	if v.before != "" {
		content.NewestURL = q.url("")
	}
	if content.Hits, err = s.hits(ctx, v, d.tags, hits); err != nil {
		return d, err
	}
	if len(hits) == 0 {
		err = s.helpOn(ctx, v, d.tags, &content)
	}
	d.content = content
	return d, err
}

// sought is what is looked for: a query in letters that the search does not read, in
// those that texts are kept in. Latin ones it reads itself.
func (s *Site) sought(v visit, text string) string {
	if v.script == nil || v.script.Latin() {
		return text
	}
	return s.alphabets[v.script.Alphabet].Back(text)
}

// rubricOptions are all rubrics that have a name, the first choice being any.
func rubricOptions(v visit, q sought) []view.Option {
	options := []view.Option{{Title: say(v.locale, "search.anyRubric"), On: q.rubric.ID == 0}}
	for _, r := range v.tree.Children(0) {
		if label, named := r.Labels[v.code()]; named && r.Visible {
			options = append(options, view.Option{Value: strconv.FormatInt(r.ID, 10), Title: label.Name, On: r.ID == q.rubric.ID})
		}
	}
	return options
}

// authorOptions are the authors by name, the first choice being any, and the one that
// was chosen in any case.
func (s *Site) authorOptions(ctx context.Context, v visit, q sought) ([]view.Option, error) {
	options := []view.Option{{Title: say(v.locale, "search.anyAuthor"), On: q.author == 0}}
	list, _, err := s.Authors.PublishedList(ctx, authors.Query{Language: v.code(), Limit: mostAuthors})
	if err != nil {
		return nil, err
	}
	named := func(a authors.Author) bool { return a.ID == q.author }
	if q.author != 0 && !slices.ContainsFunc(list, named) {
		chosen, err := s.Authors.Get(ctx, q.author)
		if err != nil && !errors.Is(err, authors.ErrNotFound) {
			return nil, err
		}
		if err == nil {
			list = append(list, chosen)
		}
	}
	for _, a := range list {
		options = append(options, view.Option{Value: strconv.FormatInt(a.ID, 10), Title: a.In(v.code()).Name, On: a.ID == q.author})
	}
	return options, nil
}

// hits are results as the page shows them.
func (s *Site) hits(ctx context.Context, v visit, tags tagSet, found []search.Hit) ([]view.Hit, error) {
	list := make([]news.Summary, len(found))
	for i, hit := range found {
		list[i] = hit.Summary
	}
	k, err := s.shelf(ctx, v, tags, list)
	out := make([]view.Hit, len(found))
	for i, hit := range found {
		card := k.card(hit.Summary)
		out[i] = view.Hit{
			URL: card.URL, Rubric: card.Rubric, Published: card.Published, Picture: card.Picture,
			// The search has escaped all but its marks.
			Title: template.HTML(hit.TitleHTML), Excerpt: template.HTML(hit.ExcerptHTML),
		}
	}
	return out, err
}

// helpOn adds the topics of the day and the newest articles.
func (s *Site) helpOn(ctx context.Context, v visit, tags tagSet, content *view.Search) (err error) {
	if content.Topics, err = s.focus(ctx, v, tags); err != nil {
		return err
	}
	list, _, err := s.News.PublishedList(ctx, news.ListQuery{Language: v.code(), Limit: helpLength})
	if err != nil {
		return err
	}
	k, err := s.shelf(ctx, v, tags, list)
	content.Latest = k.cards(list)
	return err
}
