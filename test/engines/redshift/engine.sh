#!/bin/sh
# Start or stop the Redshift stand-in: a throw-away PostgreSQL 15 with shims.sql, and proxy.mjs before it.
#
#   engine.sh start FOLDER    create FOLDER (must not exist) and print ENGINE_REDSHIFT_PORT=<port> and
#                             ENGINE_POSTGRES_PORT=<port>, which is PostgreSQL without the proxy
#   engine.sh stop  FOLDER    stop both; keeps FOLDER/statements.sql, deletes the rest it made
#
# Ports are free ones unless ENGINE_REDSHIFT_PORT / ENGINE_POSTGRES_PORT name them. What it needs: ../postgres/server.sh,
# which starts PostgreSQL. What it stands in for and what it cannot show: see proxy.mjs.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
server=$here/../postgres/server.sh

fail() {
    echo "engine.sh: $*" >&2
    exit 1
}

free_port() {
    node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })'
}

start() {
    [ ! -e "$1" ] || fail "$1 exists already"
    mkdir -p "$1"
    folder=$(cd "$1" && pwd)
    port=${ENGINE_REDSHIFT_PORT:-$(free_port)}
    # Redshift compares bytes, but knows upper and lower case of all letters; and a backslash escapes in its literals.
    printed=$(TZ=UTC "$server" start "$folder/postgres" --locale=C --lc-ctype=C.UTF-8) || exit 1
    eval "$printed"
    pg_port=$ENGINE_POSTGRES_PORT
    psql="$ENGINE_POSTGRES_BIN/psql -h 127.0.0.1 -p $pg_port -U lab -q -v ON_ERROR_STOP=1 -d lab"
    $psql -c 'alter role lab set standard_conforming_strings = off' -c 'alter role lab set escape_string_warning = off'
    $psql -f "$here/shims.sql"
    touch "$folder/statements.sql"
    node "$here/proxy.mjs" --listen "$port" --postgres "$pg_port" --sql-log "$folder/statements.sql" \
        >"$folder/proxy.log" 2>&1 &
    echo $! >"$folder/proxy.pid"
    tries=0
    until "$ENGINE_POSTGRES_BIN/pg_isready" -q -h 127.0.0.1 -p "$port"; do
        tries=$((tries + 1))
        [ $tries -lt 100 ] || fail "the proxy did not start, see $folder/proxy.log"
        sleep 0.05
    done
    echo "ENGINE_REDSHIFT_PORT=$port"
    echo "ENGINE_POSTGRES_PORT=$pg_port"
}

stop() {
    [ -f "$1/proxy.pid" ] && [ -d "$1/postgres" ] || fail "$1 holds no running engine"
    folder=$(cd "$1" && pwd)
    kill "$(cat "$folder/proxy.pid")" 2>/dev/null || true
    "$server" stop "$folder/postgres"
    rm -f "$folder/proxy.log" "$folder/proxy.pid"
    rmdir "$folder" 2>/dev/null || true # stays while statements.sql is in it
}

[ $# = 2 ] && [ -n "$2" ] || fail "usage: engine.sh start|stop FOLDER"
case $1 in
start) start "$2" ;;
stop) stop "$2" ;;
*) fail "usage: engine.sh start|stop FOLDER" ;;
esac
