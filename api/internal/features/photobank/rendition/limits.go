package rendition

import (
	"fmt"
	"os"
	"runtime/debug"
	"strings"
	"syscall"
	"time"
)

// Limits are what one picture may cost.
type Limits struct {
	Pixels int           `json:"pixels"`
	Memory uint64        `json:"memory"` // bytes
	CPU    time.Duration `json:"cpu"`    // full seconds count
	Wall   time.Duration `json:"wall"`
	// FirstFrame takes an animation as the still picture that it begins with;
	// otherwise animations are refused.
	FirstFrame bool `json:"firstFrame"`
}

// DefaultLimits hold with room to spare for every picture that Inspect lets
// through. An ordinary photograph of 24 megapixels takes 73 MiB and below two
// seconds of CPU; at 60 megapixels it is 140 MiB and three, as a progressive JPEG
// 910 MiB and five. The clock on the wall may run longer: on a busy machine a
// child gets a part of it.
func DefaultLimits() Limits {
	return Limits{Pixels: MaxPixels, Memory: 1536 << 20, CPU: 8 * slowness * time.Second, Wall: 20 * slowness * time.Second}
}

// maxOutput is in bytes, and far above any rendition.
const maxOutput = 64 << 20

// apply binds the present process. Memory is bounded by what is mapped to be
// written (RLIMIT_DATA): Go reserves 1.5 GiB of addresses (RLIMIT_AS) before it
// has done anything.
func (l Limits) apply() error {
	// If the machine runs out of memory all the same, the kernel shall take this process.
	_ = os.WriteFile("/proc/self/oom_score_adj", []byte("1000"), 0)
	limits := map[int]uint64{
		syscall.RLIMIT_CORE:  0,
		syscall.RLIMIT_FSIZE: maxOutput,
		syscall.RLIMIT_CPU:   uint64(max(l.CPU, time.Second) / time.Second),
	}
	if memoryCounts {
		limits[syscall.RLIMIT_DATA] = l.Memory
		debug.SetMemoryLimit(int64(l.Memory / 4 * 3)) // collect harder before it comes to the worst
	}
	for resource, n := range limits {
		if err := syscall.Setrlimit(resource, &syscall.Rlimit{Cur: n, Max: n}); err != nil {
			return err
		}
	}
	return nil
}

// applyTo binds the present process to what a file of so many bytes may take: two
// seconds, and one more for each four MiB. What wants more is a few bytes that
// unfold to a mountain.
func (l Limits) applyTo(size int64) error {
	const base, each = 2 * slowness, 4 << 20
	seconds := min(uint64(base+slowness*(size/each)), uint64(max(l.CPU, time.Second)/time.Second)) //nolint:gosec // not negative
	return syscall.Setrlimit(syscall.RLIMIT_CPU, &syscall.Rlimit{Cur: seconds, Max: seconds})
}

// peakMemory is what the present process has had at most, in bytes; 0 where the
// kernel does not tell. (ru_maxrss counts what the parent had at the fork.)
func peakMemory() (bytes int64) {
	status, _ := os.ReadFile("/proc/self/status")
	_, after, _ := strings.Cut(string(status), "VmHWM:")
	_, _ = fmt.Sscan(after, &bytes)
	return bytes << 10
}
