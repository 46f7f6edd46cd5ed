package app_test

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
)

// paper is the newsroom of a proof: what stands on its sites, and how each thing of it is
// changed.
type paper struct {
	staff   staff
	facts   map[string]*fact
	changes []change

	pictures    []int64
	rubric, tag made
	author      made
	slots       map[string][]*slot // articles that come and go, by language
	flash       map[string]*slot   // the article of the breaking bar, by language
	illustrated *slot              // the one whose picture is replaced
	static      map[string]made
	killed      atomic.Pointer[string] // the path of the article that was killed last
	homeVersion int64
}

// change is one that the newsroom can make again and again, one at a time.
type change struct {
	kind string
	fact *fact
	mu   *sync.Mutex // of what it changes
	make func() error
}

// slot is a place for an article: when one is killed, another takes it.
type slot struct {
	fact     *fact
	language string
	picture  int64

	mu      sync.Mutex
	version int64
	state   string
	serial  int
	id      atomic.Int64
	slug    atomic.Pointer[string]
}

func languages() []string { return []string{"kk", "ru"} }

// found founds the newsroom: labels, articles, a static page, a layout, banners.
func found(t *testing.T, nodes []string, pictures []int64) *paper {
	t.Helper()
	p := &paper{
		staff: staff{nodes: nodes, client: newClient()}, facts: map[string]*fact{}, pictures: pictures,
		slots: map[string][]*slot{}, flash: map[string]*slot{}, static: map[string]made{},
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(p.staff.login())
	must(p.labels())
	must(p.articles())
	must(p.surroundings())
	return p
}

// fact makes one that stands at 1.
func (p *paper) fact(name string) *fact {
	f := newFact(name, 1)
	p.facts[name] = f
	return f
}

// inAll is a label in all languages.
func inAll(label func(language string) object) object {
	all := object{}
	for _, l := range languages() {
		all[l] = label(l)
	}
	return all
}

// kept adds a thing that is changed by sending all of it anew.
func (p *paper) kept(kind, path string, f *fact, thing *made, body func(state int) object) error {
	if thing.ID == 0 {
		if err := p.staff.do("POST", path, body(1), thing); err != nil {
			return err
		}
	}
	p.changes = append(p.changes, change{kind: kind, fact: f, mu: new(sync.Mutex), make: func() error {
		state := f.next()
		return f.become(state, func() error {
			in := body(state)
			in["version"] = thing.Version
			for _, fixed := range []string{"language", "key", "path"} { // what is said once
				if kind == "static page" || kind == "redirect" {
					delete(in, fixed)
				}
			}
			return p.staff.change("PUT", fmt.Sprintf("%s/%d", path, thing.ID), "", in, thing)
		})
	}})
	return nil
}

// labels are the rubric, the tag, the author and the captions of pictures.
func (p *paper) labels() error {
	named := func(f *fact, slug string) func(int) object {
		return func(state int) object {
			return object{"labels": inAll(func(string) object { return object{"name": "Аты " + f.mark(state), "slug": slug} })}
		}
	}
	rubric := p.fact("rubric")
	err := p.kept("rubric's name", "/rubrics", rubric, &p.rubric, func(state int) object {
		in := named(rubric, "rubrika")(state)
		in["visible"] = true
		return in
	})
	if err == nil {
		err = p.kept("tag's name", "/tags", p.fact("tag"), &p.tag, named(p.facts["tag"], "tag"))
	}
	if err == nil {
		err = p.kept("author's name", "/authors", p.fact("nom"), &p.author, named(p.facts["nom"], "avtor"))
	}
	if err != nil {
		return err
	}
	captioned := func(mark string) object {
		return object{"author": "Ерлан Мұқаш", "labels": inAll(func(string) object { return object{"caption": "Сурет " + mark, "alt": "Сурет " + mark} })}
	}
	picture := made{ID: p.pictures[0]}
	caption := p.fact("caption")
	first := captioned(caption.mark(1))
	first["version"] = 1
	if err := p.staff.do("PUT", fmt.Sprintf("/pictures/%d", picture.ID), first, &picture); err != nil {
		return err
	}
	art := p.fact("art")
	for i, id := range p.pictures[1:] { // their captions tell them apart
		in := captioned(art.mark(i + 1))
		in["version"] = 1
		if err := p.staff.do("PUT", fmt.Sprintf("/pictures/%d", id), in, &made{}); err != nil {
			return err
		}
	}
	return p.kept("picture's caption", "/pictures", caption, &picture, func(state int) object { return captioned(caption.mark(state)) })
}

// articles are three of each language that come and go, one for the breaking bar, and one
// whose picture is replaced.
func (p *paper) articles() error {
	for _, l := range languages() {
		for i := range 3 {
			s := &slot{fact: p.fact(l2(l) + string(rune('a'+i))), language: l, picture: p.pictures[0]}
			s.fact.states[0] = 0
			if err := p.write(s, 1); err != nil {
				return err
			}
			p.slots[l] = append(p.slots[l], s)
			p.changes = append(p.changes, change{kind: "article", fact: s.fact, mu: &s.mu, make: func() error { return p.edit(s) }})
		}
		flash := &slot{fact: p.fact(l2(l) + "flash"), language: l, picture: p.pictures[0]}
		flash.fact.states[0] = 0
		if err := p.write(flash, 1); err != nil {
			return err
		}
		p.flash[l] = flash
		bar := newFact(l2(l)+"bar", 0)
		p.facts[bar.name] = bar
		if err := p.press(flash, bar); err != nil {
			return err
		}
		p.changes = append(p.changes, change{kind: "breaking bar", fact: bar, mu: &flash.mu, make: func() error { return p.press(flash, bar) }})
	}
	p.illustrated = &slot{fact: p.fact("kkart"), language: "kk", picture: p.pictures[1]}
	p.illustrated.fact.states[0] = 0
	if err := p.write(p.illustrated, 1); err != nil {
		return err
	}
	p.changes = append(p.changes, change{kind: "picture", fact: p.facts["art"], mu: &p.illustrated.mu, make: p.replacePicture})
	return nil
}

// l2 is a language in letters that names of facts may have.
func l2(language string) string { return map[string]string{"kk": "kk", "ru": "lo"}[language] }

// content is all of an article.
func (p *paper) content(s *slot, state int) object {
	title := map[string]string{"kk": "Белгі ", "ru": "Метка "}[s.language]
	return object{
		"title": title + s.fact.mark(state), "lead": "Алматы қаласында.", "body": doc("Бұл сынақсөз мәтіні."), "rubricId": p.rubric.ID, "tagIds": []int64{p.tag.ID},
		"credits": []object{{"authorId": p.author.ID, "role": "author"}}, "pictureId": s.picture,
	}
}

// write publishes a new article in a slot.
func (p *paper) write(s *slot, state int) error {
	s.serial++
	in := p.content(s, state)
	in["language"], in["slug"] = s.language, fmt.Sprintf("maqala-%s-%d", s.fact.name, s.serial)
	var draft made
	if err := p.staff.do("POST", "/news", in, &draft); err != nil {
		return err
	}
	s.id.Store(draft.ID)
	s.slug.Store(&draft.Slug)
	s.version, s.state = draft.Version, draft.State
	return s.fact.become(state, func() error { return p.step(s, "publish", object{}) })
}

// step takes an article a step further.
func (p *paper) step(s *slot, step string, in object) error {
	in["version"] = s.version
	method := "POST"
	if step == "" {
		method = "PUT"
	}
	out := made{Version: s.version, State: s.state}
	err := p.staff.change(method, fmt.Sprintf("/news/%d", s.id.Load()), step, in, &out)
	s.version, s.state = out.Version, out.State
	return err
}

// edit does one of the things that happen to an article.
func (p *paper) edit(s *slot) error {
	switch state := s.fact.next(); {
	case s.state == "killed":
		return p.write(s, state)
	case s.state == "unpublished": // written anew off the sites, then back
		if err := p.step(s, "", p.content(s, state)); err != nil {
			return err
		}
		return s.fact.become(state, func() error { return p.step(s, "publish", object{}) })
	default:
		switch rand.IntN(8) {
		case 0:
			return s.fact.become(0, func() error { return p.step(s, "unpublish", object{}) })
		case 1:
			path := "/news/" + *s.slug.Load()
			err := s.fact.become(0, func() error { return p.step(s, "kill", object{"reason": "Сот шешімі"}) })
			if err == nil {
				p.killed.Store(&path)
			}
			return err
		case 2:
			in := p.content(s, state)
			in["note"] = "Тақырып түзетілді"
			return s.fact.become(state, func() error { return p.step(s, "correct", in) })
		}
		return s.fact.become(state, func() error { return p.step(s, "", p.content(s, state)) })
	}
}

// press puts the article into the breaking bar, or takes it out.
func (p *paper) press(s *slot, bar *fact) error {
	on := 1 - bar.states[len(bar.states)-1] // nobody else changes it
	return bar.become(on, func() error { return p.step(s, "breaking", object{"minutes": 600 * on}) })
}

// replacePicture gives the illustrated article the other picture.
func (p *paper) replacePicture() error {
	s, art := p.illustrated, p.facts["art"]
	state := 3 - art.states[len(art.states)-1]
	s.picture = p.pictures[state]
	return art.become(state, func() error { return p.step(s, "", p.content(s, 1)) })
}

// surroundings are what stands around articles: static pages in the menu, blocks, figures,
// banners, a word that the Latin script writes otherwise, and an old address.
func (p *paper) surroundings() error {
	for _, l := range languages() {
		f := p.fact(l2(l) + "page")
		page := &made{}
		err := p.kept("static page", "/pages", f, page, func(state int) object {
			return object{"key": "biz", "language": l, "title": "Біз " + f.mark(state), "slug": "biz", "state": "published", "body": doc("Біз туралы.")}
		})
		if err != nil {
			return err
		}
		p.static[l] = *page
	}
	banner := p.fact("banner")
	err := p.kept("banner", "/banners", banner, &made{}, func(state int) object {
		return object{"name": "Науқан", "zone": "top", "arts": inAll(func(string) object {
			return object{"pictureId": p.pictures[0], "alt": "Ұсыныс " + banner.mark(state), "url": "https://bank.example/"}
		})}
	})
	if err != nil {
		return err
	}
	word := p.fact("mod")
	err = p.kept("script exception", "/script-exceptions", word, &made{}, func(state int) object {
		return object{"stem": "сынақсөз", "latin": word.mark(state)}
	})
	if err != nil {
		return err
	}
	way := p.fact("old")
	err = p.kept("redirect", "/redirects", way, &made{}, func(state int) object {
		return object{"language": "kk", "path": "/eski-meken", "target": "/search?q=" + way.mark(state)}
	})
	if err != nil {
		return err
	}
	return p.front()
}

// front arranges the front page: links by hand, and figures of a feed.
func (p *paper) front() error {
	home, figures := p.fact("home"), p.fact("figo")
	save := func(state int) error {
		title := func(string) object {
			return object{"title": "Сілтемелер " + home.mark(state), "links": []object{{"title": "Бір", "url": "/latest"}}}
		}
		blocks := []object{
			{"id": "leadlead", "kind": "lead"}, {"id": "linklink", "kind": "links", "languages": inAll(title)}, {"id": "datadata", "kind": "data", "feed": "currencies"},
			{"id": "listlist", "kind": "rubric", "rule": object{"from": "rubric", "rubricId": p.rubric.ID}, "count": 12},
		}
		var layout struct{ Version int64 }
		if err := p.staff.change("PUT", "/layouts/home", "", object{"version": p.homeVersion, "blocks": blocks}, &layout); err != nil {
			p.homeVersion = layout.Version
			return err
		}
		err := p.staff.change("POST", "/layouts/home", "publish", object{"version": layout.Version}, &layout)
		p.homeVersion = layout.Version
		return err
	}
	figure := func(state int) error {
		return p.staff.do("PUT", "/data-feeds/currencies", object{"kind": "currency", "items": []object{{"labels": object{"kk": "Доллар", "ru": "Доллар"}, "value": figures.mark(state)}}}, &struct{}{})
	}
	again := func(kind string, f *fact, set func(int) error) change {
		return change{kind: kind, fact: f, mu: new(sync.Mutex), make: func() error {
			state := f.next()
			return f.become(state, func() error { return set(state) })
		}}
	}
	if err := figure(1); err != nil {
		return err
	}
	p.changes = append(p.changes, again("layout", home, save), again("figures", figures, figure))
	return save(1)
}
