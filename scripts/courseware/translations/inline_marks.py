"""What stands within a line and must come back from a translator as it went: code, addresses, braces."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from courseware.content.documents import Document
from courseware.content.front_matter import Front
from courseware.content.markdown import images, links, without_code
from courseware.translations.parity import check_parity, structure

__all__ = ["mark_differences"]

_CODE = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)
_BRACES = re.compile(r"\{[^{}\n]*\}")
_TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9-]*)\b[^<>]*>")
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
_BOLD = re.compile(r"(?<!\\)\*\*")
_FOOTNOTE = re.compile(r"\[\^[^\]\s]+\]")


def mark_differences(source: str, target: str, before: str) -> list[tuple[str, str]]:
    """Gives (code, message) for everything in which a translated text differs from Swedish as it must not.

    Args:
        source: The Swedish text.
        target: The text that came back.
        before: The text that stood there: how that one differs is not the translator's doing.
    """
    old = set(_differences(source, before)) if before else set()
    return [found for found in _differences(source, target) if found not in old]


def _differences(source: str, target: str) -> Iterator[tuple[str, str]]:
    one, other = (
        structure(Document("page", "", "", name, Front(), text))
        for name, text in (("Swedish", source), ("", target))
    )
    for problem in check_parity(one, other):
        yield problem.code, problem.message
    for noun, find in _FINDERS.items():
        wanted, given = Counter(find(source)), Counter(find(target))
        if wanted == given:
            continue
        parts = []
        if wanted - given:
            parts.append("missing " + ", ".join(sorted((wanted - given).elements())))
        if given - wanted:
            parts.append("too many " + ", ".join(sorted((given - wanted).elements())))
        yield "packet-mark", f"{noun} differ: {'; '.join(parts)}."
    if len(_BOLD.findall(without_code(target))) % 2:
        yield "packet-mark", "a ** opens and does not close."


def _outward(text: str) -> list[str]:
    return [link.target for link in (*links(text), *images(text)) if _ADDRESS.match(link.target)]


_FINDERS: Mapping[str, Callable[[str], list[str]]] = {
    "code": lambda text: [match[0] for match in _CODE.finditer(text)],
    "addresses": _outward,
    "placeholders": lambda text: _BRACES.findall(without_code(text)),
    "tags": lambda text: [f"<{name}>" for name in _TAG.findall(without_code(text))],
    "footnotes": lambda text: _FOOTNOTE.findall(without_code(text)),
}
