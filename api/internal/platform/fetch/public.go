package fetch

import (
	"context"
	"fmt"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"syscall"
)

// ports that are fetched from: those of the web.
func ports() []uint16 { return []uint16{80, 443} }

// check refuses an address by its looks. What it stands for is found out by control.
func (c *Client) check(u *url.URL) error {
	host := u.Hostname()
	switch {
	case u.Scheme != "http" && u.Scheme != "https":
		return fmt.Errorf("%w: its scheme is %q", ErrRefused, u.Scheme)
	case u.User != nil:
		return fmt.Errorf("%w: it carries a name or a password", ErrRefused)
	case host == "" || u.Opaque != "":
		return fmt.Errorf("%w: it names no host", ErrRefused)
	case strings.Contains(host, "%"):
		return fmt.Errorf("%w: its host has a zone", ErrRefused)
	case disguised(host):
		return fmt.Errorf("%w: its host is a number in an odd notation", ErrRefused)
	case c.admit == nil && !slices.Contains([]string{"", "80", "443"}, u.Port()):
		return fmt.Errorf("%w: port %s", ErrRefused, u.Port())
	}
	return nil
}

// disguised tells a host that ends in a number and is no plain IPv4 address: the
// octal, hexadecimal, short and one-number notations of inet_aton (WHATWG URL,
// "ends in a number"). Some resolvers understand them, and no site needs them.
func disguised(host string) bool {
	if _, err := netip.ParseAddr(host); err == nil {
		return false
	}
	labels := strings.Split(strings.TrimSuffix(host, "."), ".")
	last := strings.ToLower(labels[len(labels)-1])
	hex, isHex := strings.CutPrefix(last, "0x")
	if isHex {
		return strings.Trim(hex, "0123456789abcdef") == ""
	}
	return strings.Trim(last, "0123456789") == "" // also an empty one
}

// control is asked by the dialer with the address that it is about to connect to:
// nothing can come between this check and the connection.
func (c *Client) control(_ context.Context, network, address string, _ syscall.RawConn) error {
	target, err := netip.ParseAddrPort(address)
	if err != nil || !strings.HasPrefix(network, "tcp") {
		return fmt.Errorf("%w: %s %s", ErrRefused, network, address)
	}
	if c.admit != nil && c.admit(target) {
		return nil
	}
	if !slices.Contains(ports(), target.Port()) || !public(target.Addr()) {
		return fmt.Errorf("%w: %s is not public", ErrRefused, address)
	}
	return nil
}

// public tells whether an address is one of a single host that anybody may reach
// (the IANA special-purpose address registries, RFC 6890 and its successors).
func public(a netip.Addr) bool {
	a = a.Unmap()
	if a.Zone() != "" {
		return false
	}
	if a.Is4() {
		return !within(a, notPublic4())
	}
	if nat64 := netip.MustParsePrefix("64:ff9b::/96"); nat64.Contains(a) {
		raw := a.As16()
		return public(netip.AddrFrom4([4]byte(raw[12:]))) // RFC 6052: another's IPv4 address
	}
	return netip.MustParsePrefix("2000::/3").Contains(a) && !within(a, notPublic6())
}

func within(a netip.Addr, networks []string) bool {
	return slices.ContainsFunc(networks, func(n string) bool { return netip.MustParsePrefix(n).Contains(a) })
}

func notPublic4() []string {
	return []string{
		"0.0.0.0/8",       // this network
		"10.0.0.0/8",      // private
		"100.64.0.0/10",   // behind a carrier's NAT
		"127.0.0.0/8",     // this host
		"169.254.0.0/16",  // link-local, with the metadata services of clouds
		"172.16.0.0/12",   // private
		"192.0.0.0/24",    // protocol assignments
		"192.0.2.0/24",    // documentation
		"192.88.99.0/24",  // relays to 6to4
		"192.168.0.0/16",  // private
		"198.18.0.0/15",   // benchmarks
		"198.51.100.0/24", // documentation
		"203.0.113.0/24",  // documentation
		"224.0.0.0/4",     // multicast
		"240.0.0.0/4",     // reserved, with the broadcast address
	}
}

// notPublic6 lies within 2000::/3, the global unicast addresses; all others, such as
// fc00::/7 (private), fe80::/10 (link-local) and ::/96, are none.
func notPublic6() []string {
	return []string{
		"2001::/23",     // protocol assignments, with Teredo, which wraps IPv4 addresses
		"2001:db8::/32", // documentation
		"2002::/16",     // 6to4, which wraps IPv4 addresses; given up (RFC 7526)
		"3fff::/20",     // documentation
	}
}
