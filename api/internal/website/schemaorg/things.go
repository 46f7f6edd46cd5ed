package schemaorg

// Image is a picture with its size in pixels.
type Image struct {
	Type   named[Image] `json:"@type"`
	URL    string       `json:"url"`
	Width  int          `json:"width,omitempty"`
	Height int          `json:"height,omitempty"`
}

func (Image) thing() string { return "ImageObject" }

// Organization is the agency.
type Organization struct {
	Type        named[Organization] `json:"@type"`
	ID          string              `json:"@id"`
	Name        string              `json:"name"`
	URL         string              `json:"url"`
	Description string              `json:"description,omitempty"`
	Logo        *Image              `json:"logo,omitempty"`
}

func (Organization) thing() string { return "NewsMediaOrganization" }

// WebSite is the site in one language.
type WebSite struct {
	Type        named[WebSite] `json:"@type"`
	ID          string         `json:"@id"`
	Name        string         `json:"name"`
	URL         string         `json:"url"`
	Description string         `json:"description,omitempty"`
	Language    string         `json:"inLanguage"`
	Publisher   Ref            `json:"publisher"`
	Search      *SearchAction  `json:"potentialAction,omitempty"`
}

func (WebSite) thing() string { return "WebSite" }

// SearchAction says how the site is searched.
type SearchAction struct {
	Type   named[SearchAction] `json:"@type"`
	Target *EntryPoint         `json:"target"`
	// Input names the place of the words in the target's template.
	Input string `json:"query-input"`
}

func (SearchAction) thing() string { return "SearchAction" }

// EntryPoint is an address with a place in it ("…/search?q={words}").
type EntryPoint struct {
	Type     named[EntryPoint] `json:"@type"`
	Template string            `json:"urlTemplate"`
}

func (EntryPoint) thing() string { return "EntryPoint" }

// Person is an author.
type Person struct {
	Type        named[Person] `json:"@type"`
	Name        string        `json:"name"`
	URL         string        `json:"url,omitempty"`
	JobTitle    string        `json:"jobTitle,omitempty"`
	Description string        `json:"description,omitempty"`
	Image       *Image        `json:"image,omitempty"`
	WorksFor    *Ref          `json:"worksFor,omitempty"`
}

func (Person) thing() string { return "Person" }

// WebPage is a page that is no more than that.
type WebPage struct {
	Type        named[WebPage] `json:"@type"`
	ID          string         `json:"@id"`
	URL         string         `json:"url,omitempty"`
	Name        string         `json:"name,omitempty"`
	Description string         `json:"description,omitempty"`
	Language    string         `json:"inLanguage,omitempty"`
	PartOf      *Ref           `json:"isPartOf,omitempty"`
}

func (WebPage) thing() string { return "WebPage" }

// NewsArticle is an article.
type NewsArticle struct {
	Type        named[NewsArticle]  `json:"@type"`
	Headline    string              `json:"headline"`
	Description string              `json:"description,omitempty"`
	MainPage    *WebPage            `json:"mainEntityOfPage"`
	Images      []Image             `json:"image,omitempty"`
	Published   string              `json:"datePublished"` // RFC 3339
	Modified    string              `json:"dateModified"`
	Authors     []Person            `json:"author,omitempty"`
	Publisher   *Organization       `json:"publisher"`
	Section     string              `json:"articleSection,omitempty"`
	Keywords    []string            `json:"keywords,omitempty"`
	Language    string              `json:"inLanguage"`
	Words       int                 `json:"wordCount,omitempty"`
	Dateline    string              `json:"dateline,omitempty"`
	Free        bool                `json:"isAccessibleForFree"`
	Corrections []CorrectionComment `json:"correction,omitempty"`
}

func (NewsArticle) thing() string { return "NewsArticle" }

// CorrectionComment says what was wrong in an article.
type CorrectionComment struct {
	Type      named[CorrectionComment] `json:"@type"`
	Text      string                   `json:"text"`
	Published string                   `json:"datePublished"`
}

func (CorrectionComment) thing() string { return "CorrectionComment" }
