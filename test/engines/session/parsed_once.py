"""A project is parsed in its first load and taken from dbt's partial parsing in the next ones.

dbt parses a project anew whenever `--vars` are others than in the run before, and each load has a `load_at` of its own. An
emitted project reads it only where a statement is rendered to be run, which dbt does again in every run: what it knows of
the project after parsing does not depend on it. A load with other variables, of changed files, or with a `load_at` that is
no instant, is parsed as dbt does.
"""

from datetime import datetime

LOAD_TIME = "load_at"


def install():
    """Make dbt leave the load time out of what it holds a parsed project against."""
    from dbt.parser.manifest import ManifestLoader

    build = ManifestLoader.build_manifest_state_check

    def without_load_time(loader):
        project = loader.root_project
        given = project.cli_vars
        project.cli_vars = {name: value for name, value in given.items() if not _is_load_time(name, value)}
        try:
            return build(loader)
        finally:
            project.cli_vars = given

    ManifestLoader.build_manifest_state_check = without_load_time


def _is_load_time(name, value):
    if name != LOAD_TIME:
        return False
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True
