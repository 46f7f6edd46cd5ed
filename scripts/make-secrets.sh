#!/bin/sh
# Makes the secrets of docker-compose.yml that are not there yet, and a
# self-signed certificate for a first start. Run from the project's root:
#
#   scripts/make-secrets.sh [folder [host ...]]
set -eu
folder=${1:-deploy/secrets}
[ $# -lt 1 ] || shift
[ $# -gt 0 ] || set -- baq.kz rus.baq.kz

mkdir -p "$folder/certificates" "$folder/acme"
chmod 0700 "$folder"
for name in postgres_password replication_password redis_password portal_secret; do
	[ -s "$folder/$name" ] || openssl rand -hex 32 | tr -d '\n' >"$folder/$name"
	chmod 0444 "$folder/$name"
done

# The mail server's password is somebody else's to make: empty until it is known.
[ -e "$folder/smtp_password" ] || : >"$folder/smtp_password"
chmod 0444 "$folder/smtp_password"

if [ ! -e "$folder/certificates/privkey.pem" ]; then
	names=$(printf ',DNS:%s' "$@")
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj "/CN=$1" \
		-addext "subjectAltName=${names#,}" -keyout "$folder/certificates/privkey.pem" \
		-out "$folder/certificates/fullchain.pem" 2>/dev/null
	chmod 0444 "$folder/certificates/privkey.pem"
	echo "made a self-signed certificate for $* that is good for 30 days"
fi
echo "the secrets are in $folder"
