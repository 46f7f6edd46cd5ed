package blocks

import (
	"context"

	"baq.kz/portal/api/internal/contract/public"
	"baq.kz/portal/api/internal/features/news"
	"baq.kz/portal/api/internal/features/rubrics"
	"baq.kz/portal/api/internal/features/tags"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/richtext"
)

// GetPublicLayout implements the operation of that name.
func (a PublicAPI) GetPublicLayout(ctx context.Context, r public.GetPublicLayoutRequestObject) (public.GetPublicLayoutResponseObject, error) {
	language, err := a.Languages.Chosen(r.Params.Lang)
	if err != nil {
		return nil, err
	}
	p, ok := ParsePlace(r.Place)
	if !ok {
		return nil, ErrNotFound
	}
	tree, err := a.Service.Rubrics.Tree(ctx)
	if err != nil {
		return nil, err
	}
	if !p.known(tree, language.Code) {
		return nil, ErrNotFound
	}
	blocks, err := a.Service.Shown(ctx, p, tree)
	if err != nil {
		return nil, err
	}
	page, err := a.Service.Fill(ctx, Wanted{Place: p, Blocks: blocks, Language: language.Code, Tree: tree, Now: a.Now()})
	if err != nil {
		return nil, err
	}
	shown, err := a.blocks(ctx, page.Blocks, language)
	return public.GetPublicLayout200JSONResponse{Place: p.String(), Language: string(language.Code), Blocks: shown}, err
}

// known tells whether readers of a language have the page.
func (p Place) known(tree rubrics.Tree, language lang.Code) bool {
	r, _ := tree.ByID(p.RubricID)
	_, named := r.Labels[language]
	return p == Home || named
}

// blocks are filled blocks as the contract has them. The stories of all are
// presented at once.
func (a PublicAPI) blocks(ctx context.Context, all []Filled, language lang.Language) ([]public.PublicBlock, error) {
	var stories []news.Summary
	for _, b := range all {
		stories = append(stories, b.Stories...)
	}
	items, err := a.News.Summaries(ctx, stories, language)
	if err != nil {
		return nil, err
	}
	out := make([]public.PublicBlock, len(all))
	for i, b := range all {
		out[i] = publicBlock(b, language)
		if n := len(b.Stories); n > 0 {
			own := items[:n:n]
			out[i].Items, items = &own, items[n:]
		}
	}
	return out, nil
}

func publicBlock(b Filled, language lang.Language) public.PublicBlock {
	out := public.PublicBlock{ID: b.ID, Kind: public.BlockKind(b.Kind), Layout: given(public.BlockLayout(b.Layout)), Title: given(b.Title), URL: given(b.URL), HTML: given(b.HTML)}
	if len(b.Topics) > 0 {
		topics := make([]public.PublicTag, len(b.Topics))
		for i, t := range b.Topics {
			topics[i] = tags.Public(t, language)
		}
		out.Tags = &topics
	}
	if len(b.Links) > 0 {
		links := make([]public.BlockLink, len(b.Links))
		for i, l := range b.Links {
			links[i] = public.BlockLink{Title: l.Title, URL: l.URL}
		}
		out.Links = &links
	}
	if len(b.Videos) > 0 {
		videos := make([]public.PublicVideo, len(b.Videos))
		for i, v := range b.Videos {
			provider, _, _ := richtext.ParseEmbed(v.URL) // checked when it was stored
			videos[i] = public.PublicVideo{Title: v.Title, URL: v.URL, Provider: provider}
		}
		out.Videos = &videos
	}
	if b.Feed != nil {
		figures := make([]public.PublicFigure, len(b.Feed.Items))
		for i, one := range b.Feed.Items {
			figures[i] = public.PublicFigure{Label: one.Labels[language.Code], Value: one.Value, Change: one.Change, Icon: given(one.Icon)}
		}
		out.Figures = &figures
	}
	return out
}

// given is a text that is there; nil where it is empty.
func given[T ~string](text T) *T {
	if text == "" {
		return nil
	}
	return &text
}
