#!/bin/sh
# Lighthouse and the Nu HTML checker on the public pages. Run from the project's
# root, after a build.
#
#   scripts/prove-pages.sh [folder of real items]
#
# With a folder of real items (see try-real.sh) they are brought in first.
set -eu
. scripts/progress.sh

has() { command -v "$1" >/dev/null 2>&1; }
has java || {
	[ "$(id -u)" = 0 ] && has apt-get || fail "the HTML checker needs Java: install default-jre-headless"
	step "installing Java" apt-get install -y --no-install-recommends default-jre-headless
}
[ -d scripts/pagecheck/node_modules ] ||
	step "installing Lighthouse and the HTML checker" env PUPPETEER_SKIP_DOWNLOAD=1 npm ci --ignore-scripts --no-progress --prefix scripts/pagecheck
export PATH="$PWD/admin-ui/node_modules/.bin:$PATH"
# Outside production every page asks not to be indexed, which Lighthouse counts.
export PORTAL_ROBOTS=allow
exec scripts/with-newsroom.sh sh -eu -c '
	node scripts/pagecheck/lighthouse.mjs || result=1
	[ -z "$1" ] || { go build -o bin/tryreal ./scripts/tryreal; bin/tryreal -data "$1" -url "$PORTAL_URL" -email admin@baq.local -password demo-newsroom-2026 || true; }
	node scripts/pagecheck/html.mjs 1000 || result=1
	exit ${result-0}
' pages "${1-}"
