package view

// Accessible is the page where readers with weak sight set how they read.
type Accessible struct {
	// On says that the special version is switched on.
	On bool
	// Back is the path that the form leads to.
	Back   string
	Groups []ChoiceGroup
}

func (Accessible) template() string { return "accessible" }

// ChoiceGroup is one thing to choose; its words are sight.<Name> and, for each
// choice, sight.<Name>.<Value>.
type ChoiceGroup struct {
	Name    string
	Choices []Choice
}

// Choice is one of a group; one of them is On.
type Choice struct {
	Value string
	On    bool
}
