package view

import (
	"encoding/json"
	"fmt"
	"html/template"
	"os"
	"strings"
	"testing"

	"baq.kz/portal/api/internal/platform/richtext"
	"baq.kz/portal/api/internal/website/locales"
)

// sample is a small newsroom in one language, from testdata.
type sample struct {
	code    string
	locale  *locales.Locale
	Rubrics []string
	Tags    []string
	About   []string
	Authors []string
	Stories [][3]string
	Body    template.HTML
	plain   template.HTML // the body alone
	// Document is what follows the body: every block that the column gives its
	// whole width to, as the editor keeps it.
	Document json.RawMessage
	Caption  string
	Credit   string
	Location string
	Source   string
	// Corrections are the notes under the text.
	Corrections []string
}

func samples(t testing.TB) []sample {
	t.Helper()
	all, err := locales.Load()
	if err != nil {
		t.Fatal(err)
	}
	var found []sample
	for code, locale := range all {
		raw, err := os.ReadFile("testdata/" + code + ".json")
		if err != nil {
			t.Fatalf("language %s needs samples: %v", code, err)
		}
		s := sample{code: code, locale: locale}
		if err := json.Unmarshal(raw, &s); err != nil {
			t.Fatalf("%s: %v", code, err)
		}
		s.plain, s.Body = s.Body, s.Body+s.drawn(t)
		found = append(found, s)
	}
	return found
}

// drawn is the document as the site draws it. Articles with an even number have
// a picture on their card.
func (s sample) drawn(t testing.TB) template.HTML { return s.drawnFor(t, false) }

func (s sample) drawnFor(t testing.TB, amp bool) template.HTML {
	t.Helper()
	document, err := richtext.Parse(s.Document)
	if err != nil {
		t.Fatalf("%s: %v", s.code, err)
	}
	return template.HTML(document.HTML(richtext.Resolve{
		Words: Words(s.locale), GallerySizes: GallerySizes, AMP: amp,
		Pictures: func(id int64) (richtext.Image, bool) { return s.image(t, int(id)), true },
		Related: func(id int64) (richtext.Card, bool) {
			card := richtext.Card{URL: fmt.Sprintf("/news/story-%d", id), Title: s.Stories[id][1]}
			if id%2 == 0 {
				image := s.image(t, int(id))
				image.Sizes = sizes[SlotThumb]
				card.Image = &image
			}
			return card, true
		},
	}))
}

func (s sample) image(t testing.TB, i int) richtext.Image {
	t.Helper()
	placed, err := Place(s.picture(i), SlotProse)
	if err != nil {
		t.Fatal(err)
	}
	image := richtext.Image{Width: placed.Width, Height: placed.Height, Alt: placed.Alt, Sizes: placed.Sizes, Class: placed.Class, Credit: s.text("picture.credit", "credit", s.Credit)}
	for _, r := range placed.Renditions {
		image.Renditions = append(image.Renditions, richtext.Rendition{URL: r.URL, Width: r.Width})
	}
	return image
}

func (s sample) text(key string, pairs ...string) string {
	text, err := s.locale.Text(key, pairs...)
	if err != nil {
		panic(err)
	}
	return text
}

func links(titles []string, path string, current int) []Link {
	made := make([]Link, len(titles))
	for i, title := range titles {
		made[i] = Link{Title: title, URL: fmt.Sprintf("%s%d", path, i), Current: i == current}
	}
	return made
}

func (s sample) picture(i int) *Picture {
	colours := []string{"#3f6f8f", "#b58a4c", "#5b7a52", "#8a4f3d", "#4a4f6b", "#9fb3c0"}
	p := &Picture{Alt: s.Caption, Caption: s.Caption, Credit: s.Credit, Width: 1200, Height: 800, Colour: colours[i%len(colours)]}
	for _, width := range []int{400, 800, 1200} {
		p.Renditions = append(p.Renditions, Rendition{URL: fmt.Sprintf("/media/sample%d/%d.webp", i, width), Width: width})
	}
	return p
}

