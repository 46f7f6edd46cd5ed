package authors

import (
	"context"

	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/contract/public"
	"baq.kz/portal/api/internal/features/photobank"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/optional"
)

// AdminAPI answers the admin contract's operations on authors.
type AdminAPI struct {
	Authors   *Service
	Photobank *photobank.Service
	Languages lang.Set
}

// ListAuthors implements the operation of that name.
func (a AdminAPI) ListAuthors(ctx context.Context, r admin.ListAuthorsRequestObject) (admin.ListAuthorsResponseObject, error) {
	language, err := a.Languages.Chosen(r.Params.Lang)
	if err != nil {
		return nil, err
	}
	found, next, err := a.Authors.List(ctx, Query{
		Language: language.Code, Search: optional.Or(r.Params.Q, ""), Cursor: optional.Or(r.Params.Cursor, ""), Limit: optional.Or(r.Params.Limit, 30),
	})
	if err != nil {
		return nil, err
	}
	items, err := a.shown(ctx, found...)
	return admin.ListAuthors200JSONResponse{Items: items, NextCursor: next}, err
}

// CreateAuthor implements the operation of that name.
func (a AdminAPI) CreateAuthor(ctx context.Context, r admin.CreateAuthorRequestObject) (admin.CreateAuthorResponseObject, error) {
	made, err := a.one(ctx)(a.Authors.Create(ctx, Author{PictureID: r.Body.PictureID, Labels: labelsIn(r.Body.Labels)}))
	return admin.CreateAuthor201JSONResponse(made), err
}

// GetAuthor implements the operation of that name.
func (a AdminAPI) GetAuthor(ctx context.Context, r admin.GetAuthorRequestObject) (admin.GetAuthorResponseObject, error) {
	found, err := a.one(ctx)(a.Authors.Get(ctx, r.ID))
	return admin.GetAuthor200JSONResponse(found), err
}

// UpdateAuthor implements the operation of that name.
func (a AdminAPI) UpdateAuthor(ctx context.Context, r admin.UpdateAuthorRequestObject) (admin.UpdateAuthorResponseObject, error) {
	changed, err := a.one(ctx)(a.Authors.Update(ctx, Author{ID: r.ID, Version: r.Body.Version, PictureID: r.Body.PictureID, Labels: labelsIn(r.Body.Labels)}))
	return admin.UpdateAuthor200JSONResponse(changed), err
}

// DeleteAuthor implements the operation of that name.
func (a AdminAPI) DeleteAuthor(ctx context.Context, r admin.DeleteAuthorRequestObject) (admin.DeleteAuthorResponseObject, error) {
	return admin.DeleteAuthor204Response{}, a.Authors.Delete(ctx, r.ID)
}

// one shows the outcome of a use case that gives one author.
func (a AdminAPI) one(ctx context.Context) func(Author, error) (admin.Author, error) {
	return func(author Author, err error) (admin.Author, error) {
		if err != nil {
			return admin.Author{}, err
		}
		shown, err := a.shown(ctx, author)
		if err != nil {
			return admin.Author{}, err
		}
		return shown[0], nil
	}
}

// shown are authors with their pictures, as the admin API shows them.
func (a AdminAPI) shown(ctx context.Context, all ...Author) ([]admin.Author, error) {
	var ids []int64
	for _, author := range all {
		if author.PictureID != nil {
			ids = append(ids, *author.PictureID)
		}
	}
	pictures, err := a.Photobank.ByIDs(ctx, a.Authors.db.Primary, ids)
	out := make([]admin.Author, len(all))
	for i, author := range all {
		out[i] = Admin(author)
		if author.PictureID == nil {
			continue
		}
		if p, ok := pictures[*author.PictureID]; ok {
			shown := a.Photobank.AdminPicture(p)
			out[i].Picture = &shown
		}
	}
	return out, err
}

func labelsIn(in admin.AuthorLabels) map[lang.Code]Label {
	out := map[lang.Code]Label{}
	for code, l := range in {
		out[lang.Code(code)] = Label{
			Name: l.Name, Slug: optional.Or(l.Slug, ""), Position: optional.Or(l.Position, ""), Biography: optional.Or(l.Biography, ""),
		}
	}
	return out
}

// Admin is an author as the admin API shows it, without the picture.
func Admin(a Author) admin.Author {
	out := admin.Author{ID: a.ID, Version: a.Version, PictureID: a.PictureID, Labels: admin.AuthorLabels{}}
	for code, l := range a.Labels {
		out.Labels[string(code)] = admin.AuthorLabel{Name: l.Name, Slug: &l.Slug, Position: &l.Position, Biography: &l.Biography}
	}
	return out
}

// PublicAPI answers the public contract's operations on authors.
type PublicAPI struct {
	Authors   *Service
	Photobank *photobank.Service
	Languages lang.Set
}

// GetAuthor implements the operation of that name.
func (a PublicAPI) GetAuthor(ctx context.Context, r public.GetAuthorRequestObject) (public.GetAuthorResponseObject, error) {
	language, err := a.Languages.Chosen(r.Params.Lang)
	if err != nil {
		return nil, err
	}
	found, err := a.Authors.BySlug(ctx, language.Code, r.Slug)
	if err != nil {
		return nil, err
	}
	shown, err := a.shown(ctx, language, found)
	if err != nil {
		return nil, err
	}
	return public.GetAuthor200JSONResponse(shown[0]), nil
}

// ListAuthors implements the operation of that name.
func (a PublicAPI) ListAuthors(ctx context.Context, r public.ListAuthorsRequestObject) (public.ListAuthorsResponseObject, error) {
	language, err := a.Languages.Chosen(r.Params.Lang)
	if err != nil {
		return nil, err
	}
	found, next, err := a.Authors.PublishedList(ctx, Query{
		Language: language.Code, Search: optional.Or(r.Params.Q, ""), Cursor: optional.Or(r.Params.Cursor, ""), Limit: optional.Or(r.Params.Limit, 30),
	})
	if err != nil {
		return nil, err
	}
	items, err := a.shown(ctx, language, found...)
	return public.ListAuthors200JSONResponse{Items: items, NextCursor: next}, err
}

// shown are authors with the pictures that readers may see.
func (a PublicAPI) shown(ctx context.Context, language lang.Language, all ...Author) ([]public.PublicAuthor, error) {
	var ids []int64
	for _, author := range all {
		if author.PictureID != nil {
			ids = append(ids, *author.PictureID)
		}
	}
	pictures, err := a.Photobank.ForReaders(ctx, a.Authors.db.Reader(ctx), ids)
	out := make([]public.PublicAuthor, len(all))
	for i, author := range all {
		out[i] = Public(author, language)
		if author.PictureID == nil {
			continue
		}
		if p, ok := pictures[*author.PictureID]; ok {
			shown := photobank.PublicPicture(p, language)
			out[i].Picture = &shown
		}
	}
	return out, err
}

// Public is an author as the public API shows them in a language, without the picture.
func Public(a Author, language lang.Language) public.PublicAuthor {
	l := a.In(language.Code)
	return public.PublicAuthor{ID: a.ID, Name: l.Name, Slug: l.Slug, Position: l.Position, Biography: l.Biography, URL: language.URL(Path(l.Slug))}
}
