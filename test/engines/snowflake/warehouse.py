"""fakesnow in place of Snowflake's connector for the whole process; raw tables through it and its DuckDB."""

import re

import fakesnow
import fakesnow_patches
from duckdb_csv import name, source
from logical_type import spell

TYPES = {
    "string": "varchar",
    "text": "varchar",
    "integer": "number(38, 0)",
    "bigint": "number(38, 0)",
    "decimal": "number({0}, {1})",
    "float": "float",
    "boolean": "boolean",
    "date": "date",
    "timestamp": "timestamp_ntz",
    "timestamp_tz": "timestamp_tz",
    "time": "time",
    "json": "variant",
    "binary": "binary",
    "uuid": "varchar",
}


class Warehouse:
    def __init__(self):
        self.not_run = fakesnow_patches.install()
        self.open()

    def open(self):
        self.patch = fakesnow.patch(nop_regexes=self.not_run)
        self.patch.__enter__()
        import snowflake.connector

        self.connection = snowflake.connector.connect(database="LAB", schema="DW")

    def seed(self, schema, table, csv, columns, null, mode):
        cursor = self.connection.cursor()
        cursor.execute(f"create schema if not exists {schema}")
        typed = ", ".join(f"{name(c['name'])} {spell(c['type'], TYPES)}" for c in columns)
        create = "create or replace table" if mode == "replace" else "create table if not exists"
        # schema and table as dbt-snowflake names a source by default, unquoted; a name that needs quotes and columns as
        # `quote: true` would
        plain = re.fullmatch("[a-z_][a-z0-9_]*", table)
        cursor.execute(f"{create} {schema}.{table if plain else name(table)} ({typed})")
        listed = ", ".join(name(column["name"]) for column in columns)
        target = f"LAB.{name(schema.upper())}.{name(table.upper() if plain else table)}"
        cursor._duck_conn.execute(f"insert into {target} ({listed}) select {listed} from {source(csv, null)}")

    def rows(self, database, schema, identifier):
        cursor = self.connection.cursor()
        cursor.execute(f"select * from {name(schema.upper())}.{name(identifier.upper())}")
        columns = [column.name for column in cursor.description]
        return columns, cursor.fetchall()

    def reset(self):
        # a patch holds its own DuckDB in memory, which ends with it
        self.close()
        self.open()

    def close(self):
        self.patch.__exit__(None, None, None)
