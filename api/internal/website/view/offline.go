package view

// Offline is what a reader sees without a connection: the site's script lists the
// articles that his browser has kept.
type Offline struct{}

func (Offline) template() string { return "offline" }
