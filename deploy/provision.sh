#!/bin/sh
# Run once by the PostgreSQL image on an empty data directory: the two roles and the database of the owner.
set -eu
psql -v ON_ERROR_STOP=1 -v owner="$OWNER_PASSWORD" -v app="$APP_PASSWORD" --username "$POSTGRES_USER" <<'SQL'
CREATE ROLE credit_owner LOGIN PASSWORD :'owner';
CREATE ROLE credit_app LOGIN PASSWORD :'app';
CREATE DATABASE credit OWNER credit_owner ENCODING 'UTF8' LOCALE 'C.UTF-8' TEMPLATE template0;
SQL
