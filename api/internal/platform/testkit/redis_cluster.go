package testkit

import (
	"math/rand/v2"
	"net"
	"strconv"
	"strings"
	"testing"
)

// StartRedisCluster starts a cluster of three nodes, and gives an address that names all.
func StartRedisCluster(t testing.TB) (address string, nodes []*RedisProcess) {
	t.Helper()
	const slots = 16384
	for range 3 {
		nodes = append(nodes, clusterNode(t))
	}
	for i, node := range nodes {
		from, to := i*slots/3, (i+1)*slots/3-1
		node.must(t, "CLUSTER", "ADDSLOTSRANGE", strconv.Itoa(from), strconv.Itoa(to))
		node.must(t, "CLUSTER", "SET-CONFIG-EPOCH", strconv.Itoa(i+1))
	}
	for _, node := range nodes[1:] {
		nodes[0].must(t, "CLUSTER", "MEET", "127.0.0.1", node.port, node.bus)
	}
	Eventually(t, "the nodes make a cluster", func() bool { return joined(t, nodes) })
	return "redis://127.0.0.1:" + nodes[0].port + "?addr=127.0.0.1:" + nodes[1].port + "&addr=127.0.0.1:" + nodes[2].port, nodes
}

func clusterNode(t testing.TB) *RedisProcess {
	t.Helper()
	port, bus := freePort(t), freePort(t)
	node := redisIn(t, t.TempDir(), []string{"--port", port, "--bind", "127.0.0.1", "--cluster-enabled", "yes", "--cluster-port", bus, "--cluster-node-timeout", "2000"})
	node.URL, node.port, node.bus = "redis://127.0.0.1:"+port, port, bus
	node.Start(t)
	t.Cleanup(node.Kill)
	return node
}

// OwnerOf is the node of a cluster on which a key lies.
func OwnerOf(t testing.TB, nodes []*RedisProcess, key string) *RedisProcess {
	t.Helper()
	for _, node := range nodes {
		if _, err := node.Do("EXISTS", key); err == nil { // others say where it lies
			return node
		}
	}
	t.Fatalf("no node has %s", key)
	return nil
}

// StartRedisReplica starts a node of the cluster that follows primary, and takes its place
// some seconds after it has died.
func StartRedisReplica(t testing.TB, nodes []*RedisProcess, primary *RedisProcess) *RedisProcess {
	t.Helper()
	replica := clusterNode(t)
	replica.must(t, "CLUSTER", "MEET", "127.0.0.1", primary.port, primary.bus)
	all := append([]*RedisProcess{replica}, nodes...)
	Eventually(t, "a fourth node joins", func() bool { return joined(t, all) })
	replica.must(t, "CLUSTER", "REPLICATE", primary.must(t, "CLUSTER", "MYID"))
	Eventually(t, "the replica follows", func() bool { return replica.Follows(t) && joined(t, all) })
	return replica
}

// Follows tells whether the server is the replica of one that answers.
func (r *RedisProcess) Follows(t testing.TB) bool {
	t.Helper()
	return strings.Contains(r.must(t, "INFO", "replication"), "master_link_status:up")
}

// Failover has a replica take its primary's place: at once, and nothing that the primary
// has said yes to is lost.
func (r *RedisProcess) Failover(t testing.TB) {
	t.Helper()
	r.must(t, "CLUSTER", "FAILOVER")
	r.LeadsWithin(t)
}

// LeadsWithin waits until a replica has taken its primary's place.
func (r *RedisProcess) LeadsWithin(t testing.TB) {
	t.Helper()
	Eventually(t, "the replica takes over", func() bool {
		return strings.Contains(r.must(t, "INFO", "replication"), "role:master")
	})
}

// joined tells whether every node knows all of them, and that all slots are served.
func joined(t testing.TB, nodes []*RedisProcess) bool {
	t.Helper()
	for _, node := range nodes {
		if text := node.must(t, "CLUSTER", "INFO"); !strings.Contains(text, "cluster_state:ok") || !strings.Contains(text, "cluster_known_nodes:"+strconv.Itoa(len(nodes))+"\r") {
			return false
		}
	}
	return true
}

// freePort is a port that nobody used a moment ago. It is none of those that the kernel
// gives to connections that go out: one of them might take it before the server does.
func freePort(t testing.TB) string {
	t.Helper()
	const first, ports, attempts = 15_000, 15_000, 100
	for range attempts {
		port := strconv.Itoa(first + rand.IntN(ports))
		if listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:"+port); err == nil {
			if err := listener.Close(); err != nil {
				t.Fatal(err)
			}
			return port
		}
	}
	t.Fatal("no port is free")
	return ""
}
