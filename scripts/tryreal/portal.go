package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"
)

// portal is a portal of our own, with a database and pictures of its own.
type portal struct {
	url, email, password string

	folder  string
	process *exec.Cmd
	ended   chan struct{}
	failure error // why it ended; read after ended
}

// startPortal starts `portal dev` in a folder that is thrown away, and makes
// somebody who may do everything.
func startPortal(ctx context.Context, o options) (*portal, error) {
	folder, err := os.MkdirTemp("", "tryreal-")
	if err != nil {
		return nil, err
	}
	p := &portal{
		url: fmt.Sprintf("http://127.0.0.1:%d", o.port), email: o.email, password: rand.Text(),
		folder: folder, ended: make(chan struct{}),
	}
	if err := p.start(ctx, o); err != nil {
		p.stop()
		return nil, err
	}
	return p, nil
}

func (p *portal) start(ctx context.Context, o options) error {
	fmt.Println("starting a portal of its own in", p.folder)
	p.process = p.command(o, "dev", "--panel=false", "--demo=false")
	if err := p.process.Start(); err != nil {
		return err
	}
	go func() {
		p.failure = p.process.Wait()
		close(p.ended)
	}()
	if err := p.ready(ctx); err != nil {
		return err
	}
	return p.addUser(o)
}

// command is the portal's program, set to the folder and the port. The sites'
// hosts are of this machine, so that the pages' absolute addresses lead here.
func (p *portal) command(o options, arguments ...string) *exec.Cmd {
	cmd := exec.Command(o.program, arguments...)
	cmd.Env = append(foreign(os.Environ()),
		"PORTAL_DATA_DIR="+filepath.Join(p.folder, "data"),
		"PORTAL_MEDIA_DIR="+filepath.Join(p.folder, "media"),
		fmt.Sprintf("PORTAL_LISTEN=127.0.0.1:%d", o.port),
		fmt.Sprintf("PORTAL_SITES=kk=http://localhost:%d,ru=http://rus.localhost:%d", o.port, o.port),
	)
	cmd.Stderr = os.Stderr
	// A Ctrl-C is ours to pass on, so that the portal is asked before it is stopped.
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	return cmd
}

// foreign leaves out what is meant for another portal, its database above all.
func foreign(environment []string) []string {
	return slices.DeleteFunc(environment, func(one string) bool { return strings.HasPrefix(one, "PORTAL_") })
}

// ready waits until the portal answers.
func (p *portal) ready(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 3*time.Minute)
	defer cancel()
	for {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, p.url+"/readyz", nil)
		if err != nil {
			return err
		}
		if res, err := http.DefaultClient.Do(req); err == nil {
			_ = res.Body.Close()
			if res.StatusCode == http.StatusOK {
				return nil
			}
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("it does not answer at %s: %w", p.url, ctx.Err())
		case <-p.ended:
			return errors.Join(errors.New("it ended at once"), p.failure)
		case <-time.After(200 * time.Millisecond):
		}
	}
}

// addUser makes an administrator with the portal's own command.
func (p *portal) addUser(o options) error {
	add := p.command(o, "user", "add", p.email, "--name", "Try Real", "--role", "administrator")
	add.Stdin = strings.NewReader(p.password + "\n")
	if err := add.Run(); err != nil {
		return fmt.Errorf("making a user: %w", err)
	}
	return nil
}

// stop ends the portal and throws its folder away.
func (p *portal) stop() {
	if p.process != nil && p.process.Process != nil {
		_ = p.process.Process.Signal(syscall.SIGTERM)
		select {
		case <-p.ended:
		case <-time.After(30 * time.Second):
			_ = p.process.Process.Kill()
		}
	}
	_ = os.RemoveAll(p.folder)
}
