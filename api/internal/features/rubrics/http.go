package rubrics

import (
	"context"

	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/contract/public"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/optional"
)

// AdminAPI answers the admin contract's operations on rubrics.
type AdminAPI struct{ Rubrics *Service }

// ListRubrics implements the operation of that name.
func (a AdminAPI) ListRubrics(ctx context.Context, _ admin.ListRubricsRequestObject) (admin.ListRubricsResponseObject, error) {
	tree, err := a.Rubrics.All(ctx)
	return admin.ListRubrics200JSONResponse{Items: adminTree(tree)}, err
}

// CreateRubric implements the operation of that name.
func (a AdminAPI) CreateRubric(ctx context.Context, r admin.CreateRubricRequestObject) (admin.CreateRubricResponseObject, error) {
	made, err := a.Rubrics.Create(ctx, Rubric{ParentID: r.Body.ParentID, Visible: r.Body.Visible, Labels: labelsIn(r.Body.Labels)})
	return admin.CreateRubric201JSONResponse(adminRubric(made)), err
}

// GetRubric implements the operation of that name.
func (a AdminAPI) GetRubric(ctx context.Context, r admin.GetRubricRequestObject) (admin.GetRubricResponseObject, error) {
	found, err := a.Rubrics.Get(ctx, r.ID)
	return admin.GetRubric200JSONResponse(adminRubric(found)), err
}

// UpdateRubric implements the operation of that name.
func (a AdminAPI) UpdateRubric(ctx context.Context, r admin.UpdateRubricRequestObject) (admin.UpdateRubricResponseObject, error) {
	changed, err := a.Rubrics.Update(ctx, Rubric{
		ID: r.ID, Version: r.Body.Version, ParentID: r.Body.ParentID, Visible: r.Body.Visible, Labels: labelsIn(r.Body.Labels),
	})
	return admin.UpdateRubric200JSONResponse(adminRubric(changed)), err
}

// DeleteRubric implements the operation of that name.
func (a AdminAPI) DeleteRubric(ctx context.Context, r admin.DeleteRubricRequestObject) (admin.DeleteRubricResponseObject, error) {
	return admin.DeleteRubric204Response{}, a.Rubrics.Delete(ctx, r.ID)
}

// OrderRubrics implements the operation of that name.
func (a AdminAPI) OrderRubrics(ctx context.Context, r admin.OrderRubricsRequestObject) (admin.OrderRubricsResponseObject, error) {
	tree, err := a.Rubrics.Order(ctx, parentOf(Rubric{ParentID: r.Body.ParentID}), r.Body.Ids)
	return admin.OrderRubrics200JSONResponse{Items: adminTree(tree)}, err
}

func labelsIn(in admin.RubricLabels) map[lang.Code]Label {
	out := map[lang.Code]Label{}
	for code, l := range in {
		out[lang.Code(code)] = Label{Name: l.Name, Slug: optional.Or(l.Slug, ""), Description: optional.Or(l.Description, "")}
	}
	return out
}

func adminTree(tree Tree) []admin.Rubric {
	items := make([]admin.Rubric, len(tree))
	for i, r := range tree {
		items[i] = adminRubric(r)
	}
	return items
}

func adminRubric(r Rubric) admin.Rubric {
	out := admin.Rubric{ID: r.ID, ParentID: r.ParentID, Position: r.Position, Visible: r.Visible, Version: r.Version, Labels: admin.RubricLabels{}}
	for code, l := range r.Labels {
		out.Labels[string(code)] = admin.RubricLabel{Name: l.Name, Slug: &l.Slug, Description: &l.Description}
	}
	return out
}

// PublicAPI answers the public contract's operations on rubrics.
type PublicAPI struct {
	Rubrics   *Service
	Languages lang.Set
}

// ListRubrics implements the operation of that name.
func (a PublicAPI) ListRubrics(ctx context.Context, r public.ListRubricsRequestObject) (public.ListRubricsResponseObject, error) {
	language, err := a.Languages.Chosen(r.Params.Lang)
	if err != nil {
		return nil, err
	}
	items, err := a.Navigation(ctx, language)
	return public.ListRubrics200JSONResponse{Items: items}, err
}

// GetRubricBySlug implements the operation of that name. A rubric that is not in the
// navigation has its page all the same.
func (a PublicAPI) GetRubricBySlug(ctx context.Context, r public.GetRubricBySlugRequestObject) (public.GetRubricBySlugResponseObject, error) {
	language, err := a.Languages.Chosen(r.Params.Lang)
	if err != nil {
		return nil, err
	}
	tree, err := a.Rubrics.Tree(ctx)
	if err != nil {
		return nil, err
	}
	found, ok := tree.BySlug(language.Code, r.Slug)
	if !ok {
		return nil, ErrNotFound
	}
	return public.GetRubricBySlug200JSONResponse(Public(found, language)), nil
}

// Navigation are the rubrics that the navigation of a language shows, parents before
// their children.
func (a PublicAPI) Navigation(ctx context.Context, language lang.Language) ([]public.PublicRubric, error) {
	tree, err := a.Rubrics.Tree(ctx)
	items := []public.PublicRubric{}
	for _, one := range tree {
		if _, named := one.Labels[language.Code]; named && one.Visible {
			items = append(items, Public(one, language))
		}
	}
	return items, err
}

// Public is a rubric as the public API shows it in a language.
func Public(r Rubric, language lang.Language) public.PublicRubric {
	l := r.Labels[language.Code]
	return public.PublicRubric{ID: r.ID, ParentID: r.ParentID, Name: l.Name, Slug: l.Slug, Description: l.Description, URL: language.URL(Path(l.Slug))}
}

// Path is the address of a rubric's page on its site.
func Path(slug string) string { return "/rubric/" + slug }
