#!/bin/sh
# Does dbt itself find anything wrong with an emitted repo? No warehouse is needed.
#
#   parse-gate.sh <duckdb|postgres|snowflake|redshift|bigquery|spark-delta|spark-iceberg> <project>
#
# Twice: dbt 1.11 with the dialect's adapter, deprecations as errors (under DuckDB, PostgreSQL and Spark dbt applies no schemas to the
# files, so there it is a plain parse), then the parser of dbt 2.0, whose rules are stricter. Works on a copy of the
# project. Prints what they report; exit 1 when either reports anything.
set -u

[ $# = 2 ] || { echo "usage: parse-gate.sh <dialect> <project>" >&2; exit 2; }
dialect=$1
here=$(cd "$(dirname "$0")" && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cp -R "$2" "$folder/project" && cd "$folder/project" && rm -rf target logs || exit 2
export DBT_SEND_ANONYMOUS_USAGE_STATS=false DBT_USE_COLORS=false DBT_VERSION_CHECK=false DO_NOT_TRACK=1

case $dialect in
bigquery) environment=bq ;;
spark-*) environment=spark ;;
*) environment=dbt ;;
esac
node "$here/lib/profile.mjs" "$dialect" . "$folder" || exit 2
python=$(node "$here/lib/environment.mjs" python $environment) || exit 2
next=$(node "$here/lib/environment.mjs" python dbt2) || exit 2

status=0
"$(dirname "$python")/dbt" --warn-error-options '{"error": ["Deprecations"]}' parse --no-partial-parse --show-all-deprecations \
    --profiles-dir "$folder" >"$folder/log" 2>&1 || status=1
if [ $status = 1 ] || grep -q -E 'WARNING|Deprecat' "$folder/log"; then
    status=1
    echo "dbt 1.11, $dialect:"
    cat "$folder/log"
fi
rm -rf target logs
node "$here/lib/profile.mjs" "$dialect" . "$folder" next || exit 2
# dbt 2.0 takes Spark only when asked to
DBT_ALLOW_EXPERIMENTAL_ADAPTERS=true "$(dirname "$next")/dbt" parse --profiles-dir "$folder" >"$folder/log" 2>&1 || next_failed=1
if [ "${next_failed:-0}" = 1 ] || grep -q -i -E '\b(warning|error)\b' "$folder/log"; then
    status=1
    echo "dbt 2.0, $dialect:"
    grep -v -E '^ +([0-9]+: |at \./|at /)' "$folder/log" # without its stack traces
fi
[ $status = 1 ] || echo "dbt 1.11 and dbt 2.0 have nothing to say, $dialect"
exit $status
