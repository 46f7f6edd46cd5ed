package website

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"baq.kz/portal/api/internal/features/news"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/website/view"
)

// archivePath is the address of the archive; a day or a month follows it.
const archivePath = "/archive"

// Days and months as addresses have them.
const (
	dayFormat   = time.DateOnly
	monthFormat = "2006-01"
)

// stretch is a day or a month where readers are; days there may have 23 or 25 hours.
type stretch struct {
	from, until time.Time
	day         bool
}

func dayOf(t time.Time) stretch {
	from := time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, t.Location())
	return stretch{from, time.Date(t.Year(), t.Month(), t.Day()+1, 0, 0, 0, 0, t.Location()), true}
}

func monthOf(t time.Time) stretch {
	from := time.Date(t.Year(), t.Month(), 1, 0, 0, 0, 0, t.Location())
	return stretch{from, from.AddDate(0, 1, 0), false}
}

func (p stretch) path() string {
	if p.day {
		return archivePath + "/" + p.from.Format(dayFormat)
	}
	return archivePath + "/" + p.from.Format(monthFormat)
}

// stretchOf reads an address; without one it is the present month.
func (s *Site) stretchOf(slug string) (stretch, error) {
	if slug == "" {
		return monthOf(s.now()), nil
	}
	if t, err := time.ParseInLocation(dayFormat, slug, s.Zone); err == nil {
		return dayOf(t), nil
	}
	t, err := time.ParseInLocation(monthFormat, slug, s.Zone)
	if err != nil {
		return stretch{}, echo.ErrNotFound
	}
	return monthOf(t), nil
}

// archive builds the page of a day or a month. What was before the first article, or
// is yet to come, has none.
func (s *Site) archive(ctx context.Context, v visit) (draft, error) {
	at, err := s.stretchOf(v.slug)
	if err != nil {
		return draft{}, err
	}
	first, any, err := s.News.FirstPublished(ctx, v.code())
	if err != nil {
		return draft{}, err
	}
	if v.slug != "" && (!any || !first.Before(at.until) || at.from.After(s.now())) {
		return draft{}, echo.ErrNotFound
	}
	d := draft{title: s.archiveTitle(v, at), description: say(v.locale, "archive.description"), tags: tagged(news.LatestTag(v.code()))}
	if at.day {
		d.description = say(v.locale, "archive.dayDescription", "date", v.locale.Calendar.Date(at.from))
	}
	content := view.Archive{Title: d.title, Day: at.day}
	if content.Month, err = s.month(ctx, v, at, first); err != nil {
		return d, err
	}
	if d.versions, err = s.archiveVersions(ctx, v, at); err != nil {
		return d, err
	}
	if err := s.archived(ctx, v, at, &d, &content); err != nil {
		return d, err
	}
	d.title = say(v.locale, "site.titled", "title", d.title)
	if v.before != "" {
		d.title = say(v.locale, "list.earlier", "title", d.title)
		d.versions.single, d.noIndex = at.path()+"?before="+v.before, true
	}
	d.content = content
	return d, nil
}

func (s *Site) archiveTitle(v visit, at stretch) string {
	switch {
	case v.slug == "":
		return say(v.locale, "archive.title")
	case at.day:
		return say(v.locale, "archive.dayTitle", "date", v.locale.Calendar.Date(at.from))
	}
	return say(v.locale, "archive.monthTitle", "month", monthName(v, at.from))
}

// archived fills in the articles, and the ways to the days beside.
func (s *Site) archived(ctx context.Context, v visit, at stretch, d *draft, content *view.Archive) error {
	list, next, err := s.News.PublishedList(ctx, news.ListQuery{Language: v.code(), Since: at.from, Until: at.until, Cursor: v.before, Limit: listLength})
	if err != nil {
		return err
	}
	d.noIndex = len(list) == 0
	k, err := s.shelf(ctx, v, d.tags, list)
	if err != nil {
		return err
	}
	content.Cards = k.cards(list)
	if next != nil {
		content.OlderURL = at.path() + "?before=" + *next
	}
	if v.before != "" {
		content.NewestURL = at.path()
	}
	if !at.day {
		return nil
	}
	earlier, later, err := s.News.Beside(ctx, v.code(), at.from, at.until)
	if earlier != nil {
		content.Earlier = dayLink(v, earlier.In(s.Zone))
	}
	if later != nil && later.Before(s.Now()) {
		content.Later = dayLink(v, later.In(s.Zone))
	}
	return err
}

func dayLink(v visit, t time.Time) view.Link {
	return view.Link{Title: v.locale.Calendar.Date(t), URL: dayOf(t).path()}
}

// archiveVersions are the languages that have something from then; the archive's
// beginning stands for those that have not.
func (s *Site) archiveVersions(ctx context.Context, v visit, at stretch) (versions, error) {
	if v.slug == "" {
		return s.everywhere(archivePath), nil
	}
	all := versions{own: map[lang.Code]string{v.code(): at.path()}, near: map[lang.Code]string{}}
	for _, l := range s.languages.All() {
		all.near[l.Code] = archivePath
		if l.Code == v.code() {
			continue
		}
		has, err := s.News.PublishedOn(ctx, l.Code, []time.Time{at.from, at.until})
		if err != nil {
			return all, err
		}
		if has[0] {
			all.own[l.Code] = at.path()
		}
	}
	return all, nil
}

// month is the calendar around a day or of a month.
func (s *Site) month(ctx context.Context, v visit, at stretch, first time.Time) (view.Month, error) {
	whole := monthOf(at.from)
	shown := view.Month{Title: monthName(v, whole.from), Weekdays: strings.Fields(say(v.locale, "archive.weekdays"))}
	var bounds []time.Time
	for day := whole.from; day.Month() == whole.from.Month(); day = dayOf(day).until {
		bounds = append(bounds, day)
	}
	has, err := s.News.PublishedOn(ctx, v.code(), append(bounds, whole.until))
	if err != nil {
		return shown, err
	}
	week := make([]view.Date, (int(whole.from.Weekday())+6)%7) // days of the week before the first
	for i, day := range bounds {
		date := view.Date{Number: i + 1, Name: v.locale.Calendar.Date(day), Current: at.day && day.Equal(at.from)}
		if has[i] && !day.After(s.now()) {
			date.URL = dayOf(day).path()
		}
		if week = append(week, date); len(week) == 7 {
			shown.Weeks, week = append(shown.Weeks, week), nil
		}
	}
	if len(week) > 0 {
		shown.Weeks = append(shown.Weeks, append(week, make([]view.Date, 7-len(week))...))
	}
	if !first.IsZero() && first.Before(whole.from) {
		shown.Before = monthLink(v, whole.from.AddDate(0, -1, 0))
	}
	if !whole.until.After(s.now()) {
		shown.After = monthLink(v, whole.until)
	}
	return shown, nil
}

func monthLink(v visit, t time.Time) view.Link {
	return view.Link{Title: monthName(v, t), URL: monthOf(t).path()}
}

// monthName is a month by itself, as a title has it: Russian writes it otherwise than
// after a day's number.
func monthName(v visit, t time.Time) string {
	names := strings.Fields(say(v.locale, "archive.months"))
	if len(names) != 12 {
		return t.Format(monthFormat)
	}
	return names[t.Month()-1] + " " + strconv.Itoa(t.Year())
}
