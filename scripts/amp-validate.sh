#!/bin/sh
# Holds AMP pages against AMP's own validator: the samples of the site, or the
# files that are named. Run from the project's root.
#
#   scripts/amp-validate.sh [file.html ...]
#
# The validator's own package fetches its rules from the network when it runs; the
# copy within Next.js has them beside it, so that one is taken, for this alone.
set -eu
. scripts/progress.sh
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm pack next@15.3.0 --silent --pack-destination "$folder" >/dev/null
tar -xzf "$folder"/next-15.3.0.tgz -C "$folder" package/package.json package/dist/compiled/amphtml-validator package/dist/compiled/commander
mkdir "$folder/node_modules" "$folder/pages"
mv "$folder/package" "$folder/node_modules/next"
if [ $# = 0 ]; then
	go test -count=1 ./api/internal/website/view -run '^TestAMP$' -keep-amp "$folder/pages"
	set -- "$folder"/pages/*.html
fi
[ -e "$1" ] || fail "there are no pages"
cp scripts/amp/validate.cjs "$folder"
node "$folder/validate.cjs" "$@"
