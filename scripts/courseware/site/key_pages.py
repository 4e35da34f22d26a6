"""The keys to a module's exercises and quiz, for who leads it; never staged, never part of the site."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from courseware.content.markdown import plain
from courseware.content.model import Question, Quiz, Workshop

__all__ = ["exercise_key", "quiz_key"]


def exercise_key(workshop: Workshop, to_html: Callable[[str], str]) -> dict[str, Any]:
    """Gives each exercise that has a key, with the sheets it belongs to.

    Args:
        workshop: In the language of the sheet, or in Swedish.
        to_html: Turns an author's Markdown into HTML.
    """
    return {
        "exercises": [
            {
                "id": f"key-{number}",
                "title": plain(activity.title),
                "minutes": activity.minutes,
                "sheets": [
                    {"title": plain(handout.title), "text": to_html(handout.text)}
                    for handout in activity.handouts
                ],
                "task": to_html(activity.task) if activity.task else "",
                "answers": to_html(activity.answers) if activity.answers else "",
            }
            for number, activity in enumerate(workshop.activities, 1)
            if activity.answers
        ]
    }


def quiz_key(quiz: Quiz, to_html: Callable[[str], str]) -> dict[str, Any]:
    """Gives each question with its right answers, and why.

    Args:
        quiz: In the language of the sheet, or in Swedish.
        to_html: Turns an author's Markdown into HTML.
    """
    return {
        "pass_mark": quiz.pass_mark,
        "questions": [_question(question, to_html) for question in quiz.questions],
    }


def _question(question: Question, to_html: Callable[[str], str]) -> dict[str, Any]:
    return {
        "id": question.id,
        "kind": question.kind,
        "heading": plain(question.heading),
        "body": to_html(question.body) if question.body.strip() else "",
        "answers": [
            {
                "text": to_html(answer.text),
                "right": answer.correct,
                "comment": to_html(answer.comment) if answer.comment.strip() else "",
            }
            for answer in question.answers
        ],
        "explanation": to_html(question.explanation) if question.explanation.strip() else "",
    }
