package schemaorg

// CollectionPage is a page that lists others.
type CollectionPage struct {
	Type        named[CollectionPage] `json:"@type"`
	ID          string                `json:"@id"`
	URL         string                `json:"url"`
	Name        string                `json:"name"`
	Description string                `json:"description,omitempty"`
	Language    string                `json:"inLanguage"`
	PartOf      Ref                   `json:"isPartOf"`
	List        *ItemList             `json:"mainEntity,omitempty"`
}

func (CollectionPage) thing() string { return "CollectionPage" }

// ProfilePage is the page of a person.
type ProfilePage struct {
	Type     named[ProfilePage] `json:"@type"`
	ID       string             `json:"@id"`
	URL      string             `json:"url"`
	Language string             `json:"inLanguage"`
	PartOf   Ref                `json:"isPartOf"`
	Person   *Person            `json:"mainEntity"`
}

func (ProfilePage) thing() string { return "ProfilePage" }

// ItemList is a list in its order.
type ItemList struct {
	Type  named[ItemList] `json:"@type"`
	Items []ListItem      `json:"itemListElement"`
}

func (ItemList) thing() string { return "ItemList" }

// BreadcrumbList is the way from the front page to a page.
type BreadcrumbList struct {
	Type  named[BreadcrumbList] `json:"@type"`
	Items []ListItem            `json:"itemListElement"`
}

func (BreadcrumbList) thing() string { return "BreadcrumbList" }

// ListItem is an entry of a list. Position counts from 1.
type ListItem struct {
	Type     named[ListItem] `json:"@type"`
	Position int             `json:"position"`
	Name     string          `json:"name,omitempty"`
	// URL is of a page in an ItemList, Item of one in a BreadcrumbList: that is how
	// search engines tell them apart.
	URL  string `json:"url,omitempty"`
	Item string `json:"item,omitempty"`
}

func (ListItem) thing() string { return "ListItem" }

// Step is an entry of a way or a list: a name and an absolute address.
type Step struct{ Name, URL string }

// Breadcrumbs is a way of steps, the front page first.
func Breadcrumbs(way ...Step) BreadcrumbList {
	var list BreadcrumbList
	for i, step := range way {
		list.Items = append(list.Items, ListItem{Position: i + 1, Name: step.Name, Item: step.URL})
	}
	return list
}

// List is a list of pages.
func List(pages []Step) *ItemList {
	if len(pages) == 0 {
		return nil
	}
	var list ItemList
	for i, page := range pages {
		list.Items = append(list.Items, ListItem{Position: i + 1, Name: page.Name, URL: page.URL})
	}
	return &list
}
