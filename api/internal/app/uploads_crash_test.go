package app_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"baq.kz/portal/api/internal/app"
	"baq.kz/portal/api/internal/features/accounts"
	"baq.kz/portal/api/internal/platform/config"
	"baq.kz/portal/api/internal/platform/testkit"
)

// batch is a day of uploads in which everything is killed now and then.
type batch struct {
	files  int
	killed int // least number of each kind of kill
}

// TestNoUploadIsLost is the proof on a small scale: while pictures are uploaded
// and made by two services, the children that make them, the services and the
// database are killed at random. What was acknowledged becomes a picture, and no
// picture is half there. `make prove-uploads` does it with 300 files.
func TestNoUploadIsLost(t *testing.T) {
	if testing.Short() {
		t.Skip("takes half a minute")
	}
	b := batch{files: 24, killed: 1}
	if os.Getenv("PROVE_UPLOADS") != "" {
		b = batch{files: 300, killed: 10}
	}
	b.run(t)
}

func (b batch) run(t *testing.T) {
	dsn, cluster := durableStack(t)
	place := folders{data: t.TempDir(), media: t.TempDir(), dsn: dsn, redis: testkit.Redis(t).URL}
	portal := place.portal(t)
	services := []*service{startService(t, place), startService(t, place)}
	done, killers := context.WithCancel(t.Context())
	var kills killCount
	var killing sync.WaitGroup
	killing.Go(func() { kills.killNowAndThen(done, services, cluster) })
	sent := b.upload(t, services, &kills)
	killers()
	killing.Wait()
	t.Logf("%d files acknowledged, killed: %d children, %d services, %d times the database", len(sent), kills.children.Load(), kills.services.Load(), kills.databases.Load())
	awaitUploads(t, portal, len(sent))
	b.check(t, portal, sent)
}

// folders are what the services of a batch share.
type folders struct{ data, media, dsn, redis string }

func (f folders) environment(listen string) []string {
	return []string{
		"PORTAL_ENVIRONMENT=test", "PORTAL_LISTEN=" + listen, "PORTAL_POSTGRES_PRIMARY=" + f.dsn, "PORTAL_REDIS=" + f.redis,
		"PORTAL_DATA_DIR=" + f.data, "PORTAL_MEDIA_DIR=" + f.media, "PORTAL_PICTURE_WORKERS=2", "PORTAL_SHUTDOWN_GRACE=1s",
	}
}

