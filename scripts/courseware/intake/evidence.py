"""Work out what several statements say together: attempts graded from their answers, and completed modules.

Statements come in any order, in one import or spread over several. So what can be settled from this
import alone is settled at once, and what cannot is looked up in the register at the end; what even then
lacks something waits.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from courseware.content.versions import Deciding
from courseware.intake.verify import CLOCK_TOLERANCE, Fault, Verifier
from courseware.registry.claims import AttemptRow, StatementRow, StatementTuple

__all__ = ["Completed", "Evidence", "Lookup", "month_and_day"]

_MEMORY = 300_000
"""Attempts and modules remembered at once; beyond that, everything is left for the register to tell."""
_SPENT = 2_000_000
"""Graded attempts remembered, each by a number only."""


class Completed(NamedTuple):
    """A completion that its evidence bears out, with the moment that decides its month."""

    statement: StatementRow
    moment: int


class Lookup(NamedTuple):
    """How evidence of earlier imports is found."""

    statements: Callable[[int, int], Sequence[StatementRow]]
    """All stored statements of a code, by random part and key version."""
    attempts: Callable[[int, int], Sequence[AttemptRow]]
    """All stored attempts of a code."""


class Evidence:
    """What has been answered, read and passed so far in one import."""

    def __init__(self, verifier: Verifier) -> None:
        self._verifier = verifier
        self._versions: Mapping[str, Mapping[str, Deciding]] = verifier.versions
        self._answers: dict[tuple[bytes | None, int, int, str, str], dict[str, bool | None]] = {}
        self._lessons: dict[tuple[int, int, str], dict[str, int]] = {}
        self._passes: dict[tuple[int, int, str, str], int] = {}
        self._spent: set[int] = set()
        """Hashes of the attempts that were graded: what is answered in them later was answered before."""
        self._failed_passes: set[tuple[int, int, str, str]] = set()

    @property
    def is_full(self) -> bool:
        """Whether no more may be remembered."""
        return len(self._answers) + len(self._lessons) > _MEMORY or len(self._spent) > _SPENT

    def answered(self, row: StatementTuple) -> None:
        """Note one answer, graded; an attempt that answers a question twice is spoilt."""
        key = (row[10], row[1], row[2], row[4], row[6])
        answers = self._answers.get(key)
        if answers is None:
            answers = self._answers[key] = {}
            if hash(key) in self._spent:
                questions = self._versions[row[4]][row[6]].questions
                answers.update((question.id, None) for question in questions)
        question = row[5]
        right = self._verifier.is_right(row[4], row[6], question, row[11] or "")
        answers[question] = None if question in answers else right

    def experienced(self, row: StatementTuple) -> None:
        """Note one lesson; the first time counts."""
        key = (row[1], row[2], row[4])
        lessons = self._lessons.get(key)
        if lessons is None:
            lessons = self._lessons[key] = {}
        lessons[row[5]] = min(row[8], lessons.get(row[5], row[8]))

    def graded(self, row: StatementRow, lookup: Lookup | None = None) -> AttemptRow | Fault:
        """Return the attempt as its answers say it went.

        Args:
            row: A passed or failed statement.
            lookup: Given where earlier imports must be asked: they may hold answers of this very attempt.
        """
        deciding = self._versions[row.module][row.version]
        key = (row.registration, row.code_random, row.code_version, row.module, row.version)
        answers = self._answers.get(key, {}) if lookup is None else self._stored_answers(row, lookup)
        if len(answers) < len(deciding.questions):
            missing = [question.id for question in deciding.questions if question.id not in answers]
            return Fault(
                "answers-missing", {"module": row.module, "questions": ", ".join(missing)}, waiting=True
            )
        outcome = self._outcome(row, deciding, answers)
        if isinstance(outcome, Fault):
            if row.verb == "passed":
                self._failed_passes.add((row.code_random, row.code_version, row.module, row.version))
            return outcome
        self._answers.pop(key, None)
        self._spent.add(hash(key))
        if outcome.passed:
            passed = (row.code_random, row.code_version, row.module, row.version)
            self._passes[passed] = min(row.at, self._passes.get(passed, row.at))
        return outcome

    def completed(self, row: StatementRow, lookup: Lookup | None = None) -> Completed | Fault:
        """Return the completion if every lesson was read and the quiz of that version passed before it."""
        deciding = self._versions[row.module][row.version]
        lessons = self._lessons.get((row.code_random, row.code_version, row.module), {})
        pass_key = (row.code_random, row.code_version, row.module, row.version)
        passed = self._passes.get(pass_key)
        latest = row.at + CLOCK_TOLERANCE
        if lookup is not None and (
            passed is None
            or passed > latest
            or any(lessons.get(one, latest + 1) > latest for one in deciding.lessons)
        ):
            lessons, passed = self._stored_evidence(row, lookup, lessons, passed)
        missing = [lesson for lesson in deciding.lessons if lesson not in lessons]
        if missing:
            return Fault(
                "lessons-missing", {"module": row.module, "lessons": ", ".join(missing)}, waiting=True
            )
        if passed is None:
            return Fault(
                "quiz-not-passed", {"module": row.module}, waiting=pass_key not in self._failed_passes
            )
        if max(passed, *(lessons[lesson] for lesson in deciding.lessons)) > latest:
            return Fault("evidence-later", {"module": row.module})
        # Done with: a second completion finds its lessons in the register.
        self._lessons.pop((row.code_random, row.code_version, row.module), None)
        # A clock a little ahead must not put a completion into a month that has not begun.
        return Completed(row, min(row.at, row.stored))

    def _outcome(
        self, row: StatementRow, deciding: Deciding, answers: Mapping[str, bool | None]
    ) -> AttemptRow | Fault:
        total = len(deciding.questions)
        right = 0
        for verdict in answers.values():
            if verdict is None:
                return Fault("answered-twice", {"module": row.module})
            right += verdict
        # As content.grade.grade_quiz: whole percent, rounded down.
        score = 100 * right // total if total else 0
        passed = total > 0 and score >= deciding.pass_mark
        if passed != (row.verb == "passed"):
            reason = "below-pass-mark" if row.verb == "passed" else "above-pass-mark"
            details = {"module": row.module, "score": str(score), "mark": str(deciding.pass_mark)}
            return Fault(reason, details)
        return AttemptRow(
            row.id,
            row.code_random,
            row.code_version,
            row.module,
            row.version,
            row.at,
            right,
            total,
            score,
            passed,
        )

    def _stored_answers(self, row: StatementRow, lookup: Lookup) -> dict[str, bool | None]:
        answers: dict[str, bool | None] = {}
        for stored in lookup.statements(row.code_random, row.code_version):
            if (stored.verb, stored.registration) != ("answered", row.registration):
                continue
            if (stored.module, stored.version) == (row.module, row.version):
                right = self._verifier.is_right(
                    stored.module, stored.version, stored.part, stored.response or ""
                )
                answers[stored.part] = None if stored.part in answers else right
        return answers

    def _stored_evidence(
        self, row: StatementRow, lookup: Lookup, lessons: Mapping[str, int], passed: int | None
    ) -> tuple[dict[str, int], int | None]:
        found = dict(lessons)
        for stored in lookup.statements(row.code_random, row.code_version):
            if stored.verb == "experienced" and stored.module == row.module:
                found[stored.part] = min(stored.at, found.get(stored.part, stored.at))
        for attempt in lookup.attempts(row.code_random, row.code_version):
            if attempt.passed and (attempt.module, attempt.version) == (row.module, row.version):
                passed = attempt.at if passed is None else min(passed, attempt.at)
        return found, passed


def month_and_day(moment: int, verifier: Verifier) -> tuple[str, str]:
    """Return the month and the day of a moment in the project's time zone."""
    day = datetime.fromtimestamp(moment / 1000, verifier.window.zone).date().isoformat()
    return day[:7], day
