"""Lists of participants into the register: all or nothing, every bad row named, nothing personal shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from people import invented_numbers

from courseware.errors import CoursewareError, ProblemsFound
from courseware.intake.participants import (
    Defaults,
    ParticipantList,
    add_participants,
    one_participant,
    read_participants,
)
from courseware.registry.codes import codes_of, issue_codes
from courseware.registry.enrolment import Enrolment
from courseware.registry.information import list_information
from courseware.registry.people import list_people, month_people
from courseware.registry.project import Project, Unanswered
from courseware.registry.projects import load_project
from courseware.registry.spells import spells_of
from courseware.registry.store import Store, open_store

HEADER = (
    "Namn;Personnummer;Startdatum;Slutdatum;Huvudman;Enhet;Befattning;E-post;Skyddad identitet;Deltagarkod\n"
)


@pytest.fixture
def demo(tmp_path: Path) -> Project:
    """The invented project, as it is shipped."""
    return load_project("demo", tmp_path)


def listed(folder: Path, text: str, name: str = "lista.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="cp1252")
    return path


def take_in(store: Store, demo: Project, people: ParticipantList, **options: bool) -> Enrolment:
    return add_participants(store, demo, people, who="anna", why="a test", **options)


def test_a_messy_list_becomes_participants(store: Store, demo: Project, tmp_path: Path) -> None:
    path = listed(
        tmp_path,
        "Deltagare i Ekdalen;;;\n\n"
        "Förnamn;Efternamn;PERSON-NR;Fr.o.m.;T.o.m.;Skola;Roll;Mejl;Skyddad identitet\n"
        " Åsa ;Öberg;850101-2382;1/2 2026;;Ekskolan;Rektor;asa@ekdalen.example;\n;;;;;;;;\n"
        "Bo;Ek;198501012390;2026.02.01;2026-11-30;Ekskolan;Lärare;;nej\n"
        ";;19790101Tf29;46054;;Ekskolan;;;ja\n",
    )
    people = read_participants(path, demo, defaults=Defaults(organisation="Ekdalens kommun"))
    outcome = take_in(store, demo, people)
    assert (outcome.added_people, outcome.added_participations) == (3, 3)
    with store.read() as tx:
        asa, bo, hidden = list_people(tx, "demo")
    assert asa[2:] == (
        "Åsa Öberg",
        "198501012382",
        "asa@ekdalen.example",
        False,
        "Ekdalens kommun",
        "Ekskolan",
        "Rektor",
        "2026-02-01",
        None,
    )
    assert (bo.name, bo.ended) == ("Bo Ek", "2026-11-30")
    assert (hidden.name, hidden.number12, hidden.protected) == ("", "19790101Tf29", True)


BAD = HEADER + (
    "Bo Ek;198501012383;2026-02-01;;Ekdalen;;;;;\n"
    "Bo Ek;1.98501E+11;2026-02-01;;Ekdalen;;;;;\n"
    ";198501012390;1/2/2026;2026-02-30;;;;bo at ekdalen;kanske;ABC\n"
    "Åsa Öberg;198501012382;2025-12-31;;Ekdalen;;;;;\n"
    "Dag Ask;199008042393;2026-05-01;2026-04-01;Ekdalen;;;;;\n"
    "Eva Alm;19790101Tf29;2026-02-01;;Ekdalen;;;;;\n"
    "Siv Lind;201701012393;2026-02-01;;Ekdalen;;;;;\n"
    "Ulf Gran;202100-5224;2026-02-01;;Ekdalen;;;;;\n"
    "Pål Tall;199008032394;;;Ekdalen;;;;;\n"
)


def test_every_bad_row_is_named_with_column_and_cause(demo: Project, tmp_path: Path) -> None:
    with pytest.raises(ProblemsFound) as caught:
        read_participants(listed(tmp_path, BAD), demo)
    assert {(p.line, p.code) for p in caught.value.problems} == {
        (2, "identity-check-digit"),
        (3, "identity-scientific"),
        (4, "missing"),
        (4, "date"),
        (4, "email"),
        (4, "yes-or-no"),
        (4, "code"),
        (5, "outside-project"),
        (6, "end-before-start"),
        (7, "identity-placeholder"),
        (8, "identity-age"),
        (9, "identity-organisation"),
        (10, "missing"),
    }
    assert "9 of 9 rows need mending in lista.csv. Nothing was changed." in str(caught.value)
    assert "column B (Personnummer): 19XXXXXX-**** has a check digit" in str(caught.value)
    assert "column C (Startdatum): the start date is empty." in str(caught.value)


def test_no_message_holds_anything_personal(demo: Project, tmp_path: Path) -> None:
    with pytest.raises(ProblemsFound) as caught:
        read_participants(listed(tmp_path, BAD), demo)
    text = str(caught.value)
    for row in BAD.splitlines()[1:]:
        name, number, *_ = row.split(";")
        tail = () if "E+" in number else (number[-4:],)  # The message has its own example of such a number.
        for part in (*name.split(), number, number[2:8], *tail):
            assert not part or part not in text
    assert "bo at" not in text


def test_one_bad_row_keeps_everybody_out(store: Store, demo: Project, tmp_path: Path) -> None:
    good = "Åsa Öberg;198501012382;2026-02-01;;Ekdalen;;;;;\n"
    with pytest.raises(ProblemsFound):
        take_in(
            store,
            demo,
            read_participants(listed(tmp_path, HEADER + good + "Bo;1;2026-02-01;;E;;;;;\n"), demo),
        )
    with store.read() as tx:
        assert list(list_people(tx, "demo")) == []


@pytest.mark.parametrize(
    ("header", "lacking"),
    [
        ("Personnummer;Startdatum;Huvudman", "Add 'Namn'"),
        ("Namn;Personnummer;Huvudman", "--started"),
        ("Namn;Personnummer;Startdatum", "--organisation"),
    ],
)
def test_a_lacking_column_is_told_once(demo: Project, tmp_path: Path, header: str, lacking: str) -> None:
    with pytest.raises(ProblemsFound, match=lacking) as caught:
        read_participants(listed(tmp_path, header + "\n" + "a;b;c\n" * 50), demo)
    assert len(caught.value.problems) == 1


def test_defaults_fill_what_the_list_leaves_out(demo: Project, tmp_path: Path) -> None:
    path = listed(tmp_path, "Namn;Pnr\nBo Ek;850101-2390\n")
    [entry] = read_participants(path, demo, defaults=Defaults("Ekdalen", date(2026, 3, 1))).registrations
    assert (entry.organisation, entry.started, entry.states_end) == ("Ekdalen", "2026-03-01", False)


def test_headers_without_rows_are_no_list(demo: Project, tmp_path: Path) -> None:
    with pytest.raises(CoursewareError, match="no rows below"):
        read_participants(listed(tmp_path, HEADER), demo)


def test_the_same_person_twice_in_one_list(store: Store, demo: Project, tmp_path: Path) -> None:
    """Once as ten digits, once as twelve: the same row is counted once, another row is refused."""
    row = "Bo Ek;850101-2390;2026-02-01;;Ekdalen;Ekskolan;;;;\n"
    same = row.replace("850101-", "19850101")
    people = read_participants(listed(tmp_path, HEADER + row + same), demo)
    assert people.repeated == [(3, 2)]
    assert take_in(store, demo, people).added_people == 1
    other = same.replace("02-01", "03-01").replace("Ekskolan", "Bokskolan")
    with pytest.raises(ProblemsFound, match=r"repeated-person.*row 2 with another start date, unit"):
        read_participants(listed(tmp_path, HEADER + row + other), demo)


def test_two_stays_of_one_person_may_stand_in_one_list(store: Store, demo: Project, tmp_path: Path) -> None:
    row = "Bo Ek;850101-2390;{};Ekdalen;Ekskolan;;;;\n"
    first, second = row.format("2026-02-01;2026-05-31"), row.format("2026-09-01;")
    for text in (HEADER + first + second, HEADER + second + first):
        people = read_participants(listed(tmp_path, text), demo)
        trial = take_in(
            open_store(f"sqlite:///{tmp_path}/unmade/r.sqlite", tmp_path / "unmade.key"),
            demo,
            people,
            dry_run=True,
        )
        assert (trial.added_people, trial.added_participations, trial.further_stays) == (1, 1, 1)
    outcome = take_in(store, demo, people)
    assert (outcome.added_participations, outcome.further_stays) == (1, 1)
    assert take_in(store, demo, people).unchanged == 2
    with store.read() as tx:
        [stays] = spells_of(tx, "demo").values()
        assert [tuple(stay) for stay in stays] == [("2026-02-01", "2026-05-31"), ("2026-09-01", None)]
        assert [(one.started, one.ended) for one in list_people(tx, "demo")] == [("2026-02-01", None)]


@pytest.mark.parametrize(
    ("dates", "word"),
    [
        ("2026-05-31;", "start date, end date"),  # They share a day.
        ("2026-02-01;", "end date"),
        ("2026-03-01;2026-04-30", "start date, end date"),
        ("2026-09-01;;Lindby", ""),  # Another organisation: a part of its own.
    ],
)
def test_stays_that_share_a_day_are_refused(demo: Project, tmp_path: Path, dates: str, word: str) -> None:
    row = "Bo Ek;850101-2390;{};;;;;\n"
    first = row.format("2026-02-01;2026-05-31;Ekdalen")
    second = row.format(dates if dates.endswith("Lindby") else f"{dates};Ekdalen")
    path = listed(tmp_path, HEADER + first + second)
    if not word:
        assert len(read_participants(path, demo).registrations) == 2
        return
    with pytest.raises(ProblemsFound, match=rf"lista.csv:3: repeated-person.*with another {word}\."):
        read_participants(path, demo)


def test_stays_of_one_person_differ_in_nothing_but_their_dates(demo: Project, tmp_path: Path) -> None:
    rows = (
        "Bo Ek;850101-2390;2026-02-01;2026-05-31;Ekdalen;Ekskolan;;;;\n"
        "Bo Ek;850101-2390;2026-09-01;;Ekdalen;Bokskolan;;;;\n"
    )
    with pytest.raises(ProblemsFound, match=r"another start date, end date, unit"):
        read_participants(listed(tmp_path, HEADER + rows), demo)


def test_one_code_may_stand_at_each_row_of_its_person(store: Store, demo: Project, tmp_path: Path) -> None:
    with store.write(who="a", why="b") as tx:
        [code] = issue_codes(tx, "demo", [None])
    row = "Bo Ek;850101-2390;2026-02-01;;{};;;;;{}\n"
    text = HEADER + row.format("Ekdalen", code.code) + row.format("Lindby", code.code)
    take_in(store, demo, read_participants(listed(tmp_path, text), demo))
    with store.read() as tx:
        assert [one.person_id for one in codes_of(tx, "demo")] == [1]


def test_a_list_may_say_who_was_informed(store: Store, demo: Project, tmp_path: Path) -> None:
    """G7. The edition is the project's; the same person twice was informed on the earlier day."""
    text = (
        "Namn;Pnr;Startdatum;Kommun;Informationsblad lämnat\n"
        "Bo Ek;850101-2390;2026-02-01;Ekdalen;2026-02-03\n"
        "Bo Ek;850101-2390;2026-02-01;Ekdalen;2026-02-02\n"
        "Åsa Öberg;198501012382;2026-02-01;Ekdalen;\n"
    )
    people = read_participants(listed(tmp_path, text), demo)
    assert take_in(store, demo, people, dry_run=True).added_people == 2
    take_in(store, demo, people)
    assert people.information is not None
    assert people.information.added == 1
    with store.read() as tx:
        assert list_information(tx, "demo") == [(1, "påhittad 2026-01", "2026-02-02")]
    with pytest.raises(Unanswered, match="information_version is not set"):
        take_in(store, replace(demo, information_version=None), people)
    with pytest.raises(ProblemsFound, match=r"lista.csv:2: date: column E \(Informationsblad lämnat\)"):
        read_participants(listed(tmp_path, text.replace("2026-02-03", "ja")), demo)


