#!/bin/sh
# Start or stop the Redshift stand-in: a throw-away PostgreSQL 15 with shims.sql, and proxy.mjs before it.
#
#   engine.sh start FOLDER    create FOLDER (must not exist) and print ENGINE_REDSHIFT_PORT=<port> and
#                             ENGINE_POSTGRES_PORT=<port>, which is PostgreSQL without the proxy
#   engine.sh stop  FOLDER    stop both; keeps FOLDER/statements.sql, deletes the rest it made
#
# Ports are free ones unless ENGINE_REDSHIFT_PORT / ENGINE_POSTGRES_PORT name them. Needs node and
# PostgreSQL 15 (Debian: postgresql; PG_BIN names another bin folder). initdb refuses to run as root, so
# as root the server runs as the user `postgres`, who must be able to enter the folder above FOLDER.
# What it stands in for and what it cannot show: see proxy.mjs.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
bin=${PG_BIN:-$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | tail -1)}

fail() {
    echo "engine.sh: $*" >&2
    exit 1
}

as_server() {
    if [ "$(id -u)" = 0 ]; then
        setpriv --reuid postgres --regid postgres --clear-groups "$@"
    else
        "$@"
    fi
}

free_port() {
    node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })'
}

start() {
    [ ! -e "$1" ] || fail "$1 exists already"
    mkdir -p "$1"
    folder=$(cd "$1" && pwd)
    [ "$(id -u)" != 0 ] || chown postgres "$folder"
    pg_port=${ENGINE_POSTGRES_PORT:-$(free_port)}
    port=${ENGINE_REDSHIFT_PORT:-$(free_port)}
    # Redshift compares bytes, but knows upper and lower case of all letters; and a backslash escapes in its literals.
    as_server "$bin/initdb" -D "$folder/data" -U lab --auth=trust --encoding=UTF8 --locale=C --lc-ctype=C.UTF-8 --no-sync \
        >"$folder/initdb.log" 2>&1 || fail "initdb failed, see $folder/initdb.log"
    as_server "$bin/pg_ctl" -D "$folder/data" -w -l "$folder/postgres.log" start \
        -o "-p $pg_port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$folder -c fsync=off -c timezone=UTC \
            -c standard_conforming_strings=off -c escape_string_warning=off" \
        >/dev/null || fail "PostgreSQL did not start, see $folder/postgres.log"
    psql="$bin/psql -h 127.0.0.1 -p $pg_port -U lab -q -v ON_ERROR_STOP=1"
    $psql -d postgres -c 'create database lab'
    $psql -d lab -f "$here/shims.sql"
    touch "$folder/statements.sql"
    node "$here/proxy.mjs" --listen "$port" --postgres "$pg_port" --sql-log "$folder/statements.sql" \
        >"$folder/proxy.log" 2>&1 &
    echo $! >"$folder/proxy.pid"
    tries=0
    until "$bin/pg_isready" -q -h 127.0.0.1 -p "$port"; do
        tries=$((tries + 1))
        [ $tries -lt 100 ] || fail "the proxy did not start, see $folder/proxy.log"
        sleep 0.05
    done
    echo "ENGINE_REDSHIFT_PORT=$port"
    echo "ENGINE_POSTGRES_PORT=$pg_port"
}

stop() {
    [ -f "$1/proxy.pid" ] && [ -d "$1/data" ] || fail "$1 holds no running engine"
    folder=$(cd "$1" && pwd)
    kill "$(cat "$folder/proxy.pid")" 2>/dev/null || true
    as_server "$bin/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null || true
    rm -rf "$folder/data"
    rm -f "$folder/initdb.log" "$folder/postgres.log" "$folder/proxy.log" "$folder/proxy.pid"
    rmdir "$folder" 2>/dev/null || true # stays while statements.sql is in it
}

[ $# = 2 ] && [ -n "$2" ] || fail "usage: engine.sh start|stop FOLDER"
case $1 in
start) start "$2" ;;
stop) stop "$2" ;;
*) fail "usage: engine.sh start|stop FOLDER" ;;
esac
