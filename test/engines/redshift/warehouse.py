"""Raw tables into the PostgreSQL behind the proxy by COPY, and tables out of it."""

import cells
import psycopg2
import psycopg2.extras
from logical_type import spell

TYPES = {
    "string": "varchar",
    "text": "varchar",
    "integer": "integer",
    "bigint": "bigint",
    "decimal": "numeric({0}, {1})",
    "float": "double precision",
    "boolean": "boolean",
    "date": "date",
    "timestamp": "timestamp",
    "timestamp_tz": "timestamptz",
    "time": "time",
    "json": "varchar",  # SUPER is not emulated
    "binary": "bytea",
    "uuid": "varchar",
}


class Warehouse:
    def __init__(self, port):
        # straight to PostgreSQL: COPY's data messages are no business of the proxy
        self.port = port
        self.connection = self.connect("lab")

    def seed(self, schema, table, csv, columns, null, mode):
        names = [column["name"] for column in columns]
        target = f"{name(schema)}.{name(table)}"
        typed = ", ".join(f"{name(c['name'])} {spell(c['type'], TYPES)}" for c in columns)
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
            return columns, cursor.fetchall()

    def connect(self, database):
        connection = psycopg2.connect(host="127.0.0.1", port=self.port, user="lab", dbname=database)
        connection.autocommit = True
        # SUPER is a domain over json; its text is what is compared
        psycopg2.extras.register_default_json(connection, loads=lambda text: text)
        return connection

    def reset(self):
        # engine.sh keeps a copy of the database as it was before any project
        self.connection.close()
        outside = self.connect("postgres")
        with outside.cursor() as cursor:
            cursor.execute("drop database lab with (force)")
            cursor.execute("create database lab template lab_empty")
        outside.close()
        self.connection = self.connect("lab")

    def close(self):
        self.connection.close()


def name(text):
    return '"' + text.replace('"', '""') + '"'
