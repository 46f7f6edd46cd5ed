package blocks

// AdminAPI answers the admin contract's operations of this feature.
type AdminAPI struct{ Service *Service }

// PublicAPI answers the public contract's operations of this feature.
type PublicAPI struct{ Service *Service }
