package main

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
)

// names are the labels of the rubrics by the category of the material.
var names = map[string][2]string{
	"primeminister": {"Премьер-Министр", "Премьер-министр"},
	"afn":           {"Дін және қоғам", "Религия и общество"},
	"inform":        {"Қазақпарат", "Казинформ"},
	"muftyat":       {"Мүфтият", "Муфтият"},
	"minplan":       {"Экономика министрлігі", "Министерство экономики"},
	"udp":           {"Іс басқармасы", "Управление делами"},
	"election":      {"Сайлау", "Выборы"},
	"knb":           {"Қауіпсіздік", "Безопасность"},
	"nationalbank":  {"Ұлттық банк", "Национальный банк"},
}

// other is where categories without a name of their own go.
var other = [2]string{"Әр алуан", "Разное"}

func rubricName(category string) [2]string {
	if name, ok := names[category]; ok {
		return name
	}
	return other
}

// shelves are the rubrics, tags and authors that the stories are put under.
type shelves struct {
	rubrics, tags map[string]*labelled
	authors       []*labelled
}

func labels(kk, ru string) map[string]map[string]string {
	return map[string]map[string]string{"kk": {"name": kk}, "ru": {"name": ru}}
}

// prepare finds or makes all rubrics, tags and authors that the stories need.
func (t *trial) prepare(ctx context.Context, stories []*story) (*shelves, error) {
	s := &shelves{rubrics: map[string]*labelled{}, tags: map[string]*labelled{}}
	var present struct{ Items []*labelled }
	if err := t.client.admin(ctx, "admin list rubrics", http.MethodGet, "/rubrics", nil, &present); err != nil {
		return nil, err
	}
	for _, one := range present.Items {
		s.rubrics[one.Labels["kk"]["name"]] = one
	}
	for _, one := range stories {
		if err := t.prepareFor(ctx, s, one); err != nil {
			return nil, err
		}
	}
	for _, name := range [][2]string{{"Асан Серікұлы", "Асан Серикулы"}, {"Айгүл Қайратқызы", "Айгуль Кайраткызы"}, {"Ерлан Жұмабаев", "Ерлан Жумабаев"}} {
		author, err := t.findOrMake(ctx, "authors", name)
		if err != nil {
			return nil, err
		}
		s.authors = append(s.authors, author)
	}
	return s, nil
}

func (t *trial) prepareFor(ctx context.Context, s *shelves, one *story) error {
	name := rubricName(one.rubric)
	if s.rubrics[name[0]] == nil {
		made := &labelled{}
		in := map[string]any{"labels": labels(name[0], name[1]), "visible": true}
		if err := t.client.admin(ctx, "admin create rubric", http.MethodPost, "/rubrics", in, made); err != nil {
			return fmt.Errorf("rubric %s: %w", name[0], err)
		}
		s.rubrics[name[0]] = made
	}
	if s.tags[one.year] == nil {
		tag, err := t.findOrMake(ctx, "tags", [2]string{one.year + " жыл", one.year + " год"})
		if err != nil {
			return err
		}
		s.tags[one.year] = tag
	}
	return nil
}

// findOrMake finds a tag or an author by its Kazakh name, or makes it.
func (t *trial) findOrMake(ctx context.Context, what string, name [2]string) (*labelled, error) {
	var found page[*labelled]
	if err := t.client.admin(ctx, "admin list "+what, http.MethodGet, "/"+what+"?q="+url.QueryEscape(name[0]), nil, &found); err != nil {
		return nil, fmt.Errorf("%s %s: %w", what, name[0], err)
	}
	for _, one := range found.Items {
		if one.Labels["kk"]["name"] == name[0] {
			return one, nil
		}
	}
	made := &labelled{}
	err := t.client.admin(ctx, "admin create "+what, http.MethodPost, "/"+what, map[string]any{"labels": labels(name[0], name[1])}, made)
	if err != nil {
		return nil, fmt.Errorf("%s %s: %w", what, name[0], err)
	}
	return made, nil
}

// assign gives each story its rubric, tag, author and pictures.
func (s *shelves) assign(stories []*story, pictures []*picture) {
	for i, one := range stories {
		for _, v := range one.versions {
			v.rubric, v.tag = s.rubrics[rubricName(one.rubric)[0]], s.tags[one.year]
			v.author = s.authors[i%len(s.authors)]
			if len(pictures) == 0 {
				continue
			}
			v.picture = pictures[i%len(pictures)]
			if i%5 == 0 {
				v.inside = pictures[(i+1)%len(pictures)]
			}
		}
	}
}
