"""The evidence of one person and month: five parts, from the session to the figure that was sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from evidence_case import BO, DAN, MONTH, SECRETS, WOMAN, november
from ledgers import Book

from courseware.errors import CoursewareError
from courseware.intake.attendance import import_attendance
from courseware.intake.attestations import import_attestations
from courseware.registry.enrolment import Registration
from courseware.registry.log import entries
from courseware.registry.project import Project
from courseware.registry.sessions import change_session, sessions_by_name
from courseware.registry.store import Store
from courseware.registry.tables import person
from courseware.reports.evidence import evidence_of, month_of
from courseware.reports.evidence_data import Evidence
from courseware.reports.evidence_page import evidence_page, file_name
from courseware.reports.period import ReportPeriod
from courseware.strings import Strings, load_strings

NOVEMBER = ReportPeriod(2020, 11)


@pytest.fixture
def book(store: Store, project: Project) -> Book:
    return november(store, project)


def evidence(book: Book, name: str, period: ReportPeriod = NOVEMBER) -> Evidence:
    with book.store.read() as tx:
        [found] = evidence_of(tx, month_of(tx, book.project, period), [book.ids[name]])
    return found


def page(book: Book, name: str, t: Strings, **values: bool) -> str:
    return evidence_page(evidence(book, name), t, {"m07-early-detection": "Bygg systemet"}, **values)


def test_the_five_parts_are_there_with_who_and_when(book: Book) -> None:
    found = evidence(book, "anna")
    assert [(held.name, held.place, held.distance) for held in found.sessions] == [
        ("NATT", "", True),
        ("W1", "Rådhuset", False),
    ]
    # Of the night, only what fell on November; who recorded it stands in the log.
    assert [(row.session, row.day, row.minutes, row.late) for row in found.presence] == [
        ("NATT", "2020-11-01", 120, 0),
        ("W1", "2020-11-12", 150, 15),
    ]
    assert {row.noted.who for row in found.presence} == {"maria"}
    assert found.presence[1].sources == ("2020-11-12T08:02:00Z", "list")
    assert [(item.module, item.minutes, item.approved_by) for item in found.study] == [
        ("m07-early-detection", 60, "Påhittade projektägaren")
    ]
    assert [(item.minutes, item.method, item.reference, item.stands) for item in found.signatures] == [
        (300, "mail", "Diarium 12", False),
        (330, "ink", "Pärm 3", True),
    ]
    assert found.informed == (("2020-09-15", "2020-08"),)
    assert [change.action for change in found.changes] == [
        "attendance.add",
        "attendance.add",
        "attestation.add",
        "attestation.replace",
    ]
    assert found.changes[-1].before is not None
    assert found.changes[-1].before["minutes"] == 300


def test_every_version_is_shown_and_compared_with_the_register(book: Book) -> None:
    assert evidence(book, "anna").is_equal is None
    book.sign("anna", "2020-10")
    book.send("2020-09", "2020-10")
    book.export(MONTH)
    found = evidence(book, "anna")
    assert [(made.version, made.reported, made.left_out) for made in found.exports] == [(1, 300, 30)]
    assert found.is_equal is True
    book.attend("anna", "2020-11-26", 60)
    changed = evidence(book, "anna")
    assert changed.is_equal is False
    assert changed.standing is not None
    assert changed.standing.place == "differing"
    book.sign("anna", MONTH, 330 + 60)
    book.export(MONTH)
    assert [(made.version, made.reported) for made in evidence(book, "anna").exports] == [(1, 300), (2, 360)]
    assert evidence(book, "dan").exports[-1].reported is None
    assert evidence(book, "dan").is_equal is True


def test_the_page_tells_it_in_the_order_of_an_audit(book: Book, t: Strings) -> None:
    text = page(book, "anna", t)
    places = [
        text.index(part)
        for part in (
            "Medfinansieras av Europeiska unionen",
            "Anna Påhittad",
            "19XXXXXX-****",
            "Ekdalen (202100-5224), Ekskolan",
            "Almby (202100-0837)",
            "given 2020-09-15 (utgåva 2020-08)",
            "1. Aktiviteter",
            "på distans",
            "Bygg systemet (m07-early-detection)",
            "2. Registrerad närvaro",
            "incheckning 2020-11-12 09:02, närvarolista",
            "3. Deltagarens intyg",
            "5 tim (300 min)",
            ">ersatt<",
            "5,5 tim (330 min)",
            "4. Rapporterat antal timmar",
            "inte exporterad än",
            "avrundas nedåt till hela timmar (floor_month)",
            "5. Ändringslogg",
            "NATT: 2020-10-31 60 min, 2020-11-01 120 min",
            "Så kontrollerar du sidan",
        )
    ]
    assert places == sorted(places)
    assert "närvaro Björkvik.csv" in text
    assert WOMAN not in text
    assert WOMAN in page(book, "anna", t, full_number=True)
    assert "<script" not in text
    assert "Bo &lt;b&gt;Påhittad" in page(book, "bo", t)


def test_the_footer_seals_the_content_and_the_log(book: Book, t: Strings) -> None:
    found = evidence(book, "anna")
    with book.store.read() as tx:
        log = list(entries(tx.connection))
    text = page(book, "anna", t)
    assert found.log_head == f"{len(log)} {log[-1]['hash']}"
    assert log[-1]["hash"] in text
    assert found.fingerprint("19XXXXXX-****") in text
    # Another person's change moves the end of the log, and leaves this person's content as it is.
    book.attend("dan", "2020-11-26", 60)
    later = evidence(book, "anna")
    assert later.log_head != found.log_head
    assert later.fingerprint("19XXXXXX-****") == found.fingerprint("19XXXXXX-****")
    book.attend("anna", "2020-11-26", 60)
    assert evidence(book, "anna").fingerprint("19XXXXXX-****") != found.fingerprint("19XXXXXX-****")


def test_t14_no_page_tells_who_the_protected_woman_is(book: Book, t: Strings) -> None:
    for full_number in (False, True):
        text = page(book, "lisa", t, full_number=full_number)
        for secret in SECRETS:
            assert secret.casefold() not in text.casefold()
        assert "skyddade personuppgifter" in text
        assert "120" in text
    assert file_name(evidence(book, "lisa")) == "evidence-2020-11-000003.html"


def test_t20_same_register_gives_the_same_page(book: Book, t: Strings) -> None:
    assert page(book, "anna", t) == page(book, "anna", t)


def test_english_page_is_english(book: Book, project_root: Path) -> None:
    text = page(book, "bo", load_strings(project_root, "en"))
    assert '<html lang="en">' in text
    assert "Co-funded by the European Union" in text
    assert "Recorded are 165 minutes, attested are 190 minutes." in text


def test_a_protected_man_without_a_placeholder_keeps_nobody_from_evidence(
    store: Store, project: Project
) -> None:
    """The month's own report stops there (T15); what is typed in his place stands on no page."""
    book = Book(store, project)
    book.people(man=Registration(1, BO, "", "Ekdalen", "2020-09-15", protected=True), dan=DAN)
    book.attend(["man", "dan"], "2020-11-12", 60)
    for name in ("man", "dan"):
        book.sign(name, MONTH)
        standing = evidence(book, name).standing
        assert standing is not None
        assert (standing.place, standing.reported) == ("ready", 60)


