#!/bin/sh
# Takes pictures of the running sites at the widths of a phone, a tablet and a
# desk, in light and dark, into .data/screenshots. Run from the project's root:
#
#   scripts/with-newsroom.sh scripts/screenshots.sh
set -eu
. scripts/progress.sh
to=$PWD/.data/screenshots
mkdir -p "$to"

# first address on a page that begins so
first() { curl -fsS "$1" | grep -o "href=\"[^\"]*$2[^\"]*\"" | head -n 1 | cut -d'"' -f2; }

# shot name width height address [flag ...]
shot() {
	name=$1 size=$2,$3 address=$4
	shift 4
	profile=$(mktemp -d)
	step "$name" timeout 60 chromium --headless --no-sandbox --disable-gpu --disable-quic --no-first-run \
		--disable-background-networking --disable-component-update --disable-sync --hide-scrollbars \
		--user-data-dir="$profile" --window-size="$size" --screenshot="$to/$name.png" "$@" "$address"
	rm -rf "$profile"
}

absolute() { case $2 in http*) echo "$2" ;; *) echo "${1%/}$2" ;; esac }

for site in "kk $PORTAL_URL" "ru $PORTAL_URL_RU"; do
	language=${site%% *} url=${site#* }
	article=$(absolute "$url" "$(first "$url/latest" /news/)")
	rubric=$(absolute "$url" "$(first "$url/" /rubric/)")
	for width in 360 768 1440; do
		shot "$language-front-$width" $width 2400 "$url/"
		shot "$language-article-$width" $width 2400 "$article"
		shot "$language-rubric-$width" $width 1600 "$rubric"
	done
	shot "$language-front-dark-1440" 1440 2400 "$url/" --blink-settings=preferredColorScheme=0
done
echo "  the pictures are in $to"
