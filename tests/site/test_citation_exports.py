"""BibTeX and RIS, read back by programs that others wrote."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import rispy
from pybtex.database import BibliographyData, parse_string

from courseware.content.bibliography import is_published, load_bibliography
from courseware.site.citation_exports import bibtex, ris
from courseware.site.page_citation import page_bibtex, page_citation

ROOT = Path(__file__).parents[2]

ARTICLE: dict[str, Any] = {
    "id": "ek2020",
    "type": "article-journal",
    "title": "50 % of {all} & why_not $5 #1 ~ ^ \\ žåä",
    "author": [{"family": "van der Ek", "given": "Ann"}, {"literal": "Råd & Co"}, {"literal": "et al."}],
    "issued": {"date-parts": [[2020, 3, 9]]},
    "container-title": "Journal of Schools",
    "volume": "4",
    "issue": "2",
    "page": "10-19",
    "DOI": "10.1000/x_1",
    "URL": "https://a.example/x?a=1%202&b=_#c",
    "language": "en",
    "custom": {"mark": "S", "note": "read in a copy"},
}


@pytest.fixture(scope="module")
def ours() -> dict[str, Any]:
    """Our own sources that are published."""
    return {key: entry for key, entry in load_bibliography(ROOT)[0].items() if is_published(entry)}


def _parsed(sources: dict[str, Any]) -> BibliographyData:
    return parse_string(bibtex(sources).decode(), "bibtex")


def test_every_source_is_read_back_from_bibtex_by_its_key(ours: dict[str, Any]) -> None:
    data = _parsed(ours)  # Keys that stand twice, and braces that do not match, end this.
    assert sorted(data.entries) == sorted(ours)
    for key, entry in ours.items():
        assert data.entries[key].fields["title"]
        assert data.entries[key].fields.get("url", "") == entry.get("URL", ""), key


def test_an_article_is_read_back_whole_from_bibtex() -> None:
    entry = _parsed({"ek2020": ARTICLE}).entries["ek2020"]
    assert entry.type == "article"
    assert entry.fields["title"] == (
        r"{50 \% of \{all\} \& why\_not \$5 \#1 \textasciitilde{} \textasciicircum{} \textbackslash{} žåä}"
    )
    assert [str(person) for person in entry.persons["author"]] == [
        "van der Ek, Ann",
        r"{Råd \& Co}",
        "others",
    ]
    assert entry.fields["pages"] == "10--19"
    assert (entry.fields["year"], entry.fields["month"], entry.fields["number"]) == ("2020", "3", "2")
    assert (entry.fields["doi"], entry.fields["url"]) == ("10.1000/x_1", ARTICLE["URL"])
    assert entry.fields["note"] == "Read in a copy"


TYPES = {
    "report": ("techreport", "RPRT"),
    "book": ("book", "BOOK"),
    "thesis": ("misc", "THES"),
    "legislation": ("misc", "STAT"),
    "bill": ("misc", "BILL"),
    "dataset": ("misc", "DATA"),
    "webpage": ("misc", "ELEC"),
    "article-newspaper": ("misc", "NEWS"),
    "article": ("misc", "GEN"),
}


@pytest.mark.parametrize("kind", TYPES)
def test_each_type_has_its_own_name_in_both(kind: str) -> None:
    entry = {"id": "x", "type": kind, "title": "T", "author": [{"literal": "Rådet"}]}
    in_bibtex, in_ris = TYPES[kind]
    parsed = _parsed({"x": entry}).entries["x"]
    assert parsed.type == in_bibtex
    # BibTeX warns of a report without an institution.
    assert ("institution" in parsed.fields) == (in_bibtex == "techreport")
    assert rispy.loads(ris({"x": entry}).decode())[0]["type_of_reference"] == in_ris


def test_every_source_is_read_back_from_ris(ours: dict[str, Any]) -> None:
    read = rispy.loads(ris(ours).decode())
    assert [entry["id"] for entry in read] == sorted(ours)
    by_key = {entry["id"]: entry for entry in read}
    for key, entry in ours.items():
        assert by_key[key]["title"] == entry["title"]
        assert by_key[key].get("urls", [""])[0] == entry.get("URL", ""), key
        assert not by_key[key].get("unknown_tag"), key


def test_an_article_is_read_back_whole_from_ris() -> None:
    (entry,) = rispy.loads(ris({"ek2020": ARTICLE}).decode())
    assert entry["authors"] == ["van der Ek, Ann", "Råd & Co"]
    assert (entry["year"], entry["date"]) == ("2020", "2020/03/09/")
    assert (entry["start_page"], entry["end_page"], entry["number"]) == ("10", "19", "2")
    assert entry["title"] == ARTICLE["title"]
    assert entry["notes"] == ["Read in a copy"]


def test_ris_has_its_form_line_by_line(ours: dict[str, Any]) -> None:
    lines = ris(ours).decode().split("\r\n")
    assert lines.count("ER  - ") == len(ours) == sum(line.startswith("TY  - ") for line in lines)
    for line in lines:
        assert line == "" or (len(line) >= 6 and line[2:6] == "  - " and "\n" not in line), line


def test_what_may_not_be_published_is_exported_nowhere() -> None:
    hidden = {"x": {**ARTICLE, "custom": {"mark": "K?"}}}
    assert (bibtex(hidden), ris(hidden)) == (b"", b"")


class _Text:
    title = "Räkna & se"
    summary = "Kort."
    body = "Text.\n"


REVIEW = {"date": "2026-11-25"}


def test_a_page_is_cited_with_a_version_that_its_text_decides() -> None:
    first = page_citation("page", _Text(), "a/", "lv", REVIEW)
    assert first == page_citation("page", _Text(), "a/", "lv", REVIEW)
    assert first is not None
    assert (first["date"], first["address"]) == ("2026-11-25", "lv/a/")
    other = _Text()
    other.body = "En annan text.\n"
    later = page_citation("page", _Text(), "a/", "lv", {"date": "2027-11-25"})
    versions = {first["version"], *(one["version"] for one in (later,) if one)}
    changed = page_citation("page", other, "a/", "lv", REVIEW)
    assert changed is not None
    assert len({*versions, changed["version"]}) == 3


def test_the_version_is_the_same_in_every_build_for_ever() -> None:
    cited = page_citation("page", _Text(), "a/", "sv", REVIEW)
    assert cited is not None
    assert cited["version"] == "a21cd4b3"


@pytest.mark.parametrize("kind", ["start", "search", "progress", "notfound"])
def test_what_says_nothing_is_not_cited(kind: str) -> None:
    assert page_citation(kind, _Text(), "", "sv", None) is None


def test_the_record_of_a_page_is_read_back() -> None:
    document = {"title": "Räkna & se", "citation": page_citation("page", _Text(), "a/b/", "sv", REVIEW)}
    record = page_bibtex(document, "Fullföljd utbildning", "https://a.example/a_b/")
    entry = parse_string(record, "bibtex").entries["fullfoljd-a-b"]
    assert entry.fields["title"] == r"{Räkna \& se}"
    assert entry.fields["url"] == "https://a.example/a_b/"
    assert entry.fields["note"].endswith(", 2026-11-25")