// portal is one in this process that serves nobody: it makes the person who uploads,
// and looks at the end.
func (f folders) portal(t *testing.T) *app.App {
	t.Helper()
	environment := map[string]string{}
	for _, line := range f.environment("127.0.0.1:1") {
		name, value, _ := strings.Cut(line, "=")
		environment[name] = value
	}
	c, err := config.Load(environment)
	if err != nil {
		t.Fatal(err)
	}
	a, err := app.New(t.Context(), c, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(a.Close)
	if err := a.Accounts.EnsureRoles(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Accounts.CreateUser(t.Context(), accounts.NewUser{Email: "photo@baq.test", Name: "Фото", Password: password, Roles: []string{"photo_editor"}}); err != nil {
		t.Fatal(err)
	}
	return a
}

// durableStack is a database that keeps what it has acknowledged, as in production, and
// the folder of its cluster.
func durableStack(t *testing.T) (dsn, cluster string) {
	t.Helper()
	dir, err := testkit.Folder("portal-crash-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	options := testkit.Options(filepath.Join(dir, "servers"), false)
	options.Volatile = false
	stack := startServers(t, options)
	return stack.PrimaryDSN, filepath.Join(options.Dir, "postgres")
}

// service is a process that takes uploads and makes pictures; it is started again
// when it dies.
type service struct {
	address string
	process atomic.Pointer[os.Process]
}

func startService(t *testing.T, f folders) *service {
	s := &service{address: freeAddress(t)}
	log, err := os.Create(filepath.Join(t.TempDir(), "service.log"))
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for t.Context().Err() == nil {
			cmd := exec.CommandContext(t.Context(), os.Args[0], serveRole, "api-admin,image-service")
			cmd.Env = append(os.Environ(), f.environment(s.address)...)
			cmd.Stderr, cmd.SysProcAttr = log, &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
			if err := cmd.Start(); err != nil {
				t.Error(err)
				return
			}
			s.process.Store(cmd.Process)
			_ = cmd.Wait()
			time.Sleep(50 * time.Millisecond)
		}
	}()
	t.Cleanup(func() {
		<-ended
		if text, _ := os.ReadFile(log.Name()); t.Failed() {
			t.Logf("the service said:\n%s", text[max(0, len(text)-6000):])
		}
	})
	return s
}

// killCount is how often what was killed.
type killCount struct {
	children, services, databases atomic.Int32
	acknowledged                  atomic.Int32 // files, so far
}

// killNowAndThen ends one thing after the other, as a power cut does: a service or the
// database only after something was acknowledged since the last time, so that there
// is something to lose, also on a slow machine.
func (k *killCount) killNowAndThen(ctx context.Context, services []*service, cluster string) {
	heavy, since := 0, int32(-1)
	for {
		select {
		case <-ctx.Done():
			return
		case <-time.After(time.Second + rand.N(time.Second)):
		}
		of := services[rand.IntN(len(services))].process.Load()
		switch now := k.acknowledged.Load(); {
		case of == nil:
		case now <= since || rand.IntN(5) < 3:
			k.killChild(ctx, of.Pid)
		default:
			if heavy, since = heavy+1, now; heavy%2 == 1 {
				_ = of.Kill()
				k.services.Add(1)
			} else if killDatabase(cluster) {
				k.databases.Add(1)
			}
		}
	}
}

// killChild waits for a service to have a child, and kills it.
func (k *killCount) killChild(ctx context.Context, service int) {
	for limit := time.Now().Add(time.Second); ctx.Err() == nil && time.Now().Before(limit); time.Sleep(5 * time.Millisecond) {
		for _, child := range childrenOf(service) {
			if syscall.Kill(child, syscall.SIGKILL) == nil {
				k.children.Add(1)
				return
			}
		}
	}
}

// killDatabase ends the server with all of its processes at once.
func killDatabase(cluster string) bool {
	text, _ := os.ReadFile(filepath.Join(cluster, "postmaster.pid"))
	first, _, _ := strings.Cut(string(text), "\n")
	pid, err := strconv.Atoi(first)
	if err != nil {
		return false // it is being started
	}
	for _, one := range append([]int{pid}, childrenOf(pid)...) {
		_ = syscall.Kill(one, syscall.SIGKILL)
	}
	return true
}

// childrenOf are the processes that a process has started, by Linux's /proc.
func childrenOf(pid int) (children []int) {
	stats, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, file := range stats {
		text, err := os.ReadFile(file)
		if err != nil {
			continue
		}
		_, after, _ := strings.Cut(string(text), ") ") // the name before may hold anything but this
		fields := strings.Fields(after)
		child, err := strconv.Atoi(filepath.Base(filepath.Dir(file)))
		if err == nil && len(fields) > 1 && fields[1] == strconv.Itoa(pid) {
			children = append(children, child)
		}
	}
	return children
}

// upload sends all files, four at a time, by tus through whichever service answers. It
// goes on until each kind of thing was killed often enough, and answers with the
// checksums of what was acknowledged to the last byte.
func (b batch) upload(t *testing.T, services []*service, kills *killCount) map[string]int {
	t.Helper()
	sent := map[string]int{}
	var mu sync.Mutex
	var group sync.WaitGroup
	enough := func() bool {
		n := int32(b.killed) //nolint:gosec // a small number
		return len(sent) >= b.files && kills.children.Load() >= n && kills.services.Load() >= n && kills.databases.Load() >= n
	}
	limit := time.Now().Add(20 * time.Minute)
	for range 4 {
		group.Go(func() {
			c := stubborn{t: t, services: services}
			for {
				mu.Lock()
				over := enough() || time.Now().After(limit)
				mu.Unlock()
				if over {
					return
				}
				file := photograph(t, 900+rand.IntN(600), 900)
				if !c.send(file) {
					return
				}
				sum := sha256.Sum256(file)
				mu.Lock()
				sent[hex.EncodeToString(sum[:])] = len(file)
				kills.acknowledged.Add(1)
				mu.Unlock()
			}
		})
	}
	group.Wait()
	if !enough() {
		t.Fatalf("in time %d files were sent, and killed %d children, %d services, %d times the database",
			len(sent), kills.children.Load(), kills.services.Load(), kills.databases.Load())
	}
	return sent
}

// stubborn is a client that tries again until it is answered.
type stubborn struct {
	t        *testing.T
	services []*service
	bearer   string
}

// try sends a request until a service answers it as one does that is well.
func (c *stubborn) try(method, path string, body []byte, header ...string) *http.Response {
	for limit := time.Now().Add(2 * time.Minute); c.t.Context().Err() == nil && time.Now().Before(limit); time.Sleep(50 * time.Millisecond) {
		ctx, cancel := context.WithTimeout(c.t.Context(), 20*time.Second)
		r, err := http.NewRequestWithContext(ctx, method, "http://"+c.services[rand.IntN(len(c.services))].address+path, bytes.NewReader(body))
		if err != nil {
			cancel()
			c.t.Error(err)
			return nil
		}
		r.Header.Set("Authorization", "Bearer "+c.bearer)
		for i := 0; i+1 < len(header); i += 2 {
			r.Header.Set(header[i], header[i+1])
		}
		answer, err := http.DefaultClient.Do(r)
		if err == nil {
			text, failed := io.ReadAll(answer.Body)
			_ = answer.Body.Close()
			answer.Body = io.NopCloser(bytes.NewReader(text))
			err = failed
		}
		cancel()
		if err == nil && answer.StatusCode < 500 && answer.StatusCode != http.StatusUnauthorized {
			return answer
		}
		if err == nil && answer.StatusCode == http.StatusUnauthorized && path != "/api/admin/v1/session" {
			c.login()
		}
		if method == http.MethodPatch {
			return nil // what has arrived must be asked for
		}
	}
	return nil
}

func (c *stubborn) login() {
	answer := c.try("POST", "/api/admin/v1/session", fmt.Appendf(nil, `{"email":"photo@baq.test","password":%q,"delivery":"bearer"}`, password), "Content-Type", "application/json")
	var in struct{ Tokens struct{ AccessToken string } }
	if answer == nil || json.NewDecoder(answer.Body).Decode(&in) != nil || in.Tokens.AccessToken == "" {
		c.t.Error("nobody can log in")
	}
	c.bearer = in.Tokens.AccessToken
}

// send uploads a file in three parts; true when the last byte was acknowledged.
func (c *stubborn) send(file []byte) bool {
	if c.bearer == "" {
		c.login()
	}
	begun := c.try("POST", uploads, nil, "Tus-Resumable", "1.0.0", "Upload-Length", strconv.Itoa(len(file)))
	if begun == nil || begun.StatusCode != http.StatusCreated {
		c.t.Error("an upload can't be begun:", begun)
		return false
	}
	path := begun.Header.Get("Location")
	for offset := 0; offset < len(file); {
		end := min(offset+len(file)/3+1, len(file))
		answer := c.try("PATCH", path, file[offset:end], "Tus-Resumable", "1.0.0", "Upload-Offset", strconv.Itoa(offset), "Content-Type", "application/offset+octet-stream")
		if answer == nil || answer.StatusCode != http.StatusNoContent {
			answer = c.try("HEAD", path, nil, "Tus-Resumable", "1.0.0")
		}
		if answer == nil || answer.StatusCode >= 300 {
			c.t.Errorf("an upload was lost at %d: %v", offset, answer)
			return false
		}
		now, err := strconv.Atoi(answer.Header.Get("Upload-Offset"))
		if err != nil || now < offset {
			c.t.Errorf("acknowledged bytes were lost: at %d, now %q", offset, answer.Header.Get("Upload-Offset"))
			return false
		}
		offset = now
	}
	return true
}

// awaitUploads waits until nothing is on its way any more, as long as something goes
// on: what was killed often waits for five minutes.
func awaitUploads(t *testing.T, a *app.App, sent int) {
	t.Helper()
	var open, done, before int
	for limit := time.Now().Add(6 * time.Minute); time.Now().Before(limit); time.Sleep(200 * time.Millisecond) {
		if done != before {
			before, limit = done, time.Now().Add(6*time.Minute)
		}
		err := a.DB.Primary.NewRaw(`SELECT count(*) FILTER (WHERE state IN ('waiting', 'working', 'quarantined')) AS open,
			count(*) FILTER (WHERE state = 'done') AS done FROM picture_uploads WHERE received = bytes`).Scan(t.Context(), &open, &done)
		if err == nil && open == 0 && done >= sent {
			return
		}
	}
	t.Errorf("%d uploads of %d are done, %d still on their way", done, sent, open)
}

// check finds each file as a whole picture, journalled once, and no other picture.
func (b batch) check(t *testing.T, a *app.App, sent map[string]int) {
	t.Helper()
	var pictures []struct {
		ID      int64
		Hash    string
		Bytes   int
		Entries int
		Seals   int
	}
	err := a.DB.Primary.NewRaw(`SELECT id, hash, bytes, (SELECT count(*) FROM journal_entries WHERE action = 'photobank.upload' AND object_id = p.id::text) AS entries,
		(SELECT count(*) FROM content_seals WHERE object_type = 'picture' AND object_id = p.id) AS seals FROM pictures AS p`).Scan(t.Context(), &pictures)
	if err != nil {
		t.Fatal(err)
	}
	var ids []int64
	found := map[string]int{}
	for _, p := range pictures {
		ids, found[p.Hash] = append(ids, p.ID), p.Bytes
		if p.Entries != 1 || p.Seals != 1 {
			t.Errorf("picture %d: %d entries of the journal, %d seals", p.ID, p.Entries, p.Seals)
		}
	}
	for sum, size := range sent {
		if found[sum[:40]] != size {
			t.Errorf("the file %.12s was acknowledged and is no picture", sum)
		}
	}
	troubles, read, err := a.Photobank.CheckFiles(t.Context(), a.DB.Primary, ids)
	if err != nil || len(troubles) > 0 || read == 0 {
		t.Errorf("half pictures: %+v, %v", troubles, err)
	}
	t.Logf("%d pictures, %d MB of files, all as they were stored", len(pictures), read>>20)
}
