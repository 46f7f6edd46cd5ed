package view

// Archive is the articles of a day, or of a month the calendar alone.
type Archive struct {
	Title string
	// Day says that the page is a day's; without it Cards are the newest.
	Day   bool
	Cards []Card
	Month Month
	// Earlier and Later are the nearest days that have articles.
	Earlier, Later Link
	// OlderURL leads to older articles of the day, NewestURL back to its newest.
	OlderURL, NewestURL string
}

func (Archive) template() string { return "archive" }

// Month is a calendar's page.
type Month struct {
	Title string
	// Weekdays are short names, Monday's first.
	Weekdays []string
	Weeks    [][]Date
	// Before and After lead to the months beside it.
	Before, After Link
}

// Date is a day of a month; the empty one fills up a week.
type Date struct {
	Number int
	// URL is empty for a day without articles.
	URL string
	// Name is the date in words.
	Name    string
	Current bool
}
