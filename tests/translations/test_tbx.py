"""The term base as TBX: what translation tools read says what the table says."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from courseware.content.terms import Term, load_terms
from courseware.languages import CODES
from courseware.translations.safe_xml import parse_xml
from courseware.translations.tbx import terms_tbx

TBX = "{urn:iso:std:iso:30042:ed-2}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"

LEAVER = Term(
    "early-leaver",
    {"lv": "skolēns", "sv": "elev", "en": "student"},
    {"sv": "Den som <går> & lär.", "en": "Who learns."},
    {"lv": "Ne “skola”."},
    "Loan translation.",
    frozenset({"lv"}),
    2,
)
PLAIN = Term("plain", {"sv": "ord"}, {}, {}, "", frozenset(), 3)


def written(*terms: Term, title: str = "Terms", source: str = "Us.") -> bytes:
    return terms_tbx({term.id: term for term in terms}, title=title, source=source)


def read(*terms: Term) -> Any:
    return parse_xml(written(*terms), "the term base")


def shape(element: Any) -> Any:
    """Gives an element as its name, or its name and its text, or its name and its children."""
    name = element.tag.removeprefix(TBX)
    if len(element):
        return name, [shape(child) for child in element]
    return (name, element.text) if element.text else name


def texts(root: Any, name: str) -> list[str]:
    return [element.text for element in root.iter(TBX + name)]


def test_the_document_says_which_dialect_it_is() -> None:
    root = read(PLAIN)
    assert root.tag == f"{TBX}tbx"
    assert dict(root.attrib) == {"style": "dca", "type": "TBX-Basic", LANG: "en"}


def test_the_header_names_the_term_base_and_where_it_comes_from() -> None:
    header = parse_xml(written(title="Terms & more", source="CC BY 4.0"), "x")[0]
    assert shape(header) == (
        "tbxHeader",
        [("fileDesc", [("titleStmt", [("title", "Terms & more")]), ("sourceDesc", [("p", "CC BY 4.0")])])],
    )


def test_a_concept_has_its_note_and_then_each_language_with_meaning_note_and_word() -> None:
    entry = read(LEAVER).find(f".//{TBX}conceptEntry")
    assert entry.get("id") == "early-leaver"
    assert shape(entry) == (
        "conceptEntry",
        [
            ("note", "Loan translation."),
            (
                "langSec",
                [
                    ("descripGrp", [("descrip", "Den som <går> & lär.")]),
                    ("termSec", [("term", "elev")]),
                ],
            ),
            ("langSec", [("descripGrp", [("descrip", "Who learns.")]), ("termSec", [("term", "student")])]),
            (
                "langSec",
                [
                    ("note", "Ne “skola”."),
                    ("termSec", [("term", "skolēns"), ("termNote", "preferredTerm-admn-sts")]),
                ],
            ),
        ],
    )


def test_languages_stand_in_the_order_of_the_site() -> None:
    assert [section.get(LANG) for section in read(LEAVER).iter(TBX + "langSec")] == ["sv", "en", "lv"]


def test_a_meaning_is_marked_as_a_definition() -> None:
    assert {one.get("type") for one in read(LEAVER).iter(TBX + "descrip")} == {"definition"}


def test_only_what_a_human_has_read_is_preferred() -> None:
    statuses = list(read(LEAVER, PLAIN).iter(TBX + "termNote"))
    assert [(one.get("type"), one.text) for one in statuses] == [
        ("administrativeStatus", "preferredTerm-admn-sts")
    ]
    assert statuses[0].getparent().find(f"{TBX}term").text == "skolēns"


def test_what_a_term_lacks_leaves_no_empty_element() -> None:
    assert shape(read(PLAIN).find(f".//{TBX}body")) == (
        "body",
        [("conceptEntry", [("langSec", [("termSec", [("term", "ord")])])])],
    )


def test_the_same_terms_give_the_same_bytes() -> None:
    again = Term(
        LEAVER.id,
        dict(reversed(list(LEAVER.words.items()))),
        dict(reversed(list(LEAVER.definitions.items()))),
        LEAVER.notes,
        LEAVER.note,
        frozenset(LEAVER.reviewed),
        9,
    )
    assert written(again, PLAIN) == written(LEAVER, PLAIN)


@pytest.mark.parametrize("cell", ["<b>a</b> & ]]> &amp; <!-- -->", '"a" ‘b’', "a\tb", "𝒜 – ﬁ"])
def test_a_cell_comes_back_as_it_was(cell: str) -> None:
    root = read(Term("x", {"sv": cell}, {"sv": cell}, {"sv": cell}, cell, frozenset(), 2))
    assert texts(root, "term") == texts(root, "descrip") == [cell]
    assert texts(root, "note") == [cell, cell]


@pytest.mark.parametrize("sign", ["\x00", "\x0b", "\x1b", "\ufffe"])
def test_a_sign_that_xml_cannot_hold_is_left_out(sign: str) -> None:
    root = read(Term("x", {"sv": f"a{sign}b"}, {}, {}, "", frozenset(), 2))
    assert texts(root, "term") == ["ab"]


def test_the_real_term_base_has_one_entry_a_term_with_all_languages(project_root: Path) -> None:
    terms, _ = load_terms(project_root)
    root = parse_xml(terms_tbx(terms, title="t", source="s"), "the term base")
    entries = list(root.iter(TBX + "conceptEntry"))
    assert [entry.get("id") for entry in entries] == list(terms)
    assert all(languages(entry) == list(CODES) for entry in entries)
    assert texts(root, "term") == [term.words[code] for term in terms.values() for code in CODES]


def languages(entry: Iterable[Any]) -> list[str]:
    return [child.get(LANG) for child in entry if child.tag == f"{TBX}langSec"]
