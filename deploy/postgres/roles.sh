#!/bin/sh
# Runs once, on the empty primary: the portal's role and database, the role
# that replicas use, and their slot. The portal's role owns its database and
# nothing else.
set -eu

psql -v ON_ERROR_STOP=1 --no-psqlrc --username "${POSTGRES_USER:-postgres}" --dbname postgres <<'SQL'
\set portal `cat "$PORTAL_PASSWORD_FILE"`
\set replicator `cat "$REPLICATION_PASSWORD_FILE"`
CREATE ROLE portal LOGIN PASSWORD :'portal';
CREATE ROLE replicator LOGIN REPLICATION PASSWORD :'replicator';
CREATE DATABASE portal OWNER portal;
REVOKE ALL ON DATABASE portal FROM PUBLIC;
REVOKE ALL ON DATABASE postgres FROM PUBLIC;
SELECT pg_create_physical_replication_slot('db_replica');
SQL
