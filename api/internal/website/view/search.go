package view

import "html/template"

// Search is the page where readers look for articles. Without a query it is the form
// with the topics of the day.
type Search struct {
	// Query is what was looked for, as it was typed.
	Query string
	// Rubrics, Authors and Periods are what the search can be narrowed by; the first of
	// each narrows nothing.
	Rubrics, Authors, Periods []Option
	Hits                      []Hit
	// Meant is another spelling that finds more, MeantURL the search for it.
	Meant, MeantURL string
	// Slow says that the search was given up for its time.
	Slow bool
	// Topics and Latest help on whoever has found nothing.
	Topics []Link
	Latest []Card
	// OlderURL leads to more, NewestURL back to the first results.
	OlderURL, NewestURL string
}

func (Search) template() string { return "search" }

// Option is an entry of a choice.
type Option struct {
	Value, Title string
	On           bool
}

// Hit is an article that was found. What was looked for is in mark.
type Hit struct {
	URL            string
	Title, Excerpt template.HTML
	Rubric         Link
	Published      Stamp
	Picture        *Picture
}
