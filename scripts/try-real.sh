#!/bin/sh
# Puts real items through a portal and compares every page with its input.
#
#   scripts/try-real.sh [folder of the material]
#
# Without PORTAL_URL (and PORTAL_EMAIL, PORTAL_PASSWORD of somebody who may do
# everything) it starts bin/portal for itself and throws its data away.
set -eu

go build -o bin/tryreal ./scripts/tryreal
set -- ${1:+-data "$1"}
[ -z "${PORTAL_URL-}" ] || set -- "$@" -url "$PORTAL_URL" -email "$PORTAL_EMAIL" -password "$PORTAL_PASSWORD"
exec bin/tryreal "$@"
