package main

import (
	"bufio"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"
)

// longestLine bounds what is read as a password, in bytes.
const longestLine = 4096

// newPassword makes one or reads one: unseen and twice from a terminal, else the
// first line of standard input. Arguments of a program are everybody's to read.
func newPassword(cmd *cobra.Command, generate bool) (string, error) {
	if generate {
		return strings.ToLower(rand.Text()), nil // 26 letters and digits, 130 bits
	}
	if file, ok := cmd.InOrStdin().(*os.File); ok && term.IsTerminal(int(file.Fd())) {
		return askTwice(cmd, int(file.Fd()))
	}
	line, err := bufio.NewReader(io.LimitReader(cmd.InOrStdin(), longestLine)).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", err
	}
	line = strings.TrimRight(line, "\r\n")
	if line == "" {
		return "", errors.New("no password on standard input; or let one be made with --generate")
	}
	return line, nil
}

func askTwice(cmd *cobra.Command, terminal int) (string, error) {
	var answers [2]string
	for i, question := range []string{"Password: ", "Once more: "} {
		fmt.Fprint(cmd.ErrOrStderr(), question)
		text, err := term.ReadPassword(terminal)
		fmt.Fprintln(cmd.ErrOrStderr())
		if err != nil {
			return "", err
		}
		answers[i] = string(text)
	}
	if answers[0] != answers[1] {
		return "", errors.New("the two passwords differ")
	}
	return answers[0], nil
}

// show prints a password that was made, once: nobody can read it again later.
func show(cmd *cobra.Command, password string, generated bool) error {
	if !generated {
		return nil
	}
	_, err := fmt.Fprintln(cmd.OutOrStdout(), password)
	return err
}
