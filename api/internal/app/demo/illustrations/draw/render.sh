#!/bin/sh
# Draws the demo newsroom's illustrations again: scripts -> SVG -> Chromium -> JPEG.
# Wants node, chromium and ImageMagick. Without names draws all of them.
# usage: sh render.sh [name ...]
set -eu
cd "$(dirname "$0")"
chromium=${CHROMIUM:-/usr/bin/chromium}
limit=${LIMIT:-84000}
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
mkdir -p "$tmp/svg" ../jpeg

# Pictures over the limit are softened by half a pixel before the quality goes down:
# the site never shows them wider than 1200.
encode() {
  /usr/bin/convert "$tmp/$name.png" -strip -blur "0x$soft" -sampling-factor 4:2:0 -interlace JPEG -quality $quality "$jpeg"
}

node draw.mjs "$tmp/svg" "$@"
for svg in "$tmp"/svg/*.svg; do
  name=$(basename "$svg" .svg)
  jpeg="../jpeg/$name.jpg"
  size=$(sed -n 's/.*viewBox="0 0 \([0-9]*\) \([0-9]*\)".*/\1,\2/p' "$svg" | head -n 1)
  "$chromium" --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --hide-scrollbars \
    --disable-background-networking --disable-component-update --disable-sync --force-device-scale-factor=1 \
    --user-data-dir="$tmp/profile" --screenshot="$tmp/$name.png" --window-size="$size" "file://$svg" >/dev/null 2>&1
  quality=82
  soft=0
  encode
  while [ "$(stat -c %s "$jpeg")" -gt "$limit" ] && [ $quality -gt 52 ]; do
    quality=$((quality - 3))
    soft=0.5
    encode
  done
  echo "$name $size quality $quality $(stat -c %s "$jpeg") bytes"
done
