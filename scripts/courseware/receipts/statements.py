"""Make and read the five sentences in which learning is claimed.

``experienced`` a lesson, ``answered`` a question, ``passed`` or ``failed`` a quiz, ``completed`` the
self-study part of a module. Reading looks at the form only: whether the code is genuine and whether the
answers are right is for intake, which has the key and the content.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Final
from uuid import UUID

import msgspec

from courseware.errors import CoursewareError
from courseware.receipts.codes import InvalidCodeError, normalise_code
from courseware.receipts.model import (
    Account,
    Activity,
    Actor,
    Context,
    ContextActivities,
    Definition,
    Result,
    Score,
    Statement,
    Verb,
)

__all__ = [
    "ANSWERED",
    "COMPLETED",
    "EXPERIENCED",
    "FAILED",
    "PASSED",
    "VERBS",
    "Iris",
    "StatementError",
    "StatementMaker",
    "check_statement",
    "decode_statement",
    "encode_statement",
    "join_positions",
    "split_positions",
    "without_free_text",
]

_ADL: Final = "http://adlnet.gov/expapi/"
EXPERIENCED: Final = f"{_ADL}verbs/experienced"
ANSWERED: Final = f"{_ADL}verbs/answered"
PASSED: Final = f"{_ADL}verbs/passed"
FAILED: Final = f"{_ADL}verbs/failed"
COMPLETED: Final = f"{_ADL}verbs/completed"
VERBS: Final = frozenset((EXPERIENCED, ANSWERED, PASSED, FAILED, COMPLETED))

LESSON_TYPE: Final = f"{_ADL}activities/lesson"
MODULE_TYPE: Final = f"{_ADL}activities/module"
QUIZ_TYPE: Final = f"{_ADL}activities/assessment"
QUESTION_TYPE: Final = f"{_ADL}activities/cmi.interaction"

_RESPONSE = re.compile(r"[0-9]{1,3}(?:\[,\][0-9]{1,3}){0,99}")
_VERSION = re.compile(r"(?:1\.0|2\.0)(?:\.[0-9]{1,3})?")
_VALUE = re.compile(r"Invalid enum value .*?(?= - at|$)|unknown field `.*`(?= - at|$)", re.DOTALL)


class StatementError(CoursewareError):
    """A statement that cannot be read, with a reason code for programs and a sentence for people."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Iris:
    """The names of our activities on the wire; every one starts with the owner's base."""

    base: str
    """Ends with a slash, `https://fullfoljd.example/`."""

    def lesson(self, module: str, lesson: str) -> str:
        """Return the name of a lesson."""
        return f"{self.base}modules/{module}/{lesson}/"

    def part(self, module: str) -> str:
        """Return the name of a module's self-study part."""
        return f"{self.base}modules/{module}/"

    def quiz(self, module: str) -> str:
        """Return the name of a module's quiz."""
        return f"{self.base}quizzes/{module}"

    def question(self, module: str, question: str) -> str:
        """Return the name of a question."""
        return f"{self.base}quizzes/{module}#{question}"

    @property
    def version_key(self) -> str:
        """Return the extension that holds the content version."""
        return f"{self.base}xapi/content-version"

    @property
    def language_key(self) -> str:
        """Return the extension that holds the language the reader read."""
        return f"{self.base}xapi/language"


_decoder = msgspec.json.Decoder(Statement)
_encoder = msgspec.json.Encoder()


def decode_statement(body: bytes | str) -> Statement:
    """Return a statement that has the right form.

    Raises:
        StatementError: with reason "schema", "unknown-verb", "bad-code" and others, and where it is wrong.
    """
    try:
        statement = _decoder.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise StatementError("schema", explain(error)) from None
    check_statement(statement)
    return statement


def explain(error: Exception) -> str:
    """Return what is wrong with a JSON text without repeating any value of it."""
    if isinstance(error, RecursionError):
        return "the JSON is nested too deeply"
    if isinstance(error, UnicodeDecodeError):
        return "the text is not UTF-8"
    return _VALUE.sub(lambda found: "unknown " + ("value" if "enum" in found[0] else "field"), str(error))[
        :300
    ]


