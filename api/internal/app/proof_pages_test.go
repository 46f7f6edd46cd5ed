package app_test

import (
	"fmt"
	"net/url"
	"time"
)

// spot is an address at which readers see facts.
type spot struct {
	kind string
	host string
	path func() string
	// shows are the facts that must be seen there in their state; what else is seen must
	// have been true, too.
	shows []*fact
	// own is what the address is of: without it there is no page. nil: always is one.
	own *fact
	// bar is the fact whose state is whether the breaking bar stands there.
	bar *fact
	// leads: the mark is in where it leads.
	leads bool
}

// site collects the spots of a language.
type site struct {
	p        *paper
	language string
	host     string
	spots    []*spot
}

// spots are all kinds of pages that readers may ask for.
func (p *paper) spots() (all []*spot) {
	for _, l := range languages() {
		s := &site{p: p, language: l, host: map[string]string{"kk": kkSite, "ru": ruSite}[l]}
		s.pages("", "")
		s.feeds("", "")
		s.machines()
		s.api()
		if l == "kk" {
			for _, script := range []string{"/latn", "/arab"} {
				s.pages(script, " in "+script[1:])
				s.feeds(script, " in "+script[1:])
			}
			s.add("old address", "/eski-meken", p.facts["old"]).leads = true
		}
		all = append(all, s.spots...)
	}
	return all
}

func (s *site) add(kind, path string, shows ...*fact) *spot {
	return s.at(kind, func() string { return path }, shows...)
}

func (s *site) at(kind string, path func() string, shows ...*fact) *spot {
	one := &spot{kind: kind, host: s.host, path: path, shows: shows}
	s.spots = append(s.spots, one)
	return one
}

// html is a page with the frame that all have: the menu, the bar, the banner.
func (s *site) html(kind, path string, shows ...*fact) *spot {
	one := s.add(kind, path, append(shows, s.frame()...)...)
	one.bar = s.p.facts[l2(s.language)+"bar"]
	return one
}

func (s *site) frame() []*fact {
	return []*fact{s.p.facts["rubric"], s.p.facts[l2(s.language)+"page"], s.p.facts["banner"]}
}

// articles are the facts of all articles of the language.
func (s *site) articles() (all []*fact) {
	for _, slot := range s.p.slots[s.language] {
		all = append(all, slot.fact)
	}
	return append(all, s.p.flash[s.language].fact)
}

// ofArticle is a spot for each article of the language that may go.
func (s *site) ofArticle(kind, before, after string, shows ...*fact) (all []*spot) {
	for _, slot := range s.p.slots[s.language] {
		one := s.at(kind, func() string { return before + *slot.slug.Load() + after }, append([]*fact{slot.fact}, shows...)...)
		one.own = slot.fact
		all = append(all, one)
	}
	return all
}

// pages are those that people read, below a script's prefix.
func (s *site) pages(prefix, in string) {
	f := s.p.facts
	s.html("front page"+in, root(prefix), append(s.articles(), f["home"], f["figo"])...)
	s.html("latest"+in, prefix+"/latest", s.articles()...)
	s.html("rubric"+in, prefix+"/rubric/rubrika", s.articles()...)
	s.html("tag"+in, prefix+"/tag/tag", append(s.articles(), f["tag"])...)
	s.html("author"+in, prefix+"/author/avtor", append(s.articles(), f["nom"])...)
	s.html("static page"+in, prefix+"/page/biz")
	s.html("archive"+in, prefix+"/archive/"+today(), s.articles()...)
	s.html("search"+in, prefix+"/search?q="+s.word(), s.articles()...)
	shows := append(s.frame(), f["tag"], f["nom"], f["caption"])
	if prefix == "/latn" {
		shows = append(shows, f["mod"])
	}
	for _, one := range s.ofArticle("article"+in, prefix+"/news/", "", shows...) {
		one.bar = f[l2(s.language)+"bar"]
	}
	if s.language == "kk" {
		s.at("replaced picture"+in, func() string { return prefix + "/news/" + *s.p.illustrated.slug.Load() }, f["art"])
	}
}

func root(prefix string) string {
	if prefix == "" {
		return "/"
	}
	return prefix
}

