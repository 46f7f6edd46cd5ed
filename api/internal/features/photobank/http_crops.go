package photobank

import (
	"baq.kz/portal/api/internal/contract/admin"
	"baq.kz/portal/api/internal/features/photobank/rendition"
)

// shownWidth is about as wide as the panel shows a crop, on a screen of two pixels
// per point.
const shownWidth = 800

// adminCrops are the crops as the admin API shows them.
func (s *Service) adminCrops(p Picture) []admin.ShownCrop {
	var out []admin.ShownCrop
	for _, of := range Proportions() {
		area := p.Crop(of)
		_, chosen := p.Crops[of.Name]
		out = append(out, admin.ShownCrop{
			Name: admin.CropName(of.Name), Area: admin.Rectangle{X: area.X, Y: area.Y, Width: area.Width, Height: area.Height},
			Chosen: chosen, URL: s.SignedPath(p.Hash, p.CropFile(of, s.shownWidth(of), rendition.WebP)),
		})
	}
	return out
}

// shownWidth is the narrowest width that is enough for the panel, else the widest.
func (s *Service) shownWidth(of Proportion) int {
	if of.Name == Social {
		return of.Width
	}
	widths := s.deps.Recipe.Widths
	for _, width := range widths {
		if width >= shownWidth {
			return width
		}
	}
	return widths[len(widths)-1]
}
