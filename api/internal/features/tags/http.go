package tags

import (
	"context"

	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/contract/public"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/optional"
)

// AdminAPI answers the admin contract's operations on tags.
type AdminAPI struct {
	Tags      *Service
	Articles  Articles
	Languages lang.Set
}

// ListTags implements the operation of that name.
func (a AdminAPI) ListTags(ctx context.Context, r admin.ListTagsRequestObject) (admin.ListTagsResponseObject, error) {
	language, err := a.Languages.Chosen(r.Params.Lang)
	if err != nil {
		return nil, err
	}
	found, next, err := a.Tags.List(ctx, Query{
		Language: language.Code, Search: optional.Or(r.Params.Q, ""), Cursor: optional.Or(r.Params.Cursor, ""), Limit: optional.Or(r.Params.Limit, 30),
	})
	items := make([]admin.Tag, len(found))
	for i, t := range found {
		items[i] = Admin(t)
	}
	return admin.ListTags200JSONResponse{Items: items, NextCursor: next}, err
}

// CreateTag implements the operation of that name.
func (a AdminAPI) CreateTag(ctx context.Context, r admin.CreateTagRequestObject) (admin.CreateTagResponseObject, error) {
	made, err := a.Tags.Create(ctx, Tag{Labels: labelsIn(r.Body.Labels)})
	return admin.CreateTag201JSONResponse(Admin(made)), err
}

// GetTag implements the operation of that name.
func (a AdminAPI) GetTag(ctx context.Context, r admin.GetTagRequestObject) (admin.GetTagResponseObject, error) {
	found, err := a.Tags.Get(ctx, r.ID)
	return admin.GetTag200JSONResponse(Admin(found)), err
}

// UpdateTag implements the operation of that name.
func (a AdminAPI) UpdateTag(ctx context.Context, r admin.UpdateTagRequestObject) (admin.UpdateTagResponseObject, error) {
	changed, err := a.Tags.Update(ctx, Tag{ID: r.ID, Version: r.Body.Version, Labels: labelsIn(r.Body.Labels)})
	return admin.UpdateTag200JSONResponse(Admin(changed)), err
}

// DeleteTag implements the operation of that name.
func (a AdminAPI) DeleteTag(ctx context.Context, r admin.DeleteTagRequestObject) (admin.DeleteTagResponseObject, error) {
	return admin.DeleteTag204Response{}, a.Tags.Delete(ctx, r.ID)
}

func labelsIn(in admin.TagLabels) map[lang.Code]Label {
	out := map[lang.Code]Label{}
	for code, l := range in {
		out[lang.Code(code)] = Label{Name: l.Name, Slug: optional.Or(l.Slug, "")}
	}
	return out
}

// Admin is a tag as the admin API shows it.
func Admin(t Tag) admin.Tag {
	out := admin.Tag{ID: t.ID, Version: t.Version, Labels: admin.TagLabels{}}
	for code, l := range t.Labels {
		out.Labels[string(code)] = admin.TagLabel{Name: l.Name, Slug: &l.Slug}
	}
	return out
}

// PublicAPI answers the public contract's operations on tags.
type PublicAPI struct {
	Tags      *Service
	Languages lang.Set
}

// GetTag implements the operation of that name.
func (a PublicAPI) GetTag(ctx context.Context, r public.GetTagRequestObject) (public.GetTagResponseObject, error) {
	language, err := a.Languages.Chosen(r.Params.Lang)
	if err != nil {
		return nil, err
	}
	found, err := a.Tags.BySlug(ctx, language.Code, r.Slug)
	return public.GetTag200JSONResponse(Public(found, language)), err
}

// ListTags implements the operation of that name.
func (a PublicAPI) ListTags(ctx context.Context, r public.ListTagsRequestObject) (public.ListTagsResponseObject, error) {
	language, err := a.Languages.Chosen(r.Params.Lang)
	if err != nil {
		return nil, err
	}
	found, next, err := a.Tags.PublishedList(ctx, Query{
		Language: language.Code, Search: optional.Or(r.Params.Q, ""), Cursor: optional.Or(r.Params.Cursor, ""), Limit: optional.Or(r.Params.Limit, 30),
	})
	items := make([]public.PublicTag, len(found))
	for i, t := range found {
		items[i] = Public(t, language)
	}
	return public.ListTags200JSONResponse{Items: items, NextCursor: next}, err
}

// Public is a tag as the public API shows it in a language.
func Public(t Tag, language lang.Language) public.PublicTag {
	l := t.Labels[language.Code]
	return public.PublicTag{ID: t.ID, Name: l.Name, Slug: l.Slug, URL: language.URL(Path(l.Slug))}
}
