package demo

import (
	"context"

	"baq.kz/portal/api/internal/features/authors"
	"baq.kz/portal/api/internal/features/rubrics"
	"baq.kz/portal/api/internal/features/tags"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/slug"
)

func (s *seeder) seedRubrics(ctx context.Context) error {
	ctx = s.as(ctx, chief)
	tree, err := s.Rubrics.All(ctx)
	if err != nil {
		return err
	}
	s.rubrics = map[string]int64{}
	for _, r := range s.script.Rubrics {
		main := s.languages[0]
		if found, ok := tree.BySlug(main, slug.Make(r.In[string(main)].Name, main)); ok {
			s.rubrics[r.Key] = found.ID
			continue
		}
		fresh := rubrics.Rubric{Visible: true, Labels: map[lang.Code]rubrics.Label{}}
		if r.Parent != "" {
			parent := s.rubrics[r.Parent]
			fresh.ParentID = &parent
		}
		for _, l := range s.languages {
			fresh.Labels[l] = rubrics.Label{Name: r.In[string(l)].Name, Description: r.In[string(l)].Description}
		}
		made, err := s.Rubrics.Create(ctx, fresh)
		if err != nil {
			return err
		}
		s.rubrics[r.Key] = made.ID
	}
	return nil
}

func (s *seeder) seedTags(ctx context.Context) error {
	s.tags = map[string]int64{}
	for _, t := range s.script.Tags {
		id, err := s.Tag(s.as(ctx, chief), s.languages, t.In)
		if err != nil {
			return err
		}
		s.tags[t.Key] = id
	}
	return nil
}

// lookUp is how many of a search's results are looked through for a name; a
// search for a whole name finds few.
const lookUp = 100

// Tag finds the tag of these names, by language, or makes it.
func (n Newsroom) Tag(ctx context.Context, languages []lang.Code, names map[string]string) (int64, error) {
	main := languages[0]
	name := names[string(main)]
	found, _, err := n.Tags.List(ctx, tags.Query{Language: main, Search: name, Limit: lookUp})
	if err != nil {
		return 0, err
	}
	for _, t := range found {
		if t.Labels[main].Slug == slug.Make(name, main) {
			return t.ID, nil
		}
	}
	labels := map[lang.Code]tags.Label{}
	for _, l := range languages {
		labels[l] = tags.Label{Name: names[string(l)]}
	}
	made, err := n.Tags.Create(ctx, tags.Tag{Labels: labels})
	return made.ID, err
}

func (s *seeder) seedAuthors(ctx context.Context) error {
	s.authors = map[string]int64{}
	for _, a := range s.script.Authors {
		labels := map[lang.Code]authors.Label{}
		for _, l := range s.languages {
			in := a.In[string(l)]
			labels[l] = authors.Label{Name: in.Name, Position: in.Position, Biography: in.Biography}
		}
		id, err := s.Author(s.as(ctx, chief), s.languages[0], labels)
		if err != nil {
			return err
		}
		s.authors[a.Key] = id
	}
	return nil
}

// Author finds the author of this name in a language, or makes one.
func (n Newsroom) Author(ctx context.Context, main lang.Code, labels map[lang.Code]authors.Label) (int64, error) {
	name := labels[main].Name
	found, _, err := n.Authors.List(ctx, authors.Query{Language: main, Search: name, Limit: lookUp})
	if err != nil {
		return 0, err
	}
	for _, a := range found {
		if a.Labels[main].Slug == slug.Make(name, main) {
			return a.ID, nil
		}
	}
	made, err := n.Authors.Create(ctx, authors.Author{Labels: labels})
	return made.ID, err
}
