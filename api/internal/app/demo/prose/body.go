package prose

import (
	"math/rand/v2"
	"strings"

	"baq.kz/portal/api/internal/platform/richtext"
)

// part is what a block of the body is made of.
type part int

const (
	opening part = iota
	details
	figures
	quotation
	heading
	list
	picture
	outlook
)

// plan is how a story is built; all its languages follow the same.
type plan struct {
	title, lead uint32
	parts       []step
	picture     int64
}

// step is a block; choice decides which sentences, so that each language
// takes those of the same number.
type step struct {
	part   part
	choice uint32
}

// outline draws up a story of about 150 to 400 words.
func outline(dice *rand.Rand, pictures []int64) plan {
	p := plan{title: dice.Uint32(), lead: dice.Uint32()}
	add := func(parts ...part) {
		for _, one := range parts {
			p.parts = append(p.parts, step{one, dice.Uint32()})
		}
	}
	add(opening, details)
	for range 2 + dice.IntN(4) {
		switch dice.IntN(5) {
		case 0:
			add(heading, details, details)
		case 1:
			add(figures, details)
		case 2:
			add(quotation, details)
		case 3:
			add(list, details)
		default:
			add(details, figures)
		}
	}
	if len(pictures) > 0 && dice.IntN(5) == 0 {
		p.picture = pick(dice, pictures)
		add(picture)
	}
	add(details, outlook)
	return p
}

// write tells a story by its plan. No sentence stands in it twice.
func (s sentences) write(p plan, slots *strings.Replacer) (Text, error) {
	told := map[string]bool{}
	say := func(from []string, choice uint32) string {
		for i := range from {
			text := from[(int(choice)+i)%len(from)]
			if !told[text] {
				told[text] = true
				return upper(slots.Replace(text))
			}
		}
		return ""
	}
	t := Text{Title: say(s.Title, p.title), Lead: say(s.Lead, p.lead)}
	var blocks []richtext.Block
	paragraph := func(texts ...string) {
		if text := strings.TrimSpace(strings.Join(texts, " ")); text != "" {
			blocks = append(blocks, richtext.Paragraph(richtext.Text(text)))
		}
	}
	for _, step := range p.parts {
		c := step.choice
		switch step.part {
		case opening:
			paragraph(say(s.Open, c))
		case details:
			paragraph(say(s.Detail, c), say(s.Detail, c>>8))
		case figures:
			paragraph(say(s.Figure, c), say(s.Detail, c>>8))
		case outlook:
			paragraph(say(s.Outlook, c))
		case heading:
			if text := say(s.Heading, c); text != "" {
				blocks = append(blocks, richtext.Heading(2, richtext.Text(text)))
			}
		case quotation:
			if text := say(s.Quote, c); text != "" {
				blocks = append(blocks, richtext.Quote(richtext.Paragraph(richtext.Text(text))))
				paragraph(say(s.Said, c>>8))
			}
		case list:
			blocks = append(blocks, s.list(say, c)...)
		case picture:
			blocks = append(blocks, richtext.Picture(p.picture, ""))
		}
	}
	body, err := richtext.New(blocks...)
	t.Body = body
	return t, err
}

func (s sentences) list(say func([]string, uint32) string, c uint32) []richtext.Block {
	intro := say(s.List, c)
	if intro == "" {
		return nil
	}
	var items [][]richtext.Block
	for i := range 3 + c>>16%3 {
		if text := say(s.Item, c>>8+i*7); text != "" {
			items = append(items, richtext.Item(richtext.Text(text)))
		}
	}
	return []richtext.Block{richtext.Paragraph(richtext.Text(intro)), richtext.BulletList(items...)}
}