func (s sample) stamp(i int) Stamp {
	clock := fmt.Sprintf("%02d:%02d", 14-i, (65-i*7)%60)
	if i > 9 {
		return Stamp{"2026-11-20T18:40:00+05:00", "20 " + s.locale.Calendar.Months[10] + ", 18:40"}
	}
	return Stamp{"2026-11-21T" + clock + ":00+05:00", clock}
}

func (s sample) card(i int) Card {
	i %= len(s.Stories)
	story := s.Stories[i]
	return Card{
		URL: fmt.Sprintf("/news/story-%d", i), Title: story[1], Lead: story[2],
		Rubric: Link{Title: story[0], URL: "/rubric/0"}, Published: s.stamp(i), Picture: s.picture(i),
	}
}

// bar is the breaking bar, with as many links as it may have.
func (s sample) bar(count int) []Link {
	var bar []Link
	for i := range count {
		bar = append(bar, Link{Title: s.Stories[(i*3+2)%len(s.Stories)][1], URL: fmt.Sprintf("/news/story-%d", i*3+2)})
	}
	return bar
}

func (s sample) corrections() []Correction {
	var all []Correction
	for i, note := range s.Corrections {
		all = append(all, Correction{At: s.stamp(i), Note: note})
	}
	return all
}

func (s sample) cards(from, count int) []Card {
	made := make([]Card, count)
	for i := range made {
		made[i] = s.card(from + i)
	}
	if count > 2 {
		made[0].Mark, made[2].Mark = Breaking, Urgent
	}
	return made
}

func (s sample) feed() []Card {
	made := s.cards(0, min(9, len(s.Stories)))
	for i := range made {
		made[i] = made[(i*5+3)%len(made)].Bare()
		made[i].Published = s.stamp(i)
	}
	return made
}

func (s sample) frame(title string) Frame {
	f := Frame{
		Language: s.code, Year: 2026, Today: Stamp{"2026-11-21", s.locale.Calendar.Weekdays[6] + ", 21 " + s.locale.Calendar.Months[10] + " 2026"},
		Menu: links(s.Rubrics, "/rubric/", 1), About: links(s.About, "/page/", -1),
		Languages: []Switch{{"kk", "Қазақша", "Қаз", "/preview/kk/"}, {"ru", "Русский", "Рус", "/preview/ru/"}},
		Head: Head{
			Title: title, Description: s.text("site.description"), Keywords: s.text("site.keywords"),
			Canonical: "https://baq.kz/", Kind: "website", Locale: s.locale.OpenGraph,
			Alternates: []Alternate{{"kk", "https://baq.kz/"}, {"ru", "https://rus.baq.kz/"}, {"x-default", "https://baq.kz/"}},
			Image:      Image{URL: "https://baq.kz/assets/x.png", Width: 1200, Height: 630, Alt: s.Caption},
			Feeds:      []Feed{{"application/rss+xml", s.text("site.name"), "https://baq.kz/feed.rss"}},
			Authors:    []string{"https://baq.kz/author/0"}, Topics: s.Tags,
			Data: `{"@context":"https://schema.org","@graph":[{"@type":"WebPage","name":"\u003c/script\u003e"}]}`,
		},
	}
	for i := range f.Languages {
		if f.Languages[i].Language == s.code {
			f.Languages[i].URL = ""
		}
	}
	return f
}

func (s sample) home() Home {
	all := s.blocks()
	return Home{Blocks: []Block{all["lead"], all["focus"], all["rubric"], all["list"], all["band"], all["tag"], all["half"]}}
}

