"""Raw tables into a PostgreSQL server by COPY and tables out of it, for the two engines that are PostgreSQL inside."""

import cells
import psycopg2
from logical_type import spell


class PostgresTables:
    """`TYPES` of the subclass spells the types of raw tables."""

    TYPES = {}

    def __init__(self, port):
        self.connection = psycopg2.connect(host="127.0.0.1", port=port, user="lab", dbname="lab")
        self.connection.autocommit = True
        # cells of the plan's files, and of the dumps, are in UTC
        with self.connection.cursor() as cursor:
            cursor.execute("set timezone = 'UTC'")

    def seed(self, schema, table, csv, columns, null, mode):
        names = [column["name"] for column in columns]
        target = f"{name(schema)}.{name(table)}"
        typed = ", ".join(f"{name(c['name'])} {spell(c['type'], self.TYPES)}" for c in columns)
        with self.connection.cursor() as cursor:
            cursor.execute(f"create schema if not exists {name(schema)}")
            cursor.execute(f"create table if not exists {target} ({typed})")
            if mode == "replace":
                cursor.execute(f"drop table {target} cascade")
                cursor.execute(f"create table {target} ({typed})")
            listed = ", ".join(map(name, names))
            cursor.copy_expert(f"copy {target} ({listed}) from stdin with (format csv)", cells.quoted(cells.read(csv, names, null)))

    def rows(self, database, schema, identifier):
        with self.connection.cursor() as cursor:
            cursor.execute(f"select * from {name(schema)}.{name(identifier)}")
            columns = [column.name for column in cursor.description]
            return columns, [None] * len(columns), cursor.fetchall()

    def close(self):
        self.connection.close()


def name(text):
    return '"' + text.replace('"', '""') + '"'
