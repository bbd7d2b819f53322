#!/bin/bash
# First start of the cluster: per service a database, an owner role that migrates it and an app role that owns nothing.
# The locale is said for each database, so that it does not depend on how the cluster was made.
set -euo pipefail

as_superuser() { psql --no-psqlrc --quiet -v ON_ERROR_STOP=1 --username "${POSTGRES_USER:-postgres}" --dbname "$1"; }

for service in members meetings petitions notifications; do
  as_superuser postgres <<SQL
\getenv app_password ${service^^}_DB_PASSWORD
\getenv owner_password ${service^^}_OWNER_DB_PASSWORD
CREATE ROLE ${service}_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE ${service} LOGIN PASSWORD :'app_password';
CREATE DATABASE ${service} OWNER ${service}_owner TEMPLATE template0
  ENCODING 'UTF8' LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C';
REVOKE ALL ON DATABASE ${service} FROM PUBLIC;
GRANT CONNECT, TEMPORARY ON DATABASE ${service} TO ${service};
SQL
  as_superuser "${service}" <<SQL
CREATE EXTENSION btree_gist;
CREATE EXTENSION pg_trgm;
CREATE EXTENSION unaccent;
ALTER SCHEMA public OWNER TO ${service}_owner;
GRANT USAGE ON SCHEMA public TO ${service};
SQL
done
