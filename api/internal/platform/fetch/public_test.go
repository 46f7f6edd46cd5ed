package fetch

import (
	"errors"
	"net/netip"
	"net/url"
	"testing"
)

func TestWhichAddressesArePublic(t *testing.T) {
	for _, inner := range []string{
		"0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "100.127.255.255", "127.0.0.1", "127.255.255.255", "169.254.169.254", "172.16.0.1", "172.31.255.255",
		"192.0.0.8", "192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1", "198.19.255.255", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255",
		"::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "100::1",
		"2001::1", "2001:0:5ef5:79fb::", "2001:db8::1", "2002:7f00:1::", "2002:a9fe:a9fe::", "3fff::1", "fc00::1", "fd12:3456::1", "fe80::1", "fec0::1", "ff02::1", "4000::1",
		"2606:4700::1%eth0",
	} {
		if public(netip.MustParseAddr(inner)) {
			t.Errorf("%s counts as public", inner)
		}
	}
	for _, outer := range []string{"1.1.1.1", "9.255.255.255", "100.63.255.255", "100.128.0.0", "172.32.0.0", "178.88.1.1", "192.0.1.0", "198.20.0.0", "223.255.255.255",
		"::ffff:1.1.1.1", "2606:4700:4700::1111", "2a02:6b8::1", "64:ff9b::101:101"} {
		if !public(netip.MustParseAddr(outer)) {
			t.Errorf("%s does not count as public", outer)
		}
	}
}

func TestAddressesAreRefusedByTheirLooks(t *testing.T) {
	c := New(Options{})
	for _, bad := range []string{
		"ftp://example.kz/a.jpg", "file:///etc/passwd", "gopher://example.kz/", "data:image/png;base64,AAAA", "//example.kz/a.jpg", "http:example.kz", "http://", "http:///a.jpg", "a.jpg", "",
		"http://user@example.kz/", "http://user:secret@example.kz/", "http://:@example.kz/",
		"http://example.kz:8080/", "http://example.kz:22/", "https://example.kz:6379/",
		"http://2130706433/", "http://0177.0.0.1/", "http://0x7f.0.0.1/", "http://0x7f000001/", "http://127.1/", "http://127.0.1/", "http://0x/", "http://1.2.3.4.5/", "http://example.0x1f/", "http://127.0.0.1./",
		"http://[fe80::1%25eth0]/",
	} {
		u, err := url.Parse(bad)
		if err != nil {
			continue // refused before
		}
		if err := c.check(u); !errors.Is(err, ErrRefused) {
			t.Errorf("%s: %v", bad, err)
		}
	}
	for _, good := range []string{"http://example.kz/a.jpg", "https://example.kz:443/", "http://example.kz:80/?q=1#x", "https://қазақ.қаз/сурет.jpg", "http://1.1.1.1/", "http://[2606:4700::1]/", "http://0x7g.kz/", "http://1.2.3.example/"} {
		u, err := url.Parse(good)
		if err == nil {
			err = c.check(u)
		}
		if err != nil {
			t.Errorf("%s: %v", good, err)
		}
	}
}
