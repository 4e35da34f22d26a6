"""Options of a quiz: which there are, their spellings, and `---` blocks that hold them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from courseware.content.plain_yaml import read_yaml
from courseware.errors import Problem
from courseware.ids import did_you_mean

__all__ = ["DASHES", "OPTIONS", "PRESENT_NAMES", "check_options", "options_block"]

DASHES = re.compile(r" {0,3}-{3,}[ \t]*$")
"""A line that opens or ends a block of options."""


PRESENT_NAMES = {
    "start_on_load": "startOnLoad",
    "shuffle_answers": "shuffleAnswers",
    "shuffle_questions": "shuffleQuestions",
    "primary_color": "primaryColor",
    "secondary_color": "secondaryColor",
    "text_color": "textColor",
    "enable_retry": "enableRetry",
}
"""Spellings that quizdown-js still takes from its versions up to 0.3.0."""

OPTIONS: Mapping[str, type[int] | type[bool] | type[str]] = {
    "passMark": int,
    "passingGrade": int,
    "shuffleAnswers": bool,
    "shuffleQuestions": bool,
    "nQuestions": int,
    "enableRetry": bool,
    "startOnLoad": bool,
    "customPassMsg": str,
    "customFailMsg": str,
    "locale": str,
    "primaryColor": str,
    "secondaryColor": str,
    "textColor": str,
    **dict.fromkeys(("start_on_load", "shuffle_answers", "shuffle_questions", "enable_retry"), bool),
    **dict.fromkeys(("primary_color", "secondary_color", "text_color"), str),
}
"""Options of a quiz. `passMark` (percent) is ours; `passingGrade` is quizdown's word for it."""


def check_options(
    data: Mapping[str, Any],
    path: str,
    line: int,
    problems: list[Problem],
    lines: Mapping[str, int] | None = None,
) -> dict[str, Any]:
    """Gives the good options of a quiz under their present names and reports the others.

    Args:
        data: What the author wrote.
        path: What problems call the file.
        line: Where a problem stands unless `lines` knows better.
        problems: Gets what is wrong.
        lines: Line of each key.
    """
    good: dict[str, Any] = {}
    for key, value in data.items():
        here = (lines or {}).get(key, line)
        wanted = OPTIONS.get(key)
        if wanted is None:
            hint = did_you_mean(key, OPTIONS) or f"Known options: {', '.join(OPTIONS)}."
            problems.append(
                Problem(path, here, "unknown-quiz-option", f"'{key}' is not an option of a quiz.", hint)
            )
        elif value is None and key in ("locale", "passingGrade", "nQuestions"):
            continue
        elif not isinstance(value, wanted) or (wanted is int and isinstance(value, bool)):
            expected = {int: "a whole number", bool: "true or false", str: "a text"}[wanted]
            problems.append(
                Problem(path, here, "bad-quiz-option", f"{key}: {value!r}.", f"Write {expected}.")
            )
        elif key in ("passMark", "passingGrade") and isinstance(value, int) and not 1 <= value <= 100:
            hint = "Write the percent of questions that must be right, 1 to 100."
            problems.append(Problem(path, here, "bad-quiz-option", f"{key}: {value}.", hint))
        elif key == "nQuestions" and isinstance(value, int) and value < 1:
            problems.append(Problem(path, here, "bad-quiz-option", f"{key}: {value}.", "Write 1 or more."))
        else:
            good[PRESENT_NAMES.get(key, key)] = value
    grade = good.pop("passingGrade", None)
    if grade is not None and good.setdefault("passMark", grade) != grade:
        hint = "They mean the same. Keep passMark."
        problems.append(Problem(path, line, "bad-quiz-option", "passMark and passingGrade differ.", hint))
    return good


def options_block(
    lines: Sequence[str], start: int, path: str, first_line: int, problems: list[Problem]
) -> tuple[int, Mapping[str, Any]]:
    """Gives the line after a `---` block and its data."""
    end = next((n for n in range(start + 1, len(lines)) if DASHES.match(lines[n])), None)
    here = first_line + start
    if end is None:
        hint = "End the options with a line of three hyphens; --- draws no line in a quiz."
        problems.append(Problem(path, here, "unclosed-options", "--- opens options that never end.", hint))
        return start + 1, {}
    try:
        _, data = read_yaml("\n".join(lines[start + 1 : end]))
    except (yaml.YAMLError, ValueError, TypeError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        line = here + 1 + (mark.line if mark is not None else 0)
        what = getattr(error, "problem", None) or str(error)
        problems.append(Problem(path, line, "bad-yaml", f"{what}.", "Write one 'option: value' a line."))
        return end + 1, {}
    if data is None:
        return end + 1, {}
    if not isinstance(data, dict) or not all(isinstance(key, str) for key in data):
        hint = "Write one 'option: value' a line between the hyphens; --- draws no line in a quiz."
        problems.append(Problem(path, here, "bad-quiz-option", "these are not options.", hint))
        return end + 1, {}
    return end + 1, data
