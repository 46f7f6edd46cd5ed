// Package countrydata writes small databases of countries for tests, in MaxMind's
// format (https://maxmind.github.io/MaxMind-DB/).
package countrydata

import (
	"maps"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// File is a database in a file, of IPv4 networks and their countries.
func File(t testing.TB, networks map[string]string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "country.mmdb")
	if err := os.WriteFile(path, Bytes(t, networks), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// node is one bit of an address: where each of its values leads.
type node struct {
	next [2]*node
	data [2]int // place of the record plus one
}

// Bytes is the content of such a file.
func Bytes(t testing.TB, networks map[string]string) []byte {
	t.Helper()
	var data []byte
	root := &node{}
	nodes := []*node{root}
	for _, network := range slices.Sorted(maps.Keys(networks)) {
		prefix, err := netip.ParsePrefix(network)
		if err != nil {
			t.Fatal(err)
		}
		place, address, at := len(data)+1, prefix.Addr().As4(), root
		data = append(data, dictionary("country_code", text(networks[network]))...)
		for bit := range prefix.Bits() {
			side := address[bit/8] >> (7 - bit%8) & 1
			if bit == prefix.Bits()-1 {
				at.data[side] = place
				break
			}
			if at.next[side] == nil {
				at.next[side] = &node{}
				nodes = append(nodes, at.next[side])
			}
			at = at.next[side]
		}
	}
	return slices.Concat(tree(nodes), make([]byte, 16), data, []byte("\xab\xcd\xefMaxMind.com"), metadata(len(nodes)))
}

// tree writes the nodes, each two records of 24 bits.
func tree(nodes []*node) []byte {
	var out []byte
	for _, n := range nodes {
		for side := range 2 {
			value := len(nodes) // nothing
			if n.next[side] != nil {
				value = slices.Index(nodes, n.next[side])
			} else if n.data[side] > 0 {
				value = len(nodes) + 16 + n.data[side] - 1
			}
			out = append(out, byte(value>>16), byte(value>>8), byte(value))
		}
	}
	return out
}

func metadata(nodes int) []byte {
	return dictionary(
		"node_count", []byte{6<<5 | 2, byte(nodes >> 8), byte(nodes)}, "record_size", []byte{5<<5 | 1, 24}, "ip_version", []byte{5<<5 | 1, 4},
		"database_type", text("test"), "languages", []byte{0, 4}, "binary_format_major_version", []byte{5<<5 | 1, 2},
		"binary_format_minor_version", []byte{5 << 5}, "build_epoch", []byte{4, 2, 0x60, 0, 0, 0}, "description", dictionary("en", text("test")),
	)
}

func text(s string) []byte { return append([]byte{byte(2<<5 | len(s))}, s...) }

// dictionary is a map of names to values that are written already.
func dictionary(pairs ...any) []byte {
	out := []byte{byte(7<<5 | len(pairs)/2)}
	for i := 0; i < len(pairs); i += 2 {
		out = slices.Concat(out, text(pairs[i].(string)), pairs[i+1].([]byte))
	}
	return out
}
