// Command teststack runs a command with one PostgreSQL, and another one with a replica,
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
	alone, err := embedded.Start(limited, testkit.Options(filepath.Join(dir, "alone"), false))
	if err != nil {
		return 0, err
	}
	defer alone.Stop()
	servers := testkit.Shared{Alone: testkit.Servers{Primary: alone.PrimaryDSN}}
	// Where the programs for a replica are missing, the few tests that need one say so.
	replicated, err := embedded.Start(limited, testkit.Options(filepath.Join(dir, "replicated"), true))
	if err == nil {
		defer replicated.Stop()
		servers.Replicated = testkit.Servers{Primary: replicated.PrimaryDSN, Replica: replicated.ReplicaDSN}
	} else if !errors.Is(err, embedded.ErrToolMissing) {
		return 0, err
	}
	file := filepath.Join(dir, "servers.json")
	text, err := json.Marshal(servers)
	if err == nil {
		err = os.WriteFile(file, text, 0o600)
	}
	if err != nil {
		return 0, err
	}
	return execute(ctx, command, "PORTAL_TEST_STACK="+file)
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
