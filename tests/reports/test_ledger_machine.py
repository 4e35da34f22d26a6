"""Anything in any order: register, correct, leave, return, attest, export, send, accept, take back.

Beside the register stands a model of plain dicts and lists, which says what every month must hold and where
it must stand. After each step both must agree: no hour lost, none counted twice, nothing stale forgotten.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import psycopg
import pytest
from databases import fresh_postgres, postgres_server
from hypothesis import HealthCheck, settings
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from ledgers import Book

from courseware.errors import CoursewareError
from courseware.registry.enrolment import Registration
from courseware.registry.exports import exports_of
from courseware.registry.projects import load_project
from courseware.registry.store import Store, open_store
from courseware.reports.period import ReportPeriod
from courseware.reports.periods import period_states
from courseware.reports.sending import accept_month, withdraw_month
from courseware.strings import load_strings

NUMBERS = {
    "anna": "198501012382",
    "bo": "198501012390",
    "cia": "199508032381",
    "dan": "199508032399",
}
MONTHS = ("2020-09", "2020-10", "2020-11", "2020-12")
DAYS = tuple(f"{month}-{day}" for month in MONTHS for day in ("02", "14", "23"))
LAST_DAYS = {"2020-09": "30", "2020-10": "31", "2020-11": "30", "2020-12": "31"}
TODAY = date(2021, 2, 1)
LIMIT = 13 * 60
"""Minutes on a day above which the demonstration project sees a mistake."""

Row = tuple[str, str, int]
"""What a receiver gets of a person beside the number: start, end, minutes in whole hours."""
Mark = tuple[str, int, int]
"""Sent or accepted, which version, and the how manieth mark of all."""


@dataclass
class Month:
    """One month as the model sees it."""

    entries: dict[str, Row] = field(default_factory=dict)
    left_out: dict[str, int] = field(default_factory=dict)
    pending: dict[str, int] = field(default_factory=dict)
    differing: dict[str, tuple[int, int]] = field(default_factory=dict)
    excluded: dict[str, int] = field(default_factory=dict)


@dataclass
class Model:
    """What was told to the register, and what follows from it."""

    rules: dict[str, str]
    stays: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    """First and last day of each stay, the last one empty while it lasts."""
    minutes: dict[tuple[str, str, str], int] = field(default_factory=dict)
    """By person, day and session."""
    signed: dict[tuple[str, str], int] = field(default_factory=dict)
    versions: dict[str, list[dict[str, Row]]] = field(default_factory=lambda: {month: [] for month in MONTHS})
    marks: dict[str, list[Mark]] = field(default_factory=lambda: {month: [] for month in MONTHS})
    made: int = 0
    """How many marks there ever were."""

    def is_active(self, who: str, month: str) -> bool:
        return any(start[:7] <= month and (not end or end[:7] >= month) for start, end in self.stays[who])

    def month(self, month: str) -> Month:
        """Settles a month by its own plain words."""
        found = Month()
        for who, stays in self.stays.items():
            days: dict[str, int] = {}
            for (person, day, _), minutes in self.minutes.items():
                if person == who and day.startswith(month) and minutes:
                    days[day] = days.get(day, 0) + minutes
            total, signed = sum(days.values()), self.signed.get((who, month))
            outside = [day for day in days if not any(s <= day and (not e or day <= e) for s, e in stays)]
            active = self.is_active(who, month)
            if outside or max(days.values(), default=0) > LIMIT or (signed and not active):
                found.excluded[who] = total
            elif total and signed is None:
                found.pending[who] = total
            elif signed is not None and signed != total:
                found.differing[who] = (total, signed)
            elif active:
                begun = [stay for stay in stays if stay[0][:7] <= month]
                start = (begun[-1] if self.rules["returning_participants"] == "new-start" else stays[0])[0]
                end = begun[-1][1] if begun[-1][1] and begun[-1][1][:7] <= month else ""
                named = start.startswith(month) or end.startswith(month)
                if total or named or self.rules["zero_hour_months"] == "row":
                    found.entries[who] = (start, end, total // 60 * 60)
                    found.left_out[who] = total % 60
        return found

    def sent(self, month: str) -> Mark | None:
        return next((mark for mark in reversed(self.marks[month]) if mark[0] == "sent"), None)

    def stale(self) -> list[str]:
        """Gives the months whose content, or an earlier month, is another than when they were sent."""
        found: list[str] = []
        for place, month in enumerate(MONTHS):
            sent = self.sent(month)
            if sent is None:
                continue
            earlier = [self.sent(one) for one in MONTHS[:place]]
            overtaken = any(other is not None and other[2] > sent[2] for other in earlier)
            changed = self.versions[month][sent[1] - 1] != self.month(month).entries
            if found or overtaken or changed:
                found.append(month)
        return found

    def state(self, month: str) -> str:
        if not self.versions[month]:
            somebody = any(self.is_active(who, month) for who in self.stays)
            time = any(minutes and day[:7] == month for (_, day, _), minutes in self.minutes.items())
            time |= any(minutes and of == month for (_, of), minutes in self.signed.items())
            return "open" if somebody or time or self.rules["empty_months"] == "file" else "empty"
        if month in self.stale():
            return "stale"
        return self.marks[month][-1][0] if self.marks[month] else "exported"

    def is_next(self, month: str) -> bool:
        """Says whether every earlier month is done."""
        earlier = MONTHS[: MONTHS.index(month)]
        return all(self.state(one) in {"sent", "accepted", "empty"} for one in earlier)


class LedgerMachine(RuleBasedStateMachine):
    """The register and the model, told the same."""

    make_store: Callable[[], tuple[Store, Callable[[], None]]]

    def __init__(self) -> None:
        super().__init__()
        self.store, self.remove = type(self).make_store()
        self.t = load_strings(Path(__file__).parents[2], "sv")

    def teardown(self) -> None:
        self.remove()

    @initialize(
        zero=st.sampled_from(["row", "no-row"]),
        empty=st.sampled_from(["file", "nothing"]),
        returning=st.sampled_from(["first-start", "new-start"]),
    )
    def begin(self, zero: str, empty: str, returning: str) -> None:
        """Chooses the project's rules."""
        rules = {"zero_hour_months": zero, "empty_months": empty, "returning_participants": returning}
        demo = load_project("demo")
        project = replace(demo, starts=date(2020, 9, 1), ends=date(2020, 12, 31), **rules)
        self.book, self.model = Book(self.store, project, TODAY), Model(rules)

    def _register(self, who: str, started: str, ended: str) -> None:
        row = Registration(1, NUMBERS[who], f"{who.title()} Påhittad", "Ekdalen", started, ended or None)
        self.book.people(update=True, **{who: row})

    def _somebody(self, data: st.DataObject) -> str:
        return data.draw(st.sampled_from(sorted(self.model.stays)))

    @precondition(lambda self: len(self.model.stays) < len(NUMBERS))
    @rule(day=st.sampled_from(DAYS), data=st.data())
    def add_person(self, day: str, data: st.DataObject) -> None:
        who = data.draw(st.sampled_from(sorted(NUMBERS.keys() - self.model.stays)))
        self._register(who, day, "")
        self.model.stays[who] = [(day, "")]

    @precondition(lambda self: self.model.stays)
    @rule(day=st.sampled_from(DAYS), data=st.data())
    def leave(self, day: str, data: st.DataObject) -> None:
        """The last stay ends, or ends on another day than was said."""
        who = self._somebody(data)
        start = self.model.stays[who][-1][0]
        day = max(day, start)
        self._register(who, start, day)
        self.model.stays[who][-1] = (start, day)

    @precondition(lambda self: any(stays[-1][1] for stays in self.model.stays.values()))
    @rule(days=st.integers(1, 40), data=st.data())
    def come_back(self, days: int, data: st.DataObject) -> None:
        gone = sorted(who for who, stays in self.model.stays.items() if stays[-1][1])
        who = data.draw(st.sampled_from(gone))
        left = date.fromisoformat(self.model.stays[who][-1][1]).toordinal()
        day = min(date.fromordinal(left + days), date(2020, 12, 31)).isoformat()
        if day > self.model.stays[who][-1][1]:
            self._register(who, day, "")
            self.model.stays[who].append((day, ""))

    @precondition(lambda self: self.model.stays)
    @rule(
        day=st.sampled_from(DAYS),
        session=st.sampled_from(["A", "B"]),
        minutes=st.sampled_from([0, 45, 60, 90, 125, 240, 600]),
        data=st.data(),
    )
    def attend(self, day: str, session: str, minutes: int, data: st.DataObject) -> None:
        """Minutes are noted, changed, or taken away by 0."""
        who = self._somebody(data)
        self.book.attend(who, day, minutes, session=f"{session}-{day}")
        self.model.minutes[who, day, session] = minutes

    @precondition(lambda self: self.model.stays)
    @rule(month=st.sampled_from(MONTHS), data=st.data())
    def attest_everything(self, month: str, data: st.DataObject) -> None:
        """Everybody signs for what was recorded."""
        for who in self.model.stays:
            total = sum(
                m for (one, day, _), m in self.model.minutes.items() if one == who and day[:7] == month
            )
            if total and self.model.signed.get((who, month)) != total:
                self.book.sign(who, month, total)
                self.model.signed[who, month] = total

    @precondition(lambda self: self.model.stays)
    @rule(month=st.sampled_from(MONTHS), minutes=st.sampled_from([0, 60, 90, 240]), data=st.data())
    def attest(self, month: str, minutes: int, data: st.DataObject) -> None:
        """Somebody signs, or signs anew, perhaps for other minutes than were recorded."""
        who = self._somebody(data)
        self.book.sign(who, month, minutes)
        self.model.signed[who, month] = minutes

    @rule(month=st.sampled_from(MONTHS))
    def export(self, month: str) -> None:
        """A month is exported exactly when every earlier one is done; unchanged, it keeps its version."""
        model = self.model
        if not model.is_next(month):
            with pytest.raises(CoursewareError, match=f"{month} cannot be exported yet"):
                self.book.export(month)
            return
        content, versions = model.month(month).entries, model.versions[month]
        if not versions or versions[-1] != content:
            versions.append(content)
        assert self.book.export(month) == len(versions)
        again = Book(open_store(self._address(), self.store.key_file), self.book.project, TODAY)
        assert again.workbook(month, self.t) == self.book.workbook(month, self.t)

    def _address(self) -> str:
        return self.store.engine.url.render_as_string(hide_password=False)

    @rule(month=st.sampled_from(MONTHS))
    def send_next(self, month: str) -> None:
        """A month is noted as sent exactly when it may be."""
        model = self.model
        current = bool(model.versions[month]) and model.versions[month][-1] == model.month(month).entries
        done = model.state(month) in {"sent", "accepted"}
        if not model.is_next(month) or not current or done:
            with pytest.raises(CoursewareError):
                self.book.mark(month)
            return
        assert self.book.mark(month).state == "sent"
        model.made += 1
        model.marks[month].append(("sent", len(model.versions[month]), model.made))

    @rule(month=st.sampled_from(MONTHS))
    def accept(self, month: str) -> None:
        def change() -> None:
            with self.store.write(who="test", why="test") as tx:
                accept_month(tx, self.book.project, ReportPeriod.parse(month), TODAY, day=TODAY, reference="")

        if self.model.state(month) != "sent":
            with pytest.raises(CoursewareError):
                change()
            return
        change()
        sent = self.model.sent(month)
        assert sent is not None
        self.model.made += 1
        self.model.marks[month].append(("accepted", sent[1], self.model.made))

    @rule(month=st.sampled_from(MONTHS))
    def withdraw(self, month: str) -> None:
        """The latest mark is taken back, unless a later month was marked after it."""

        def change() -> str:
            with self.store.write(who="test", why="test") as tx:
                period = ReportPeriod.parse(month)
                return withdraw_month(tx, self.book.project, period, TODAY, reference="fel")

        marks = self.model.marks
        later = [mark for one in MONTHS if one > month for mark in marks[one]]
        if not marks[month] or (
            marks[month][-1][0] == "sent" and any(mark[2] > marks[month][-1][2] for mark in later)
        ):
            with pytest.raises(CoursewareError):
                change()
            return
        assert change() == marks[month].pop()[0]
        self.model.made += 1

    @invariant()
    def every_minute_is_somewhere_once(self) -> None:
        """What was recorded is reported, rounded away, pending, differing or excluded; never twice."""
        name = {number: who for who, number in self.book.ids.items()}
        for month in MONTHS:
            found, ledger = self.model.month(month), self.book.report(month).ledger
            assert {name[e.person_id]: (e.started, e.ended, round(e.hours * 60)) for e in ledger.entries} == (
                found.entries
            ), month
            assert {name[entry.person_id]: entry.left_out for entry in ledger.entries} == found.left_out
            assert {name[held.person_id]: held.workshop for held in ledger.pending} == found.pending
            assert {name[h.person_id]: (h.workshop, h.attested) for h in ledger.differing} == found.differing
            assert {name[held.person_id]: held.workshop for held in ledger.excluded} == found.excluded
            told = sum(minutes for (_, day, _), minutes in self.model.minutes.items() if day[:7] == month)
            once = {held.person_id: held.workshop for held in ledger.excluded}
            reported = sum(round(entry.hours * 60) + entry.left_out for entry in ledger.entries)
            waiting = sum(held.workshop for held in (*ledger.pending, *ledger.differing))
            assert told == reported + waiting + sum(once.values())

    @invariant()
    def every_month_stands_where_it_must(self) -> None:
        with self.store.read() as tx:
            states = period_states(tx, self.book.project, TODAY)
            kept = {month: [e.version for e in exports_of(tx, "demo", month)] for month in MONTHS}
        assert {str(one.period): one.state for one in states} == {m: self.model.state(m) for m in MONTHS}
        assert [str(one.period) for one in states if one.state == "stale"] == self.model.stale()
        assert kept == {m: list(range(1, len(self.model.versions[m]) + 1)) for m in MONTHS}


