package deployment

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/redis/rueidis"

	"baq.kz/portal/api/internal/platform/cache"
)

const redisPort = "18160"

// startRedis runs the entry script of the service with this machine's Redis.
func startRedis(t *testing.T) (environment []string) {
	t.Helper()
	if _, err := exec.LookPath("redis-server"); err != nil {
		t.Skip("redis-server is not installed: scripts/install-tools.sh")
	}
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "password"), []byte("a-long-password\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	environment = []string{"PATH=/usr/bin:/bin", "REDIS_PASSWORD_FILE=" + folder + "/password",
		"REDIS_USERS_FILE=" + folder + "/users.acl", "REDIS_PORT=" + redisPort}
	files, err := filepath.Abs(filepath.Join(root, "deploy/redis"))
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("sh", files+"/start.sh", files+"/redis.conf", "--port", redisPort, "--bind", "127.0.0.1", "--dir", folder)
	cmd.Env = environment
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	var output bytes.Buffer
	cmd.Stdout, cmd.Stderr = &output, &output
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Signal(syscall.SIGTERM)
		_ = cmd.Wait()
		if t.Failed() {
			t.Log(output.String())
		}
	})
	return environment
}

func connect(t *testing.T, password string) (client rueidis.Client, err error) {
	t.Helper()
	for range 100 {
		if client, err = cache.Open("redis://:" + password + "@127.0.0.1:" + redisPort); err == nil || strings.Contains(err.Error(), "WRONGPASS") {
			return client, err
		}
		time.Sleep(20 * time.Millisecond)
	}
	return nil, err
}

func TestRedisOfTheDeployment(t *testing.T) {
	environment := startRedis(t)
	client, err := connect(t, "a-long-password")
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	pages := cache.New(client, 10*time.Minute, nil)
	if err := pages.Bump(t.Context(), 0, "article:1", "home:kk"); err != nil {
		t.Errorf("the portal's script: %v", err)
	}
	if err := client.DoCache(t.Context(), client.B().Get().Key("{tags}clock").Cache(), time.Minute).Error(); err != nil {
		t.Errorf("the client-side cache: %v", err)
	}
	for _, words := range [][]string{{"FLUSHALL"}, {"CONFIG", "GET", "dir"}, {"KEYS", "*"}, {"ACL", "LIST"}, {"SHUTDOWN"}} {
		err := client.Do(t.Context(), client.B().Arbitrary(words...).Build()).Error()
		if err == nil || !strings.Contains(err.Error(), "NOPERM") {
			t.Errorf("%v: %v, want a refusal", words, err)
		}
	}
	if _, err := connect(t, "wrong"); err == nil {
		t.Error("a wrong password gets in")
	}
	healthy := exec.Command("sh", filepath.Join(root, "deploy/redis/healthy.sh"))
	healthy.Env = environment
	if out, err := healthy.CombinedOutput(); err != nil {
		t.Errorf("healthy.sh: %v %s", err, out)
	}
}
