package feeds

import "strings"

type yandexLogo struct {
	Type string `xml:"type,attr,omitempty"`
	URL  string `xml:",chardata"`
}

// Yandex is the feed as Yandex takes news in: the whole text without markup, what
// kind of text it is, and the AMP page for telephones
// (yandex.ru/support/news, "Экспорт данных в RSS").
func Yandex(f Feed) ([]byte, error) {
	root := rss{Version: "2.0", Media: mediaSpace, Yandex: yandexSpace, Channel: f.channel()}
	root.Channel.Self, root.Channel.Image = nil, &rssImage{URL: f.Logo.URL, Title: text(f.Title), Link: f.URL}
	root.Channel.Logos = []yandexLogo{{URL: f.Logo.URL}, {Type: "square", URL: f.SquareLogo.URL}}
	for _, i := range f.Items {
		item := rssItem{
			Title: text(i.Title), Link: i.URL, AMP: i.AMP, Description: text(i.Lead), Author: text(names(i.Authors)),
			Published: moment(i.Published), Genre: "message", FullText: text(i.Text),
		}
		if i.Long {
			item.Genre = "article"
		}
		if i.Section != "" { // one, from our rubrics
			item.Categories = []rssCategory{{Name: text(i.Section)}}
		}
		if p := i.Picture; p != nil {
			item.Enclosure = &enclosure{URL: p.URL, Length: p.Bytes, Type: p.Type}
		}
		root.Channel.Items = append(root.Channel.Items, item)
	}
	return write(root)
}

// Google is the feed as Google's Publisher Center takes news in: an id that stays,
// authors, the whole text as HTML and its picture
// (support.google.com/news/publisher-center, "Feeds").
func Google(f Feed) ([]byte, error) {
	root := rss{Version: "2.0", Atom: atomSpace, Content: contentSpace, Creator: creatorSpace, Terms: termsSpace, Media: mediaSpace, Channel: f.channel()}
	for _, i := range f.Items {
		item := i.rss()
		item.Enclosure = nil // the picture is media:content
		item.Categories = nil
		if i.Section != "" {
			item.Categories = []rssCategory{{Name: text(i.Section)}}
		}
		root.Channel.Items = append(root.Channel.Items, item)
	}
	return write(root)
}

func names(people []Person) string {
	all := make([]string, len(people))
	for i, p := range people {
		all[i] = p.Name
	}
	return strings.Join(all, ", ")
}