// word finds all articles of the language.
func (s *site) word() string {
	return url.QueryEscape(map[string]string{"kk": "белгі", "ru": "метка"}[s.language])
}

func today() string {
	return time.Now().In(time.FixedZone("Almaty", 5*60*60)).Format(time.DateOnly)
}

func (s *site) feeds(prefix, in string) {
	for _, form := range []string{"rss", "atom"} {
		s.add("feed "+form+in, prefix+"/feed."+form, s.articles()...)
	}
	s.add("rubric's feed"+in, prefix+"/rubric/rubrika/feed.rss", append(s.articles(), s.p.facts["rubric"])...)
	s.add("tag's feed"+in, prefix+"/tag/tag/feed.atom", append(s.articles(), s.p.facts["tag"])...)
	s.add("author's feed"+in, prefix+"/author/avtor/feed.rss", append(s.articles(), s.p.facts["nom"])...)
	s.add("news sitemap"+in, prefix+"/sitemap-news.xml", s.articles()...)
}

// machines are what services ask for, once for a language.
func (s *site) machines() {
	s.add("Yandex feed", "/feed/yandex.xml", s.articles()...)
	s.add("Google feed", "/feed/google.xml", s.articles()...)
	for _, one := range s.ofArticle("AMP", "/amp/news/", "", s.p.facts["nom"], s.p.facts["caption"]) {
		one.bar = s.p.facts[l2(s.language)+"bar"]
	}
	s.ofArticle("oEmbed", "/oembed?url="+url.QueryEscape("http://"+s.host+"/news/"), "")
	s.at("killed article", func() string {
		if path := s.p.killed.Load(); path != nil {
			return *path
		}
		return "/news/nobody-was-here"
	}).own = newFact("", 0)
}

func (s *site) api() {
	const api = "/api/v1"
	lang, f := "lang="+s.language, s.p.facts
	s.add("list API", api+"/news?"+lang, s.articles()...)
	s.add("list API, rubric", fmt.Sprintf("%s/news?%s&rubric=%d", api, lang, s.p.rubric.ID), s.articles()...)
	s.add("list API, tag", fmt.Sprintf("%s/news?%s&tag=%d&include=tags,authors", api, lang, s.p.tag.ID), append(s.articles(), f["tag"], f["nom"])...)
	s.add("list API, author", fmt.Sprintf("%s/news?%s&author=%d", api, lang, s.p.author.ID), s.articles()...)
	s.add("search API", api+"/search?"+lang+"&q="+s.word(), s.articles()...)
	s.add("suggestions API", api+"/search/suggestions?"+lang+"&q="+s.word())
	s.add("rubrics API", api+"/rubrics?"+lang, f["rubric"])
	s.add("rubric API", api+"/rubrics/rubrika?"+lang, f["rubric"])
	s.add("tags API", api+"/tags?"+lang, f["tag"])
	s.add("tag API", api+"/tags/tag?"+lang, f["tag"])
	s.add("authors API", api+"/authors?"+lang, f["nom"])
	s.add("author API", api+"/authors/avtor?"+lang, f["nom"])
	s.add("menu API", api+"/menu?"+lang, f["rubric"], f[l2(s.language)+"page"])
	s.add("pages API", api+"/pages?"+lang, f[l2(s.language)+"page"])
	s.add("page API", api+"/pages/biz?"+lang, f[l2(s.language)+"page"])
	s.add("layout API", api+"/layouts/home?"+lang, append(s.articles(), f["home"], f["figo"])...)
	s.ofArticle("article API by slug", api+"/addresses/", "?"+lang, f["tag"], f["nom"], f["caption"])
	for _, slot := range s.p.slots[s.language] {
		one := s.at("article API", func() string { return fmt.Sprintf("%s/news/%d", api, slot.id.Load()) }, slot.fact, f["tag"], f["nom"], f["caption"])
		one.own = slot.fact
		one = s.at("related API", func() string { return fmt.Sprintf("%s/news/%d/related", api, slot.id.Load()) })
		one.own = slot.fact
		one = s.at("pictures API", func() string { return fmt.Sprintf("%s/news/%d/pictures", api, slot.id.Load()) }, f["caption"])
		one.own = slot.fact
	}
}
