"""Cells between a CSV file, a warehouse and a CSV file again: one way of reading, one way of writing, for all engines."""

import csv
import datetime
import decimal
import io
import json
import re


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


def text(value):
    """One cell as every engine would write it; None stays None. A decimal has no trailing zeros: BigQuery's
    expressions and views know no scale."""
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
        digits = format(value, "f")
        digits = digits.rstrip("0").rstrip(".") if "." in digits else digits
        return "0" if digits == "-0" else digits
    if isinstance(value, (bytes, bytearray, memoryview)):
        return bytes(value).hex()
    if isinstance(value, (dict, list, tuple)):
        return json.dumps(value, sort_keys=True, default=text)
    return str(value)


def write(path, columns, rows):
    """Write rows of values, each as `text` has it, in the order of their lines; null is `\\N`, which a text `\\N` is told
    from by quotes."""
    written = [[_cell(text(value)) for value in column] for column in zip(*rows)]
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write(",".join(_cell(column.lower()) for column in columns) + "\n")
        file.writelines(sorted(",".join(row) + "\n" for row in zip(*written)))


_needs_quotes = re.compile(r'[,"\r\n]|\A(?:\\N)?\Z').search


def _cell(value):
    if value is None:
        return "\\N"
    return '"' + value.replace('"', '""') + '"' if _needs_quotes(value) else value
