"""Identity numbers: what is read, why it is refused, that nothing is shown (esf-reporting 7)."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from people import PERSONS, START

from courseware.registry.identity import (
    IdentityError,
    age_on,
    check_digit,
    mask,
    parse_identity_number,
    parse_organisation_number,
    parse_placeholder,
    without_numbers,
)


def cause(text: str, started: date = START, ages: tuple[int, int] | None = (15, 80)) -> str:
    with pytest.raises(IdentityError) as caught:
        parse_identity_number(text, started=started, ages=ages)
    digits = [part for part in text.replace("-", " ").split() if len(part) >= 4]
    assert not any(part in str(caught.value) for part in digits), "the message holds a part of the number"
    return caught.value.cause


@pytest.mark.parametrize(("number", "sex", "age"), PERSONS)
def test_the_fixture_persons(number: str, sex: str, age: int) -> None:
    found = parse_identity_number(number, started=START)
    assert (found.digits, found.sex, age_on(found.born, START)) == (number, sex, age)
    assert not found.is_coordination


@pytest.mark.parametrize(("number", "sex", "age"), PERSONS)
def test_every_written_form_is_one_number(number: str, sex: str, age: int) -> None:
    forms = [number, f"{number[:8]}-{number[8:]}", f"{number[2:8]}-{number[8:]}", number[2:]]
    forms += [f" {number}\u00a0", f"{number[2:8]}\u2212{number[8:]}", f"{number[:8]}\u2013{number[8:]}"]
    forms += [f"{number[2:8]}{dash}{number[8:]}" for dash in "\u2010\u2011\u2012\u2014\u2015\ufe63"]
    assert {parse_identity_number(form, started=START).digits for form in forms} == {number}


def test_the_tax_agencys_own_examples() -> None:
    person = parse_identity_number("640823-3234", started=START)
    assert (person.digits, person.sex, person.born) == ("196408233234", "man", date(1964, 8, 23))
    coordination = parse_identity_number("701063-2391", started=START)
    assert (coordination.digits, coordination.sex) == ("197010632391", "man")
    assert (coordination.born, coordination.is_coordination) == (date(1970, 10, 3), True)
    assert parse_identity_number("199301612397", started=START).born == date(1993, 1, 1)
    assert check_digit("640823323") == 4


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("198501012383", "check-digit"),
        ("200102292380", "date"),
        ("198501322385", "date"),
        ("198501010006", "birth-number"),
        ("20000101T220", "interim"),
        ("000101-T220", "interim"),
        ("202100-5224", "organisation"),
        ("202100-0837", "organisation"),
        ("2021000837", "organisation"),
        ("162021005224", "organisation"),
        ("1.98501E+11", "scientific"),
        ("1,98501E+11", "scientific"),
        ("1.99508e11", "scientific"),
        ("198501000000", "scientific"),  # The same as it comes from a cell that Excel holds as a number.
        ("19850101 2382", "space"),
        ("850101 2382", "space"),
        ("19850101\u00a02382", "space"),
        ("19790101Tf29", "placeholder"),
        ("", "empty"),
        ("  ", "empty"),
        ("950101239", "digits"),
        ("19850101238", "digits"),
        ("8501-012382", "separator"),
        ("198501012382.0", "character"),
        ("'198501012382", "character"),
        ("19850101\u200b2382", "character"),
        ("١٩٨٥٠١٠١٢٣٨٢", "character"),
        ("198501okänt", "character"),
        ("okänt", "digits"),
        ("Anna Påhittad", "digits"),
        ("178501012382", "century"),
        ("19850101+2382", "separator"),
        ("201701012393", "age"),
        ("189001019802", "age"),
    ],
)
def test_a_refusal_names_its_cause(text: str, expected: str) -> None:
    assert cause(text) == expected


@pytest.mark.parametrize("year", range(2000, 2066))
def test_ten_digits_without_separator_are_read_where_the_age_is_likely(year: int) -> None:
    assert parse_identity_number("8501012382", started=date(year, 6, 1)).digits == "198501012382"


@pytest.mark.parametrize("year", [1999, 2066])
def test_ten_digits_without_separator_are_refused_elsewhere(year: int) -> None:
    assert cause("8501012382", started=date(year, 6, 1), ages=None) == "separator"


def test_the_century_comes_from_the_start_not_from_today() -> None:
    """The latest century not after the start's year; '+' is a hundred years more."""
    assert parse_identity_number("000229-2399", started=date(2000, 1, 1), ages=None).born.year == 2000
    assert cause("000229-2399", started=date(1999, 12, 31), ages=None) == "date"  # 1900 had no 29 February.
    assert parse_identity_number("850101+2382", started=START, ages=None).digits == "188501012382"
    assert parse_identity_number("900101+9802", started=START, ages=None).digits == "189001019802"


