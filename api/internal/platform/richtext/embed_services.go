package richtext

import (
	"net/url"
	"regexp"
	"strings"
)

// service is a provider of embeds.
type service struct {
	name, title string
	// hosts are those of the addresses that people paste, without "www." and its like.
	hosts []string
	// ref is what a reference looks like; find makes one from a pasted address,
	// or something that isn't one.
	ref  *regexp.Regexp
	find func(host string, path []string, query url.Values) string
	// page is the address for a reader; player, at origin, what a frame shows.
	page         func(ref string) string
	origin       string
	player       func(ref string) string
	needReferrer bool
}

// services are the allow-list. What a player needs was read in the providers'
// own embedding codes; YouTube alone refuses to play for a page that it isn't
// told of (error 153).
var services = []service{
	{
		name: "youtube", title: "YouTube", hosts: []string{"youtube.com", "youtu.be", "youtube-nocookie.com"},
		ref: regexp.MustCompile(`^[A-Za-z0-9_-]{11}$`), find: findYouTube, page: after("https://www.youtube.com/watch?v="),
		origin: "https://www.youtube-nocookie.com", player: after("/embed/"), needReferrer: true,
	},
	{
		name: "telegram", title: "Telegram", hosts: []string{"t.me", "telegram.me"},
		ref: regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]{3,31}/[0-9]{1,10}$`), find: findTelegram, page: after("https://t.me/"),
		origin: "https://t.me", player: around("/", "?embed=1"),
	},
	{
		name: "instagram", title: "Instagram", hosts: []string{"instagram.com", "instagr.am"},
		ref: regexp.MustCompile(`^(p|reel)/[A-Za-z0-9_-]{5,40}$`), find: findInstagram, page: around("https://www.instagram.com/", "/"),
		origin: "https://www.instagram.com", player: around("/", "/embed/"),
	},
	{
		name: "x", title: "X", hosts: []string{"x.com", "twitter.com"},
		ref: regexp.MustCompile(`^[A-Za-z0-9_]{1,15}/status/[0-9]{5,20}$`), find: findX, page: after("https://x.com/"),
		origin: "https://platform.twitter.com", player: func(ref string) string { return "/embed/Tweet.html?id=" + last(ref) + "&dnt=true" },
	},
	{
		name: "facebook", title: "Facebook", hosts: []string{"facebook.com", "fb.com"},
		ref: regexp.MustCompile(`^[A-Za-z0-9.]{1,80}/(posts|videos)/[A-Za-z0-9_-]{1,120}$`), find: findFacebook, page: after("https://www.facebook.com/"),
		origin: "https://www.facebook.com", player: facebookPlayer,
	},
	{
		name: "tiktok", title: "TikTok", hosts: []string{"tiktok.com"},
		ref: regexp.MustCompile(`^@[A-Za-z0-9_.]{2,24}/video/[0-9]{5,20}$`), find: findTikTok, page: after("https://www.tiktok.com/"),
		origin: "https://www.tiktok.com", player: func(ref string) string { return "/embed/v2/" + last(ref) },
	},
}

func after(start string) func(string) string { return around(start, "") }

func around(start, end string) func(string) string {
	return func(ref string) string { return start + ref + end }
}

// last is what follows the last slash.
func last(ref string) string { return ref[strings.LastIndexByte(ref, '/')+1:] }

func facebookPlayer(ref string) string {
	plugin := "/plugins/post.php?href="
	if strings.Contains(ref, "/videos/") {
		plugin = "/plugins/video.php?href="
	}
	return plugin + url.QueryEscape("https://www.facebook.com/"+ref)
}
