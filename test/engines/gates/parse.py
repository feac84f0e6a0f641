"""Parses dbt repos with dbt 1.11, deprecations as errors, many in one process.

Each line of standard input is {"project", "profiles", "target"}; each line of the answer {"findings": [text]}. What dbt
says at the level of a warning or above is a finding.
"""

import json
import os
import sys


def main():
    from dbt.cli.main import dbtRunner

    answers = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)
    for line in sys.stdin:
        asked = json.loads(line)
        said = []
        result = dbtRunner(callbacks=[lambda event: hear(event, said)]).invoke(arguments(asked))
        if not result.success and not said:
            said.append(str(result.exception or "dbt parse failed"))
        answers.write(json.dumps({"findings": said}) + "\n")


def arguments(asked):
    return [
        "--warn-error-options",
        '{"error": ["Deprecations"]}',
        "--quiet",
        "parse",
        "--no-partial-parse",
        "--show-all-deprecations",
        "--project-dir",
        asked["project"],
        "--profiles-dir",
        asked["profiles"],
        "--target-path",
        asked["target"],
        "--log-path",
        asked["target"],
    ]


def hear(event, said):
    if event.info.level in ("warn", "error"):
        said.append(event.info.msg)


if __name__ == "__main__":
    main()
