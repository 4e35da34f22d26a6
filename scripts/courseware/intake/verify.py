"""The one verification, for inbox and receipt alike: what a statement must be before it counts as a claim.

A browser can say anything. So the code must be genuine, the content must be a version that we published,
the time must be possible, and what decides a completion is worked out again from the answers themselves.
Everything that fails here has a reason; the sentence for it is `admin.refusal.<reason>` in the strings.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import NamedTuple
from zoneinfo import ZoneInfo

from courseware.content.grade import grade
from courseware.content.versions import Deciding, DecidingQuestion
from courseware.languages import LANGUAGES
from courseware.receipts.codes import find_key_version, make_code, split_code
from courseware.receipts.model import Statement
from courseware.receipts.statements import (
    ANSWERED,
    COMPLETED,
    EXPERIENCED,
    FAILED,
    PASSED,
    Iris,
    split_positions,
)
from courseware.registry.claims import CodeHolder, StatementTuple

__all__ = ["CLOCK_TOLERANCE", "CURABLE", "OTHER_PROJECT", "Fault", "Verifier", "Window"]

CLOCK_TOLERANCE = 5 * 60 * 1000
"""Milliseconds that a device's clock may be ahead of ours: telephones are seldom right to the second."""

CURABLE = frozenset(
    (
        "unknown-version",
        "unknown-module",
        "unknown-object",
        "before-start",
        "before-project",
        "after-project",
    )
)
"""Refusals that new content or a corrected date can lift: tried again at every import."""

OTHER_PROJECT = "other-project"
"""The code was issued for another project, whose own import will take the statement."""

_MEMORY = 200_000
_NAME = re.compile(r"[A-Za-z0-9-]{1,64}")


class Fault(NamedTuple):
    """Why a statement does not count."""

    reason: str
    details: dict[str, str] = {}  # noqa: RUF012 (never changed)
    """What the reason's sentence names: {module}, {version}… Never a value that could be personal."""
    waiting: bool = False
    """Whether something that is still to come may make it count."""


class Window(NamedTuple):
    """The time in which a project's statements can have been made."""

    project: str
    starts: date
    ends: date
    zone: ZoneInfo


class _Code(NamedTuple):
    random: int
    version: int
    starts: int
    """Milliseconds of the first moment of the participation, 0 where it is not known."""
    start_day: str


class _Target(NamedTuple):
    verb: str
    module: str
    part: str