def test_the_age_check_is_a_parameter() -> None:
    assert parse_identity_number("189001019802", started=START, ages=None).digits == "189001019802"
    assert parse_identity_number("201701012393", started=START, ages=(3, 80)).digits == "201701012393"


def test_age_turns_on_the_day() -> None:
    born = parse_identity_number("196612312386", started=START).born
    assert [age_on(born, date(2021, 12, day)) for day in (30, 31)] == [54, 55]


def test_placeholders_are_for_protected_persons_alone() -> None:
    assert parse_placeholder(" 19790101Tf29 ") == "19790101Tf29"
    for text, expected in (
        ("19790231Tf29", "date"),
        ("19790101Tf19", "placeholder"),
        ("Tf29", "placeholder"),
    ):
        with pytest.raises(IdentityError) as caught:
            parse_placeholder(text)
        assert caught.value.cause == expected


def test_organisation_numbers() -> None:
    assert parse_organisation_number("202100-5224") == "2021005224"
    assert parse_organisation_number("16202100-0837") == "2021000837"
    for text in ("202100-5225", "198501012382", "850101-2382", "2021", ""):
        with pytest.raises(IdentityError):
            parse_organisation_number(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("198501012382", "19XXXXXX-****"),
        ("19850101-2382", "19XXXXXX-****"),
        ("850101-2382", "XXXXXX-****"),
        ("8501012382", "XXXXXX-****"),
        ("850101+2382", "XXXXXX+****"),
        ("198501012383", "19XXXXXX-****"),
        ("20000101T220", "XXXXXXXX?XXX"),
        ("1.98501E+11", "X.XXXXX?+XX"),
    ],
)
def test_a_mask_shows_the_form_alone(text: str, shown: str) -> None:
    assert mask(text) == shown


@given(st.text(max_size=60))
def test_a_mask_never_shows_what_was_typed(text: str) -> None:
    assert len(mask(text)) <= 25
    assert not any(c.isalpha() and c not in "X" for c in mask(text))


@given(
    st.text(alphabet="0123456789+-−TRSfE., \u00a0", max_size=16), st.dates(date(1990, 1, 1), date(2090, 1, 1))
)
def test_any_text_is_read_or_refused_by_cause(text: str, started: date) -> None:
    try:
        found = parse_identity_number(text, started=started)
    except IdentityError:
        return
    assert len(found.digits) == 12
    assert check_digit(found.digits[2:11]) == int(found.digits[11])
    assert 15 <= age_on(found.born, started) <= 80
    assert parse_identity_number(found.digits, started=started) == found


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("import of 198501012382.csv", "import of 19XXXXXX-****.csv"),
        ("told by 850101-2390, and 19850101\u22122382", "told by XXXXXX-****, and 19XXXXXX-****"),
        ("8501012382_lista.xlsx", "XXXXXX-****_lista.xlsx"),
        ("701063-2391 19790101Tf29", "XXXXXX-**** 19XXXXXX-****"),
    ],
)
def test_numbers_within_a_text_are_masked(text: str, shown: str) -> None:
    assert without_numbers(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        *("närvaro 2026-11-12.csv", "20261112-0900.csv", "registry-20261125T195812Z.sqlite", "M07-1112"),
        *("diarium 2020/00358", "Ekdalen (202100-5224)", "2026-11-12 09:00", "20261125195812"),
    ],
)
def test_other_figures_within_a_text_stay(text: str) -> None:
    assert without_numbers(text) == text
