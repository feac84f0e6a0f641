"""Cells between a CSV file, a warehouse and a CSV file again: one way of reading, one way of writing, for all engines."""

import csv
import datetime
import decimal
import io
import json


def header(path):
    """The column names of a CSV file."""
    with open(path, newline="", encoding="utf-8") as file:
        return next(csv.reader(file))


def read(path, names, null):
    """Rows of the named columns as text, a cell that is `null` as None."""
    with open(path, newline="", encoding="utf-8") as file:
        reader = csv.reader(file)
        first = next(reader)
        places = [first.index(name) for name in names]
        return [[None if row[i] == null else row[i] for i in places] for row in reader if row]


def quoted(rows):
    """CSV text in which null is an empty cell and everything else is in quotes, so that '' stays ''."""
    lines = (",".join("" if cell is None else '"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)
    return io.StringIO("".join(line + "\n" for line in lines))


def text(value, scale=None):
    """One cell as every engine would write it; None stays None. `scale` says how many digits a decimal has."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime.datetime):
        if value.tzinfo:
            value = value.astimezone(datetime.timezone.utc).replace(tzinfo=None)
        return value.isoformat(sep=" ", timespec="microseconds")
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, decimal.Decimal):
        with decimal.localcontext() as exact:
            exact.prec = 100  # Python's 28 digits are fewer than a warehouse's
            return format(value if scale is None else round(value, scale), "f")
    if isinstance(value, (bytes, bytearray, memoryview)):
        return bytes(value).hex()
    if isinstance(value, (dict, list, tuple)):
        return json.dumps(value, sort_keys=True, default=text)
    return str(value)


def write(path, columns, rows):
    """Write rows of text in a sorted order; null is `\\N`, which a text `\\N` is told from by quotes."""
    ordered = sorted(rows, key=lambda row: [(cell is not None, cell or "") for cell in row])
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write(",".join(_cell(column.lower()) for column in columns) + "\n")
        file.writelines(",".join(map(_cell, row)) + "\n" for row in ordered)


def _cell(value):
    if value is None:
        return "\\N"
    if value in ("", "\\N") or any(mark in value for mark in ',"\r\n'):
        return '"' + value.replace('"', '""') + '"'
    return value
