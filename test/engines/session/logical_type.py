"""The types of the blueprint language, spelled for one warehouse."""

import re


def spell(logical, spellings):
    """`decimal(12,2)` with {"decimal": "numeric({0}, {1})"} -> `numeric(12, 2)`.

    A spelling without places for sizes ignores them: raw tables need no length limits.
    """
    kind, sizes = re.fullmatch(r"\s*(\w+)\s*(?:\(([\d\s,]*)\))?\s*", logical).groups()
    if kind not in spellings:
        raise ValueError(f"no raw column type for {logical!r}; known: {', '.join(spellings)}")
    given = [size.strip() for size in sizes.split(",")] if sizes else []
    if kind == "decimal":
        given = (given + ["38", "10"][len(given) :]) if len(given) != 1 else [given[0], "0"]
    return spellings[kind].format(*given)
