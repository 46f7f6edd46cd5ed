package demo

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"baq.kz/portal/api/internal/app/demo/prose"
	"baq.kz/portal/api/internal/features/authors"
	"baq.kz/portal/api/internal/features/news"
	"baq.kz/portal/api/internal/features/photobank"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/slug"
)

// freelancers is how many synthetic people sign beside the demo's authors.
const freelancers = 24

// archivist writes the synthetic archive.
type archivist struct {
	Newsroom
	writer    *prose.Writer
	languages []lang.Code
	done      progress
	total     int
	first     int // articles that were there when this run began
	now       time.Time

	rubrics, about, tags, authors, pictures, creators []int64 // about: the stories' subjects; tags: the demo's
}

// archivist finds the ids of all that articles refer to, and makes what is missing.
func (n Newsroom) archivist(ctx context.Context, done progress, total int) (*archivist, error) {
	a := &archivist{Newsroom: n, done: done, first: done.Articles, total: total, now: time.Now()}
	var codes []string
	for _, l := range n.Languages.All() {
		codes = append(codes, string(l.Code))
	}
	writer, err := prose.New(codes...)
	if err != nil {
		return nil, err
	}
	a.writer = writer
	content, err := n.written()
	if err != nil {
		return nil, err
	}
	s := seeder{Newsroom: n, script: content}
	for _, code := range codes {
		if writer.Writes(code) {
			s.languages = append(s.languages, lang.Code(code))
		}
	}
	a.languages = s.languages
	for _, step := range []func(context.Context) error{s.seedPeople, s.seedRubrics, s.seedTags, s.seedAuthors} {
		if err := step(ctx); err != nil {
			return nil, err
		}
	}
	for _, key := range writer.Rubrics() {
		a.rubrics = append(a.rubrics, s.rubrics[key])
	}
	for _, t := range content.Tags {
		a.tags = append(a.tags, s.tags[t.Key])
	}
	for _, w := range content.Authors {
		a.authors = append(a.authors, s.authors[w.Key])
	}
	for _, email := range []string{editor, correspondent, chief} {
		a.creators = append(a.creators, s.people[email].ID)
	}
	return a, errors.Join(a.subjects(s.as(ctx, chief)), a.signatures(s.as(ctx, chief)), a.shelf(ctx))
}

func (a *archivist) subjects(ctx context.Context) error {
	for _, names := range a.writer.Tags() {
		id, err := a.Tag(ctx, a.languages, names)
		if err != nil {
			return err
		}
		a.about = append(a.about, id)
	}
	return nil
}

func (a *archivist) signatures(ctx context.Context) error {
	for _, names := range a.writer.Authors(freelancers) {
		labels := map[lang.Code]authors.Label{}
		for _, l := range a.languages {
			labels[l] = authors.Label{Name: names[string(l)]}
		}
		id, err := a.Author(ctx, a.languages[0], labels)
		if err != nil {
			return err
		}
		a.authors = append(a.authors, id)
	}
	return nil
}

// shelf collects the demo's pictures.
func (a *archivist) shelf(ctx context.Context) error {
	q := photobank.Query{Search: pictureSource, Limit: 100}
	for {
		found, next, err := a.Photobank.List(ctx, q)
		if err != nil {
			return err
		}
		for _, p := range found {
			if p.Licence == pictureLicence {
				a.pictures = append(a.pictures, p.ID)
			}
		}
		if next == nil {
			break
		}
		q.Cursor = *next
	}
	if len(a.pictures) == 0 {
		return errors.New("the demo's pictures are gone from the photobank")
	}
	slices.Sort(a.pictures)
	return nil
}

// story writes the story after so much is done; index is its place in the batch.
func (a *archivist) story(at progress, index int) ([]synthetic, error) {
	number := uint64(at.Stories)
	told, err := a.writer.Story(number, a.pictures)
	if err != nil {
		return nil, err
	}
	dice := rand.New(rand.NewPCG(number, 0x766f6c))
	when := a.date(at, dice)
	one := synthetic{
		story: index, rubric: a.rubrics[told.Rubric], picture: a.pictures[dice.IntN(len(a.pictures))], creator: a.creators[dice.IntN(len(a.creators))],
		tags: a.tagsOf(told, dice), authors: []int64{a.authors[prose.Rank(dice, len(a.authors))]},
	}
	languages := a.languages
	if dice.IntN(10) == 0 { // some stories are told in one language only
		alone := dice.IntN(len(languages))
		languages = languages[alone : alone+1]
	}
	var out []synthetic
	for _, l := range languages[:min(len(languages), a.total-at.Articles)] {
		one.language, one.text, one.at = string(l), told.In[string(l)], when
		one.slug = fmt.Sprintf("%s-%d", slug.Make(one.text.Title, l), number+1)
		out = append(out, one)
		when = when.Add(time.Duration(5+dice.IntN(85)) * time.Minute)
	}
	return out, nil
}

// tagsOf are what the story is about, and up to two tags of the demo.
func (a *archivist) tagsOf(told prose.Story, dice *rand.Rand) []int64 {
	var ids []int64
	for _, i := range told.Tags {
		ids = append(ids, a.about[i])
	}
	for range dice.IntN(3) {
		ids = append(ids, a.tags[prose.Rank(dice, len(a.tags))])
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// date lets the archive grow denser towards its end, in the order of the ids.
func (a *archivist) date(at progress, dice *rand.Rand) time.Time {
	span := archiveYears * 365 * 24 * time.Hour
	passed := float64(at.Articles-a.first) / float64(a.total-a.first)
	age := time.Duration(float64(span) * (1 - passed) * (1.3 - 0.3*passed) / 1.3)
	return a.now.Add(-archiveEnd - age - time.Duration(dice.IntN(3600))*time.Second)
}

// cacheTags are the pages that the archive outdates.
func (a *archivist) cacheTags() []string {
	var tags []string
	for _, l := range a.languages {
		tags = append(tags, news.LatestTag(l))
		for _, id := range a.rubrics {
			tags = append(tags, news.RubricTag(l, id))
		}
		for _, id := range slices.Concat(a.tags, a.about) {
			tags = append(tags, news.TagTag(l, id))
		}
		for _, id := range a.authors {
			tags = append(tags, news.AuthorTag(l, id))
		}
	}
	return tags
}
