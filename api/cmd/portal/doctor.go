package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/spf13/cobra"

	"baq.kz/portal/api/internal/app"
	"baq.kz/portal/api/internal/platform/config"
)

func doctorCommand() *cobra.Command {
	var probe string
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: "Look at everything that the portal needs, and say what to do",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if probe != "" {
				return probeAddress(cmd.Context(), probe)
			}
			return examine(cmd)
		},
	}
	cmd.Flags().StringVar(&probe, "probe", "", "only ask this address, and fail unless it answers 200 (for health checks)")
	return cmd
}

func examine(cmd *cobra.Command) error {
	c, err := config.Load(nil)
	if err != nil {
		return err
	}
	bad := 0
	for _, f := range app.Doctor(cmd.Context(), c) {
		mark := "ok  "
		if !f.Good {
			mark = "FAIL"
			bad++
		}
		fmt.Fprintf(cmd.OutOrStdout(), "%s  %-13s %s\n", mark, f.Part, f.Text)
	}
	if bad > 0 {
		return fmt.Errorf("%d parts need a look", bad)
	}
	return nil
}

func probeAddress(ctx context.Context, address string) error {
	ctx, cancel := context.WithTimeout(ctx, 4*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return errors.New(response.Status)
	}
	return nil
}
