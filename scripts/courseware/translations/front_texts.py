"""The texts of a page's front matter that are translated, and writing them where they stand.

Only the value that changes is rewritten; comments, order and the spelling of every other field
stay as somebody wrote them.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Mapping
from typing import Any

import yaml

from courseware.content.front_matter import Front, split_front
from courseware.content.plain_yaml import read_yaml

__all__ = ["fill_front", "front_texts", "new_front", "reviewer_line", "set_field"]

_NAMES = ("title", "summary", "product", "outcomes")
"""Those that `_title` hashes (content/sections.py), in its order."""
_BREAK = re.compile(r"[\n\x85\u2028\u2029]")
"""What YAML counts as the end of a line (YAML 1.1, section 4.1.4)."""
_UNPRINTED = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
"""What YAML takes in double quotes and escaped only (section 5.1)."""
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def front_texts(front: Front) -> dict[str, str]:
    """Gives every text by its unit id: title, summary, product, outcomes.1, outcomes.2, …."""
    found: dict[str, str] = {}
    for name in _NAMES:
        value = front.get(name)
        if isinstance(value, list):
            found.update((f"{name}.{number}", str(item)) for number, item in enumerate(value, 1))
        elif value is not None and str(value):
            found[name] = str(value)
    return found


def fill_front(text: str, texts: Mapping[str, str]) -> str:
    """Gives a page with other texts in its front matter; those that say the same already are not touched.

    Args:
        text: The whole file, with `\\n` for its newlines.
        texts: By unit id, as `front_texts` names them. Outcomes are given all together or not at all.
    """
    present = front_texts(split_front(text, "")[0])
    outcomes = [value for key, value in texts.items() if key.startswith("outcomes.")]
    if outcomes and len(outcomes) != sum(key.startswith("outcomes.") for key in present):
        text = set_field(text, "outcomes", _outcomes(outcomes))
        texts = {key: value for key, value in texts.items() if not key.startswith("outcomes.")}
    for key, value in texts.items():
        if present.get(key) == value:
            continue
        span = _span(text, key)
        if span is None:
            text = set_field(text, key, f"{key}: {_written(value)}")
            continue
        start, end, flow = span
        tail = "\n" if text[start:end].endswith("\n") else ""
        text = text[:start] + _written(value, flow=flow) + tail + text[end:]
    return text


def new_front(source: str, texts: Mapping[str, str], state: str) -> str:
    """Gives the front matter of a new translation: its texts, the review of the source, its state.

    Args:
        source: The Swedish file, with `\\n` for its newlines.
        texts: The translated texts by unit id.
        state: The lines that say what kind of translation it is, without a final newline.
    """
    lines = ["---"]
    lines.extend(f"{key}: {_written(value)}" for key, value in texts.items() if "." not in key)
    outcomes = [value for key, value in texts.items() if key.startswith("outcomes.")]
    if outcomes:
        lines.append(_outcomes(outcomes))
    review = _field_lines(source, "review")
    if review is not None:
        lines.extend(source.split("\n")[slice(*review)])
    return "\n".join([*lines, state, "---"]) + "\n"


def set_field(text: str, name: str, lines: str) -> str:
    """Gives a page with one front-matter field written anew, or added after the texts it has.

    Args:
        text: The whole file, with `\\n` for its newlines; it must have front matter.
        name: The field.
        lines: All of the field, its name included, without a final newline.
    """
    lines_now = text.split("\n")
    place = _field_lines(text, name)
    if place is None:
        before = ("translation",) if name == "reviewer" else tuple(reversed(_NAMES))
        after = next((found[1] for other in before if (found := _field_lines(text, other))), 1)
        place = (after, after)
    lines_now[slice(*place)] = lines.split("\n")
    return "\n".join(lines_now)


def _written(value: str, *, flow: bool = False) -> str:
    """Gives a text as YAML: bare where it reads back as itself, else in double quotes."""
    unprinted = _UNPRINTED.search(value) is not None
    if not flow and not unprinted and value == value.strip():
        try:
            if yaml.load(f"k: {value}", Loader=_Loader) == {"k": value}:  # noqa: S506 (a safe loader)
                return value
        except (yaml.YAMLError, ValueError):
            pass
    quoted = json.dumps(value, ensure_ascii=False)
    return _UNPRINTED.sub(lambda match: f"\\u{ord(match[0]):04x}", quoted) if unprinted else quoted


def reviewer_line(role: str, date: datetime.date) -> str:
    """Gives the field that names the reader of a translation by role."""
    return f"reviewer: {{role: {json.dumps(role, ensure_ascii=False)}, date: {date.isoformat()}}}"


def _outcomes(values: list[str]) -> str:
    return "\n".join(["outcomes:", *(f"  - {_written(value)}" for value in values)])


def _field_lines(text: str, name: str) -> tuple[int, int] | None:
    """Gives where a field stands, as list indexes of its first line and of the line after it."""
    front, _, _ = split_front(text, "")
    if name not in front.lines:
        return None
    start = front.lines[name] - 1
    end = front.body_line - 2
    top = (line - 1 for key, line in front.lines.items() if "." not in key)
    end = min((line for line in top if line > start), default=end)
    lines = text.split("\n")
    while end > start + 1 and (not lines[end - 1].strip() or lines[end - 1].startswith("#")):
        end -= 1  # a comment belongs to what follows
    return start, end


def _span(text: str, key: str) -> tuple[int, int, bool] | None:
    """Gives the positions of a value in the file, and whether it stands within `[…]`."""
    offset = text.index("\n") + 1
    node, _ = read_yaml(text[offset : text.find("\n---", 3) + 1])
    name, _, number = key.partition(".")
    if not isinstance(node, yaml.MappingNode):
        return None
    value = next((value for found, value in node.value if found.value == name), None)
    flow = False
    if number:
        if not isinstance(value, yaml.SequenceNode) or len(value.value) < int(number):
            return None
        flow = bool(value.flow_style)
        value = value.value[int(number) - 1]
    if not isinstance(value, yaml.ScalarNode):
        return None
    starts = [offset, *(match.end() for match in _BREAK.finditer(text, offset))]
    begin, finish = value.start_mark, value.end_mark
    return starts[begin.line] + begin.column, starts[finish.line] + finish.column, flow
