# Sourced by the other scripts: one line per step, with the time it takes.
# The step's own output goes to a log, and is shown when the step fails.

log_dir=${PORTAL_LOG_DIR:-.data/log}
(umask 077 && mkdir -p "$log_dir")

# step "what happens" command [argument ...]
step() {
	what=$1
	shift
	log=$(mktemp "$log_dir/step-XXXXXX.log")
	begun=$(date +%s)
	again=
	[ -t 1 ] && again='\r'
	[ -z "$again" ] || printf '  %s ...' "$what"
	"$@" >"$log" 2>&1 &
	job=$!
	while [ -n "$again" ] && kill -0 $job 2>/dev/null; do
		printf '\r  %s ... %d s' "$what" $(($(date +%s) - begun))
		sleep 0.2
	done
	if wait $job; then
		printf "$again"'  %s ... done in %d s\n' "$what" $(($(date +%s) - begun))
		rm -f "$log"
		return 0
	fi
	printf '\n%s failed, its last words were:\n' "$what" >&2
	tail -n 40 "$log" >&2
	rm -f "$log"
	return 1
}

# checksum of all files whose names come on standard input
checksum() {
	LC_ALL=C sort | tr '\n' '\0' | xargs -0 sha256sum | sha256sum | cut -d' ' -f1
}

fail() {
	printf '%s\n' "$*" >&2
	exit 1
}
