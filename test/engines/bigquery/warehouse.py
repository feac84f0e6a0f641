"""Raw tables into the BigQuery stand-in by load jobs of the real client, and tables out of it."""

import json
import re

import cells
from google.cloud import bigquery
from google.oauth2.credentials import Credentials
from logical_type import spell

TYPES = {
    "string": "STRING",
    "text": "STRING",
    "integer": "INTEGER",
    "bigint": "INTEGER",
    "decimal": "NUMERIC",
    "float": "FLOAT",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "timestamp": "DATETIME",
    "timestamp_tz": "TIMESTAMP",
    "time": "TIME",
    "json": "JSON",
    "binary": "BYTES",
    "uuid": "STRING",
}
BATCH = 5000  # rows of one load job: the evaluator takes 4 MiB per request


class Warehouse:
    def __init__(self, port):
        endpoint = {"api_endpoint": f"http://127.0.0.1:{port}"}
        self.client = bigquery.Client("lab", credentials=Credentials("not-a-real-token"), client_options=endpoint)

    def seed(self, schema, table, csv, columns, null, mode):
        self.client.create_dataset(schema, exists_ok=True)
        rows = cells.read(csv, [column["name"] for column in columns], null)
        fields = [bigquery.SchemaField(c["name"], _type(c["type"])) for c in columns]
        write = "WRITE_TRUNCATE" if mode == "replace" else "WRITE_APPEND"
        for start in range(0, max(len(rows), 1), BATCH):
            config = bigquery.LoadJobConfig(schema=fields, source_format="CSV", write_disposition=write)
            file = cells.quoted(rows[start : start + BATCH])
            # the client wants bytes
            self.client.load_table_from_file(_bytes(file), f"lab.{schema}.{table}", job_config=config).result()
            write = "WRITE_APPEND"

    def rows(self, database, schema, identifier):
        fields = self.client.get_table(f"{database}.{schema}.{identifier}").schema
        result = self.client.query(f"select * from `{database}`.`{schema}`.`{identifier}`").result()
        return [f.name for f in fields], [[_json(f, cell) for f, cell in zip(fields, row)] for row in result]

    def reset(self):
        for dataset in list(self.client.list_datasets()):
            self.client.delete_dataset(dataset.reference, delete_contents=True)

    def close(self):
        self.client.close()


def _type(logical):
    """NUMERIC has 29 digits before the point and 9 after it."""
    sizes = re.fullmatch(r"\s*decimal\((\d+),\s*(\d+)\)\s*", logical)
    if sizes and (int(sizes[2]) > 9 or int(sizes[1]) - int(sizes[2]) > 29):
        return "BIGNUMERIC"
    return spell(logical, TYPES)


def _json(field, cell):
    """The client parses JSON; what is compared is its text."""
    return json.dumps(cell, separators=(",", ":")) if field.field_type == "JSON" and cell is not None else cell


def _bytes(file):
    import io

    return io.BytesIO(file.getvalue().encode())
