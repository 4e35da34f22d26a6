"""Invented learners for tests: modules as they were published, codes, and the statements of finished work."""

from __future__ import annotations

import random
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from courseware.content.versions import Deciding, DecidingQuestion
from courseware.intake.verify import Verifier, Window
from courseware.receipts.codes import make_code
from courseware.receipts.model import Statement
from courseware.receipts.statements import Iris, StatementMaker, encode_statement
from courseware.registry.claims import CodeHolder

KEY = bytes(range(32))
IRIS = Iris("https://fullfoljd.example/")
MODULE = "m07-early-detection"
DECIDING = Deciding(
    ("lesson-1-flag", "lesson-2-card"),
    75,
    (
        DecidingQuestion("q1", "single", (1,)),
        DecidingQuestion("q2", "multiple", (0, 2)),
        DecidingQuestion("q3", "sequence", (0, 1, 2)),
        DecidingQuestion("q4", "single", (0,)),
    ),
)
VERSIONS = {MODULE: {DECIDING.version: DECIDING}}
AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
STORED = int(datetime(2026, 11, 21, 22, 0, tzinfo=UTC).timestamp() * 1000)
CODE = make_code(12345, 1, KEY)
OTHER_CODE = make_code(54321, 1, KEY)
WINDOW = Window("demo", date(2026, 1, 1), date(2028, 12, 31), ZoneInfo("Europe/Stockholm"))


def make_verifier(holders: dict[tuple[int, int], CodeHolder] | None = None, **changes: object) -> Verifier:
    """Return a verifier for the invented module and the project demo."""
    settings: dict[str, object] = {
        "iri_base": IRIS.base,
        "versions": VERSIONS,
        "keys": {1: KEY},
        "holders": holders or {},
        "window": WINDOW,
    }
    return Verifier(**{**settings, **changes})  # type: ignore[arg-type]


@dataclass
class Learner:
    """Somebody who does the module under a code; the same seed gives the same ids."""

    code: str = CODE
    seed: int = 1
    version: str = DECIDING.version
    at: datetime = AT
    draw: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self.draw = random.Random(self.seed)  # noqa: S311 (ids that come again)

    @property
    def maker(self) -> StatementMaker:
        """What makes this learner's statements."""
        return StatementMaker(IRIS, self.code, MODULE, self.version, "sv")

    def new_id(self) -> uuid.UUID:
        """Return the next id."""
        return uuid.UUID(int=self.draw.getrandbits(128), version=4)

    def lessons(self) -> list[Statement]:
        """Return the statements of all lessons."""
        return [self.maker.experienced(lesson, self.at, self.new_id()) for lesson in DECIDING.lessons]

    def attempt(self, wrong: Sequence[str] = (), claim: bool | None = None) -> list[Statement]:
        """Return the answers of one attempt and its verdict, which may be a lie."""
        registration, at = self.new_id(), self.at + timedelta(minutes=20)
        statements = []
        for question in DECIDING.questions:
            given = (9,) if question.id in wrong else question.correct
            right = question.id not in wrong
            statements.append(
                self.maker.answered(question.id, given, at, self.new_id(), registration, claim or right)
            )
        score = len(DECIDING.questions) - len(wrong)
        passed = 100 * score // len(DECIDING.questions) >= DECIDING.pass_mark if claim is None else claim
        statements.append(self.maker.graded(score, 4, passed, at, self.new_id(), registration))
        return statements

    def completed(self) -> Statement:
        """Return the completion."""
        return self.maker.completed(self.at + timedelta(minutes=20), self.new_id())

    def everything(self) -> list[Statement]:
        """Return the whole module, in order."""
        return [*self.lessons(), *self.attempt(), self.completed()]


def letters(statements: Sequence[Statement], stored: int = STORED) -> list[tuple[int, int, bytes]]:
    """Return statements as they lie in the inbox."""
    return [(number, stored, encode_statement(one)) for number, one in enumerate(statements, start=1)]
