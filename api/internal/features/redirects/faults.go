package redirects

import "baq.kz/portal/api/internal/platform/fault"

// Refusals.
var (
	ErrNotFound  = fault.New(fault.NotFound, "redirects.not_found", "there is no such redirect")
	ErrStale     = fault.New(fault.Conflict, "redirects.version_stale", "somebody else changed the redirect in between")
	ErrTaken     = fault.New(fault.Conflict, "redirects.taken", "the address is redirected already", fault.Field{Field: "path", Code: "taken", Message: "change the redirect that is there"})
	ErrAutomatic = fault.New(fault.Conflict, "redirects.automatic", "the redirect follows the address of a thing by itself; delete it to make another")

	ErrBadPath = fault.New(fault.Unprocessable, "redirects.bad_path", "that is no address of a page", fault.Field{Field: "path", Code: "invalid", Message: "begin with a slash, and leave out the host"})
	ErrLive    = fault.New(fault.Unprocessable, "redirects.live", "there is a page at the address, and it wins", fault.Field{Field: "path", Code: "live", Message: "take the page off the site first"})
	ErrEnd     = fault.New(fault.Unprocessable, "redirects.one_end", "a redirect has a target, or there is nothing any more", fault.Field{Field: "target", Code: "required", Message: "give a target, or gone"})
	ErrTarget  = fault.New(fault.Unprocessable, "redirects.foreign_target", "the target is no address of ours", fault.Field{Field: "target", Code: "foreign", Message: "give a path, or an address of one of our sites"})
	ErrDead    = fault.New(fault.Unprocessable, "redirects.dead_target", "there is nothing at the target", fault.Field{Field: "target", Code: "dead", Message: "give an address that is there"})
	ErrLoop    = fault.New(fault.Unprocessable, "redirects.loop", "the target leads back to the address", fault.Field{Field: "target", Code: "loop", Message: "give another target"})

	ErrLanguage = fault.New(fault.Unprocessable, "languages.unknown", "no such language is configured", fault.Field{Field: "language", Code: "unknown_language", Message: "see GET /languages"})

	ErrMissingNotFound = fault.New(fault.NotFound, "redirects.missing_not_found", "the address is not on the list of those asked for in vain")

	// ErrBusy is the refusal of a look-up while too many others wait: a page that
	// says so is better than one that denies a redirect that is there.
	ErrBusy = fault.New(fault.Unavailable, "redirects.busy", "too many addresses are being looked up; try again soon")
)
