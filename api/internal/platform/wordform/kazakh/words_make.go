//go:build ignore

// Makes words.txt of the dictionary of Debian's package hunspell-kk:
//
//	go run words_make.go /usr/share/hunspell/kk_KZ.dic countries.txt >words.txt
//
// The dictionary lists many inflected forms beside their stems. Those are left out whose
// ending no stem has by chance: the shorter the ending, the longer the stem has to be.
package main

import (
	"fmt"
	"log"
	"os"
	"regexp"
	"slices"
	"strings"
)

const head = `# Kazakh dictionary words, one a line, made by words_make.go of the word list of the
# Kazakh spelling dictionary for Hunspell (Debian's hunspell-kk 1.1).
#
# Version: MPL 1.1
#
# The contents of this file are subject to the Mozilla Public License Version 1.1 (the
# "License"); you may not use this file except in compliance with the License. You may
# obtain a copy of the License at https://www.mozilla.org/MPL/1.1/
#
# Software distributed under the License is distributed on an "AS IS" basis, WITHOUT
# WARRANTY OF ANY KIND, either express or implied. See the License for the specific
# language governing rights and limitations under the License.
#
# The Original Code is the Kazakh dictionary for Hunspell (OpenOffice.org dict-kk).
# The Initial Developer of the Original Code is Akmaral Mussayeva
# <akmaral.mussayeva@gmail.com>. Portions created by the Initial Developer are
# Copyright (C) 2009 the Initial Developer. All Rights Reserved.
# Contributors: László Németh, Rail Aliev (2009).
#
# Changes: affix flags, inflected forms and words with other signs than letters are left
# out, Latin look-alikes made Cyrillic, all in lower case.
`

func main() {
	words := map[string]bool{}
	for _, name := range os.Args[1:] {
		text, err := os.ReadFile(name)
		if err != nil {
			log.Fatal(err)
		}
		for line := range strings.Lines(strings.TrimPrefix(string(text), "\ufeff")) {
			word, _, _ := strings.Cut(strings.TrimSpace(line), "/")
			word = strings.NewReplacer("a", "а", "i", "і", "e", "е", "o", "о", "c", "с", "p", "р", "x", "х").Replace(strings.ToLower(word))
			if regexp.MustCompile(`^[а-яёәіңғүұқөһ]{2,}$`).MatchString(word) {
				words[word] = true
			}
		}
	}
	var kept []string
	for word := range words {
		if !inflected(word, words) {
			kept = append(kept, word)
		}
	}
	slices.Sort(kept)
	fmt.Print(head + strings.Join(kept, "\n") + "\n")
}

// ends are a plural, a possessive and a case, of which any may be missing.
var ends = regexp.MustCompile(`^([лдт][ае]р)?([ыі]м[ыі]з|м[ыі]з|с[ыі]|[ыі])?([ндт][ыі]ң|[ндт][ае]н|[мбп]ен|нд[ае]|[ғгкқн][ае]|[дтн][ыі]|[дт][ае]|н)?$`)

// inflected tells whether a word is surely a form of another.
func inflected(word string, words map[string]bool) bool {
	for _, stem := range stems(word) {
		if words[stem] {
			return true
		}
	}
	return verbal(word, words)
}

// of verbs those forms that hardly a noun looks like: converbs, participles, the present.
var verbs = regexp.MustCompile(`^(.{3,}?)(?:(?:[аей]т[ыі]н|[ғгқк][ае]н)(?:[дн][ыі]|[ндт][ыі]ң|[дн][ае]|[ғгкқ][ае]|[дн][ае]н|[мбп]ен|[ыі]|[лдт][ае]р)?|[ыі]?п|[ае]д[ыі]|йд[ыі])$`)

func verbal(word string, words map[string]bool) bool {
	m := verbs.FindStringSubmatch(word)
	if m == nil || len([]rune(word)) < 6 {
		return false
	}
	stem := m[1]
	for ending, infinitive := range map[string]string{"": "у", "ы": "у", "і": "у", "й": "ю", "п": "бу", "к": "гу", "қ": "ғу", "б": "бу", "г": "гу", "ғ": "ғу"} {
		if before, ok := strings.CutSuffix(stem, ending); ok && words[before+infinitive] {
			return true
		}
	}
	return false
}

// stems are the words that a word may be a form of.
func stems(word string) (all []string) {
	letters := []rune(word)
	for i := 3; i < len(letters); i++ {
		stem, rest := string(letters[:i]), string(letters[i:])
		m := ends.FindStringSubmatch(rest)
		if m == nil || !sure(i, m[1], m[2], m[3]) {
			continue
		}
		if i >= 4 && m[1] != "" && m[2]+m[3] != "" { // whatever it is a plural of
			return []string{word}
		}
		all = append(all, stem)
		if m[1] == "" && m[2] != "" { // a vowel after it has made the last letter voiced
			for voiced, voiceless := range map[string]string{"б": "п", "г": "к", "ғ": "қ"} {
				if before, ok := strings.CutSuffix(stem, voiced); ok {
					all = append(all, before+voiceless)
				}
			}
		}
	}
	return all
}

// sure tells whether endings after so many letters are no part of a stem.
func sure(letters int, plural, possessive, ending string) bool {
	cut := len([]rune(ending))
	switch {
	case possessive != "" && cut >= 2, plural != "" && possessive+ending != "":
		return true
	case possessive == "сы" || possessive == "сі":
		return true
	case plural != "" || cut >= 3, strings.HasPrefix(ending, "ғ"), strings.HasPrefix(ending, "қ"):
		return letters >= 4
	}
	return letters >= 5
}
