"""Raw tables into PostgreSQL by COPY, and tables out of it."""

import postgres_tables


class Warehouse(postgres_tables.PostgresTables):
    TYPES = {
        "string": "text",
        "text": "text",
        "integer": "integer",
        "bigint": "bigint",
        "decimal": "numeric({0}, {1})",
        "float": "double precision",
        "boolean": "boolean",
        "date": "date",
        "timestamp": "timestamp",
        "timestamp_tz": "timestamptz",
        "time": "time",
        "json": "jsonb",
        "binary": "bytea",
        "uuid": "uuid",
    }
