"""Turns a quiz into a form that anybody can fill in, and a key that is fetched when it is checked.

The form is whole without scripts and on paper: native radio buttons and checkboxes, and for an
order to find one number box a step. It holds nothing that tells right from wrong: steps come in a
shuffled order that is the same in every language, and their places stand in the key. The key only
hides the answers from a glance at the page's source; what counts is decided at intake.

The browser's half is ``overrides/assets/js/quiz-form.js``.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from courseware.content.model import Answer, Question, Quiz
from courseware.strings import Strings

__all__ = ["QuizMarkup", "decode_key", "encode_key", "printed_order", "render_quiz"]

_PARAGRAPH = re.compile(r"<p>((?:(?!</?p[ >]).)*)</p>", re.DOTALL)
_PREFORMATTED = re.compile(r"<pre\b.*?</pre>", re.DOTALL)
_BLANK_LINES = re.compile(r"\n\s*\n")
_UNSAFE_IN_ID = re.compile(r"[^A-Za-z0-9_-]+")


@dataclass(frozen=True, slots=True)
class QuizMarkup:
    """What a page with a quiz needs."""

    html: str
    """One raw block (`<div class="quiz">`) without blank lines, so that Markdown leaves it alone."""
    key: bytes
    """The file to write at `key_url`."""


def render_quiz(
    quiz: Quiz,
    *,
    language: str,
    strings: Strings,
    markdown: Callable[[str], str],
    module: str = "",
    version: str = "",
    lessons: Sequence[str] = (),
    key_url: str = "key.json",
) -> QuizMarkup:
    """Gives the form of a quiz and its encoded key.

    Args:
        quiz: The quiz; its id makes every id on the page unique.
        language: The language of the quiz's text (not of the page, where a page falls back).
        strings: Texts in the page's language.
        markdown: Turns a piece of Markdown into HTML as on any other page.
        module: The module whose self-study part the quiz closes; empty for practice that is not recorded.
        version: The module's content version.
        lessons: The module's lessons, so that the browser can tell when the part is done.
        key_url: Where the page finds the key, relative to itself.
    """
    prefix = "quiz-" + _UNSAFE_IN_ID.sub("-", quiz.id)
    attributes = {
        "id": prefix,
        "lang": language,
        "data-quiz": quiz.id,
        "data-module": module,
        "data-version": version,
        "data-lessons": " ".join(lessons),
        "data-pass-mark": str(quiz.pass_mark),
        "data-key": key_url,
        "data-passed": str(quiz.options.get("customPassMsg", "")),
        "data-failed": str(quiz.options.get("customFailMsg", "")),
        "data-shuffle-questions": "true" if quiz.options.get("shuffleQuestions") is True else "",
    }
    kept = "".join(f' {name}="{escape(value)}"' for name, value in attributes.items() if value)
    ui = f' lang="{strings.language}"' if strings.language != language else ""
    count = len(quiz.questions)
    lines = [
        f'<div class="quiz"><quiz-form{kept}>',
        # method=dialog outside a dialog: Enter in a field sends nothing anywhere, also without scripts.
        '<form class="quiz-questions" method="dialog" autocomplete="off">',
        *(
            _question(quiz, question, f"{prefix}-{question.id}", (number, count), strings, markdown, ui)
            for number, question in enumerate(quiz.questions, start=1)
        ),
        # Seen wherever the script does not run (also where it is refused, as on file://), taken away by it.
        f'<p class="notice quiz-unscripted"{ui}>{escape(strings("quiz.unscripted"))}</p>',
        "</form></quiz-form></div>",
    ]
    return QuizMarkup(_one_block("\n".join(lines)), encode_key(_key(quiz, markdown)))


def printed_order(quiz_id: str, question: Question) -> tuple[int, ...]:
    """Gives the source positions in the order they are printed.

    Answers stand as written. Steps are shuffled by a hash of ids alone, so that every build and
    every language prints them alike, and never in the order that is asked for.
    """
    positions = range(len(question.answers))
    if question.kind != "sequence":
        return tuple(positions)

    def weight(position: int) -> bytes:
        return hashlib.sha256(f"{quiz_id}#{question.id}/{position}".encode()).digest()

    order = tuple(sorted(positions, key=weight))
    return order[1:] + order[:1] if order == tuple(positions) else order


def encode_key(key: dict[str, Any]) -> bytes:
    """Gives the key as a file that cannot be read at a glance: its JSON with ROT47, as a JSON text.

    ROT47 rather than base64, because the file then still compresses like text.
    """
    plain = json.dumps(key, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return json.dumps({"key": _rot47(plain)}, ensure_ascii=False).encode()


def decode_key(data: bytes) -> dict[str, Any]:
    """Gives back what `encode_key` was given."""
    key: dict[str, Any] = json.loads(_rot47(json.loads(data)["key"]))
    return key


def _rot47(text: str) -> str:
    return text.translate(_TURNED)


_TURNED = {sign: 33 + (sign + 14) % 94 for sign in range(ord("!"), ord("~") + 1)}


def _key(quiz: Quiz, markdown: Callable[[str], str]) -> dict[str, Any]:
    key: dict[str, Any] = {}
    for question in quiz.questions:
        entry: dict[str, Any] = {"correct": list(question.correct)}
        if question.kind == "sequence":
            entry["order"] = list(printed_order(quiz.id, question))
        comments = {
            str(position): _inline(answer.comment, markdown)
            for position, answer in enumerate(question.answers)
            if answer.comment.strip()
        }
        if comments:
            entry["comments"] = comments
        if question.explanation.strip():
            entry["explanation"] = markdown(question.explanation).strip()
        key[question.id] = entry
    return key


def _question(
    quiz: Quiz,
    question: Question,
    name: str,
    place: tuple[int, int],
    strings: Strings,
    markdown: Callable[[str], str],
    ui: str,
) -> str:
    number = escape(strings("quiz.number", number=place[0], count=place[1]))
    body = markdown(question.body).strip() if question.body.strip() else ""
    described = f"{name}-body {name}-how" if body else f"{name}-how"
    shuffle = ' data-shuffle="true"' if question.shuffle else ""
    lines = [
        f'<fieldset class="quiz-question" id="{name}" data-question="{escape(question.id)}"'
        f' data-kind="{question.kind}"{shuffle} aria-describedby="{described}">',
        f'<legend><span class="quiz-number"{ui}>{number}</span> '
        f'<span class="quiz-text">{_inline(question.heading, markdown)}</span></legend>',
        f'<div class="quiz-body" id="{name}-body">{body}</div>' if body else "",
        f'<p class="quiz-how" id="{name}-how"{ui}>{escape(strings(f"quiz.how-{question.kind}"))}</p>',
        *_answers(quiz, question, name, markdown),
        f'<details class="quiz-hint"><summary{ui}>{escape(strings("quiz.hint"))}</summary>'
        f"<div>{markdown(question.hint).strip()}</div></details>"
        if question.hint.strip()
        else "",
        "</fieldset>",
    ]
    return "\n".join(line for line in lines if line)


def _answers(quiz: Quiz, question: Question, name: str, markdown: Callable[[str], str]) -> list[str]:
    tag = "ol" if question.kind == "sequence" else "ul"
    rows = [f'<{tag} class="quiz-answers" role="list">']
    for printed, position in enumerate(printed_order(quiz.id, question)):
        rows.append(
            _answer(question, question.answers[position], name, printed, len(question.answers), markdown)
        )
    return [*rows, f"</{tag}>"]


def _answer(
    question: Question, answer: Answer, name: str, value: int, count: int, markdown: Callable[[str], str]
) -> str:
    identity = f"{name}-{value}"
    label = f'<label for="{identity}">{_inline(answer.text, markdown)}</label>'
    if question.kind == "sequence":
        # The number box is also the box to write in on paper.
        limits = f'type="number" min="1" max="{count}"'
        box = f'<input class="quiz-place" {limits} id="{identity}" name="{identity}">'
        return f'<li class="quiz-answer" data-value="{value}">{box}{label}</li>'
    kind = "radio" if question.kind == "single" else "checkbox"
    box = f'<input type="{kind}" id="{identity}" name="{name}" value="{value}">'
    return f'<li class="quiz-answer" data-value="{value}">{box}{label}</li>'


def _inline(text: str, markdown: Callable[[str], str]) -> str:
    """Gives a piece of Markdown without the paragraph around it; more than one becomes lines."""
    html = markdown(text).strip()
    paragraphs = _PARAGRAPH.fullmatch(html)
    if paragraphs:
        return paragraphs.group(1)
    return _PARAGRAPH.sub(r'<span class="quiz-par">\1</span>', html)


def _one_block(html: str) -> str:
    """Gives HTML without blank lines: they would end the raw block in Markdown."""
    kept = _PREFORMATTED.sub(lambda match: match.group(0).replace("\n", "&#10;"), html)
    return _BLANK_LINES.sub("\n", kept)
