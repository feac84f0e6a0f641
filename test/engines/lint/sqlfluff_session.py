"""Parses and lints SQL files with sqlfluff, many in one process, since importing it and loading a dialect cost more than a file.

Reads one JSON document from stdin:
    {"config": path of an emitted .sqlfluff, "project": folder that the files' macros are looked up in,
     "files": [{"path": ..., "templater": "jinja" | "raw", "rules": "all" | comma-separated codes | "none"}]}
Writes one JSON document to stdout:
    {"findings": [{"path", "line", "rule", "what"}], "linted": how many were not in the cache}

`rule` is sqlfluff's code; PRS is what it can't parse and TMP what it can't render. A text that was seen with the same settings is not read again: the cache file of
--cache holds what was found in it.
"""

import argparse
import hashlib
import json
import os
import sys
from pathlib import Path

from sqlfluff import __version__
from sqlfluff.core import FluffConfig, Linter


def configured(config: Path, templater: str, rules: str) -> FluffConfig:
    overrides = {"templater": templater}
    if rules not in ("all", "none"):
        overrides["rules"] = rules
    return FluffConfig.from_string(config.read_text(), overrides=overrides)


def read(linter: Linter, text: str, rules: str) -> list[dict]:
    """What is wrong in one text."""
    if rules == "none":
        violations = linter.parse_string(text).violations
    else:
        violations = linter.lint_string(text).get_violations(filter_warning=True)
    return [{"line": each.line_no, "rule": each.rule_code(), "what": each.desc().split("\n")[0]} for each in violations]


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--cache", type=Path, required=True)
    cache_file = arguments.parse_args().cache
    request = json.load(sys.stdin)
    config = Path(request["config"])
    cache = json.loads(cache_file.read_text()) if cache_file.exists() else {}
    linters: dict[tuple[str, str], Linter] = {}
    answer = {"findings": [], "linted": 0}
    for file in request["files"]:
        text = Path(file["path"]).read_text()
        settings = (file["templater"], file["rules"])
        key = hashlib.sha256(json.dumps([__version__, config.read_text(), settings, text]).encode()).hexdigest()
        if key not in cache:
            if settings not in linters:
                linters[settings] = Linter(config=configured(config, *settings))
            cache[key] = read(linters[settings], text, file["rules"])
            answer["linted"] += 1
        answer["findings"] += [{"path": file["path"], **each} for each in cache[key]]
    if answer["linted"]:
        fresh = cache_file.with_suffix(f".{os.getpid()}")
        fresh.write_text(json.dumps(cache))
        fresh.replace(cache_file)
    json.dump(answer, sys.stdout)


main()
