package pages

import "baq.kz/portal/api/internal/platform/lang"

// PublicAPI answers the public contract's operations on static pages and the menu.
type PublicAPI struct {
	Pages     *Service
	Languages lang.Set
}
