package readership

// PublicAPI answers the public contract's operations of this feature.
type PublicAPI struct{ Service *Service }
