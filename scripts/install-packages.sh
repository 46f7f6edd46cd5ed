#!/bin/sh
# Installs the npm packages of the panel, when the lock has changed since the
# last time. Run from the project's root.
set -eu
. scripts/progress.sh

lock=$(sha256sum <admin-ui/package-lock.json)
stamp=admin-ui/node_modules/.installed
[ "$(cat $stamp 2>/dev/null)" != "$lock" ] || exit 0
step "installing the panel's npm packages (a minute or two)" \
	env PUPPETEER_SKIP_DOWNLOAD=1 npm ci --prefix admin-ui --no-progress
echo "$lock" >$stamp
