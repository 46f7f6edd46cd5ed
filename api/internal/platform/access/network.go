package access

import "net/netip"

// Network is what counts as one client of an address: the address itself, and of
// IPv6 its /64, all of which one customer has.
func Network(address string) string {
	ip, err := netip.ParseAddr(address)
	if err != nil {
		return address
	}
	ip = ip.Unmap().WithZone("")
	if ip.Is4() {
		return ip.String()
	}
	prefix, _ := ip.Prefix(64) // 64 bits are there
	return prefix.String()
}

// Network is that of the request's address.
func (r Request) Network() string { return Network(r.Address) }
