"""DuckDB's own CSV reader, for the two engines that are DuckDB inside: fast, and every cell stays text until cast."""

import cells


def source(path, null):
    """A table function that reads the file; its columns are the file's, all text."""
    columns = ", ".join(f"{literal(name)}: 'varchar'" for name in cells.header(path))
    return (
        f"read_csv({literal(path)}, header = true, auto_detect = false, columns = {{{columns}}}, "
        f"nullstr = {literal(null)}, delim = ',', quote = '\"', escape = '\"', strict_mode = false)"
    )


def literal(text):
    return "'" + text.replace("'", "''") + "'"


def name(text):
    return '"' + text.replace('"', '""') + '"'
