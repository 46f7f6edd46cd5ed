package app

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/uptrace/bun"
)

// kernelTick is the unit of the times in /proc, which Linux promises to be a hundredth of a second.
const kernelTick = 10 * time.Millisecond

// CPU is the processor time, of program and kernel, that a process has taken so far:
// unlike requests a second, other work on the machine hardly changes it. It is 0 of a
// process that is gone.
func CPU(pid int) time.Duration {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(stat), ") ") // the name may hold blanks
	fields := strings.Fields(rest)
	if len(fields) < 13 {
		return 0
	}
	user, _ := strconv.Atoi(fields[11])
	system, _ := strconv.Atoi(fields[12])
	return time.Duration(user+system) * kernelTick
}

// DatabaseCPU is what the processes of these servers have taken so far, where they run on
// this machine: those that answer, that write, and that send to a replica.
func DatabaseCPU(ctx context.Context, servers ...*bun.DB) (sum time.Duration, err error) {
	for _, db := range servers {
		var processes []int
		if err := db.NewRaw("SELECT pid FROM pg_stat_activity").Scan(ctx, &processes); err != nil {
			return 0, err
		}
		for _, pid := range processes {
			sum += CPU(pid)
		}
	}
	return sum, nil
}
