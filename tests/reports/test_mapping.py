"""The columns of the entry sheet come from a file, and a wrong file is refused with every fault named."""

from __future__ import annotations

import pytest

from courseware.errors import CoursewareError
from courseware.reports.mapping import load_mapping, parse_mapping
from courseware.reports.period import ReportPeriod


@pytest.mark.parametrize("period", ["2014-2020", "2021-2027"])
def test_shipped_mappings_have_number_dates_and_hours(period: str) -> None:
    mapping = load_mapping(period)
    now = mapping.columns_of(ReportPeriod(2026, 11))
    assert [column.field for column in now] == ["number", "started", "ended", "hours"]
    assert now[0].kind == "text"


def test_another_template_drops_in_without_code() -> None:
    content = (
        b'sheet = "Blad1"\n[[column]]\nfield = "hours"\nheader = "Tid"\nkind = "integer"\n'
        b'[[column]]\nfield = "number"\nheader = "Pnr"\nkind = "text"\nfrom = "2019-08"\n'
    )
    mapping = parse_mapping("new.toml", content)
    assert [column.header for column in mapping.columns_of(ReportPeriod(2019, 7))] == ["Tid"]
    assert [column.header for column in mapping.columns_of(ReportPeriod(2019, 8))] == ["Tid", "Pnr"]
    assert mapping.fingerprint != parse_mapping("new.toml", content + b"# changed\n").fingerprint


def test_every_fault_of_a_mapping_is_named() -> None:
    content = (
        b'[[column]]\nfield = "name"\nheader = "Namn"\nkind = "text"\ncolour = "red"\n'
        b'[[column]]\nfield = "constant"\nheader = "X"\nkind = "word"\nto = "2019-13"\n'
    )
    with pytest.raises(CoursewareError) as refused:
        parse_mapping("bad.toml", content)
    text = str(refused.value)
    for part in (
        "column 1 (Namn): unknown colour",
        "column 1 (Namn): 'field' must be one of number, started, ended, hours, constant",
        "column 2 (X): 'kind' must be one of",
        "column 2 (X): 'value' stands in a column with field",
        "column 2 (X): '2019-13' is not a month",
        "'sheet' must be the title",
    ):
        assert part in text


def test_unknown_period_tells_which_there_are() -> None:
    with pytest.raises(CoursewareError, match=r"'2007-2013' \(there is: 2014-2020, 2021-2027\)"):
        load_mapping("2007-2013")