// blocks are a sample of every kind of block, by the kind's name, and of every way
// to set a section.
func (s sample) blocks() map[string]Block {
	lead, rubric := s.card(0), func(i int) Heading { return Heading{s.Rubrics[i], fmt.Sprintf("/rubric/%d", i)} }
	plain := func(from, count int) []Card {
		all := s.cards(from, count)
		for i := range all {
			all[i].Rubric = Link{}
		}
		return all
	}
	player := template.HTML(`<figure class="embed embed-youtube" data-player="https://www.youtube-nocookie.com/embed/x" data-title="YouTube"><div class="embed-consent"><p class="embed-name">YouTube</p><p class="embed-note">` +
		template.HTMLEscapeString(s.text("embed.note", "provider", "YouTube")) + `</p><p class="embed-ways"><a href="https://www.youtube.com/watch?v=x">YouTube</a></p></div><figcaption>` + template.HTMLEscapeString(s.Stories[2][1]) + `</figcaption></figure>`)
	return map[string]Block{
		"lead":        Opening{Lead: &lead, Slot: SlotLead, Second: s.cards(1, 2), Third: s.cards(7, 4), Newest: Newest{Cards: s.feed(), URL: "/latest"}},
		"focus":       Topics{Links: links(s.Tags, "/tag/", -1)},
		"rubric":      Section{rubric(0), Spread, plain(6, 5)},
		"list":        Section{Heading{s.text("latest.title"), "/latest"}, Row, s.cards(1, 4)},
		"band":        Section{rubric(4), Band, plain(3, 3)},
		"tag":         Section{Heading{s.Tags[0], "/tag/0"}, Half, s.cards(8, 4)},
		"half":        Section{rubric(3), Half, plain(2, 4)},
		"column":      Section{rubric(2), Column, plain(4, 3)},
		"most_read":   Ranking{Heading: Heading{Title: s.text("block.mostRead")}, Cards: s.cards(2, 5)},
		"photo_story": Photos{Heading: Heading{Title: s.text("block.photos")}, Cards: plain(1, 5)},
		"video":       Videos{Heading: Heading{Title: s.text("block.videos")}, Players: []template.HTML{player, player}},
		"links":       Links{Heading: Heading{Title: s.text("block.links")}, Layout: Half, Links: []HandLink{{s.About[0], "/page/0", false}, {s.Tags[1], "https://example.kz/", true}}},
		"data": Figures{
			Heading: Heading{Title: s.text("block.data")}, Layout: Half, Kind: "currency", Source: Link{Title: s.Source, URL: "https://example.kz/"}, At: s.stamp(0),
			Figures: []Figure{{"USD", "478,32", "+1,2", ""}, {"EUR", "512,9", "−0,4", ""}, {"RUB", "5,1", "0", ""}},
		},
		"weather": Figures{Heading: Heading{Title: s.text("block.data")}, Kind: "weather", At: s.stamp(0), Figures: []Figure{{"Астана", "−12°", "", "snow"}, {"Алматы", "+3°", "", "sun"}, {"Шымкент", "+8°", "", "rain"}, {"Ақтау", "+5°", "", "wind"}}},
		"html":    Markup{Heading: Heading{Title: s.About[0]}, Body: "<p>" + template.HTML(template.HTMLEscapeString(s.Stories[0][2])) + `</p><h3>3</h3><ul><li><a href="/latest">1</a></li></ul>`},
	}
}

// arranged is a front page of every kind.
func (s sample) arranged() Home {
	all := s.blocks()
	return Home{Blocks: []Block{all["lead"], all["weather"], all["most_read"], all["photo_story"], all["column"], all["video"], all["links"], all["data"], all["html"]}}
}

func (s sample) article() Article {
	top := s.card(9)
	return Article{
		Rubric: Link{Title: s.Stories[0][0], URL: "/rubric/1"}, Title: s.Stories[0][1], Lead: s.Stories[0][2],
		Authors: links(s.Authors, "/author/", -1), Published: Stamp{"2026-11-21T14:05:00+05:00", "21 " + s.locale.Calendar.Months[10] + " 2026, 14:05"},
		Updated: Stamp{"2026-11-21T15:40:00+05:00", "15:40"}, Corrected: s.stamp(0), Corrections: s.corrections(), ReadingMinutes: 4,
		Mark: Urgent, Location: s.Location, Source: Link{Title: s.Source, URL: "https://example.kz/"},
		Credits: []Credit{
			{s.text("credit.photographer"), links(s.Authors[1:], "/author/p", -1)}, {s.text("credit.editor"), links(s.Authors[:1], "/author/e", -1)},
		},
		Picture: s.picture(0), Body: s.Body,
		Tags: links(s.Tags[:3], "/tag/", -1), URL: "https://baq.kz/news/story-0",
		Share:   []Share{{"Telegram", "https://t.me/share/url?url=x"}, {"WhatsApp", "https://wa.me/?text=x"}, {"Facebook", "https://www.facebook.com/sharer/sharer.php?u=x"}, {"X", "https://x.com/intent/post?url=x"}},
		Related: s.cards(5, 4), Next: &top, More: s.cards(1, 4), Newest: Newest{Cards: s.feed(), URL: "/latest"},
	}
}

