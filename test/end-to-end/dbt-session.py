"""Runs many dbt commands over one project that is parsed once.

Reads one JSON list of arguments per line, answers each with one line of JSON. Every command runs in a process of its
own, which has the parsed project from its parent and gives the DuckDB file free when it ends.
"""

import json
import os
import sys
import tempfile

from dbt.cli.main import dbtRunner

project, profiles = sys.argv[1:3]
places = ["--project-dir", project, "--profiles-dir", profiles, "--no-use-colors"]
manifest = None


def answer(arguments: list, printed: str) -> int:
    """In the child: what dbt prints goes to a file."""
    target = os.open(printed, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(target, 1)
    os.dup2(target, 2)
    outcome = dbtRunner(manifest=manifest).invoke(arguments + places)
    sys.stdout.flush()
    return 0 if outcome.success else 2 if outcome.exception else 1


for line in sys.stdin:
    if manifest is None:
        silence = os.dup(1)
        os.dup2(2, 1)
        manifest = dbtRunner().invoke(["parse", "--quiet", *places]).result
        os.dup2(silence, 1)
    printed = tempfile.mktemp(dir=profiles)
    child = os.fork()
    if child == 0:
        code = 2
        try:
            code = answer(json.loads(line), printed)
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    with open(printed, encoding="utf8") as text:
        print(json.dumps({"exitCode": os.waitstatus_to_exitcode(status), "stdout": text.read()}), flush=True)
    os.remove(printed)