def test_an_erased_person_has_figures_and_no_name(book: Book, t: Strings) -> None:
    empty = {"wrapped_key": None, "name_enc": None, "number_enc": None, "email_enc": None}
    with book.store.write(who="test", why="test") as tx:
        tx.connection.execute(person.update().where(person.c.id == book.ids["anna"]).values(**empty))
    text = page(book, "anna", t, full_number=True)
    assert "uppgifterna är raderade" in text
    assert "Anna P" not in text


def test_what_was_logged_about_a_merged_person_is_kept(book: Book, t: Strings) -> None:
    """Dan is found to be Bo: the hours move, and the log of both is Bo's."""
    bo, dan = book.ids["bo"], book.ids["dan"]
    with book.store.write(who="test", why="one person") as tx:
        tx.connection.execute(person.update().where(person.c.id == dan).values(merged_into=bo))
        tx.log("person.merge", f"person:{dan}", {"name_enc": b"sealed"}, {"merged_into": bo})
        tx.log("person.merge", f"person:{bo}", None, {"merged": dan})
    found = evidence(book, "bo")
    assert [change.action for change in found.changes] == [
        "attendance.add",
        "attendance.add",
        "attestation.add",
        "person.merge",
    ]
    assert '<td class="wide">deltagare 4</td><td class="wide">deltagare 2</td>' in evidence_page(found, t)
    # The other months of Bo are his own alone.
    assert evidence(book, "bo", ReportPeriod(2020, 10)).changes == ()


