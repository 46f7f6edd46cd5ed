package website

import (
	"bytes"
	"encoding/base64"
	"regexp"
)

var (
	// markup is a tag, a comment or an element whose content is no text to read.
	markup   = regexp.MustCompile(`(?is)<script\b.*?</script>|<!--.*?-->|<[a-z!/][^>]*>`)
	address  = regexp.MustCompile(`[A-Za-z0-9._%+-]+@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}`)
	mailLink = regexp.MustCompile(`href="mailto:([^"?]*)[^"]*"`)
)

// concealAddresses keeps e-mail addresses out of the public HTML (requirement SE-9),
// where programs gather them for spam. A reader sees the word for the sign ("info
// (at) baq.kz"); the site's script makes the address and its link from the coded
// form. In attributes and in the head, where no script helps, the word stays.
func concealAddresses(html []byte, at string) []byte {
	if !mayNameAddress(html) {
		return html
	}
	body := bytes.Index(html, []byte("<body"))
	var out bytes.Buffer
	from := 0
	text := func(until int) {
		part := html[from:until]
		if from > body {
			part = address.ReplaceAllFunc(part, func(found []byte) []byte {
				return []byte(`<span data-mail="` + coded(found) + `">` + string(worded(found, at)) + `</span>`)
			})
		} else {
			part = address.ReplaceAllFunc(part, func(found []byte) []byte { return worded(found, at) })
		}
		out.Write(part)
	}
	for _, tag := range markup.FindAllIndex(html, -1) {
		text(tag[0])
		inside := mailLink.ReplaceAllFunc(html[tag[0]:tag[1]], func(found []byte) []byte {
			return []byte(`data-mail="` + coded(mailLink.FindSubmatch(found)[1]) + `"`)
		})
		out.Write(address.ReplaceAllFunc(inside, func(found []byte) []byte { return worded(found, at) }))
		from = tag[1]
	}
	text(len(html))
	return out.Bytes()
}

// mayNameAddress is a quick look: the "@context" of what programs are told, which every
// page has, is no address, and looking closer costs more than all else of a page.
func mayNameAddress(html []byte) bool {
	return stands(html, ':', func(before []byte) bool { return bytes.HasSuffix(before, []byte("mailto")) }) ||
		stands(html, '@', func(before []byte) bool { return len(before) > 0 && localPart(before[len(before)-1]) })
}

// stands looks for a character, one that is rare in pages, behind what fits.
func stands(html []byte, sign byte, fits func(before []byte) bool) bool {
	for rest := html; ; {
		at := bytes.IndexByte(rest, sign)
		if at < 0 {
			return false
		}
		if fits(rest[:at]) {
			return true
		}
		rest = rest[at+1:]
	}
}

// localPart tells of a character that may stand before the sign.
func localPart(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || bytes.IndexByte([]byte("._%+-"), c) >= 0
}

func coded(address []byte) string { return base64.StdEncoding.EncodeToString(address) }

// worded writes the sign as a word.
func worded(address []byte, at string) []byte {
	return bytes.Replace(address, []byte("@"), []byte(at), 1)
}
