"""Raw tables into a DuckDB file, and tables out of it. No connection is held while dbt has the file open."""

import os

import duckdb
from duckdb_csv import name, source
from logical_type import spell

TYPES = {
    "string": "varchar",
    "text": "varchar",
    "integer": "integer",
    "bigint": "bigint",
    "decimal": "decimal({0}, {1})",
    "float": "double",
    "boolean": "boolean",
    "date": "date",
    "timestamp": "timestamp",
    "timestamp_tz": "timestamptz",
    "time": "time",
    "json": "json",
    "binary": "blob",
    "uuid": "uuid",
}


class Warehouse:
    def __init__(self, path):
        self.path = path

    def seed(self, schema, table, csv, columns, null, mode):
        target = f"{name(schema)}.{name(table)}"
        typed = [f"cast({name(c['name'])} as {spell(c['type'], TYPES)}) as {name(c['name'])}" for c in columns]
        query = f"select {', '.join(typed)} from {source(csv, null)}"
        with duckdb.connect(self.path) as connection:
            connection.execute(f"create schema if not exists {name(schema)}")
            if mode == "replace":
                connection.execute(f"create or replace table {target} as {query}")
            else:
                connection.execute(f"create table if not exists {target} as {query} limit 0")
                connection.execute(f"insert into {target} by name {query}")

    def rows(self, database, schema, identifier):
        with duckdb.connect(self.path) as connection:
            connection.execute("set timezone = 'UTC'")
            result = connection.execute(f"select * from {name(schema)}.{name(identifier)}")
            columns = [column[0] for column in result.description]
            return columns, result.fetchall()

    def reset(self):
        # dbt-duckdb keeps the database open between its runs, and DuckDB one instance per path
        from dbt.adapters.duckdb.connections import DuckDBConnectionManager

        DuckDBConnectionManager.close_all_connections()
        os.remove(self.path)

    def close(self):
        pass