def check_statement(statement: Statement) -> None:
    """Check what types cannot say: each verb needs its own parts.

    Raises:
        StatementError: naming the part that is missing or does not fit.
    """
    verb = statement.verb.id
    if verb not in VERBS:
        raise StatementError(
            "unknown-verb", "the verb is none of experienced, answered, passed, failed, completed"
        )
    context, result = statement.context, statement.result
    if context is None or not context.extensions:
        raise StatementError(
            "schema", "context.extensions is missing: it holds the content version and the language"
        )
    if verb == ANSWERED:
        if (
            result is None
            or result.response is None
            or not (result.response == "" or _is_response(result.response))
        ):
            raise StatementError("schema", "result.response must be positions joined by [,], such as 0[,]2")
        if context.registration is None:
            raise StatementError(
                "schema", "context.registration is missing: it tells which attempt this belongs to"
            )
    elif verb in (PASSED, FAILED) and context.registration is None:
        raise StatementError(
            "schema", "context.registration is missing: it tells which attempt this belongs to"
        )
    if statement.version is not None and not _VERSION.fullmatch(statement.version):
        raise StatementError("schema", "the statement's version is neither 1.0.x nor 2.0.x of xAPI")
    try:
        code = _normalised(statement.actor.account.name)
    except InvalidCodeError as error:
        raise StatementError("bad-code", str(error)) from None
    if code != statement.actor.account.name:
        raise StatementError("bad-code", "the code must be written XXXXX-XXXXX-XXXX, in capital letters")


@lru_cache(maxsize=65_536)
def _is_response(response: str) -> bool:
    return bool(_RESPONSE.fullmatch(response))


# A person's statements stand together, so a small memory of codes spares most of the arithmetic.
_normalised = lru_cache(maxsize=4096)(normalise_code)


def encode_statement(statement: Statement) -> bytes:
    """Return a statement as JSON, the same bytes for the same statement."""
    return _encoder.encode(statement)


def without_free_text(statement: Statement, extensions: Collection[str]) -> Statement:
    """Return the statement without its free texts, which nobody reads and which could name somebody."""
    statement.authority = statement.stored = None
    statement.verb.display = None
    statement.object.definition = None
    if statement.context is not None:
        statement.context.platform = statement.context.contextActivities = None
        known = statement.context.extensions or {}
        statement.context.extensions = {key: known[key] for key in extensions if key in known}
    if statement.result is not None:
        statement.result.duration = None
    return statement


@lru_cache(maxsize=65_536)
def split_positions(response: str) -> tuple[int, ...]:
    """Return the answers' positions of a response: "0[,]2" is (0, 2), "" is ()."""
    return tuple(int(position) for position in response.split("[,]")) if response else ()


def join_positions(positions: Iterable[int]) -> str:
    """Return positions as a response: (0, 2) is "0[,]2"."""
    return "[,]".join(str(position) for position in positions)


@dataclass(frozen=True, slots=True)
class StatementMaker:
    """The statements of one code in one version of one module, as the browser makes them."""

    iris: Iris
    code: str
    module: str
    version: str
    language: str

    def experienced(self, lesson: str, at: datetime, id: UUID) -> Statement:
        """Return "this code has worked through the lesson"."""
        activity = Activity(self.iris.lesson(self.module, lesson), definition=Definition(LESSON_TYPE))
        return self._make(EXPERIENCED, activity, at, id, parent=self._part())

    def answered(
        self,
        question: str,
        positions: Iterable[int],
        at: datetime,
        id: UUID,
        registration: UUID,
        success: bool,
    ) -> Statement:
        """Return "this code gave this answer in this attempt"."""
        activity = Activity(self.iris.question(self.module, question), definition=Definition(QUESTION_TYPE))
        result = Result(response=join_positions(positions), success=success)
        return self._make(ANSWERED, activity, at, id, result, registration, parent=self._quiz())

    def graded(
        self, right: int, total: int, passed: bool, at: datetime, id: UUID, registration: UUID
    ) -> Statement:
        """Return "this code passed (or failed) the quiz in this attempt"."""
        score = Score(scaled=round(right / total, 4), raw=right, min=0, max=total)
        result = Result(score=score, success=passed, completion=True)
        verb = PASSED if passed else FAILED
        return self._make(verb, self._quiz(), at, id, result, registration, parent=self._part())

    def completed(self, at: datetime, id: UUID) -> Statement:
        """Return "this code has finished the self-study part of the module"."""
        return self._make(COMPLETED, self._part(), at, id, Result(completion=True))

    def _part(self) -> Activity:
        return Activity(self.iris.part(self.module), definition=Definition(MODULE_TYPE))

    def _quiz(self) -> Activity:
        return Activity(self.iris.quiz(self.module), definition=Definition(QUIZ_TYPE))

    def _make(
        self,
        verb: str,
        activity: Activity,
        at: datetime,
        id: UUID,
        result: Result | None = None,
        registration: UUID | None = None,
        parent: Activity | None = None,
    ) -> Statement:
        extensions = {self.iris.version_key: self.version, self.iris.language_key: self.language}
        return Statement(
            id=id,
            actor=Actor(account=Account(self.iris.base, self.code)),
            verb=Verb(verb),
            object=activity,
            timestamp=at,
            context=Context(
                registration=registration,
                language=self.language,
                extensions=extensions,
                contextActivities=ContextActivities(parent=[parent]) if parent else None,
            ),
            result=result,
        )
