"""What fakesnow needs to be a stand-in for Snowflake under dbt-snowflake: `install()` puts it in place.

fakesnow fails on a few statements that dbt-snowflake emits. `ADJUSTMENTS` below is the whole list; each can be switched
off with FAKESNOW_WITHOUT=name,name to see whether a new fakesnow still needs it. check.py and statements.sql hold what
the stand-in can and cannot do.
"""

import atexit
import contextlib
import logging
import os

import fakesnow
import fakesnow.cursor
import snowflake.connector
from fakesnow.transforms.stage import LOCAL_BUCKET_PATH
from rewriting_in_place import rewritten_in_place
from sqlglot import exp

Cursor = fakesnow.cursor.FakeSnowflakeCursor


# --- adjustments: each takes (cursor, statement) and returns the statements to run instead, or None;
# --- a generator's next statement is asked for after the previous one has run ---


def unqualified_temporary(cursor, statement):
    """DuckDB keeps temporary tables in its own database; dbt names them DB.SCHEMA.T. Make them plain.

    Snowflake would drop them at the end of the session, so a leftover `..__dbt_tmp` is not a finding.
    """
    if not isinstance(statement, exp.Create) or not statement.args.get("properties"):
        return None
    table = statement.find(exp.Table)
    properties = statement.args["properties"]
    if not table or not table.args.get("db") or not properties.find(exp.TemporaryProperty):
        return None
    kept = [p for p in properties.expressions if not isinstance(p, exp.TemporaryProperty)]
    properties.set("expressions", kept)
    return [statement]


def unenforced_keys(cursor, statement):
    """Snowflake records primary, unique and foreign keys but never enforces them; DuckDB does, and knows
    no `not enforced`. Drop them from CREATE TABLE, and answer ALTER TABLE .. ADD <key> without running it."""
    keys = (exp.PrimaryKey, exp.ForeignKey, exp.UniqueColumnConstraint, exp.Constraint)
    if isinstance(statement, exp.Alter) and statement.args.get("actions"):
        if all(isinstance(action, exp.AddConstraint) for action in statement.args["actions"]):
            return [fakesnow.cursor.transforms.SUCCESS_NOP.copy()]
    if not isinstance(statement, exp.Create) or not isinstance(statement.this, exp.Schema):
        return None
    schema = statement.this
    schema.set("expressions", [e for e in schema.expressions if not isinstance(e, keys)])
    column_keys = (exp.PrimaryKeyColumnConstraint, exp.UniqueColumnConstraint, exp.Reference)
    for column in schema.find_all(exp.ColumnDef):
        kept = [c for c in column.args.get("constraints") or [] if not isinstance(c.args.get("kind"), column_keys)]
        column.set("constraints", kept)
    return None  # a first step: the statement goes on to the next adjustment


def typed_ctas(cursor, statement):
    """`create table t (a int not null) as select`: fakesnow forgets `not null`, which Snowflake enforces,
    and accepts plain selects only. Evaluate the query, create the table, insert."""
    if not isinstance(statement, exp.Create) or statement.kind != "TABLE" or not statement.expression:
        return None
    if not isinstance(statement.this, exp.Schema):
        return None
    rows = _keep_rows(cursor, statement.expression)
    statement.set("expression", None)
    return [statement, exp.insert(rows, statement.this.this.copy())]


def _keep_rows(cursor, query):
    """Evaluate a query into a temporary DuckDB table and return the query that reads it back."""
    sql = cursor._transform(query.copy(), None).sql(dialect="duckdb")
    cursor._duck_conn.execute(f"create or replace temporary table KEPT_ROWS as {sql}")
    return exp.select("*").from_("KEPT_ROWS")


def native_merge(cursor, statement):
    """fakesnow replays MERGE as a join and three DMLs, which breaks on unqualified columns and on
    expressions; DuckDB's own MERGE does not. Snowflake's rule that a target row may be updated by one
    source row only (error 100090) is checked first, because DuckDB silently takes any of them."""
    if not isinstance(statement, exp.Merge):
        return None
    _refuse_ambiguous_merge(cursor, statement)
    for when in statement.args["whens"].expressions:
        then = when.args.get("then")
        if isinstance(then, exp.Update):
            for assignment in then.expressions:  # DuckDB: `set a = ...`, not `set t.a = ...`
                assignment.set("this", exp.column(assignment.this.this.copy()))
    statement.set("returning", exp.Returning(expressions=[exp.column("merge_action")]))
    return _merge_then_counts(cursor, statement)


