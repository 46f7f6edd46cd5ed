#!/bin/sh
REDISCLI_AUTH=$(cat "$REDIS_PASSWORD_FILE")
export REDISCLI_AUTH
[ "$(redis-cli ${REDIS_PORT:+-p "$REDIS_PORT"} --no-auth-warning ping)" = PONG ]
