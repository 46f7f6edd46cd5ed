package news

import (
	"context"
	"errors"
	"time"

	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/platform/fault"
	"baq.kz/portal/api/internal/platform/optional"
)

// after shows what a step made of an article; a conflict carries the article as
// it is now, so that the editor can show both texts and nobody's words are lost.
func (a AdminAPI) after(ctx context.Context, id int64) func(Article, error) (admin.Article, error) {
	return func(article Article, err error) (admin.Article, error) {
		if err == nil {
			return a.shown(ctx)(article, nil)
		}
		return admin.Article{}, a.withCurrent(ctx, id, err)
	}
}

func (a AdminAPI) withCurrent(ctx context.Context, id int64, err error) error {
	f, ok := fault.As(err)
	if !ok || f.Kind != fault.Conflict || errors.Is(err, ErrSlugTaken) {
		return err
	}
	current, failed := a.shown(ctx)(a.News.Get(ctx, id))
	if failed != nil {
		return failed
	}
	return f.With("current", current)
}

// SubmitArticle implements the operation of that name.
func (a AdminAPI) SubmitArticle(ctx context.Context, r admin.SubmitArticleRequestObject) (admin.SubmitArticleResponseObject, error) {
	shown, err := a.after(ctx, r.ID)(a.News.Submit(ctx, r.ID, r.Body.Version))
	return admin.SubmitArticle200JSONResponse(shown), err
}

// ApproveArticle implements the operation of that name.
func (a AdminAPI) ApproveArticle(ctx context.Context, r admin.ApproveArticleRequestObject) (admin.ApproveArticleResponseObject, error) {
	shown, err := a.after(ctx, r.ID)(a.News.Approve(ctx, r.ID, r.Body.Version))
	return admin.ApproveArticle200JSONResponse(shown), err
}

// ReturnArticle implements the operation of that name.
func (a AdminAPI) ReturnArticle(ctx context.Context, r admin.ReturnArticleRequestObject) (admin.ReturnArticleResponseObject, error) {
	shown, err := a.after(ctx, r.ID)(a.News.Return(ctx, r.ID, r.Body.Version, optional.Or(r.Body.Remark, "")))
	return admin.ReturnArticle200JSONResponse(shown), err
}

// ScheduleArticle implements the operation of that name.
func (a AdminAPI) ScheduleArticle(ctx context.Context, r admin.ScheduleArticleRequestObject) (admin.ScheduleArticleResponseObject, error) {
	publish, err := storable("publishAt", r.Body.PublishAt)
	if err != nil {
		return nil, err
	}
	unpublish, err := storable("unpublishAt", r.Body.UnpublishAt)
	if err != nil {
		return nil, err
	}
	shown, err := a.after(ctx, r.ID)(a.News.Schedule(ctx, r.ID, r.Body.Version, publish, unpublish))
	return admin.ScheduleArticle200JSONResponse(shown), err
}

// UnscheduleArticle implements the operation of that name.
func (a AdminAPI) UnscheduleArticle(ctx context.Context, r admin.UnscheduleArticleRequestObject) (admin.UnscheduleArticleResponseObject, error) {
	shown, err := a.after(ctx, r.ID)(a.News.Unschedule(ctx, r.ID, r.Body.Version))
	return admin.UnscheduleArticle200JSONResponse(shown), err
}

// PublishArticle implements the operation of that name.
func (a AdminAPI) PublishArticle(ctx context.Context, r admin.PublishArticleRequestObject) (admin.PublishArticleResponseObject, error) {
	shown, err := a.after(ctx, r.ID)(a.News.Publish(ctx, r.ID, r.Body.Version))
	return admin.PublishArticle200JSONResponse(shown), err
}

// UnpublishArticle implements the operation of that name.
func (a AdminAPI) UnpublishArticle(ctx context.Context, r admin.UnpublishArticleRequestObject) (admin.UnpublishArticleResponseObject, error) {
	shown, err := a.after(ctx, r.ID)(a.News.Unpublish(ctx, r.ID, r.Body.Version))
	return admin.UnpublishArticle200JSONResponse(shown), err
}

// KillArticle implements the operation of that name.
func (a AdminAPI) KillArticle(ctx context.Context, r admin.KillArticleRequestObject) (admin.KillArticleResponseObject, error) {
	shown, err := a.after(ctx, r.ID)(a.News.Kill(ctx, r.ID, r.Body.Version, r.Body.Reason))
	return admin.KillArticle200JSONResponse(shown), err
}

// TrashArticle implements the operation of that name.
func (a AdminAPI) TrashArticle(ctx context.Context, r admin.TrashArticleRequestObject) (admin.TrashArticleResponseObject, error) {
	shown, err := a.after(ctx, r.ID)(a.News.Trash(ctx, r.ID, r.Body.Version))
	return admin.TrashArticle200JSONResponse(shown), err
}

// RestoreArticle implements the operation of that name.
func (a AdminAPI) RestoreArticle(ctx context.Context, r admin.RestoreArticleRequestObject) (admin.RestoreArticleResponseObject, error) {
	shown, err := a.after(ctx, r.ID)(a.News.Restore(ctx, r.ID, r.Body.Version))
	return admin.RestoreArticle200JSONResponse(shown), err
}

// SetBreaking implements the operation of that name.
func (a AdminAPI) SetBreaking(ctx context.Context, r admin.SetBreakingRequestObject) (admin.SetBreakingResponseObject, error) {
	shown, err := a.after(ctx, r.ID)(a.News.SetBreaking(ctx, r.ID, r.Body.Version, time.Duration(r.Body.Minutes)*time.Minute))
	return admin.SetBreaking200JSONResponse(shown), err
}

// MarkTranslated implements the operation of that name.
func (a AdminAPI) MarkTranslated(ctx context.Context, r admin.MarkTranslatedRequestObject) (admin.MarkTranslatedResponseObject, error) {
	shown, err := a.after(ctx, r.ID)(a.News.MarkTranslated(ctx, r.ID, r.Body.Version, r.Body.SourceTextVersion))
	return admin.MarkTranslated200JSONResponse(shown), err
}

// RestoreRevision implements the operation of that name.
func (a AdminAPI) RestoreRevision(ctx context.Context, r admin.RestoreRevisionRequestObject) (admin.RestoreRevisionResponseObject, error) {
	shown, err := a.after(ctx, r.ID)(a.News.RestoreRevision(ctx, r.ID, r.Revision, r.Body.Version))
	return admin.RestoreRevision200JSONResponse(shown), err
}

// CorrectArticle implements the operation of that name.
func (a AdminAPI) CorrectArticle(ctx context.Context, r admin.CorrectArticleRequestObject) (admin.CorrectArticleResponseObject, error) {
	b := r.Body
	content, err := contentIn(input{b.Title, b.Slug, b.Lead, b.Body, b.RubricID, b.TagIds, b.Credits, b.PictureID, b.SeoTitle, b.SeoDescription, b.SeoKeywords, b.Urgency, b.Source, b.SourceURL, b.Location, b.EmbargoUntil})
	if err != nil {
		return nil, err
	}
	shown, err := a.after(ctx, r.ID)(a.News.Correct(ctx, r.ID, b.Version, content, b.Note))
	return admin.CorrectArticle200JSONResponse(shown), err
}
