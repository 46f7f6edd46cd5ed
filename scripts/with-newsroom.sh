#!/bin/sh
# Runs a command while a newsroom of its own is up, with the demo stories in it,
# a data folder that is thrown away and a port that is free. Run from the
# project's root, after a build.
#
#   scripts/with-newsroom.sh command [argument ...]
#
# The command finds PORTAL_URL and PORTAL_URL_RU.
set -eu
. scripts/progress.sh
port=$(node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close() })')
folder=$(mktemp -d)
chmod 0711 "$folder" # started by root, PostgreSQL may run as another user

cleanup() {
	[ -z "${portal-}" ] || { kill "$portal" 2>/dev/null && wait "$portal" 2>/dev/null; } || true
	rm -rf "$folder"
}
trap cleanup EXIT
trap 'exit 130' INT TERM

answers() { bin/portal doctor --probe "http://127.0.0.1:$port/readyz" 2>/dev/null; }

export PORTAL_LISTEN=127.0.0.1:$port PORTAL_DATA_DIR="$folder/data" PORTAL_MEDIA_DIR="$folder/data/media" \
	PORTAL_SITES="kk=http://localhost:$port,ru=http://rus.localhost:$port"
bin/portal dev >"$folder/portal.log" 2>&1 &
portal=$!
tries=600
until answers; do
	tries=$((tries - 1))
	if [ $tries = 0 ] || ! kill -0 $portal 2>/dev/null; then
		tail -n 30 "$folder/portal.log" >&2
		fail "the newsroom does not start"
	fi
	sleep 0.5
done
export PORTAL_URL="http://localhost:$port" PORTAL_URL_RU="http://rus.localhost:$port"
result=0
"$@" || result=$?
if [ $result != 0 ]; then
	kill -0 $portal 2>/dev/null || echo "the newsroom has ended by itself" >&2
	echo "what the newsroom logged last:" >&2
	grep '^time=' "$folder/portal.log" | tail -n 5 >&2 || true
fi
exit $result
