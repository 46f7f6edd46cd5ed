package website

import "baq.kz/portal/api/internal/website/feeds"

// spelt is a feed in the visit's script.
func spelt(v visit, f feeds.Feed) feeds.Feed {
	if v.converter == nil {
		return f
	}
	spell(v, &f.Title, &f.Description, &f.Rights, &f.Publisher.Name)
	for i := range f.Items {
		item := &f.Items[i]
		spell(v, &item.Title, &item.Lead, &item.Text, &item.Section, &item.Mark)
		for j := range item.Authors {
			spell(v, &item.Authors[j].Name)
		}
		for j := range item.Topics {
			spell(v, &item.Topics[j])
		}
		if item.Picture != nil {
			spell(v, &item.Picture.Alt, &item.Picture.Caption, &item.Picture.Credit)
		}
		item.HTML = string(v.converter.HTML([]byte(item.HTML), v.link))
	}
	return f
}

func spell(v visit, texts ...*string) {
	for _, text := range texts {
		*text = v.text(*text)
	}
}
