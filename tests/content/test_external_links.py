"""Addresses outside the site, and what the record of visits says about them."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest

from courseware.content.external_links import (
    LINKS_FILE,
    LinkRecord,
    Mention,
    brought_up_to_date,
    check_external,
    mentions,
    read_records,
    write_records,
)
from courseware.content.load import load_library

DAY = datetime.date(2026, 11, 25)
PAGE = "docs/sv/index.md"
SITE = "https://www.skolverket.se/regler"

Edit = Callable[[str, str, str], Path]


@pytest.fixture
def linked(edit: Edit) -> Path:
    return edit(PAGE, "En tanke", f"[En]({SITE}#franvaro) tanke")


def test_texts_sources_and_tables_are_searched(edit: Edit) -> None:
    root = edit(PAGE, "En tanke", f"[En]({SITE}#top) <https://lagen.nu/x> `https://kod.se` tanke")
    sources = '[{"id": "ek", "type": "book", "title": "T", "URL": "http://ek.se/a", "DOI": "10.1/x"}]'
    (root / "docs/data/bibliography.json").write_text(sources, encoding="utf-8")
    (root / "docs/data/resources.csv").write_text("name,url\nA,https://a.se\nB,\n", encoding="utf-8")
    (root / LINKS_FILE).write_text("url\nhttps://recorded.se\n", encoding="utf-8")
    assert mentions(load_library(root)) == [
        Mention("http://ek.se/a", "docs/data/bibliography.json", 1),
        Mention("https://a.se", "docs/data/resources.csv", 2),
        Mention("https://doi.org/10.1/x", "docs/data/bibliography.json", 1),
        Mention("https://lagen.nu/x", PAGE, 11),
        Mention(SITE, PAGE, 11),
    ]


@pytest.mark.parametrize(
    "target",
    ["https://www.example.org/a", "http://site.example/", "mailto:a@b.se", "worksheets/x.md", "http://[/"],
)
def test_what_no_server_answers_for_is_left_out(edit: Edit, target: str) -> None:
    assert mentions(load_library(edit(PAGE, "En tanke", f"[En]({target}) tanke"))) == []


def test_a_record_is_read_as_it_was_written(tmp_path: Path) -> None:
    records = [
        LinkRecord("https://b.se/å,b", DAY, "moved", 200, "https://c.se"),
        LinkRecord("https://a.se"),
    ]
    write_records(tmp_path / "links.csv", records)
    found, problems = read_records(tmp_path / "links.csv")
    assert (list(found.values()), problems) == ([records[1], records[0]], [])


@pytest.mark.parametrize(
    "text",
    [
        "url,when\nhttps://a.se,2026-01-01\n",
        "url,checked,result,status,address\nhttps://a.se,2026-01-01,fine,200,\n",
        "url,checked,result,status,address\nhttps://a.se,,ok,200,\n",
        "url,checked,result,status,address\nhttps://a.se,2026-01-01,not-checked,,\n",
        "url,checked,result,status,address\nhttps://a.se,01/02/26,ok,200,\n",
        "url,checked,result,status,address\nhttps://a.se\n",
        "\xff",
    ],
)
def test_a_damaged_record_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "links.csv").write_text(text, encoding="latin-1")
    _, problems = read_records(tmp_path / "links.csv")
    assert [problem.code for problem in problems] == ["bad-link-record"]


def test_a_new_address_is_noted_as_not_checked_and_an_old_one_dropped() -> None:
    known = {
        "https://a.se": LinkRecord("https://a.se", DAY, "ok", 200),
        "https://old.se": LinkRecord("https://old.se"),
    }
    found = [Mention("https://a.se", PAGE, 1), Mention("https://new.se", PAGE, 2)]
    records = brought_up_to_date(found, known)
    assert list(records) == ["https://a.se", "https://new.se"]
    assert (records["https://a.se"].result, records["https://new.se"].result) == ("ok", "not-checked")


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (None, "link-unchecked: nobody has visited"),
        (LinkRecord(SITE), "link-unchecked: nobody has visited"),
        (LinkRecord(SITE, DAY, "gone", 404), "answered 404 on 2026-11-25"),
        (LinkRecord(SITE, DAY, "unreachable"), "did not answer on 2026-11-25"),
        (LinkRecord(SITE, DAY, "unreachable", 500), "answered 500 on 2026-11-25"),
        (LinkRecord(SITE, DAY - datetime.timedelta(181), "ok", 200), "last visited on 2026-05-28"),
        (LinkRecord(SITE, DAY - datetime.timedelta(180), "ok", 200), ""),
        (LinkRecord(SITE, DAY, "moved", 200, "https://b.se"), ""),
        (LinkRecord(SITE, DAY, "refused", 403), ""),
    ],
)
def test_the_record_decides_what_is_reported(linked: Path, record: LinkRecord | None, expected: str) -> None:
    if record is not None:
        write_records(linked / LINKS_FILE, [record])
    problems = check_external(load_library(linked), DAY)
    if not expected:
        assert problems == []
        return
    (problem,) = problems
    assert (problem.path, problem.line) == (PAGE, 11)
    assert expected in str(problem)


def test_the_real_record_can_be_read(project_root: Path) -> None:
    """It need not name every address: what is missing counts as never visited."""
    records, problems = read_records(project_root / LINKS_FILE)
    assert problems == []
    assert records
