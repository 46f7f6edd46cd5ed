#!/bin/sh
# Builds bin/portal and the panel (admin-ui/.output), each only when its
# sources have changed. Run from the project's root.
#
#   scripts/build.sh [go|panel]     one of the two
#   scripts/build.sh yardstick      bin/yardstick, for `make bench-pages`
set -eu
. scripts/progress.sh

panel_sources() {
	find admin-ui -type d \( -name node_modules -o -name .nuxt -o -name .output -o -name .data \) -prune -o -type f -print
}

build_panel() {
	now=$(panel_sources | checksum)
	stamp=admin-ui/.output/.built
	if [ "$(cat $stamp 2>/dev/null)" = "$now" ]; then return 0; fi
	step "building the panel (a minute or two)" npm run build --prefix admin-ui || return 1
	echo "$now" >$stamp
}

build_go() {
	mkdir -p bin
	step "building the $1" go build -trimpath -o "bin/$1" "./api/cmd/$1"
}

case ${1-all} in
go) build_go portal ;;
yardstick) build_go yardstick ;;
panel) build_panel ;;
*) build_go portal && build_panel ;;
esac
