#!/bin/sh
# Writes who may do what (the password comes from a secret and must not stand on
# a command line) and becomes the server.
set -eu
users=${REDIS_USERS_FILE:-/tmp/users.acl}
umask 077
hash=$(tr -d '\n' <"$REDIS_PASSWORD_FILE" | sha256sum | cut -d' ' -f1)
echo "user default on #$hash ~* &* +@all -@admin -@dangerous +info" >"$users"
exec redis-server "$@" --aclfile "$users"
