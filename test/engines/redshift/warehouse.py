"""Raw tables into the PostgreSQL behind the proxy, and tables out of it: COPY's data messages are no business of the proxy."""

import postgres_tables


class Warehouse(postgres_tables.PostgresTables):
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
