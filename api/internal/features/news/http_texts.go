package news

import (
	"context"

	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/optional"
	"baq.kz/portal/api/internal/platform/proofread"
	"baq.kz/portal/api/internal/platform/richtext"
)

// findingLimit is how many findings an answer has; whoever has more to mend asks again.
const findingLimit = 1000

// CheckText implements the operation of that name.
func (a AdminAPI) CheckText(_ context.Context, r admin.CheckTextRequestObject) (admin.CheckTextResponseObject, error) {
	language := lang.Code(r.Body.Language)
	if _, ok := a.Languages.Get(language); !ok {
		return nil, ErrUnknownLanguage
	}
	body, err := richtext.Parse(optional.Or(r.Body.Body, nil))
	if err != nil {
		return nil, richtext.In("body", err)
	}
	c := Content{Title: optional.Or(r.Body.Title, ""), Lead: optional.Or(r.Body.Lead, ""), Body: body}
	found := findings{items: []admin.TextFinding{}}
	found.add("title", 0, proofread.CheckHeadline(language, c.Title))
	found.add("lead", 0, proofread.Check(language, c.Lead))
	for i, text := range body.TextBlocks() {
		if len(found.items) >= findingLimit {
			break
		}
		found.add("body", i, proofread.Check(language, text))
	}
	words := c.Words()
	return admin.CheckText200JSONResponse{Items: found.items, Words: words, ReadingMinutes: ReadingMinutes(words)}, nil
}

type findings struct{ items []admin.TextFinding }

func (f *findings) add(field admin.TextFindingField, block int, all []proofread.Finding) {
	for _, one := range all[:min(len(all), findingLimit-len(f.items))] {
		f.items = append(f.items, admin.TextFinding{
			Field: field, Block: block, Start: one.Start, End: one.End, Code: string(one.Code), Text: one.Text, Suggestion: one.Suggestion,
		})
	}
}
