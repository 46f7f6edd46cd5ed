package richtext_test

import (
	"encoding/json"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"

	"baq.kz/portal/api/internal/platform/richtext"
)

// pastedCase is one address of testdata/embeds.json, which the panel's test of
// the same rules reads, too. Without a provider it is refused.
type pastedCase struct{ Address, Provider, Ref string }

func pastedCases(t *testing.T) []pastedCase {
	t.Helper()
	source, err := os.ReadFile("testdata/embeds.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []pastedCase
	if err := json.Unmarshal(source, &cases); err != nil {
		t.Fatal(err)
	}
	return cases
}

func TestParseEmbed(t *testing.T) {
	seen := map[string]int{}
	for _, c := range pastedCases(t) {
		provider, ref, ok := richtext.ParseEmbed(c.Address)
		if provider != c.Provider || ref != c.Ref || ok != (c.Provider != "") {
			t.Errorf("%q: %q %q %v, want %q %q", c.Address, provider, ref, ok, c.Provider, c.Ref)
		}
		seen[provider]++
	}
	if len(seen) != 7 || seen[""] < 30 {
		t.Errorf("not every provider is tried: %v", seen)
	}
	if _, _, ok := richtext.ParseEmbed("https://youtu.be/dQw4w9WgXcQ?" + strings.Repeat("a", 2000)); ok {
		t.Error("an endless address is taken")
	}
}

// What is made of an address can be written, and its page leads back to it.
func TestEmbedIsShownFromItsReference(t *testing.T) {
	players := map[string]bool{}
	for _, c := range pastedCases(t) {
		if c.Provider == "" {
			continue
		}
		d, err := richtext.New(richtext.Embed(c.Provider, c.Ref, ""))
		if err != nil {
			t.Fatalf("%v: %v", c, err)
		}
		page := d.HTML(richtext.Resolve{})
		assertAllowed(t, page)
		provider, ref, _ := richtext.ParseEmbed(attribute(t, page, "href"))
		if provider != c.Provider || ref != c.Ref {
			t.Errorf("the page of %v leads to %q %q", c, provider, ref)
		}
		player, err := url.Parse(attribute(t, page, "data-player"))
		if err != nil || !slices.Contains(richtext.EmbedOrigins(), player.Scheme+"://"+player.Host) {
			t.Errorf("the player of %v stands at %v", c, player)
		}
		players[attribute(t, page, "data-player")] = true
	}
	for _, want := range []string{
		"https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ", "https://t.me/baqkz/12345?embed=1", "https://www.instagram.com/p/CuE2WNQs6vH/embed/",
		"https://platform.twitter.com/embed/Tweet.html?id=1700000000000000000&dnt=true", "https://www.tiktok.com/embed/v2/7300000000000000000",
		"https://www.facebook.com/plugins/post.php?href=https%3A%2F%2Fwww.facebook.com%2Fbaq.kz%2Fposts%2F1234567890",
		"https://www.facebook.com/plugins/video.php?href=https%3A%2F%2Fwww.facebook.com%2Fbaq.kz%2Fvideos%2F1234567890",
	} {
		if !players[want] {
			t.Errorf("no player %s", want)
		}
	}
}

// Nothing asks others before the reader does, and only YouTube is told who asks.
func TestEmbedHTML(t *testing.T) {
	words := richtext.Words{
		EmbedNote: func(p string) string { return p + " <will know>" },
		EmbedShow: func(p string) string { return "Show" },
		EmbedOpen: func(p string) string { return "Open " + p },
	}
	d, err := richtext.New(richtext.Embed("youtube", "dQw4w9WgXcQ", `A "b"`), richtext.Embed("x", "a/status/12345", ""))
	if err != nil {
		t.Fatal(err)
	}
	want := `<figure class="embed embed-youtube" data-player="https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ" data-title="YouTube: A &#34;b&#34;" data-referrer="strict-origin-when-cross-origin">` +
		`<div class="embed-consent"><p class="embed-name">YouTube</p><p class="embed-note">YouTube &lt;will know&gt;</p>` +
		`<p class="embed-ways"><button class="button" type="button" hidden>Show</button> <a href="https://www.youtube.com/watch?v=dQw4w9WgXcQ" rel="noopener noreferrer nofollow" target="_blank">Open YouTube</a></p></div>` +
		`<figcaption>A &#34;b&#34;</figcaption></figure>` +
		`<figure class="embed embed-x" data-player="https://platform.twitter.com/embed/Tweet.html?id=12345&amp;dnt=true" data-title="X">` +
		`<div class="embed-consent"><p class="embed-name">X</p><p class="embed-note">X &lt;will know&gt;</p>` +
		`<p class="embed-ways"><button class="button" type="button" hidden>Show</button> <a href="https://x.com/a/status/12345" rel="noopener noreferrer nofollow" target="_blank">Open X</a></p></div></figure>`
	if got := d.HTML(richtext.Resolve{Words: words}); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	assertAllowed(t, want)
	silent := d.HTML(richtext.Resolve{})
	if strings.Contains(silent, "<button") || !strings.Contains(silent, ">www.youtube.com/watch?v=dQw4w9WgXcQ</a>") {
		t.Errorf("without words: %s", silent)
	}
}
