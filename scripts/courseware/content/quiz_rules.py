"""Rules for a good quiz: enough questions of every kind, comments that teach, no giveaway patterns."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from courseware.content.load import Library
from courseware.content.markdown import plain
from courseware.content.model import Question, Quiz
from courseware.errors import Problem
from courseware.languages import SOURCE

__all__ = ["check_quizzes"]

QUESTIONS = (8, 10)
KINDS = {
    "single": "a single choice (1. [x])",
    "multiple": "a multiple choice (- [x])",
    "sequence": "a sequence (1. text)",
}
_CATCH_ALL = re.compile(
    r"\b(?:alla|samtliga|inget|inga|ingen)\s+(?:av\s+)?(?:de\s+)?(?:ovanstående|ovan|alternativen)\b"
    r"|\b(?:all|none|any)\s+of\s+(?:the\s+)?(?:above|these|them)\b",
    re.IGNORECASE,
)
LONGER = 1.15
"""An answer counts as the longest when it is this much longer than the next."""


def check_quizzes(library: Library) -> Iterator[Problem]:
    """Yields what the editorial guide would send back."""
    for language, quizzes in library.quizzes.items():
        for quiz in quizzes.values():
            if language == SOURCE:
                yield from _check_whole(quiz)
                yield from _check_positions(quiz)
            for question in quiz.questions:
                yield from _check_question(quiz, question)
            yield from _check_lengths(quiz)


def _check_whole(quiz: Quiz) -> Iterator[Problem]:
    low, high = QUESTIONS
    if quiz.questions and not low <= len(quiz.questions) <= high:
        message = f"{len(quiz.questions)} questions; a quiz has {low} to {high}."
        yield Problem(quiz.path, 0, "question-count", message, "Add or take away.")
    kinds = {question.kind for question in quiz.questions}
    for kind, words in KINDS.items():
        if quiz.questions and kind not in kinds:
            yield Problem(quiz.path, 0, "question-kinds", f"the quiz lacks {words}.", "Add one.")
    if "nQuestions" in quiz.options:
        line = quiz.front.line("nQuestions")
        hint = "Remove it: a completion needs an answer to every question."
        yield Problem(quiz.path, line, "partial-quiz", "nQuestions shows a part of the quiz only.", hint)


def _check_question(quiz: Quiz, question: Question) -> Iterator[Problem]:
    for answer in question.answers:
        if not answer.comment and question.kind != "sequence":
            hint = "Say why it is right or wrong, on a line indented under it: > …"
            yield Problem(quiz.path, answer.line, "missing-comment", "the answer has no comment.", hint)
        if _CATCH_ALL.search(answer.text):
            hint = "Write an answer of its own."
            message = f"'{plain(answer.text)[:40]}' only points at the other answers."
            yield Problem(quiz.path, answer.line, "catch-all-answer", message, hint)
    if question.kind == "sequence":
        if question.answers and not (
            question.explanation or any(answer.comment for answer in question.answers)
        ):
            hint = "Say why the order is right, after the list."
            yield Problem(
                quiz.path, question.line, "missing-comment", "the sequence has no explanation.", hint
            )
    elif question.kind == "multiple" and len(question.correct) == len(question.answers) > 0:
        hint = "Add an answer that a sensible colleague might believe."
        yield Problem(quiz.path, question.line, "all-right", "every answer is right.", hint)


def _check_positions(quiz: Quiz) -> Iterator[Problem]:
    """A reader must not learn that the second answer is a good guess."""
    singles = [
        question for question in quiz.questions if question.kind == "single" and len(question.correct) == 1
    ]
    if len(singles) < 3:
        return
    position, count = Counter(question.correct[0] for question in singles).most_common(1)[0]
    if count > max(2, len(singles) // 2):
        message = f"{count} of {len(singles)} single choices have the right answer as number {position + 1}."
        yield Problem(quiz.path, 0, "answer-positions", message, "Move some of them.")


def _check_lengths(quiz: Quiz) -> Iterator[Problem]:
    singles = [
        question for question in quiz.questions if question.kind == "single" and len(question.correct) == 1
    ]
    longest = []
    for question in singles:
        right = question.correct[0]
        lengths = [len(plain(answer.text)) for answer in question.answers]
        others = [length for position, length in enumerate(lengths) if position != right]
        if others and lengths[right] > LONGER * max(others):
            longest.append(question.id)
    if len(longest) >= 3 and 2 * len(longest) > len(singles):
        message = f"in {len(longest)} of {len(singles)} single choices the right answer is the longest."
        hint = f"Shorten it, or lengthen a wrong one: {', '.join(longest)}."
        yield Problem(quiz.path, 0, "longest-answer", message, hint)
