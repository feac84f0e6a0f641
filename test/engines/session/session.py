"""One warehouse, several loads: load raw tables, run dbt, dump tables, each on one line of JSON.

  python session.py ENGINE_FOLDER OPTIONS_JSON      ENGINE_FOLDER holds a warehouse.py, OPTIONS_JSON is for it

Steps come on standard input and are answered on standard output, in order:

  {"seed": {"schema", "table", "csv", "columns": [{"name", "type"}], "null", "mode"}}
  {"dbt": [arguments], "console": FILE, "env": {name: text}}      what dbt prints goes to FILE
  {"dump": {"database", "schema", "identifier"}, "to": FILE}
  {"sql": [statements]}                                           answered with the "rows" of the last
  {"reset": true}                                                 an empty warehouse, for the next project
  {"open": OPTIONS}                                               another warehouse of the same engine instead of this one
  {"parse": "once"}                                               from now on dbt parses a project in its first load only

An answer is {"ok": true, "seconds": 1.2}, with "error" when not ok. dbt runs in this process (`dbtRunner`, which is what
the `dbt` command calls), because Spark's session and fakesnow's tables live in it.

A warehouse.py has `class Warehouse` with `seed(schema, table, csv, columns, null, mode)`,
`rows(database, schema, identifier)` -> (column names, rows), `reset()` and `close()`; and `before_dbt()` where something is to
be done before each dbt command, and `sql(statements)` -> rows where somebody needs it.
"""

import contextlib
import json
import os
import sys
import time

import cells
import parsed_once


def main():
    engine_folder, options = sys.argv[1], json.loads(sys.argv[2])
    # what dbt, Python and the JVM print must not mix with the answers
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)
    sys.path.insert(0, engine_folder)
    from warehouse import Warehouse

    warehouse = Warehouse(**options)
    answers.write(json.dumps({"ok": True}) + "\n")
    for line in sys.stdin:
        started = time.time()
        try:
            step = json.loads(line)
            if "open" in step:
                warehouse.close()
                warehouse = Warehouse(**step["open"])
                answer = {"ok": True}
            else:
                answer = take(step, warehouse)
        except Exception as error:  # a failing step is an answer; whoever asked decides what it means
            answer = {"ok": False, "error": f"{type(error).__name__}: {error}"[:4000]}
        # what JSON has no word for, such as an instant in a row, goes as text
        answers.write(json.dumps({**answer, "seconds": round(time.time() - started, 2)}, default=str) + "\n")
    warehouse.close()


def take(step, warehouse):
    if "seed" in step:
        warehouse.seed(**step["seed"])
        return {"ok": True}
    if "dump" in step:
        columns, rows = warehouse.rows(**step["dump"])
        cells.write(step["to"], columns, rows)
        return {"ok": True, "rows": len(rows)}
    if "sql" in step:
        return {"ok": True, "rows": warehouse.sql(step["sql"])}
    if "reset" in step:
        warehouse.reset()
        return {"ok": True}
    if step.get("parse") == "once":
        parsed_once.install()
        return {"ok": True}
    if hasattr(warehouse, "before_dbt"):
        warehouse.before_dbt()
    return run_dbt(step["dbt"], step["console"], step["env"])


def run_dbt(arguments, console, env):
    from dbt.cli.main import dbtRunner

    before = dict(os.environ)
    os.environ.update(env)
    try:
        with printing_to(console):
            result = dbtRunner().invoke(arguments)
    finally:  # a project's variables are not for the next project
        os.environ.clear()
        os.environ.update(before)
    if result.success:
        return {"ok": True}
    return {"ok": False, "error": str(result.exception) if result.exception else "dbt reported failures"}


@contextlib.contextmanager
def printing_to(path):
    """Send this process's standard output to a file, the JVM's and any library's too."""
    before = os.dup(1)
    with open(path, "w", encoding="utf-8") as file:
        sys.stdout.flush()
        os.dup2(file.fileno(), 1)
        try:
            yield
        finally:
            sys.stdout.flush()
            os.dup2(before, 1)
            os.close(before)


if __name__ == "__main__":
    main()
