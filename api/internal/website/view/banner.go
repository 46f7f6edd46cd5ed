package view

// Banners are the places for advertisers on a page; nil where nobody stands.
type Banners struct{ Top, Aside, Article, List *BannerPlace }

// BannerPlace is one place with the banners that take turns in it. The first is what
// readers without script see.
type BannerPlace struct {
	// Zone names the place: top, aside, article or list.
	Zone    string
	Banners []Banner
}

// Banner is an advertiser's picture that leads to them.
type Banner struct {
	ID int64
	// Advertiser is named beside the word "advertisement"; it may be empty.
	Advertiser string
	// Weight is how often it takes its turn, beside the others' weights.
	Weight  int
	Picture *Picture
	// Narrow stands for Picture on phones; nil: the same does.
	Narrow *Picture
	// URL is the site's own address that counts and leads on.
	URL string
}

// Landmark tells of the place that stands beside the page's main content.
func (p BannerPlace) Landmark() bool { return p.Zone == "top" }

// Slot is where the place's pictures stand.
func (p BannerPlace) Slot() Slot { return Slot("banner-" + p.Zone) }

// bannerCards is after how many stories of a list its banner stands.
const bannerCards = 6

// BannerAfter is the place in Cards after which the list's banner stands: after the
// sixth, or the last of a shorter list.
func (l List) BannerAfter() int { return min(bannerCards, len(l.Cards)) - 1 }
