package banners

// AdminAPI answers the admin contract's operations of this feature.
type AdminAPI struct{ Service *Service }