def _merge_then_counts(cursor, merge):
    """Run the MERGE, then answer with Snowflake's result: one row of counts per kind of change."""
    yield merge
    done = [action.upper() for action in cursor._arrow_table.column(0).to_pylist()]
    counts = [
        exp.alias_(exp.Literal.number(done.count(action)), f"number of rows {word}", quoted=True)
        for word, action in (("inserted", "INSERT"), ("updated", "UPDATE"), ("deleted", "DELETE"))
        if _merge_has(merge, action)
    ]
    result = exp.select(*counts)
    result.set("merge_counts", True)  # fakesnow: report their sum as the rows affected
    yield result


def _merge_has(merge, action):
    """Whether any branch of the MERGE inserts, updates or deletes; DELETE is parsed as a bare word."""
    branches = (when.args.get("then") for when in merge.args["whens"].expressions)
    return any((b.name if isinstance(b, exp.Var) else b.key).upper() == action for b in branches)


def _refuse_ambiguous_merge(cursor, merge):
    branches = []
    for when in merge.args["whens"].expressions:
        if when.args.get("matched"):
            condition = when.args.get("condition")
            action = "1" if isinstance(when.args.get("then"), exp.Update) else "0"
            branches.append((condition.copy() if condition else exp.true(), action))
    if not branches:
        return
    updates = exp.Case(ifs=[exp.If(this=c, true=exp.Literal.number(a)) for c, a in branches])
    target = merge.this
    row_id = exp.column("rowid", table=target.alias_or_name)
    check = (
        exp.select(exp.Count(this=exp.Star()))
        .from_(
            exp.select(row_id.copy().as_("target_row"), updates.as_("is_update"))
            .from_(target.copy())
            .join(merge.args["using"].copy(), on=merge.args["on"].copy())
            .subquery("matches")
        )
        .where(exp.column("is_update").is_(exp.null()).not_())
        .group_by(exp.column("target_row"))
        .having("count(*) > 1 and max(is_update) = 1")
        .limit(1)
    )
    sql = cursor._transform(check, None).sql(dialect="duckdb")
    if cursor._duck_conn.execute(sql).fetchone():
        raise snowflake.connector.errors.ProgrammingError(
            msg="Duplicate row detected during DML action", errno=100090, sqlstate="42P18"
        )


def overwrite_from_itself(cursor, statement):
    """fakesnow empties the table before it evaluates the query of INSERT OVERWRITE, so a query that reads
    the table itself would lose every row. Evaluate the query first."""
    if not isinstance(statement, exp.Insert) or not statement.args.get("overwrite"):
        return None
    target = statement.this.this if isinstance(statement.this, exp.Schema) else statement.this
    sources = (table.name.upper() for table in statement.expression.find_all(exp.Table))
    if target.name.upper() not in sources:
        return None
    rows = _keep_rows(cursor, statement.expression)
    statement.set("overwrite", False)
    statement.set("expression", rows)
    return [exp.delete(target.copy()), statement]


def blanks_trimmed(cursor, statement):
    """fakesnow turns LTRIM and RTRIM into TRIM and forgets the characters to trim; DuckDB's TRIM then takes Unicode's
    other spaces too. Snowflake trims blanks unless told otherwise: call DuckDB's function with the characters said."""
    for trim in list(statement.find_all(exp.Trim)):
        name = {"LEADING": "ltrim", "TRAILING": "rtrim"}.get(trim.args.get("position"), "trim")
        characters = trim.expression or exp.Literal.string(" ")
        text = exp.cast(trim.this.copy(), "varchar")
        trim.replace(exp.Anonymous(this=name, expressions=[text, characters.copy()]))
    return None


def instant_before_zone(cursor, statement):
    """`at time zone` binds tighter than the `+ interval` that sqlglot makes of DATEADD inside CONVERT_TIMEZONE."""
    for conversion in list(statement.find_all(exp.ConvertTimezone)):
        if isinstance(conversion.args["timestamp"], exp.DateAdd):
            conversion.set("timestamp", exp.paren(conversion.args["timestamp"]))
    return None


