"""Raw tables into a PostgreSQL server by COPY and tables out of it, for the two engines that are PostgreSQL inside."""

import json

import cells
import psycopg2
import psycopg2.extras
from logical_type import spell


class PostgresTables:
    """`TYPES` of the subclass spells the types of raw tables."""

    TYPES = {}

    def __init__(self, port):
        self.port = port
        self.administer("create database lab_empty template lab")
        self.connection = self.connect("lab")

    def connect(self, database):
        connection = psycopg2.connect(host="127.0.0.1", port=self.port, user="lab", dbname=database)
        connection.autocommit = True
        # the text of json is what is compared; a jsonb keeps values, not their blanks
        psycopg2.extras.register_default_json(connection, loads=lambda text: text)
        psycopg2.extras.register_default_jsonb(connection, loads=compact)
        # cells of the plan's files, and of the dumps, are in UTC
        with connection.cursor() as cursor:
            cursor.execute("set timezone = 'UTC'")
        return connection

    def administer(self, *statements):
        outside = self.connect("postgres")
        with outside.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
        outside.close()

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
            return columns, cursor.fetchall()

    def reset(self):
        self.connection.close()
        self.administer("drop database lab with (force)", "create database lab template lab_empty")
        self.connection = self.connect("lab")

    def close(self):
        self.connection.close()


def compact(text):
    return json.dumps(json.loads(text), separators=(",", ":"), ensure_ascii=False)


def name(text):
    return '"' + text.replace('"', '""') + '"'