func (s sample) search() Search {
	found := Search{
		Query: s.Tags[0], OlderURL: "/search?before=x", NewestURL: "/search",
		Rubrics: []Option{{"", s.text("search.anyRubric"), false}, {"1", s.Rubrics[0], true}},
		Authors: []Option{{"", s.text("search.anyAuthor"), true}, {"1", "A & B", false}},
		Meant:   s.Tags[1], MeantURL: "/search?q=x",
		Periods: []Option{{"", s.text("search.anyTime"), true}, {"day", s.text("search.day"), false}},
	}
	for i, card := range s.cards(0, 6) {
		hit := Hit{URL: card.URL, Title: template.HTML("<mark>" + template.HTMLEscapeString(card.Title) + "</mark>"), Excerpt: template.HTML("… " + template.HTMLEscapeString(card.Lead) + " …"), Rubric: card.Rubric, Published: card.Published}
		if i%2 == 0 {
			hit.Picture = card.Picture
		}
		found.Hits = append(found.Hits, hit)
	}
	return found
}

func (s sample) archive() Archive {
	page := Archive{
		Title: s.text("archive.dayTitle", "date", "20"), Day: true, Cards: s.cards(0, 5), Earlier: Link{Title: "19", URL: "/archive/2026-11-19"}, Later: Link{Title: "21", URL: "/archive/2026-11-21"},
		OlderURL: "/archive/2026-11-20?before=x",
		Month:    Month{Title: "2026", Weekdays: strings.Fields(s.text("archive.weekdays")), Before: Link{Title: "10", URL: "/archive/2026-10"}},
	}
	for week := range 5 {
		row := make([]Date, 7)
		for i := range row {
			if n := week*7 + i - 5; n > 0 && n <= 30 {
				row[i] = Date{Number: n, Name: fmt.Sprint(n), Current: n == 20}
				if n <= 21 {
					row[i].URL = fmt.Sprintf("/archive/2026-11-%02d", n)
				}
			}
		}
		page.Month.Weeks = append(page.Month.Weeks, row)
	}
	return page
}

// place is a place with two banners that take turns; one has a picture for phones.
func (s sample) place(zone string) *BannerPlace {
	narrow := s.picture(2)
	return &BannerPlace{Zone: zone, Banners: []Banner{
		{ID: 1, Advertiser: s.Source, Weight: 10, Picture: s.picture(1), Narrow: narrow, URL: "/go/1"},
		{ID: 2, Weight: 90, Picture: s.picture(3), URL: "/go/2"},
	}}
}

