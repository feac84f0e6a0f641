"""What dbt's own schemas say about generated repos: `dbt-schemas.py <folder>`, with a repo per subfolder
`<dialect>.<name>`. Prints a JSON list of findings.

dbt applies these schemas under four adapters only, and inside of a parse. Here its own functions are called for every
adapter, so that the false alarms which dbt leaves out are left out here as well.
"""

import json
import sys
from pathlib import Path

import yaml
from dbt.jsonschemas import jsonschemas
from jinja2 import Environment, nodes

findings: list[dict[str, str]] = []
adapter = ""


def collect(name: str, **details: object) -> None:
    findings.append({"what": name, **{key: str(value) for key, value in details.items()}})


jsonschemas.deprecations.warn = collect
jsonschemas._can_run_validations = lambda: True
jsonschemas._get_allowed_config_key_aliases = lambda: jsonschemas._ADAPTER_TO_CONFIG_ALIASES.get(adapter, [])


def config_of(sql: str) -> dict[str, object]:
    """The keyword arguments of `config()`."""
    for call in Environment(extensions=["jinja2.ext.do"]).parse(sql).find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name == "config":
            return {argument.key: argument.value.as_const() for argument in call.kwargs}
    return {}


def main(folder: Path) -> None:
    global adapter
    for repo in sorted(path for path in folder.iterdir() if path.is_dir()):
        adapter = repo.name.split(".")[0]
        for path in sorted(repo.rglob("*")):
            name = str(path.relative_to(folder))
            if path.name == "dbt_project.yml":
                jsonschemas.jsonschema_validate(jsonschemas.project_schema(), yaml.safe_load(path.read_text()), name)
            elif path.suffix == ".yml" and path.parent != repo:
                jsonschemas.jsonschema_validate(jsonschemas.resources_schema(), yaml.safe_load(path.read_text()), name)
            elif path.suffix == ".sql" and path.relative_to(repo).parts[0] == "models":
                jsonschemas.validate_model_config(config_of(path.read_text()), name)
    print(json.dumps(findings))


main(Path(sys.argv[1]))
