#!/bin/sh
# Runs a newsroom of its own, with a data folder and a port of its own, and
# sends a browser through it. Run from the project's root, after a build.
#
#   scripts/journey.sh [script]     a script of admin-ui/e2e, "run" by default
set -eu
. scripts/progress.sh
name=${1:-run}
port=${JOURNEY_PORT:-18188}
folder=$(mktemp -d)

cleanup() {
	[ -z "${portal-}" ] || { kill "$portal" 2>/dev/null; wait "$portal" 2>/dev/null; } || true
	rm -rf "$folder"
}
trap cleanup EXIT
trap 'exit 130' INT TERM

export PORTAL_LISTEN=127.0.0.1:$port PORTAL_DATA_DIR="$folder/data" PORTAL_MEDIA_DIR="$folder/data/media" \
	PORTAL_SITES="kk=http://localhost:$port,ru=http://rus.localhost:$port"
bin/portal dev >"$folder/portal.log" 2>&1 &
portal=$!
ready=
for _ in $(seq 240); do
	if bin/portal doctor --probe "http://127.0.0.1:$port/readyz" 2>/dev/null; then ready=yes && break; fi
	kill -0 $portal 2>/dev/null || break
	sleep 0.5
done
if [ -z "$ready" ]; then
	tail -n 30 "$folder/portal.log" >&2
	fail "the newsroom for the journey does not start"
fi
export PORTAL_URL="http://localhost:$port" PORTAL_URL_RU="http://rus.localhost:$port"
PATH="$PWD/admin-ui/node_modules/.bin:$PATH" node "admin-ui/e2e/$name.mjs"
