// Command teststack runs a command with one PostgreSQL, primary and replica,
// that all its test processes share:
//
//	go run ./api/cmd/teststack go test ./...
//
// Its data are in memory where there is room; with -disk first, for proofs among a
// million rows, they are on the disk. The servers and their folder are gone when the command has ended. The exit
// code is the command's.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"baq.kz/portal/api/internal/platform/embedded"
	"baq.kz/portal/api/internal/platform/testkit"
)

func main() {
	command, disk := os.Args[1:], false
	if len(command) > 0 && command[0] == "-disk" {
		command, disk = command[1:], true
	}
	if len(command) == 0 {
		fmt.Fprintln(os.Stderr, "usage: teststack [-disk] command [argument ...]")
		os.Exit(2)
	}
	code, err := run(command, disk)
	if err != nil {
		fmt.Fprintln(os.Stderr, "teststack:", err)
		code = 1
	}
	os.Exit(code)
}

func run(command []string, disk bool) (int, error) {
	dir, err := testkit.StackFolder(disk)
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(dir)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	limited, cancel := context.WithTimeout(ctx, 2*time.Minute)
	defer cancel()
	stack, err := start(limited, dir)
	if err != nil {
		return 0, err
	}
	defer stack.Stop()
	file := filepath.Join(dir, "servers.json")
	text, err := json.Marshal(testkit.Servers{Primary: stack.PrimaryDSN, Replica: stack.ReplicaDSN})
	if err == nil {
		err = os.WriteFile(file, text, 0o600)
	}
	if err != nil {
		return 0, err
	}
	return execute(ctx, command, "PORTAL_TEST_STACK="+file)
}

// start does without a replica where the programs for one are missing; the few
// tests that need it then say so.
func start(ctx context.Context, dir string) (*embedded.Stack, error) {
	stack, err := embedded.Start(ctx, testkit.Options(dir, true))
	if errors.Is(err, embedded.ErrToolMissing) {
		return embedded.Start(ctx, testkit.Options(dir, false))
	}
	return stack, err
}

func execute(ctx context.Context, command []string, variable string) (int, error) {
	cmd := exec.CommandContext(ctx, command[0], command[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	cmd.Env = append(os.Environ(), variable)
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	err := cmd.Run()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return max(exit.ExitCode(), 1), nil
	}
	return 0, err
}
