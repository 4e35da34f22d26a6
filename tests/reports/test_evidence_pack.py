"""An auditor's sample: a page a person, an index, fingerprints; the same draw and bytes every time."""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile

import pytest
from evidence_case import SECRETS, november
from ledgers import Book

from courseware.registry.project import Project
from courseware.registry.store import Store
from courseware.reports.evidence import month_of
from courseware.reports.evidence_pack import draw, evidence_pack
from courseware.reports.period import ReportPeriod
from courseware.strings import Strings

NOVEMBER = ReportPeriod(2020, 11)


@pytest.fixture
def book(store: Store, project: Project) -> Book:
    return november(store, project)


def pack(book: Book, t: Strings, chosen: str = "") -> bytes:
    with book.store.read() as tx:
        month = month_of(tx, book.project, NOVEMBER)
        return evidence_pack(tx, month, tuple(month.standings), t, chosen=chosen)


def test_the_zip_holds_a_page_a_person_by_id_and_an_index(book: Book, t: Strings) -> None:
    with zipfile.ZipFile(io.BytesIO(pack(book, t, "Urval: alla."))) as archive:
        pages = [f"evidence-2020-11-{person_id:06d}.html" for person_id in (1, 2, 3, 4)]
        assert archive.namelist() == [*pages, "index.html", "manifest.csv"]
        assert {info.date_time for info in archive.infolist()} == {(2020, 12, 1, 0, 0, 0)}
        index = archive.read("index.html").decode()
        for name in pages:
            assert f'href="{name}"' in index
        assert "Urval: alla." in index
        assert "5 tim (300 min)" in index
        assert "avviker" in index
        assert "väntar på intyg" in index
        assert "Påhittad" not in index.replace("Påhittade projektägaren", "")
        rows = list(csv.reader(io.StringIO(archive.read("manifest.csv").decode())))
        assert rows[0] == ["file", "sha256"]
        assert {row[0]: row[1] for row in rows[1:]} == {
            name: hashlib.sha256(archive.read(name)).hexdigest() for name in (*pages, "index.html")
        }


def test_t14_no_file_of_the_pack_tells_who_the_protected_woman_is(book: Book, t: Strings) -> None:
    with zipfile.ZipFile(io.BytesIO(pack(book, t))) as archive:
        for name in archive.namelist():
            text = archive.read(name).decode()
            for secret in SECRETS:
                # Anna's own page may name the list that Anna stood on, too.
                if not (secret == "Björkvik" and name != "evidence-2020-11-000003.html"):
                    assert secret not in text, (name, secret)


def test_t20_the_same_register_gives_the_same_zip(book: Book, t: Strings) -> None:
    assert pack(book, t) == pack(book, t)


def test_a_draw_is_repeatable_by_anybody() -> None:
    """Sorted by SHA-256 over "seed:id"; no other program is needed."""
    ids = range(1, 501)
    drawn = draw(ids, 20, 7)
    assert drawn == draw(reversed(ids), 20, 7)
    assert drawn == tuple(sorted(sorted(ids, key=lambda one: hashlib.sha256(b"7:%d" % one).hexdigest())[:20]))
    assert drawn != draw(ids, 20, 8)
    assert draw(range(3), 20, 7) == (0, 1, 2)


def test_a_draw_is_among_those_who_are_reported_with_time(book: Book) -> None:
    def reported() -> tuple[int, ...]:
        with book.store.read() as tx:
            return month_of(tx, book.project, NOVEMBER).reported

    anna, lisa = book.ids["anna"], book.ids["lisa"]
    assert reported() == (anna, lisa)
    book.sign("anna", "2020-10")
    book.send("2020-09", "2020-10", "2020-11")
    book.attend("anna", "2020-11-26", 60)
    # What was exported is what an auditor tests, whatever became of it since.
    assert reported() == (anna, lisa)


def test_a_changed_month_is_told_in_the_index(book: Book, t: Strings) -> None:
    book.sign("anna", "2020-10")
    book.send("2020-09", "2020-10", "2020-11")
    assert "ändrad sedan exporten" not in index_of(book, t)
    book.attend("anna", "2020-11-26", 60)
    assert "ändrad sedan exporten" in index_of(book, t)


def index_of(book: Book, t: Strings) -> str:
    with zipfile.ZipFile(io.BytesIO(pack(book, t))) as archive:
        return archive.read("index.html").decode()
