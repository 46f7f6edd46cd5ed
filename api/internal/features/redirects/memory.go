package redirects

import "baq.kz/portal/api/internal/platform/lang"

// remembered is how many answers a generation of the memory holds, also that there
// is none: of the size of a page's address each, some megabytes in all.
const remembered = 10_000

// page is an address of a site.
type page struct {
	language lang.Code
	path     string // canonical
}
