"""Lists of what participants answered about themselves into the register: all of a list, or nothing of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

from courseware.errors import CoursewareError
from courseware.ids import did_you_mean
from courseware.intake.dates import read_date
from courseware.intake.people_list import PeopleListReader, refuse_lacking
from courseware.intake.tables import Column, Row, SheetTable, header_key, read_table
from courseware.intake.who import WHO_COLUMNS, find_person, who_field
from courseware.registry.finding import People, people_of
from courseware.registry.project import Project
from courseware.registry.situations import REFUSED, Moment, Situation, list_situations, put_situations
from courseware.registry.store import Store

__all__ = ["Asked", "SituationChanges", "import_situations", "read_moment"]

MOMENTS: dict[str, Moment] = {
    **dict.fromkeys(("start", "entry", "början", "vid start", "in", "ingång", "beginning"), "entry"),
    **dict.fromkeys(("slut", "exit", "end", "vid slut", "ut", "avslut", "leaving"), "exit"),
}
REFUSALS = frozenset(
    {REFUSED, "vill inte svara", "jag vill inte svara", "avstår", "do not want to answer", "refuses"}
)
OLDEST = 120

COLUMNS = (
    *WHO_COLUMNS,
    Column("moment", ("Moment", "Tidpunkt", "När", "When")),
    Column("noted", ("Datum", "Noterat", "Svarat", "Noted", "Date")),
    Column("question", ("Fråga", "Question", "Fält", "Field")),
    Column("answer", ("Svar", "Answer", "Värde", "Value")),
)


class Asked(NamedTuple):
    """A question that the country's profile has, with every way of writing it."""

    field: str
    moment: Moment
    spellings: tuple[str, ...]
    """Headers of its column, and what stands under 'Fråga'."""
    answers: Mapping[str, str]
    """The word that is kept by every spelling of an answer; empty where a number of years is asked for."""
    may_refuse: bool = False


