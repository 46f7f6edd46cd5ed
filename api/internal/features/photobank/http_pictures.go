package photobank

import (
	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/contract/public"
	"baq.kz/portal/api/internal/platform/lang"
	"baq.kz/portal/api/internal/platform/optional"
	"baq.kz/portal/api/internal/platform/richtext"
)

func labelsIn(in admin.PictureLabels) map[lang.Code]Label {
	out := map[lang.Code]Label{}
	for code, l := range in {
		out[lang.Code(code)] = Label{Caption: optional.Or(l.Caption, ""), Alt: optional.Or(l.Alt, "")}
	}
	return out
}

// AdminPicture is a picture as the admin API shows it; its addresses are those
// of the host that the panel stands on. What the rules of the photobank say of it, such
// as that its rights end soon, is only in Shown.
func (s *Service) AdminPicture(p Picture) admin.Picture {
	out := admin.Picture{
		ID: p.ID, Hash: p.Hash, FileName: p.FileName, Format: admin.PictureFormat(p.Format), Width: p.Width, Height: p.Height,
		Bytes: p.Bytes, Colour: p.Colour, Tone: p.Tone, Orientation: admin.Orientation(p.Orientation()), Labels: admin.PictureLabels{},
		Author: p.Author, Source: p.Source, Licence: p.Licence, LicenceID: p.LicenceID, RightsUntil: p.RightsUntil, ExpiresAt: p.ExpiresAt,
		Rights: admin.RightsState(p.rights(s.deps.Now(), 0)), TakenAt: p.TakenAt, Place: p.Place, Keywords: p.Keywords, Persons: p.Persons,
		Crops: []admin.ShownCrop{}, Renditions: []admin.Rendition{}, Used: p.Used, Missing: []string{}, MergedInto: p.MergedInto,
		TrashedAt: p.TrashedAt, CreatedBy: p.CreatedBy, CreatedAt: p.CreatedAt, Version: p.Version,
	}
	if p.Hash != "" {
		out.Crops = s.adminCrops(p)
	}
	if p.Focus != nil {
		out.Focus = &admin.Point{X: p.Focus.X, Y: p.Focus.Y}
	}
	for code, l := range p.Labels {
		out.Labels[string(code)] = admin.PictureLabel{Caption: &l.Caption, Alt: &l.Alt}
	}
	for _, f := range p.WebP() {
		out.Renditions = append(out.Renditions, admin.Rendition{
			Name: f.WidthAsked(), Width: f.Width, Height: f.Height, URL: s.SignedPath(p.Hash, f.Name),
		})
	}
	return out
}

// PublicPicture is a picture as the public API shows it in a language. What is
// not said in that language is left empty: another would stand out on the page.
func PublicPicture(p Picture, language lang.Language) public.PublicPicture {
	l := p.Labels[language.Code]
	out := public.PublicPicture{
		ID: p.ID, Width: p.Width, Height: p.Height, Colour: p.Colour, Caption: l.Caption, Alt: l.Alt,
		Author: p.Author, Source: p.Source, Renditions: []public.Rendition{},
	}
	if p.Focus != nil {
		out.Focus = &public.PublicPoint{X: p.Focus.X, Y: p.Focus.Y}
	}
	if p.Withheld() {
		out.Withheld = new(true)
	}
	if f, has := p.JPEG(); has {
		out.Jpeg = &public.Rendition{Name: f.WidthAsked(), Width: f.Width, Height: f.Height, URL: language.URL(Path(p.Hash, f.Name))}
	}
	for _, f := range p.WebP() {
		out.Renditions = append(out.Renditions, public.Rendition{
			Name: f.WidthAsked(), Width: f.Width, Height: f.Height, URL: language.URL(Path(p.Hash, f.Name)),
		})
	}
	return out
}

// InText looks pictures up for the text of an article in the public API.
func InText(pictures map[int64]Picture, language lang.Language) richtext.Pictures {
	return func(id int64) (richtext.Image, bool) {
		p, ok := pictures[id]
		if !ok {
			return richtext.Image{}, false
		}
		l := p.Labels[language.Code]
		image := richtext.Image{Alt: l.Alt, Caption: l.Caption, Credit: p.Credit()}
		for _, f := range p.WebP() {
			image.Renditions = append(image.Renditions, richtext.Rendition{URL: language.URL(Path(p.Hash, f.Name)), Width: f.Width})
			image.Width, image.Height = f.Width, f.Height
		}
		return image, true
	}
}
