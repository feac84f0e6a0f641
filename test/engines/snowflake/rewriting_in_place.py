"""fakesnow's rewritings of a statement, on one copy of it instead of one copy each.

fakesnow makes DuckDB's statement of Snowflake's by about eighty rewritings in a row, each of which copies the whole tree
first; that took more than half of a dbt run. What each rewriting does, and in which order, stays fakesnow's.
"""

from fakesnow import transforms

# These put a node into the tree without telling it its place, so the next rewriting has to see a fresh copy.
LEAVE_LOOSE_NODES = (transforms.alias_in_join, transforms.regex_replace)


class InPlace:
    """A statement as fakesnow's chain of `.transform(...)` sees it: each step answers with one of these."""

    def __init__(self, tree):
        self.tree = tree

    def transform(self, rewrite, *args, **kwargs):
        replaced = rewrite in LEAVE_LOOSE_NODES

        def noting(node):
            nonlocal replaced
            new = rewrite(node, *args, **kwargs)
            if new is not node:
                replaced = True
            return new

        tree = self.tree.transform(noting, copy=False)
        # A new node may be one that all statements share, or hold the same child twice.
        return InPlace(tree.copy() if replaced else tree)


def rewritten_in_place(transform):
    """fakesnow's `_transform` of a cursor, with the same result from fewer copies."""
    return lambda cursor, statement, params: transform(cursor, InPlace(statement.copy()), params).tree
