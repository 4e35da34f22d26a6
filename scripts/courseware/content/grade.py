"""Whether answers are right, decided in one place for pages, receipts and intake.

The browser decides by the same rules in its own language; both run tests/vectors/grading.json.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from courseware.content.model import QuestionKind

__all__ = ["Graded", "grade", "grade_quiz"]


@dataclass(frozen=True, slots=True)
class Graded:
    """The outcome of one attempt at a quiz."""

    right: int
    """How many questions were answered correctly."""
    total: int
    score: int
    """Whole percent, rounded down, so that 79.9 never passes for 80."""
    passed: bool


def grade(kind: QuestionKind, correct: Sequence[int], response: Sequence[int]) -> bool:
    """Tells whether a response is right.

    Args:
        kind: A single choice wants the one right position, a multiple choice exactly the set of
            right ones in any order, a sequence exactly the order.
        correct: Source positions of the right answers.
        response: Source positions that were given.
    """
    if not correct or not response:
        return False
    if kind == "multiple":
        return len(set(response)) == len(response) and set(response) == set(correct)
    return list(response) == list(correct)


def grade_quiz(
    questions: Mapping[str, tuple[QuestionKind, Sequence[int]]],
    responses: Mapping[str, Sequence[int]],
    pass_mark: int,
) -> Graded:
    """Gives right answers, score and verdict; every question weighs equal, unanswered is wrong.

    Args:
        questions: Kind and right positions by question id.
        responses: Given positions by question id; ids that are no question count for nothing.
        pass_mark: Percent that must be reached.
    """
    total = len(questions)
    right = sum(
        grade(kind, correct, responses.get(question_id, ()))
        for question_id, (kind, correct) in questions.items()
    )
    score = 100 * right // total if total else 0
    return Graded(right, total, score, total > 0 and score >= pass_mark)