def test_the_same_person_in_two_organisations(store: Store, demo: Project, tmp_path: Path) -> None:
    """Scenario T7."""
    row = "Bo Ek;850101-2390;2026-02-01;;Ekdalen;;;;;\n"
    other = row.replace("850101-", "19850101").replace("Ekdalen", "Lindby")
    outcome = take_in(store, demo, read_participants(listed(tmp_path, HEADER + row + other), demo))
    assert (outcome.added_people, outcome.added_participations) == (1, 2)


def test_two_alike_placeholders_need_something_to_tell_them_apart(demo: Project, tmp_path: Path) -> None:
    row = ";19790101Tf29;2026-02-01;;Ekdalen;Ekskolan;;;ja;\n"
    people = read_participants(listed(tmp_path, HEADER + row + row.replace("Ekskolan", "Bokskolan")), demo)
    assert len(people.registrations) == 2
    with pytest.raises(ProblemsFound, match="another role"):
        read_participants(listed(tmp_path, HEADER + row + row.replace(";;;ja", ";Rektor;;ja")), demo)


def test_a_trial_changes_nothing(store: Store, demo: Project, tmp_path: Path) -> None:
    people = read_participants(listed(tmp_path, HEADER + "Bo Ek;850101-2390;2026-02-01;;E;;;;;\n"), demo)
    assert take_in(store, demo, people, dry_run=True).added_people == 1
    with store.read() as tx:
        assert list(list_people(tx, "demo")) == []


