package blocks

// Kind is what sort of block it is.
type Kind string

// The kinds.
const (
	Lead       Kind = "lead"
	List       Kind = "list"
	MostRead   Kind = "most_read"
	OfRubric   Kind = "rubric"
	OfTag      Kind = "tag"
	Focus      Kind = "focus"
	PhotoStory Kind = "photo_story"
	Videos     Kind = "video"
	Links      Kind = "links"
	Data       Kind = "data"
	HTML       Kind = "html"
)

// ability is what a kind takes of a block's settings, and how it is filled.
type ability struct {
	stories  bool     // has rule, pins and count
	from     Source   // its rule where none is set
	sources  []Source // that its rule may have; nil: any
	layouts  bool     // its stories can be set in several ways; else only half a page's width is a choice
	count    int      // stories, where neither block nor layout says how many
	pictured bool     // takes only stories with a picture
	ranking  bool     // shows what another list says, whatever stands elsewhere on the page
	words    words    // further content of each language
}

// words is what a kind keeps by hand in each language.
type words int

const (
	wordsNone words = iota
	wordsLinks
	wordsVideos
	wordsHTML
)

// kinds is the table of kinds: a new one is a line here.
var kinds = map[Kind]ability{
	Lead:       {stories: true, from: Newest, count: leadLength},
	List:       {stories: true, from: Newest, layouts: true},
	OfRubric:   {stories: true, from: FromRubric, sources: []Source{FromRubric}, layouts: true},
	OfTag:      {stories: true, from: FromTag, sources: []Source{FromTag}, layouts: true},
	MostRead:   {stories: true, from: FromRead, sources: []Source{FromRead}, count: 5, ranking: true},
	PhotoStory: {stories: true, from: Newest, count: 5, pictured: true},
	Focus:      {},
	Videos:     {words: wordsVideos},
	Links:      {words: wordsLinks},
	Data:       {},
	HTML:       {words: wordsHTML},
}

// Kinds are all kinds, in no order.
func Kinds() []Kind {
	all := make([]Kind, 0, len(kinds))
	for kind := range kinds {
		all = append(all, kind)
	}
	return all
}