def sqlite_store() -> tuple[Store, Callable[[], None]]:
    folder = Path(tempfile.mkdtemp(prefix="courseware-machine-"))
    made = open_store(f"sqlite:///{folder / 'registry.sqlite'}", folder / "key" / "master.key")
    made.upgrade()
    return made, lambda: shutil.rmtree(folder)


def postgres_store() -> tuple[Store, Callable[[], None]]:
    address, schema = fresh_postgres()
    folder = Path(tempfile.mkdtemp(prefix="courseware-machine-"))
    made = open_store(address, folder / "master.key")
    made.upgrade()

    def remove() -> None:
        shutil.rmtree(folder)
        with psycopg.connect(postgres_server(), autocommit=True) as connection:
            connection.execute(f'DROP SCHEMA "{schema}" CASCADE'.encode())

    return made, remove


def run(make: Callable[[], tuple[Store, Callable[[], None]]], examples: int, steps: int) -> None:
    machine: Any = type("Machine", (LedgerMachine,), {"make_store": staticmethod(make)})
    calm = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(machine, settings=calm)


def test_any_sequence_on_sqlite() -> None:
    run(sqlite_store, examples=25, steps=25)


def test_any_sequence_on_postgresql() -> None:
    run(postgres_store, examples=4, steps=20)


@pytest.mark.soak
@pytest.mark.parametrize("make", [sqlite_store, postgres_store])
def test_a_great_many_sequences(make: Callable[[], tuple[Store, Callable[[], None]]]) -> None:
    run(make, examples=400, steps=50)