@dataclass(slots=True)
class SituationChanges:
    """What came of a list."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    people: int = 0
    unread: tuple[str, ...] = ()
    """Headers of the list that no field is known for."""


def read_moment(text: str) -> Moment:
    """Gives the moment that a word means: `start` or `slut`.

    Raises:
        ValueError: The text is neither.
    """
    found = MOMENTS.get(" ".join(text.casefold().split()))
    if found is None:
        raise ValueError("is neither start nor end. Write start or slut.")
    return found


def import_situations(
    path: Path,
    store: Store,
    project: Project,
    asked: Sequence[Asked],
    *,
    who: str,
    why: str,
    day: date,
    moment: Moment | None = None,
    sheet: str | None = None,
    correct: bool = False,
    dry_run: bool = False,
) -> SituationChanges:
    """Takes a list of answers into the register and gives what came of it.

    A row has a column for each question, or names one question and its answer. An empty cell is a question
    that was not answered, and changes nothing.

    Args:
        path: CSV, .xlsx or .ods.
        store: The register.
        project: The project.
        asked: The questions of the profile that the project's country has.
        who: In whose name.
        why: For what reason.
        day: The day on which the answers were given, where the list has no column for it.
        moment: The moment of the whole list, where it has no column for it.
        sheet: Which sheet of a workbook, where several hold a list.
        correct: Whether an answer that the register has may be replaced.
        dry_run: Whether to try everything and then change nothing.

    Raises:
        CoursewareError: The project may not ask, nobody knows the questions, or the file is no such list.
        ProblemsFound: Rows that cannot be taken in, each with row, column, cause and what to do.
    """
    _refuse_sweden(project)
    if not asked:
        raise CoursewareError(
            f"No questions about participants are known for {project.country} in the programme period "
            f"{project.programme_period}, so no answers can be taken in. What is known, and whom to ask: "
            f"courseware report profile {project.country.lower()}"
        )
    table = read_table(path, (*COLUMNS, *_question_columns(asked)), sheet=sheet)
    own = {one.field for one in asked} & set(table.headers)
    pair = {"question", "answer"} <= set(table.headers)
    refuse_lacking(
        table,
        (
            (
                "moment" in table.headers or moment is not None,
                "for the moment",
                "Add 'Moment' with start or slut, or say it for all: --moment start",
            ),
            (
                bool(own) or pair,
                "for the answers",
                f"Add a column a question ({', '.join(sorted({one.field for one in asked}))}), "
                "or 'Fråga' and 'Svar'.",
            ),
        ),
    )
    outcome = SituationChanges(unread=table.unknown)
    with store.write(who=who, why=why, trial=dry_run) as tx:
        standing = {item.key: item for item in list_situations(tx, project.id)}
        reader = _Reader(table, project, people_of(tx, project.id), asked, moment, day)
        reader.read()
        new: list[tuple[Situation, Situation | None]] = []
        for key, item in reader.found.items():
            before = standing.get(key)
            if before is not None and before.value == item.value:
                outcome.unchanged += 1
                continue
            if before is not None and not correct:
                reader.differs_from(key, before)
            new.append((item, before))
            outcome.added += before is None
            outcome.changed += before is not None
        reader.finish()
        outcome.people = len({item.person_id for item in reader.found.values()})
        put_situations(tx, project.id, new)
    return outcome


def _refuse_sweden(project: Project) -> None:
    """Makes sure that no Swedish project keeps what Sweden does not ask of participants.

    Raises:
        CoursewareError: The project's country is Sweden.
    """
    if project.country == "SE":
        raise CoursewareError(
            f'{project.id} is a Swedish project (country = "SE"), and Sweden asks participants neither for '
            "education nor for labour-market status or the like: those figures come from registers. "
            "What nobody needs is not kept. Is it a project of another country? "
            "Then write its country in the project's file."
        )


def _question_columns(asked: Iterable[Asked]) -> list[Column]:
    """Gives a column for each question; one that is asked at both moments has one column."""
    spellings: dict[str, tuple[str, ...]] = {}
    for one in asked:
        spellings[one.field] = (*spellings.get(one.field, ()), *one.spellings)
    return [Column(field, tuple(dict.fromkeys(words))) for field, words in spellings.items()]


class _Reader(PeopleListReader):
    """Reads the rows of a list."""

    kind = "situation"

    def __init__(
        self,
        table: SheetTable,
        project: Project,
        people: People,
        asked: Sequence[Asked],
        moment: Moment | None,
        day: date,
    ) -> None:
        super().__init__(table)
        self.project, self.people, self.moment, self.day = project, people, moment, day
        self.asked = {(one.field, one.moment): one for one in asked}
        self.fields = {header_key(word): one.field for one in asked for word in one.spellings}
        self.found: dict[tuple[int, Moment, str], Situation] = {}
        self._places: dict[tuple[int, Moment, str], tuple[int, str]] = {}

    def read(self) -> None:
        """Reads every row."""
        for row in self.table.rows:
            moment, noted = self._moment(row), self._noted(row)
            try:
                person = find_person(row, self.people, self.project.starts)
            except ValueError as error:
                self.wrong(row, who_field(row), str(error))
                person = None
            for column, field, text in self._cells(row):
                if moment is None:
                    break
                one = self.asked.get((field, moment))
                if one is None:
                    asked_at = "start" if moment == "exit" else "slut"
                    self.wrong(row, column, f"is not asked at this moment, only at {asked_at}.")
                    continue
                value = self._value(row, column, one, text)
                if person is not None and value and noted:
                    self._keep(row, column, Situation(person, moment, field, value, noted))

    def _cells(self, row: Row) -> Iterable[tuple[str, str, str]]:
        """Gives the answers of a row as (column, field, text); what is empty was not answered."""
        for field in dict.fromkeys(field for field, _ in self.asked):
            if row[field]:
                yield field, field, row[field]
        if row["question"] and row["answer"]:
            field = self.fields.get(header_key(row["question"]), "")
            if field:
                yield "answer", field, row["answer"]
            else:
                known = sorted({one.field for one in self.asked.values()})
                hint = did_you_mean(row["question"], known) or f"Write one of: {', '.join(known)}."
                self.wrong(row, "question", "is not a question of the country's profile.", hint)
        elif row["answer"]:
            self.wrong(
                row, "question", "is empty, but there is an answer.", "Write which question it answers."
            )

    def _moment(self, row: Row) -> Moment | None:
        if not row["moment"] and self.moment is not None:
            return self.moment
        try:
            return read_moment(row["moment"])
        except ValueError as error:
            self.wrong(row, "moment", str(error))
            return None

    def _noted(self, row: Row) -> str:
        if not row["noted"]:
            return self.day.isoformat()
        try:
            return read_date(row["noted"]).isoformat()
        except ValueError as error:
            self.wrong(row, "noted", str(error))
            return ""

    def _value(self, row: Row, column: str, one: Asked, text: str) -> str:
        """Gives the word that is kept for an answer; the text itself is in no message, it may be personal."""
        word = " ".join(text.casefold().split())
        if word in REFUSALS:
            if one.may_refuse:
                return REFUSED
            self.wrong(
                row,
                column,
                "cannot be refused: it is not a sensitive question.",
                "Leave the cell empty where there is no answer.",
            )
            return ""
        if not one.answers:
            years = word.removesuffix("år").removesuffix("years").strip()
            if years.isascii() and years.isdigit() and int(years) <= OLDEST:
                return str(int(years))
            self.wrong(row, column, "is not a number of years.", f"Write a whole number from 0 to {OLDEST}.")
            return ""
        value = one.answers.get(word, "")
        if not value:
            words = ", ".join(dict.fromkeys(one.answers.values()))
            self.wrong(row, column, "is not one of the answers.", f"Write one of: {words}.")
        return value

    def _keep(self, row: Row, column: str, item: Situation) -> None:
        if item.key in self.found:
            if self.found[item.key].value != item.value:
                place, _ = self._places[item.key]
                message = f"the same person and question stand in row {place} with another answer."
                self.wrong(row, column, message, "Keep the row that is right.")
            return
        self.found[item.key], self._places[item.key] = item, (row.number, column)

    def differs_from(self, key: tuple[int, Moment, str], before: Situation) -> None:
        """Notes that the register has another answer; which one, no message says."""
        place, column = self._places[key]
        message = f"another answer, of {before.noted_on}, stands in the register already."
        hint = (
            "Answers describe the day of the start or end and do not follow what changes later. "
            "If the first was wrong: --correct --why REASON"
        )
        self.differs(place, column, message, hint)
