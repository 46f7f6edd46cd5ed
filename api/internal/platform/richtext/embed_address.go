package richtext

import (
	"net/url"
	"slices"
	"strings"
)

// ParseEmbed makes provider and reference of an address as people paste it from
// a browser, or from a service's button to share; false says that it leads to
// nothing that can be embedded. The panel does the same in TypeScript: both are
// tested by testdata/embeds.json.
func ParseEmbed(address string) (provider, ref string, ok bool) {
	u := pasted(address)
	if u == nil {
		return "", "", false
	}
	host := bare(strings.ToLower(u.Hostname()))
	path := strings.FieldsFunc(u.Path, func(r rune) bool { return r == '/' })
	for i := range services {
		one := &services[i]
		if !slices.Contains(one.hosts, host) {
			continue
		}
		ref = one.find(host, path, u.Query())
		if !one.ref.MatchString(ref) {
			return "", "", false
		}
		return one.name, ref, true
	}
	return "", "", false
}

// pasted reads an address of the web; nil says that it is none.
func pasted(address string) *url.URL {
	address = strings.TrimSpace(address)
	if len(address) > MaxLink || strings.ContainsFunc(address, unfitForAddress) {
		return nil
	}
	if !strings.Contains(address, "://") {
		address = "https://" + strings.TrimPrefix(address, "//")
	}
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.User != nil || u.Port() != "" {
		return nil
	}
	return u
}

// bare takes off what services put before their names for one kind of device.
func bare(host string) string {
	for _, before := range []string{"www.", "m.", "mobile.", "web.", "music."} {
		if rest, found := strings.CutPrefix(host, before); found {
			return rest
		}
	}
	return host
}

func findYouTube(host string, path []string, query url.Values) string {
	switch {
	case host == "youtu.be" && len(path) > 0:
		return path[0]
	case len(path) == 1 && path[0] == "watch":
		return query.Get("v")
	case len(path) > 1 && slices.Contains([]string{"embed", "shorts", "live", "v"}, path[0]):
		return path[1]
	}
	return ""
}

// findTelegram knows a post's own page and, after "s", its place in the
// channel's preview.
func findTelegram(_ string, path []string, _ url.Values) string {
	if len(path) > 0 && path[0] == "s" {
		path = path[1:]
	}
	return strings.Join(path, "/")
}

// findInstagram knows posts with and without their author's name before them.
func findInstagram(_ string, path []string, _ url.Values) string {
	if len(path) == 3 {
		path = path[1:]
	}
	if len(path) != 2 {
		return ""
	}
	switch path[0] {
	case "reels":
		return "reel/" + path[1]
	case "tv":
		return "p/" + path[1]
	}
	return path[0] + "/" + path[1]
}

// findX knows posts, also one picture of a post, and posts without a name (i/web).
func findX(_ string, path []string, _ url.Values) string {
	for i := 1; i+1 < len(path); i++ {
		if path[i] == "status" || path[i] == "statuses" {
			return path[0] + "/status/" + path[i+1]
		}
	}
	return ""
}

// findFacebook knows posts and videos of pages, with or without the words that
// stand before their number, and a post's permanent link.
func findFacebook(_ string, path []string, query url.Values) string {
	switch {
	case len(path) == 1 && (path[0] == "permalink.php" || path[0] == "story.php"):
		return query.Get("id") + "/posts/" + query.Get("story_fbid")
	case len(path) == 3 || len(path) == 4 && path[0] != "groups":
		return path[0] + "/" + path[1] + "/" + path[len(path)-1]
	}
	return ""
}

func findTikTok(_ string, path []string, _ url.Values) string { return strings.Join(path, "/") }
