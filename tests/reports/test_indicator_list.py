"""The lists of indicators are whole, marked as the sources allow, and a wrong file is told every fault."""

from __future__ import annotations

import re

import pytest

from courseware.errors import CoursewareError
from courseware.reports.indicator_list import load_indicators, parse_indicators
from courseware.strings import Strings

SEEN = {  # esf-reporting 3.1 (marked with a dagger) and 3.2: the codes that stand in a source.
    "2014-2020": {"CO01", "CO02", "CO03", "CO04", "CO05", "CO17", "CO18", "CR03", "CR05"},
    "2021-2027": {"EECO02", "EECO12"},
}
SPECIAL = {
    "2014-2020": {"CO15", "CO16", "CO17", "CR05", "CR09"},
    "2021-2027": {"EECO12", "EECO15"},
}


@pytest.mark.parametrize("period", SEEN)
def test_marks_are_those_of_the_sources(period: str) -> None:
    items = load_indicators(period).indicators
    assert {item.code for item in items if item.code and item.code_mark == "F"} == SEEN[period]
    assert {item.code for item in items if item.data_class == "special"} == SPECIAL[period]
    assert all(item.provider_mark == "I" for item in items if period == "2021-2027")
    for item in items:
        assert item.names["sv"]
        assert item.names["en"]


def test_every_code_of_the_period_is_there_once() -> None:
    codes = [item.code for item in load_indicators("2014-2020").indicators if item.code]
    assert codes == [f"CO{n:02d}" for n in range(1, 24)] + [f"CR{n:02d}" for n in range(1, 10)]
    codes = [item.code for item in load_indicators("2021-2027").indicators]
    assert codes == [f"EECO{n:02d}" for n in range(1, 20)] + [f"EECR{n:02d}" for n in range(1, 7)]


def test_nobody_is_asked_and_the_programmes_own_is_about_the_project() -> None:
    items = load_indicators("2014-2020").indicators
    people = [item for item in items if item.kind == "output" and item.data_class != "entity"]
    assert {item.provider for item in people} == {"computed", "registers"}
    assert {item.provider for item in items if item.kind == "immediate"} == {"asked"}
    own = items[-1]
    assert (own.code, own.kind, own.provider, own.data_class) == ("", "programme", "project", "entity")
    assert own.names["sv"].startswith("antal projekt som utvecklat nya verktyg, strukturer eller metoder")


@pytest.mark.parametrize("period", SEEN)
def test_every_note_has_its_text(period: str, t: Strings) -> None:
    notes = {note for item in load_indicators(period).indicators for note in item.notes}
    assert all(f"admin.indicators.note.{note}" in t for note in notes)


def test_unknown_period_names_those_there_are() -> None:
    with pytest.raises(CoursewareError, match=re.escape("(there is: 2014-2020, 2021-2027)")):
        load_indicators("2007-2013")


def test_every_fault_of_a_file_is_named() -> None:
    good = 'en = "a"\nsv = "b"\nname_mark = "F"\nclass = "ordinary"\nkind = "output"\n'
    good += 'provider = "registers"\nprovider_mark = "F"\n'
    text = (
        f'[[indicator]]\ncode = "X1"\ncode_mark = "F"\nages = [0, 24]\n{good}'
        f'[[indicator]]\ncode = "X1"\ncode_mark = "Q"\nages = [20, 30]\ncolour = 1\n{good}'
        f'[[indicator]]\ncode = "X2"\ncode_mark = "K"\nages = [30]\ncount = "some"\n{good}'
        "[[indicator]]\n"
    )
    with pytest.raises(CoursewareError) as refused:
        parse_indicators("x.toml", text.encode())
    said = str(refused.value)
    for part in (
        "x.toml: indicator 2 (X1): unknown colour;",
        "x.toml: indicator 2 (X1): 'code_mark' must be one of F, K.",
        "x.toml: indicator 3 (X2): 'ages' must be the youngest and the oldest age.",
        "x.toml: indicator 3 (X2): 'count' can only be \"all\".",
        "x.toml: indicator 4 (without code): 'sv' must be the name.",
        "x.toml: the code X1 stands twice.",
        "x.toml: two indicators share an age.",
    ):
        assert part in said, part
    with pytest.raises(CoursewareError, match="at least one"):
        parse_indicators("x.toml", b"")
    with pytest.raises(CoursewareError, match="not readable as TOML"):
        parse_indicators("x.toml", b"[")
