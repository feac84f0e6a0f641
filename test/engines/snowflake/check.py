"""Does the Snowflake stand-in still behave as statements.sql says?

  python check.py [FILE.sql ...]      exit 1 when an answer differs from the note above its statement
"""

import re
import sys
from pathlib import Path

import fakesnow
import snowflake.connector
from fakesnow_patches import install


def check(files):
    """Run the files' statements and compare with the notes in them."""
    not_run = install()
    wrong = gaps = total = 0
    for path in files:
        with fakesnow.patch(nop_regexes=not_run):
            cursor = snowflake.connector.connect(database="LAB_DB", schema="LAB").cursor()
            for block in re.split(r"\n\s*\n", Path(path).read_text(encoding="utf-8")):
                lines = block.strip().splitlines()
                sql = "\n".join(line for line in lines if not line.startswith("-- "))
                if not sql:
                    continue
                note = next((line[3:] for line in lines if line.startswith("-- ")), "")
                answer, failed = _answer(cursor, sql)
                total += 1
                gaps += note.startswith("gap")
                if not _as_noted(note, answer, failed):
                    wrong += 1
                    print(f"WRONG {' '.join(sql.split())[:140]}\n   got {answer[:200]}\n   note {note}")
    print(f"{total - wrong} of {total} statements as noted, {gaps} of them known gaps")
    return 1 if wrong else 0


def _answer(cursor, sql):
    try:
        row = cursor.execute(sql).fetchone() or ()
        return " ".join(map(str, row)), False
    except Exception as error:
        return str(error).splitlines()[0], True


def _as_noted(note, answer, failed):
    if note.startswith("= "):
        return not failed and answer == note[2:]
    if note.startswith("gap:"):  # runs, with another value than Snowflake's
        return not failed and answer != note[5:]
    return failed == (note in ("refused", "gap"))


if __name__ == "__main__":
    sys.exit(check(sys.argv[1:] or [Path(__file__).with_name("statements.sql")]))
