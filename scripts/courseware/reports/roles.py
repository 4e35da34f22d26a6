"""What people write under "Befattning", sorted into the nine roles; what is not known is "other".

A job title written freely can name a single person, so it is never shown: only the role it belongs to.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

__all__ = ["OTHER", "ROLES", "role_of"]

OTHER = "other"
"""A title that the table does not know, or none."""

_NOT_WORDS = re.compile(r"[^0-9a-zåäöéü]+")
_ENDS_WITH = 5
"""Letters that a word of the table needs to be found at the end of a longer one: gymnasielärare."""


@cache
def _table() -> dict[str, tuple[str, ...]]:
    data = tomllib.loads((files("courseware.reports") / "roles.toml").read_text(encoding="utf-8"))
    return {role: tuple(map(_plain, words)) for role, words in data.items()}


def _plain(text: str) -> str:
    return " ".join(_NOT_WORDS.sub(" ", text.casefold()).split())


ROLES: tuple[str, ...] = (
    "board-member",
    "head-of-administration",
    "principal",
    "student-health",
    "teacher",
    "guidance-counsellor",
    "kaa-coordinator",
    "controller",
    "process-leader",
)
"""The roles of docs/data/ids.yml, in its order."""


@cache  # Few titles stand in many rows.
def role_of(title: str) -> str:
    """Gives the id of the role that a title means, or "other".

    The role that is named first counts: "rektor med ansvar för elevhälsan" is a principal. Of two that
    begin together the longer counts.
    """
    text = f" {_plain(title)} "
    best: tuple[int, int, str] | None = None
    for role, words in _table().items():
        for word in words:
            place = text.find(f" {word} ") + 1
            if not place and len(word) >= _ENDS_WITH:
                end = text.find(f"{word} ")
                place = text.rfind(" ", 0, end) + 1 if end > 0 else 0
            if place and (best is None or (place, -len(word)) < best[:2]):
                best = place, -len(word), role
    return best[2] if best else OTHER