def test_a_trial_makes_no_register(demo: Project, tmp_path: Path) -> None:
    people = read_participants(listed(tmp_path, HEADER + "Bo Ek;850101-2390;2026-02-01;;E;;;;;\n"), demo)
    unmade = open_store(f"sqlite:///{tmp_path}/data/registry.sqlite", tmp_path / "config" / "master.key")
    assert take_in(unmade, demo, people, dry_run=True).added_people == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["lista.csv"]


def test_codes_issued_in_advance_are_tied_by_the_list(store: Store, demo: Project, tmp_path: Path) -> None:
    with store.write(who="a", why="b") as tx:
        one, two = issue_codes(tx, "demo", [None, None])
    typed = one.code.lower().replace("-", " ")
    text = (
        HEADER
        + f"Bo Ek;850101-2390;2026-02-01;;E;;;;;{typed}\n"
        + f"Åsa Öberg;198501012382;2026-02-01;;E;;;;;{two.code}\n"
    )
    for _ in range(2):
        take_in(store, demo, read_participants(listed(tmp_path, text), demo))
    with store.read() as tx:
        owners = {code.code: code.person_id for code in codes_of(tx, "demo")}
    assert owners == {one.code: 1, two.code: 2}


def test_a_wrong_code_keeps_the_whole_list_out(store: Store, demo: Project, tmp_path: Path) -> None:
    with store.write(who="a", why="b") as tx:
        [one] = issue_codes(tx, "demo", [None])
        [foreign] = issue_codes(tx, "another", [None])
    row = "Bo Ek;850101-2390;2026-02-01;;E;;;;;{}\nÅsa Öberg;198501012382;2026-02-01;;E;;;;;{}\n"
    with pytest.raises(ProblemsFound, match=r"lista.csv:3: repeated-code.*row 2"):
        read_participants(listed(tmp_path, HEADER + row.format(one.code, one.code)), demo)
    people = read_participants(listed(tmp_path, HEADER + row.format(one.code, foreign.code)), demo)
    with pytest.raises(
        ProblemsFound, match=r"lista.csv:3: code: column J \(Deltagarkod\): the code was issued"
    ):
        take_in(store, demo, people)
    with store.read() as tx:
        assert list(list_people(tx, "demo")) == []
        assert [code.person_id for code in codes_of(tx, "demo")] == [None]


