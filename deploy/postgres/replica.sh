#!/bin/sh
# Starts a streaming replica: copies the primary into an empty data folder
# first, then becomes the server. An interrupted copy is begun anew.
set -eu
PGDATA=${PGDATA:-/var/lib/postgresql/data}
port=${PRIMARY_PORT:-5432}

if [ ! -e "$PGDATA/PG_VERSION" ] || [ -e "$PGDATA/copying" ]; then
	find "$PGDATA" -mindepth 1 -delete
	fresh=$PGDATA/copy
	PGPASSWORD=$(cat "$REPLICATION_PASSWORD_FILE")
	export PGPASSWORD
	pg_basebackup --host "$PRIMARY_HOST" --port "$port" --username replicator --pgdata "$fresh" \
		--wal-method stream --slot "${REPLICATION_SLOT:-db_replica}" --write-recovery-conf --checkpoint fast
	touch "$PGDATA/copying"
	find "$fresh" -mindepth 1 -maxdepth 1 -exec mv {} "$PGDATA" \;
	rmdir "$fresh"
	rm "$PGDATA/copying"
	unset PGPASSWORD
fi
chmod 0700 "$PGDATA"
exec "$@"
