package app

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"
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

// databaseCPU is what the primary's processes have taken so far, where it runs on this
// machine: those that answer, that write, and that send to a replica.
func (a *App) databaseCPU(ctx context.Context) (sum time.Duration, err error) {
	var processes []int
	if err := a.DB.Primary.NewRaw("SELECT pid FROM pg_stat_activity").Scan(ctx, &processes); err != nil {
		return 0, err
	}
	for _, pid := range processes {
		sum += CPU(pid)
	}
	return sum, nil
}