// pages returns every page and its variants, by a name for the preview.
func (s sample) pages() map[string]Page {
	top := s.card(0)
	rubric := List{Title: s.Rubrics[1], Children: links(s.Tags[:2], "/rubric/c", -1), Top: &top, Cards: s.cards(1, 8), Newest: Newest{Cards: s.feed(), URL: "/latest"}, OlderURL: "/rubric/1?before=x"}
	author := List{Kicker: s.text("author.kicker"), Title: s.Authors[0], Lead: s.Stories[0][2], Portrait: s.picture(3), Cards: s.cards(0, 5), OlderURL: "?before=y", NewestURL: "/author/0"}
	bare := s.article()
	bare.Picture, bare.Authors, bare.Tags, bare.More, bare.Newest, bare.Lead, bare.Updated = nil, nil, nil, nil, Newest{}, "", Stamp{}
	bare.Related, bare.Next = nil, nil
	bare.Location, bare.Source, bare.Credits, bare.Mark, bare.Corrected, bare.Corrections = "", Link{}, nil, "", Stamp{}, nil
	leadless := s.article()
	leadless.Lead, leadless.Mark = "", Breaking
	breaks := s.frame(s.text("home.title"))
	breaks.Breaking = s.bar(3)
	unfinished := s.article()
	unfinished.Published, unfinished.Updated, unfinished.Corrected, unfinished.Corrections = Stamp{}, Stamp{}, Stamp{}, nil
	unfinished.Picture, unfinished.Rubric, unfinished.Share, unfinished.Mark = nil, Link{}, nil, ""
	shown := s.frame(s.text("preview.title"))
	shown.Preview = &Preview{State: s.text("preview.scheduled", "when", s.stamp(12).Text), Language: s.locale.Name}
	shown.Head = Head{Title: s.text("preview.title"), NoIndex: true, NoFollow: true}
	missing := s.frame("x")
	missing.Missing = true
	problem := func(status string, number int) Problem {
		return Problem{Status: number, Title: s.text("problem." + status + ".title"), Text: s.text("problem." + status + ".text"), RequestID: "5f0c9a3e1b"}
	}
	lost := problem("404", 404)
	lost.Latest, lost.Popular, lost.Words = s.cards(0, 4), s.cards(4, 4), s.Tags[0]
	gone := problem("410", 410)
	gone.Latest = s.cards(0, 4)
	sold := s.frame(s.Rubrics[1])
	sold.Banners = Banners{Top: s.place("top"), Aside: s.place("aside"), Article: s.place("article"), List: s.place("list")}
	one := s.frame("410")
	one.Breaking = s.bar(1)
	above := rubric
	above.Top, above.Blocks = nil, []Block{s.blocks()["half"], s.blocks()["links"]}
	return map[string]Page{
		"rubric-blocks": {s.frame(s.Rubrics[1]), above},
		"home-blocks":   {s.frame(s.text("home.title")), s.arranged()},
		"home":          {s.frame(s.text("home.title")), s.home()},
		"home-empty":    {s.frame(s.text("home.title")), Home{}},
		"home-breaks":   {breaks, s.home()},
		"article":       {s.frame(s.Stories[0][1]), s.article()},
		"article-sold":  {sold, s.article()},
		"rubric-sold":   {sold, rubric},
		"list-sold":     {sold, List{Title: s.Rubrics[1], Cards: s.cards(0, 2)}},
		"article-flat":  {breaks, leadless},
		"preview":       {shown, unfinished},
		"article-bare":  {missing, bare},
		"rubric":        {s.frame(s.Rubrics[1]), rubric},
		"tag":           {s.frame(s.Tags[0]), List{Kicker: s.text("tag.kicker"), Title: s.Tags[0]}},
		"author":        {s.frame(s.Authors[0]), author},
		"latest":        {s.frame("x"), List{Title: s.text("latest.title"), Cards: s.cards(0, 12), OlderURL: "/latest?before=z"}},
		"static":        {s.frame(s.About[0]), Static{Title: s.About[0], Body: s.Body, Siblings: links(s.About, "/page/", 0)}},
		"accessible": {s.frame(s.text("sight.title")), Accessible{On: true, Back: "/", Groups: []ChoiceGroup{
			{Name: "size", Choices: []Choice{{Value: "100"}, {Value: "200", On: true}}}, {Name: "contrast", Choices: []Choice{{Value: "ordinary"}, {Value: "dark", On: true}}},
		}}},
		"search":       {s.frame(s.text("search.title")), s.search()},
		"search-empty": {s.frame(s.text("search.title")), Search{Query: s.Tags[0], Topics: links(s.Tags, "/tag/", -1), Latest: s.cards(0, 4)}},
		"archive":      {s.frame(s.text("archive.title")), s.archive()},
		"offline":      {s.frame(s.text("offline.title")), Offline{}},
		"problem-404":  {s.frame("404"), lost},
		"problem-410":  {one, gone},
		"problem-500":  {s.frame("500"), problem("500", 500)},
		"problem-503":  {s.frame("503"), problem("503", 503)},
	}
}
