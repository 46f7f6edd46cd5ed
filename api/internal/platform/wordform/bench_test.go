package wordform_test

import (
	"testing"

	"baq.kz/portal/api/internal/platform/wordform"
)

func BenchmarkIndexed(b *testing.B) {
	words := []string{}
	for _, w := range wordform.Words("Мектептеріміздегі оқушылардың көпшілігі республикалық байқауда жүлделі орындарды иеленді, деп хабарлады Тоқаевтың баспасөз қызметі осы аптада") {
		words = append(words, w.Text)
	}
	for i := 0; b.Loop(); i++ {
		wordform.Indexed(words[i%len(words)], wordform.Kazakh)
	}
}