def test_another_month_and_another_project_have_their_own_evidence(book: Book) -> None:
    october = evidence(book, "anna", ReportPeriod(2020, 10))
    assert [(row.session, row.day, row.minutes) for row in october.presence] == [("NATT", "2020-10-31", 60)]
    assert [change.action for change in october.changes] == ["attendance.add"]
    other = Book(book.store, replace(book.project, id="up2"))
    other.people(anna=WOMAN)
    found = evidence(other, "anna")
    assert (found.presence, found.signatures, found.changes) == ((), (), ())


def test_an_unknown_participant_is_named_by_id(book: Book) -> None:
    with (
        book.store.read() as tx,
        pytest.raises(CoursewareError, match=r"There is no participant 77, 99 in demo.*participants list"),
    ):
        evidence_of(tx, month_of(tx, book.project, NOVEMBER), [1, 77, 99])


@pytest.mark.parametrize("way", ["signature", "correction"])
def test_t13_a_difference_blocks_until_it_is_resolved_and_both_values_stay(
    book: Book, t: Strings, tmp_path: Path, way: str
) -> None:
    """Bo signed for 190 minutes; 165 were recorded. Either he signs again, or the attendance is corrected."""
    blocked = evidence(book, "bo").standing
    assert blocked is not None
    assert (blocked.place, blocked.recorded, blocked.attested) == ("differing", 165, 190)
    assert book.ids["bo"] not in book.entries(MONTH)
    before = page(book, "bo", t)
    assert "Registrerat är 165 minuter, intygat är 190 minuter." in before

    path = tmp_path / "rättat.csv"
    if way == "signature":
        path.write_text(
            "Deltagare;Månad;Minuter;Metod;Datum;Original\n"
            f"{book.ids['bo']};{MONTH};165;ink;2020-12-05;Pärm 9\n",
            encoding="utf-8",
        )
        import_attestations(path, book.store, book.project, who="maria", why="signed again")
    else:
        # W1 turns out to have been longer: the session first, then Bo's minutes.
        longer = datetime.fromisoformat("2020-11-12T13:00")
        _lengthen(book, longer)
        path.write_text(f"Tillfälle;Deltagare;Närvaro\nW1;{book.ids['bo']};190\n", encoding="utf-8")
        import_attendance(path, book.store, book.project, who="maria", why="wrong line", correct=True)

    assert book.entries(MONTH)[book.ids["bo"]].hours == (2 if way == "signature" else 3)
    found = evidence(book, "bo")
    text = evidence_page(found, t)
    said = [(change.action, change.before, change.after, change.why) for change in found.changes]
    if way == "signature":
        action, old, new, why = said[-1]
        assert (action, why) == ("attestation.replace", "signed again")
        assert old is not None
        assert new is not None
        assert (old["minutes"], new["minutes"]) == (190, 165)
        assert [(item.minutes, item.stands) for item in found.signatures] == [(190, False), (165, True)]
        assert "190 min, portalen" in text
        assert "165 min, underskrift på papper" in text
    else:
        action, old, new, why = said[-1]
        assert (action, why) == ("attendance.change", "wrong line")
        assert old is not None
        assert new is not None
        assert new["minutes"] == {"2020-11-12": 190}
        first = found.changes[0].after
        assert first is not None
        assert first["minutes"] == {"2020-11-12": 165}
        assert "W1: 2020-11-12 165 min" in text
        assert "W1: 2020-11-12 190 min" in text


def _lengthen(book: Book, ends: datetime) -> None:
    with book.store.write(who="maria", why="longer than planned") as tx:
        held = sessions_by_name(tx, book.project.id)["W1"]
        change_session(tx, held, replace(held, ends=ends, actual_minutes=220))
