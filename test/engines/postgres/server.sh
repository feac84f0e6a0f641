#!/bin/sh
# Start or stop a throw-away PostgreSQL with the user and the database `lab`.
#
#   server.sh start FOLDER [INITDB OPTION...]   create FOLDER (must not exist) and print ENGINE_POSTGRES_PORT=<port> and
#                                               ENGINE_POSTGRES_BIN=<bin folder>; the server's time zone is that of TZ
#   server.sh stop  FOLDER                      stop it and delete FOLDER
#
# The port is a free one unless ENGINE_POSTGRES_PORT names it. Needs node and PostgreSQL 15 or newer (Debian: postgresql;
# PG_BIN names another bin folder). initdb refuses to run as root, so as root the server runs as the user `postgres`, who
# must be able to enter the folder above FOLDER.
set -eu

bin=${PG_BIN:-$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | tail -1)}

fail() {
    echo "server.sh: $*" >&2
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
    [ -n "$bin" ] || fail "PostgreSQL is missing: apt-get install postgresql, or PG_BIN=<its bin folder>"
    [ ! -e "$1" ] || fail "$1 exists already"
    mkdir -p "$1"
    folder=$(cd "$1" && pwd)
    shift
    [ "$(id -u)" != 0 ] || chown postgres "$folder"
    port=${ENGINE_POSTGRES_PORT:-$(free_port)}
    as_server "$bin/initdb" -D "$folder/data" -U lab --auth=trust --encoding=UTF8 --no-sync "$@" \
        >"$folder/initdb.log" 2>&1 || fail "initdb failed, see $folder/initdb.log"
    as_server "$bin/pg_ctl" -D "$folder/data" -w -l "$folder/postgres.log" start \
        -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$folder -c fsync=off" \
        >/dev/null || fail "PostgreSQL did not start, see $folder/postgres.log"
    "$bin/psql" -h 127.0.0.1 -p "$port" -U lab -d postgres -q -v ON_ERROR_STOP=1 -c 'create database lab'
    echo "ENGINE_POSTGRES_PORT=$port"
    echo "ENGINE_POSTGRES_BIN=$bin"
}

stop() {
    [ -d "$1/data" ] || fail "$1 holds no running server"
    folder=$(cd "$1" && pwd)
    as_server "$bin/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null || true
    rm -rf "$folder"
}

[ $# -ge 2 ] && [ -n "$2" ] || fail "usage: server.sh start|stop FOLDER"
command=$1
shift
case $command in
start) start "$@" ;;
stop) stop "$1" ;;
*) fail "usage: server.sh start|stop FOLDER" ;;
esac