def hexadecimal_read(cursor, statement):
    """fakesnow has no TO_NUMBER with a format. One of X alone reads that many hexadecimal digits; DuckDB's cast does too."""
    for number in list(statement.find_all(exp.ToNumber)):
        pattern = number.args.get("format")
        if pattern is None or set(pattern.name) != {"X"}:
            continue
        # longer than the format: Snowflake stops; beyond 63 bits DuckDB stops, and Snowflake does not
        digits = exp.Anonymous(
            this="if",
            expressions=[
                exp.LTE(this=exp.Length(this=number.this.copy()), expression=exp.Literal.number(len(pattern.name))),
                exp.DPipe(this=exp.Literal.string("0x"), expression=exp.paren(number.this.copy())),
                exp.Anonymous(this="error", expressions=[exp.Literal.string("Can't parse as number with the format")]),
            ],
        )
        number.replace(exp.cast(digits, "bigint"))
    return None


ADJUSTMENTS = {
    f.__name__: f
    for f in (
        blanks_trimmed,
        instant_before_zone,
        hexadecimal_read,
        unenforced_keys,
        unqualified_temporary,
        typed_ctas,
        native_merge,
        overwrite_from_itself,
    )
}

# Statements answered with success without being run.
NOT_RUN = {
    "column_comments": r"(?is)^\s*(/\*.*?\*/\s*)?alter\s+(table|view|dynamic table)\s+\S+\s+(alter|modify)\s.*\bcomment\b",
    "comments": r"(?is)^\s*(/\*.*?\*/\s*)?comment\s+(if\s+exists\s+)?on\b",
    "grants": r"(?is)^\s*(/\*.*?\*/\s*)?(grant|revoke|show\s+grants)\b",
    "policies": r"(?is)^\s*(/\*.*?\*/\s*)?(create|alter|drop)\s+(or\s+replace\s+)?(masking|row\s+access)\s+policy\b",
    "policy_use": r"(?is)^\s*(/\*.*?\*/\s*)?alter\s+(table|view)\s+\S+\s.*\b(set|unset|add|drop)\s+(masking|row\s+access)\s+policy\b",
}


def install(sql_log=None):
    """Put the adjustments into fakesnow; returns the regexes of statements that are not run."""
    logging.getLogger("sqlglot").setLevel(logging.ERROR)  # "unsupported property transient" and such
    without = set(filter(None, os.environ.get("FAKESNOW_WITHOUT", "").split(",")))
    chosen = [f for name, f in ADJUSTMENTS.items() if name not in without]
    explode, execute = Cursor._transform_explode, Cursor.execute

    def adjusted_explode(cursor, statement):
        for adjust in chosen:
            replaced = adjust(cursor, statement)
            if replaced is not None:
                return replaced
        return explode(cursor, statement)

    def watched_execute(cursor, command, *args, **kwargs):
        try:
            result = execute(cursor, command, *args, **kwargs)
            outcome = ""
            return result
        except Exception as error:
            outcome = f"-- FAILED: {str(error).splitlines()[0]}\n"
            _leave_aborted_transaction(cursor)
            if isinstance(error, snowflake.connector.errors.Error):
                raise
            # over HTTP any other error becomes status 500, which the connector retries without end
            raise snowflake.connector.errors.ProgrammingError(msg=str(error), errno=1003, sqlstate="42000") from error
        finally:
            # fakesnow keeps the tree and rows of every statement for RESULT_SCAN: a gigabyte after three loads
            cursor._conn.results_cache.clear()
            if sql_log:
                with open(sql_log, "a", encoding="utf-8") as log:
                    log.write(f"{command.strip().rstrip(';')};\n{outcome}\n")

    Cursor._transform = rewritten_in_place(Cursor._transform)
    Cursor._transform_explode = adjusted_explode
    Cursor.execute = watched_execute
    return [regex for name, regex in NOT_RUN.items() if name not in without]


@atexit.register
def _remove_stage_folder():
    """fakesnow makes this folder on import and leaves it behind."""
    with contextlib.suppress(OSError):  # in use: keep it
        os.rmdir(LOCAL_BUCKET_PATH)


def _leave_aborted_transaction(cursor):
    """DuckDB refuses everything after an error inside a transaction; without this, one failed model
    would fail all that follow with "Current transaction is aborted"."""
    try:
        cursor._duck_conn.rollback()
        cursor._conn._in_transaction = False
    except Exception:
        pass  # no transaction was open
