// Package prose writes synthetic news, for trials with many articles: its own
// sentences put together at random, the same story in each language. The same
// number always gives the same story.
package prose

import (
	"bytes"
	"embed"
	"fmt"
	"io/fs"

	"go.yaml.in/yaml/v3"
)

// phrases are the tables from which stories are made.
//
//go:embed phrases
var phrases embed.FS

// Names is what something is called in each language, by its code.
type Names map[string]string

// forms are a noun's cases in each language.
type forms map[string][]string

// The cases, in the tables' order.
var (
	topicForms = []string{"topic", "topic.of", "topic.to", "topic.it", "topic.about"}
	placeForms = []string{"place", "place.in", "place.of", "place.from"}
)

type rubric struct{ Key, Group string }

type world struct {
	Rubrics []rubric
	Places  []forms
	First   []Names
	Family  []Names
	Roles   []Names
	Years   []Names
}

type topicGroup struct {
	Group  string
	Topics []forms
}

// sentences are a language's, by the part of a story in which they stand.
type sentences struct {
	Title, Lead, Open, Detail, Figure, Quote, Said, Outlook, Heading, List, Item []string
}

// Writer writes stories. It may be used by several goroutines.
type Writer struct {
	world
	topics    []forms
	groups    map[string][]int // indexes of topics
	languages map[string]sentences
}

// New reads the tables. Languages that have no table are left out.
func New(languages ...string) (*Writer, error) {
	w := &Writer{groups: map[string][]int{}, languages: map[string]sentences{}}
	var groups []topicGroup
	if err := read("world", &w.world); err != nil {
		return nil, err
	}
	if err := read("topics", &groups); err != nil {
		return nil, err
	}
	for _, g := range groups {
		for _, t := range g.Topics {
			w.groups[g.Group] = append(w.groups[g.Group], len(w.topics))
			w.topics = append(w.topics, t)
		}
	}
	for _, l := range languages {
		if _, err := fs.Stat(phrases, "phrases/"+l+".yaml"); err != nil {
			continue
		}
		var s sentences
		if err := read(l, &s); err != nil {
			return nil, err
		}
		w.languages[l] = s
	}
	return w, nil
}

func read(name string, into any) error {
	text, err := phrases.ReadFile("phrases/" + name + ".yaml")
	if err != nil {
		return err
	}
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	decoder.KnownFields(true)
	if err := decoder.Decode(into); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// Rubrics are the keys of the demo's rubrics that stories stand under, the
// busiest first.
func (w *Writer) Rubrics() []string {
	keys := make([]string, len(w.world.Rubrics))
	for i, r := range w.world.Rubrics {
		keys[i] = r.Key
	}
	return keys
}

// Tags are what stories are about: first the topics, then the places.
func (w *Writer) Tags() []Names {
	var all []Names
	for _, list := range [][]forms{w.topics, w.Places} {
		for _, f := range list {
			names := Names{}
			for l, cases := range f {
				names[l] = upper(cases[0])
			}
			all = append(all, names)
		}
	}
	return all
}

// Authors are names of so many invented people.
func (w *Writer) Authors(count int) []Names {
	all := make([]Names, count)
	for i := range all {
		all[i] = w.person(i%len(w.First), (i*5+i/len(w.First))%len(w.Family))
	}
	return all
}

func (w *Writer) person(first, family int) Names {
	names := Names{}
	for l, name := range w.First[first] {
		names[l] = name + " " + w.Family[family][l]
	}
	return names
}

// Writes tells whether there is a table of the language.
func (w *Writer) Writes(language string) bool {
	_, ok := w.languages[language]
	return ok
}
