"""YAML as people write it by hand: safe types only, and nothing that is small to write and huge to read.

A list that stands in another by its alias (`*name`) is a few bytes in the file; nine lists of nine aliases
are half a billion values, or one that holds itself. Nobody who writes front matter needs one.
"""

from __future__ import annotations

import re
from typing import Any

import yaml
from yaml.constructor import ConstructorError

__all__ = ["read_yaml"]

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


# Its reader in C calls itself for every level, and ends the whole process when there are too many.
_DEEP = re.compile(r"(?:[\[{]\s*+){50}|(?:[-?][ \t]++){50}")


def read_yaml(text: str) -> tuple[Any, Any]:
    """Gives the node tree of a YAML text, which knows its lines, and its value; both None for an empty text.

    Raises:
        yaml.YAMLError: The text is not YAML, or a list or mapping in it stands in two places.
        ValueError, TypeError, RecursionError: What PyYAML lets through: impossible dates, unhashable keys.
    """
    if _DEEP.search(text):
        raise ConstructorError(None, None, "lists or mappings are nested too deeply", None)
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        if node is None:
            return None, None
        _refuse_aliases(node)
        return node, loader.construct_document(node)
    finally:
        loader.dispose()


def _refuse_aliases(root: Any) -> None:
    seen: set[int] = set()
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, yaml.ScalarNode):
            continue
        if id(node) in seen:
            raise ConstructorError(
                None, None, "a list or mapping stands here again by an alias", node.start_mark
            )
        seen.add(id(node))
        for item in node.value:
            waiting.extend(item if isinstance(item, tuple) else (item,))
