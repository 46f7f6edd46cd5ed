#!/bin/sh
# Installs the npm packages of the panel and the country data, each when its lock
# has changed since the last time. Run from the project's root.
set -eu
. scripts/progress.sh

# The data only helps to guess a first visitor's language: the portal runs without.
lock=$(sha256sum <scripts/geo/package-lock.json)
stamp=bin/.country
if [ "$(cat $stamp 2>/dev/null)" != "$lock" ]; then
	mkdir -p bin
	if step "fetching the country data" npm ci --prefix scripts/geo --no-progress; then
		cp scripts/geo/node_modules/@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb bin/country.mmdb.new
		mv bin/country.mmdb.new bin/country.mmdb
		echo "$lock" >$stamp
	fi
fi

lock=$(sha256sum <admin-ui/package-lock.json)
stamp=admin-ui/node_modules/.installed
[ "$(cat $stamp 2>/dev/null)" != "$lock" ] || exit 0
step "installing the panel's npm packages (a minute or two)" \
	env PUPPETEER_SKIP_DOWNLOAD=1 npm ci --prefix admin-ui --no-progress
echo "$lock" >$stamp
