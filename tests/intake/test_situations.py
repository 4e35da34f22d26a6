"""Answers from lists: all or nothing, only what the country's profile asks, never in a Swedish project."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import select

from courseware.cli.situations import asked_of
from courseware.errors import CoursewareError, ProblemsFound
from courseware.intake.situations import Asked, SituationChanges, import_situations
from courseware.registry.codes import issue_codes
from courseware.registry.enrolment import Registration, enrol
from courseware.registry.log import entries
from courseware.registry.project import Project
from courseware.registry.projects import load_project
from courseware.registry.situations import list_situations
from courseware.registry.store import Store
from courseware.registry.tables import person
from courseware.strings import load_strings

WOMAN, MAN = "198501012382", "198501012390"
DAY = date(2026, 3, 1)


@pytest.fixture
def poland() -> Project:
    return replace(load_project("demo"), country="PL", programme_period="2014-2020")


@pytest.fixture
def asked(poland: Project, project_root: Path) -> list[Asked]:
    return asked_of(poland, load_strings(project_root, "sv"), load_strings(project_root, "en"))


@pytest.fixture
def known(store: Store, poland: Project) -> Store:
    """Two participants."""
    with store.write(who="test", why="test") as tx:
        people = [
            Registration(1, WOMAN, "Anna Påhittad", "Ekdalen", "2026-01-12"),
            Registration(2, MAN, "Bo Påhittad", "Ekdalen", "2026-01-12"),
        ]
        enrol(tx, poland.id, people)
    return store


def written(folder: Path, text: str, name: str = "svar.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def take_in(
    path: Path, store: Store, project: Project, asked: Sequence[Asked], **values: object
) -> SituationChanges:
    return import_situations(path, store, project, asked, who="test", why="test", day=DAY, **values)  # type: ignore[arg-type]


def answers_of(store: Store, project: Project) -> dict[tuple[int, str, str], str]:
    with store.read() as tx:
        return {item.key: item.value for item in list_situations(tx, project.id)}


def problems_of(path: Path, store: Store, project: Project, asked: Sequence[Asked]) -> str:
    with pytest.raises(ProblemsFound) as refused:
        take_in(path, store, project, asked)
    assert answers_of(store, project) == {}
    return str(refused.value)


WIDE = (
    "Deltagare;Moment;Kön;Ålder;Högsta avslutade utbildning;Employment status;Hushåll;Datum\n"
    "1;start;kvinna;41 år;isced-5-8;Sysselsatt, även egen företagare;;2026-01-12\n"
    f"{MAN};Start;man;;;unemployed;other-household;\n"
)


def test_a_column_a_question_in_either_language_or_as_ids(
    known: Store, poland: Project, asked: list[Asked], tmp_path: Path
) -> None:
    changes = take_in(written(tmp_path, WIDE), known, poland, asked)
    assert (changes.added, changes.changed, changes.unchanged, changes.people) == (7, 0, 0, 2)
    # An empty cell is a question without an answer: no row, and no word that could be taken for one (R8).
    assert answers_of(known, poland) == {
        (1, "entry", "age"): "41",
        (1, "entry", "education"): "isced-5-8",
        (1, "entry", "employment-status"): "employed",
        (1, "entry", "gender"): "woman",
        (2, "entry", "employment-status"): "unemployed",
        (2, "entry", "gender"): "man",
        (2, "entry", "household"): "other-household",
    }
    with known.read() as tx:
        noted = {(item.person_id, item.noted_on) for item in list_situations(tx, poland.id)}
    assert noted == {(1, "2026-01-12"), (2, "2026-03-01")}


def test_a_row_a_question_gives_the_same(
    known: Store, poland: Project, asked: list[Asked], tmp_path: Path
) -> None:
    text = "Personnummer;När;Fråga;Svar\n" + "".join(
        f"{WOMAN};början;{question};{answer}\n"
        for question, answer in (("Kön", "kvinna"), ("education", "högskola (ISCED 5–8)"), ("Hushåll", ""))
    )
    assert take_in(written(tmp_path, text), known, poland, asked).added == 2
    assert answers_of(known, poland) == {
        (1, "entry", "education"): "isced-5-8",
        (1, "entry", "gender"): "woman",
    }


def test_workbook_with_codes_and_one_moment_for_all(
    known: Store, poland: Project, asked: list[Asked], tmp_path: Path
) -> None:
    with known.write(who="test", why="test") as tx:
        [issued] = issue_codes(tx, poland.id, [2])
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["Deltagarkod", "Ålder", "Kön", "Skostorlek"], [issued.code, 41, "man", 43]):
        sheet.append(row)
    book.save(tmp_path / "svar.xlsx")
    changes = take_in(tmp_path / "svar.xlsx", known, poland, asked, moment="entry")
    assert (changes.added, changes.unread) == (2, ("Skostorlek",))
    assert answers_of(known, poland) == {(2, "entry", "age"): "41", (2, "entry", "gender"): "man"}


def test_same_list_again_changes_nothing_and_another_answer_needs_correct(
    known: Store, poland: Project, asked: list[Asked], tmp_path: Path
) -> None:
    take_in(written(tmp_path, WIDE), known, poland, asked)
    again = take_in(written(tmp_path, WIDE), known, poland, asked)
    assert (again.added, again.changed, again.unchanged) == (0, 0, 7)
    other = written(tmp_path, WIDE.replace("41 år", "42"), "rättad.csv")
    with pytest.raises(ProblemsFound) as refused:
        take_in(other, known, poland, asked)
    said = str(refused.value)
    assert "rättad.csv:2: situation-differs: column D (Ålder): another answer, of 2026-01-12" in said
    assert "--correct --why REASON" in said
    assert "41" not in said.replace("2026-01-12", "")
    assert answers_of(known, poland)[1, "entry", "age"] == "41"
    done = take_in(other, known, poland, asked, correct=True)
    assert (done.changed, done.unchanged) == (1, 6)
    assert answers_of(known, poland)[1, "entry", "age"] == "42"


def test_log_holds_answers_only_sealed_with_the_persons_key(
    known: Store, poland: Project, asked: list[Asked], tmp_path: Path
) -> None:
    take_in(written(tmp_path, WIDE), known, poland, asked)
    take_in(written(tmp_path, WIDE.replace("41 år", "42")), known, poland, asked, correct=True)
    with known.read() as tx:
        logged = [e for e in entries(tx.connection, "person:1") if e["action"].startswith("situation")]
        wrapped = tx.connection.execute(select(person.c.wrapped_key).where(person.c.id == 1)).scalar_one()
        key = tx.keys.person_key(1, wrapped)
    assert [entry["action"] for entry in logged] == ["situation.add"] * 4 + ["situation.change"]
    assert not any(word in str(logged) for word in ("woman", "isced-5-8", "employed"))
    before, after = (
        key.decrypt("situation", base64.b64decode(logged[-1][side]["value_enc"]))
        for side in ("before", "after")
    )
    assert (before, after) == ("41", "42")


def test_dry_run_changes_nothing(known: Store, poland: Project, asked: list[Asked], tmp_path: Path) -> None:
    assert take_in(written(tmp_path, WIDE), known, poland, asked, dry_run=True).added == 7
    assert answers_of(known, poland) == {}


def test_every_fault_of_a_list_is_named_at_once_without_what_was_answered(
    known: Store, poland: Project, asked: list[Asked], tmp_path: Path
) -> None:
    path = written(
        tmp_path,
        "Deltagare;Moment;Kön;Ålder;Sysselsättning;Fråga;Svar;Datum\n"
        "1;start;hemlighet;;;;;\n"
        "1;slut;kvinna;;;;;\n"
        "1;start;;trettio;;;;\n"
        "1;start;;121;;;;\n"
        "1;start;vill inte svara;;;;;\n"
        "9;start;man;;;;;\n"
        "1;mitten;man;;;;;\n"
        "1;start;;;;Skostorlek;43;\n"
        "1;start;;;;;43;\n"
        "1;start;;;employed;;;1/2/2026\n"
        "2;start;man;;;;;\n"
        "2;start;kvinna;;;;;\n",
    )
    said = problems_of(path, known, poland, asked)
    for part in (
        "svar.csv:2: situation-gender: column C (Kön): is not one of the answers. Write one of: woman, man.",
        "svar.csv:3: situation-gender: column C (Kön): is not asked at this moment, only at start.",
        "svar.csv:4: situation-age: column D (Ålder): is not a number of years.",
        "svar.csv:5: situation-age: column D (Ålder): is not a number of years.",
        "svar.csv:6: situation-gender: column C (Kön): cannot be refused: it is not a sensitive question.",
        "svar.csv:7: situation-participant: column A (Deltagare): participant 9 takes no part",
        "svar.csv:8: situation-moment: column B (Moment): is neither start nor end.",
        "svar.csv:9: situation-question: column F (Fråga): is not a question of the country's profile.",
        "svar.csv:10: situation-question: column F (Fråga): is empty, but there is an answer.",
        "svar.csv:11: situation-noted: column H (Datum): can be read as day/month or month/day.",
        "svar.csv:13: situation-gender: column C (Kön): the same person and question stand in row 12",
        "11 of 12 rows need mending in svar.csv. Nothing was changed.",
    ):
        assert part in said, part
    assert "hemlighet" not in said


def test_sensitive_question_may_be_refused_which_is_not_the_same_as_not_answered(
    known: Store, poland: Project, tmp_path: Path
) -> None:
    question = Asked("origin", "entry", ("origin", "Bakgrund"), {"a": "a", "b": "b"}, may_refuse=True)
    path = written(tmp_path, "Deltagare;Moment;Bakgrund\n1;start;Vill inte svara\n2;start;\n")
    assert take_in(path, known, poland, [question]).added == 1
    assert answers_of(known, poland) == {(1, "entry", "origin"): "refused"}


def test_swedish_project_is_refused_with_the_reason(
    known: Store, poland: Project, asked: list[Asked], tmp_path: Path
) -> None:
    with pytest.raises(CoursewareError, match=r"is a Swedish project.*come from registers"):
        take_in(written(tmp_path, WIDE), known, replace(poland, country="SE"), asked)
    assert answers_of(known, poland) == {}


@pytest.mark.parametrize(
    ("country", "period"), [("PL", "2021-2027"), ("EE", "2014-2020"), ("DE", "2014-2020")]
)
def test_questions_that_nobody_knows_are_not_made_up(
    known: Store, poland: Project, tmp_path: Path, project_root: Path, country: str, period: str
) -> None:
    project = replace(poland, country=country, programme_period=period)
    asked = asked_of(project, load_strings(project_root, "sv"))
    assert asked == []
    with pytest.raises(CoursewareError, match=f"No questions about participants are known for {country}"):
        take_in(written(tmp_path, WIDE), known, project, asked)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Moment;Kön\nstart;man\n", "no column that says who"),
        ("Deltagare;Kön\n1;man\n", "no column for the moment"),
        ("Deltagare;Moment\n1;start\n", "no column for the answers"),
        ("Deltagare;Moment;Svar\n1;start;man\n", "no column for the answers"),
    ],
)
def test_list_that_lacks_a_column_is_told_once(
    known: Store, poland: Project, asked: list[Asked], tmp_path: Path, text: str, message: str
) -> None:
    with pytest.raises(ProblemsFound, match=message) as refused:
        take_in(written(tmp_path, text), known, poland, asked)
    assert len(refused.value.problems) == 1


def test_one_question_asked_twice_has_one_column_and_an_answer_at_each_moment(
    known: Store, poland: Project, tmp_path: Path, project_root: Path
) -> None:
    finland = replace(poland, country="FI", programme_period="2021-2027")
    asked = asked_of(finland, load_strings(project_root, "sv"), load_strings(project_root, "en"))
    path = written(
        tmp_path,
        "Deltagare;Moment;Sysselsättning;Examen eller yrkesbevis\n1;start;employed;\n1;slut;inactive;nej\n",
    )
    assert take_in(path, known, finland, asked).added == 3
    assert answers_of(known, finland) == {
        (1, "entry", "employment-status"): "employed",
        (1, "exit", "diploma"): "no",
        (1, "exit", "employment-status"): "inactive",
    }