class Verifier:
    """Checks statements one at a time, each on its own; what needs several is for `evidence`."""

    def __init__(
        self,
        *,
        iri_base: str,
        versions: Mapping[str, Mapping[str, Deciding]],
        keys: Mapping[int, bytes],
        holders: Mapping[tuple[int, int], CodeHolder],
        window: Window,
    ) -> None:
        """Prepares the look-ups, so that checking a statement costs a few microseconds.

        Args:
            iri_base: What every name on the wire starts with.
            versions: Every content version ever published, by module.
            keys: Every key that codes were ever made with.
            holders: The codes that were issued here.
            window: The project that statements are imported for.
        """
        self.versions = versions
        self.window = window
        self._iris = Iris(iri_base)
        self._version_key, self._language_key = self._iris.version_key, self._iris.language_key
        self._keys, self._holders = keys, holders
        self._codes: dict[str, _Code | Fault] = {}
        self._targets = _targets(self._iris, versions)
        self._questions = {
            (module, version, question.id): question
            for module, published in versions.items()
            for version, deciding in published.items()
            for question in deciding.questions
        }
        self._right: dict[tuple[str, str, str, str], bool] = {}
        self._starts = _midnight(window.starts, window.zone)
        self._ends = _midnight(date.fromordinal(window.ends.toordinal() + 1), window.zone)

    def check(self, statement: Statement, stored: int) -> StatementTuple | Fault:
        """Return the statement as it is to be stored (`StatementRow`), or why it does not count.

        Args:
            statement: A statement of the right form.
            stored: When it arrived, in milliseconds.
        """
        account, context = statement.actor.account, statement.context
        code = self._codes.get(account.name) or self._read_code(account.name)
        if isinstance(code, Fault):
            return code
        if account.homePage != self._iris.base:
            return Fault("foreign-actor")
        if context is None or context.extensions is None:
            return Fault("schema", {"what": "context.extensions is missing"})
        version = context.extensions.get(self._version_key, "")
        target = self._targets.get((statement.verb.id, statement.object.id, version))
        if target is None:
            return self._why_unknown(statement, version)
        at = int(statement.timestamp.timestamp() * 1000 + 0.5)
        if not self._starts <= at < self._ends or at > stored + CLOCK_TOLERANCE or at < code.starts:
            return self._why_then(at, stored, code)
        registration, result = context.registration, statement.result
        language = context.extensions.get(self._language_key, "")
        return (
            statement.id.bytes,
            code.random,
            code.version,
            target[0],
            target[1],
            target[2],
            version,
            language if language in LANGUAGES else "",
            at,
            stored,
            None if registration is None else registration.bytes,
            None if result is None else result.response,
        )

    @property
    def extensions(self) -> tuple[str, ...]:
        """Return the names of the extensions that are read; others may say anything."""
        return self._version_key, self._language_key

    def code_text(self, random: int, version: int) -> str:
        """Return a code as it is printed."""
        return make_code(random, version, self._keys[version])

    def is_right(self, module: str, version: str, question: str, response: str) -> bool:
        """Say whether a response is right, graded by us; the question is one of that version."""
        key = (module, version, question, response)
        right = self._right.get(key)
        if right is None:
            asked: DecidingQuestion = self._questions[module, version, question]
            right = grade(asked.kind, asked.correct, split_positions(response))
            if len(self._right) > _MEMORY:
                self._right.clear()
            self._right[key] = right
        return right

    def _read_code(self, name: str) -> _Code | Fault:
        version = find_key_version(name, self._keys)
        found: _Code | Fault
        if version is None:
            found = Fault("not-genuine")
        else:
            random = split_code(name).random_part
            holder = self._holders.get((random, version))
            day = (holder.started or "") if holder else ""
            starts = _midnight(date.fromisoformat(day), self.window.zone) if day else 0
            found = _Code(random, version, starts, day)
            if holder is not None and holder.project != self.window.project:
                found = Fault(OTHER_PROJECT, {"project": holder.project})
        if len(self._codes) > _MEMORY:
            self._codes.clear()
        self._codes[name] = found
        return found

    def _why_then(self, at: int, stored: int, code: _Code) -> Fault:
        try:
            day = datetime.fromtimestamp(at / 1000, self.window.zone).date().isoformat()
        except (ValueError, OverflowError):  # The year 1 or 9999, near the end of what a calendar can say.
            day = "?"
        if at > stored + CLOCK_TOLERANCE:
            return Fault("from-the-future", {"day": day})
        if at < self._starts:
            return Fault("before-project", {"day": day, "start": self.window.starts.isoformat()})
        if at >= self._ends:
            return Fault("after-project", {"day": day, "end": self.window.ends.isoformat()})
        return Fault("before-start", {"day": day, "start": code.start_day})

    def _why_unknown(self, statement: Statement, version: str) -> Fault:
        """Say which part of verb, object and version is not ours."""
        base, name = self._iris.base, statement.object.id
        if not name.startswith(base):
            return Fault("foreign-object")
        parts = name[len(base) :].replace("#", "/").split("/")
        module = parts[1] if len(parts) > 1 else ""
        shown = module if _NAME.fullmatch(module) else "?"
        if module not in self.versions:
            return Fault("unknown-module", {"module": shown})
        if version not in self.versions[module]:
            shown_version = version if _NAME.fullmatch(version) else "?"
            return Fault("unknown-version", {"module": shown, "version": shown_version})
        return Fault("unknown-object", {"module": shown, "version": version})


def _targets(
    iris: Iris, versions: Mapping[str, Mapping[str, Deciding]]
) -> dict[tuple[str, str, str], _Target]:
    """Return everything that can be said about our content, by verb, object and version."""
    targets = {}
    for module, published in versions.items():
        for version, deciding in published.items():
            for lesson in deciding.lessons:
                targets[EXPERIENCED, iris.lesson(module, lesson), version] = _Target(
                    "experienced", module, lesson
                )
            for question in deciding.questions:
                name = iris.question(module, question.id)
                targets[ANSWERED, name, version] = _Target("answered", module, question.id)
            targets[PASSED, iris.quiz(module), version] = _Target("passed", module, "")
            targets[FAILED, iris.quiz(module), version] = _Target("failed", module, "")
            targets[COMPLETED, iris.part(module), version] = _Target("completed", module, "")
    return targets


def _midnight(day: date, zone: ZoneInfo) -> int:
    """Return the first moment of a day in a zone, in milliseconds."""
    return int(datetime.combine(day, time(), zone).astimezone(UTC).timestamp() * 1000)
