package mail

import (
	"strings"
	"testing"
)

func TestNothingInALetterIsMarkup(t *testing.T) {
	got := HTML("Сәлем, <script>alert(1)</script>!\n\nhttps://baq.kz/admin/link#a\"onclick=x javascript:alert(1) //evil.example\nhttps://baq.kz/admin/forgotten <img src=https://evil.example/x.png>")
	for _, want := range []string{
		"<p>Сәлем, &lt;script&gt;alert(1)&lt;/script&gt;!</p>", `<a href="https://baq.kz/admin/link#a&#34;onclick=x">`,
		"</a> javascript:alert(1) //evil.example <a", `<a href="https://baq.kz/admin/forgotten">https://baq.kz/admin/forgotten</a>`, "&lt;img",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in %s", want, got)
		}
	}
	if strings.Count(got, "<a ") != 2 || strings.Contains(got, "<img") || strings.Contains(got, "<script") {
		t.Error(got)
	}
}