def test_one_participant_is_checked_like_any(store: Store, demo: Project) -> None:
    cells = {"number": "850101-2390", "name": "Bo Ek", "organisation": "Ekdalen", "started": "2026-02-01"}
    assert take_in(store, demo, one_participant(cells, demo)).added_people == 1
    with pytest.raises(
        ProblemsFound, match=r"The new participant: identity-check-digit: Personnummer: XXXXXX-\*\*\*\*"
    ):
        one_participant(cells | {"number": "850101-2391"}, demo)


def test_ages_are_the_projects_own(demo: Project, tmp_path: Path) -> None:
    path = listed(tmp_path, HEADER + "Bo Ek;201701012393;2026-02-01;;Ekdalen;;;;;\n")
    assert read_participants(path, replace(demo, age_at_start=(5, 80))).registrations
    with pytest.raises(ProblemsFound, match="outside 15-80"):
        read_participants(path, demo)


def test_many_invented_people(demo: Project, tmp_path: Path) -> None:
    rows = "".join(
        f"Person {n};{number};2026-02-01;;E;;;;;\n" for n, number in enumerate(invented_numbers(3000))
    )
    people = read_participants(listed(tmp_path, HEADER + rows), demo, check_age=False)
    assert len(people.registrations) == 3000
    with pytest.raises(ProblemsFound, match="3000 of 3000 rows"):
        read_participants(tmp_path / "lista.csv", demo)


def test_a_row_without_start_is_taken_in_only_when_asked_for(store: Store, tmp_path: Path) -> None:
    """T16: the row waits in the register, in no month's file, until the date is there."""
    demo = load_project("demo")
    lacking = tmp_path / "utan.csv"
    lacking.write_text(
        "Personnummer;Namn;Huvudman;Startdatum\n198501012382;Anna Påhittad;Ekdalen;\n", "utf-8"
    )
    with pytest.raises(ProblemsFound, match="--without-start"):
        read_participants(lacking, demo)

    def take(path: Path, *, update: bool = False) -> Enrolment:
        people = read_participants(path, demo, defaults=Defaults(without_start=True))
        return add_participants(store, demo, people, who="test", why="test", update=update)

    assert take(lacking).added_people == 1
    dated = tmp_path / "med.csv"
    dated.write_text(lacking.read_text("utf-8").replace("Ekdalen;", "Ekdalen;2026-02-01"), "utf-8")
    [difference] = take(dated).differences
    assert (difference.what, difference.register, difference.source) == ("started", "", "2026-02-01")
    take(dated, update=True)
    assert take(lacking).differences == [], "an empty cell says nothing"
    with store.read() as tx:
        [person] = month_people(tx, "demo")
    assert person.started == "2026-02-01"
