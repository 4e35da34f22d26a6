"""Five hundred rows of a participant list as spreadsheets damage them; as in `damage`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from damage import PERSONS, Damage, short, wrong_digit

__all__ = ["COUNT", "HEADERS", "participant_damages"]

COUNT = 500

HEADERS = {
    "number": "Personnummer",
    "name": "Namn",
    "started": "Startdatum",
    "ended": "Slutdatum",
    "organisation": "Huvudman",
    "email": "E-post",
    "protected": "Skyddad identitet",
    "organisation_number": "Organisationsnummer",
}

START = "2020-09-15"


Change = Mapping[str, Any]
Variant = tuple[str, Callable[[str], Change], Change, Callable[[str], Change]]
"""Words, the changed cells for a person's number, refusals, and repairs for the number."""


def nothing(_: str) -> Change:
    return {}


def refusing(what: str, field_name: str, code: str, make: Callable[[str], Any] | Any) -> Variant:
    change = make if callable(make) else lambda _: make
    return what, lambda number: {field_name: change(number)}, {field_name: code}, nothing


def repairing(what: str, field_name: str, make: Callable[[str], Any] | Any, becomes: Any = None) -> Variant:
    change = make if callable(make) else lambda _: make
    result = (
        (lambda number: {"number": number}) if field_name == "number" else lambda _: {field_name: becomes}
    )
    return what, lambda number: {field_name: change(number)}, {}, result


def number_damages() -> Iterator[Variant]:
    for code_point in (*range(0x2010, 0x2016), 0x2212, 0xFE63):
        dash = chr(code_point)
        yield repairing(f"dash U+{code_point:04X}", "number", lambda n, d=dash: short(n, d))
    for edge in (" ", "  ", "\u00a0", "\u2007", "\u202f"):
        yield repairing(f"space U+{ord(edge[0]):04X} at the ends", "number", lambda n, e=edge: f"{e}{n}{e}")
    yield repairing("twelve digits with a dash", "number", lambda n: f"{n[:8]}-{n[8:]}")
    yield repairing("ten digits", "number", lambda n: n[2:])
    yield repairing("a number where text should be", "number", lambda n: int(n))
    yield repairing("a dash with spaces around the whole", "number", lambda n: f"\u00a0{short(n)} ")

    for place in range(8, 12):
        yield refusing(
            f"digit {place} wrong", "number", "identity-check-digit", lambda n, p=place: wrong_digit(n, p)
        )
    yield refusing(
        "check digit off by five", "number", "identity-check-digit", lambda n: wrong_digit(n, 11, 5)
    )
    yield refusing("day off by one", "number", "identity-check-digit", "198501022382")
    for what, number in (
        ("29 February 2001", "200102292380"),
        ("day 32", "198501322385"),
        ("day 0", "198501002382"),
        ("month 13", "198513012382"),
        ("month 0, with dash", "850001-2382"),
        ("day 92, of a samordningsnummer", "198501922382"),
        ("30 February of a samordningsnummer", "198502902382"),
    ):
        yield refusing(what, "number", "identity-date", number)
    yield refusing("serial 000", "number", "identity-birth-number", "198501010006")
    yield refusing("serial 000, ten digits", "number", "identity-birth-number", "850101-0006")
    for gap in (" ", "\u00a0", "\u202f", "\t"):
        yield refusing(
            f"gap U+{ord(gap):04X} inside", "number", "identity-space", lambda n, g=gap: f"{n[:8]}{g}{n[8:]}"
        )
    yield refusing("spaces around the dash", "number", "identity-space", lambda n: f"{n[2:8]} - {n[8:]}")
    yield refusing("two numbers in a cell", "number", "identity-space", lambda n: f"{n} {n}")
    for text in ("1.98501E+11", "1,98501E+11", "1.98501012382E+11", "1.985e11", "2E+11"):
        yield refusing(f"rounded {text}", "number", "identity-scientific", text)
    yield refusing("rounded in the cell", "number", "identity-scientific", 198501000000)
    yield refusing("eleven digits", "number", "identity-digits", lambda n: n[1:])
    yield refusing("nine digits", "number", "identity-digits", lambda n: n[3:])
    yield refusing("a lost zero", "number", "identity-digits", 2292399)
    yield refusing("thirteen digits", "number", "identity-digits", lambda n: f"{n}0")
    yield refusing("the birth date alone", "number", "identity-digits", lambda n: n[:8])
    yield refusing("a word", "number", "identity-digits", "okänt")
    yield refusing("somebody's name", "number", "identity-digits", "Anna Påhittad")
    yield refusing("a question mark", "number", "identity-digits", "?")
    yield refusing("empty", "number", "identity-empty", "")
    yield refusing("spaces alone", "number", "identity-empty", "   ")
    for letter in "TRSUWXJKLMN":
        yield refusing(f"interim {letter}", "number", "identity-interim", f"20000101{letter}220")
    yield refusing("interim, ten places", "number", "identity-interim", "000101-T220")
    for organisation in ("202100-5224", "2021005224", "162021005224", "202100-0837", "16202100-0837"):
        yield refusing("an organisation's number", "number", "identity-organisation", organisation)
    yield refusing("placeholder without the flag", "number", "identity-placeholder", "19790101Tf29")
    yield refusing(
        "placeholder in lower case without the flag", "number", "identity-placeholder", "19790101tf29"
    )
    for text in ("19790101tf29", "19790101TF29", "19790101Tf19", "19790101Tm29", "Tf29"):
        yield (
            f"placeholder {text[-4:]} with the flag",
            lambda _, t=text: {"number": t, "protected": "ja", "name": ""},
            {"number": "identity-placeholder"},
            nothing,
        )
    yield (
        "placeholder of no day",
        lambda _: {"number": "19790231Tf29", "protected": "ja", "name": ""},
        {"number": "identity-date"},
        nothing,
    )
    for change in ("O", "l", "I", "o"):
        yield refusing(
            f"letter {change} for a digit",
            "number",
            "identity-character",
            lambda n, c=change: f"{n[:7]}{c}{n[8:]}",
        )
    yield refusing(
        "full-width digits",
        "number",
        "identity-character",
        lambda n: "".join(chr(0xFF10 + int(c)) for c in n),
    )
    yield refusing(
        "Arabic digits", "number", "identity-character", lambda n: "".join(chr(0x0660 + int(c)) for c in n)
    )
    for mark in ("\u200b", "\u200e", "\ufeff", "\u00ad", "."):
        yield refusing(
            f"mark U+{ord(mark):04X} inside",
            "number",
            "identity-character",
            lambda n, m=mark: f"{n[:8]}{m}{n[8:]}",
        )
    yield refusing("zero-width space at the end", "number", "identity-character", lambda n: f"{n}\u200b")
    yield refusing("an apostrophe before it", "number", "identity-character", lambda n: f"'{n}")
    yield refusing("decimals", "number", "identity-character", lambda n: f"{n}.0")
    yield refusing("a word before it", "number", "identity-character", lambda n: f"pnr:{n}")
    yield refusing("last four unknown", "number", "identity-character", lambda n: f"{n[:8]}-XXXX")
    yield refusing("a slash", "number", "identity-character", lambda n: short(n, "/"))
    for century in ("17", "21", "99"):
        yield refusing(f"century {century}", "number", "identity-century", lambda n, c=century: f"{c}{n[2:]}")
    yield refusing("plus with a century", "number", "identity-separator", lambda n: f"{n[:8]}+{n[8:]}")
    yield refusing("dash in the wrong place", "number", "identity-separator", lambda n: f"{n[:4]}-{n[4:]}")
    yield refusing("two dashes", "number", "identity-separator", lambda n: f"{n[2:8]}--{n[8:]}")
    yield refusing("three years old", "number", "identity-age", "201701012393")
    yield refusing("a hundred and thirty years old", "number", "identity-age", "189001019802")
    yield refusing("a hundred and thirty, with plus", "number", "identity-age", "900101+9802")


def date_damages() -> Iterator[Variant]:
    for what, cell in (
        ("day number", 44089),
        ("day number as text", "44089"),
        ("a date with midnight", datetime(2020, 9, 15)),  # noqa: DTZ001 (a cell has no zone)
        ("midnight as text", "2020-09-15 00:00:00"),
        ("points", "2020.09.15"),
        ("slashes, year first", "2020/09/15"),
        ("eight digits", "20200915"),
        ("eight digits as a number", 20200915),
        ("six digits", "200915"),
        ("without zeros", "2020-9-15"),
        ("Swedish short form", "15/9 2020"),
        ("Swedish points", "15.9.2020"),
        ("slashes that can only be day and month", "15/9/2020"),
        ("month's name", "15 september 2020"),
        ("month's name with capital", "15 September 2020"),
        ("month cut short", "15 sep. 2020"),
        ("den", "den 15 september 2020"),
        ("ordinal", "15:e september 2020"),
        ("long dashes", "2020\u201309\u201315"),
        ("hard spaces", "\u00a02020-09-15\u00a0"),
    ):
        yield repairing(f"start: {what}", "started", cell, START)
    for what, cell in (
        ("ambiguous", "1/2/2021"),
        ("American", "9/15/2020"),
        ("31 February", "2021-02-31"),
        ("31 February, Swedish", "31/2 2021"),
        ("29 February 2021", "20210229"),
        ("month 13", "2020-13-01"),
        ("no such month", "15 oktembre 2020"),
        ("year of two digits", "15/9/20"),
        ("year of two digits with dashes", "20-09-15"),
        ("a time attached", "2020-09-15 13:45"),
        ("a cell with a time", datetime(2020, 9, 15, 13, 45)),  # noqa: DTZ001 (a cell has no zone)
        ("a zone attached", "2020-09-15T00:00:00Z"),
        ("a term", "hösten 2020"),
        ("a week", "v. 38"),
        ("the month alone", "september 2020"),
        ("the year alone", "2020"),
        ("the year as a number", 2020),
        ("half a day", 44089.5),
        ("a day number long ago", 12345),
        ("a day number far ahead", 99999),
        ("zeros", "0000-00-00"),
        ("a question mark", "?"),
        ("two dates", "2020-09-15, 2020-10-01"),
    ):
        yield refusing(f"start: {what}", "started", "date", cell)
        yield refusing(f"end: {what}", "ended", "date", cell)
    for cell in ("2020-08-02", "1900-01-01", "2023-05-01", "2099-12-31", "12/12 2019"):
        yield refusing("start outside the project", "started", "outside-project", cell)
    yield refusing("no start", "started", "missing", "")
    yield refusing("spaces as start", "started", "missing", "  ")
    for cell in ("2020-09-14", "2020-08-03", "14/9 2020", 44088):
        yield refusing("end before start", "ended", "end-before-start", cell)
    for cell in ("2023-05-01", "2029-12-31", "30/6 2023"):
        yield refusing("end after the project", "ended", "outside-project", cell)
    for cell, end in (("30/11 2020", "2020-11-30"), (44165, "2020-11-30"), ("201130", "2020-11-30")):
        yield repairing("end in another form", "ended", cell, end)
    yield repairing("end on the first day", "ended", START, START)


def text_damages() -> Iterator[Variant]:
    for field_name, sound in (("name", "Påhittad Person"), ("organisation", "Ekdalens kommun")):
        first, last = sound.split()
        for what, gap in (
            ("two spaces", "  "),
            ("a hard space", "\u00a0"),
            ("a thin space", "\u2009"),
            ("a line break", "\n"),
            ("a tab", "\t"),
        ):
            yield repairing(f"{field_name}: {what}", field_name, f" {first}{gap}{last} ", sound)
        for what, mark in (
            ("bell of the C1 set", "\u0087"),
            ("delete", "\x7f"),
            ("zero-width space", "\u200b"),
            ("zero-width joiner", "\u200d"),
            ("byte order mark", "\ufeff"),
            ("right-to-left override", "\u202e"),
            ("right-to-left mark", "\u200f"),
            ("soft hyphen", "\u00ad"),
            ("a private character", "\ue000"),
        ):
            yield refusing(f"{field_name}: {what}", field_name, "text", f"{first} {mark}{last}")
        yield refusing(f"{field_name}: very long", field_name, "text", "Å" * 201)
        for formula in (
            "=cmd|'/C calc'!A0",
            '=HYPERLINK("http://x.example","Anna")',
            "+1+1",
            "@SUM(1+1)*cmd|' /C calc'!A0",
        ):
            yield refusing(f"{field_name}: a formula", field_name, "text", formula)
        yield refusing(f"{field_name}: empty", field_name, "missing", "")
        yield refusing(f"{field_name}: spaces alone", field_name, "missing", " \u00a0 ")
    for address in (
        "anna",
        "anna@ekdalen",
        "anna at ekdalen.example",
        "anna@@ekdalen.example",
        "anna@ekdalen.example;bo@ekdalen.example",
        "anna@ekdalen.example, bo@ekdalen.example",
        "anna@",
        "anna påhittad@ekdalen.example",
        "Anna <anna@ekdalen.example>",
        "mailto:anna@ekdalen.example",
        "anna@ekdalen.example,",
        "anna@.example.",
        "okänt",
        "-",
    ):
        yield refusing("an address that is none", "email", "email", address)
    yield refusing("address: zero-width space", "email", "text", "anna@ekdalen\u200b.example")
    yield refusing("address: very long", "email", "text", f"{'a' * 200}@ekdalen.example")
    for formula in ("=anna@ekdalen.example", "@ekdalen.example", "+anna@ekdalen.example"):
        yield refusing("address: a formula", "email", "text", formula)
    yield repairing(
        "address: spaces at the ends", "email", " \u00a0anna@ekdalen.example ", "anna@ekdalen.example"
    )
    for word in ("ja", "JA", "J", "x", "X", "1", 1, True, "sant", "Skyddad", "yes", " ja "):
        yield repairing(f"protected: {word}", "protected", word, True)
    for word in ("nej", "N", "-", "0", 0, False, "falskt", "no", " "):
        yield repairing(f"not protected: {word}", "protected", word, False)
    for word in ("kanske", "?", "ja!", "jaa", "2", 2, "skydd", "vet ej", "true/false", "2020-09-15"):
        yield refusing(f"protected: {word}", "protected", "yes-or-no", word)
    for number, code in (
        ("202100-5225", "organisation-check-digit"),
        ("850101-2382", "organisation-organisation"),
        ("198501012382", "organisation-organisation"),
        ("2021", "organisation-digits"),
        ("okänt", "organisation-digits"),
        ("202100 5224", "organisation-digits"),
        ("SE202100522401", "organisation-digits"),
    ):
        yield refusing("organisation's number", "organisation_number", code, number)
    for number in (
        "202100-5224",
        "2021005224",
        2021005224,
        "16202100-5224",
        "202100\u20135224",
        " 202100-5224",
    ):
        yield repairing("organisation's number in another form", "organisation_number", number, "2021005224")


def repeats() -> Iterator[tuple[str, Change, Change]]:
    """Gives what a second row of the same person says otherwise, and the refusal; none where it repeats."""
    yield "the same person with another start", {"started": "2020-10-01"}, {"number": "repeated-person"}
    yield "the same person with an end", {"ended": "2020-11-30"}, {"number": "repeated-person"}
    yield "the same person with another name", {"name": "Annan Påhittad"}, {"number": "repeated-person"}
    yield "the same person, now protected", {"protected": "ja"}, {"number": "repeated-person"}
    yield "the same person in another form", {"number": short}, {}
    yield "the same row again", {}, {}


def sound_row(number: str, place: int) -> dict[str, Any]:
    return {
        "number": number,
        "name": "Påhittad Person",
        "started": START,
        "ended": "",
        "organisation": f"Påhittade kommunen {place}",
        "email": "",
        "protected": "",
        "organisation_number": "",
    }


def participant_damages() -> list[Damage]:
    """Gives the five hundred rows; each has an organisation of its own, unless that is what is damaged."""
    variants = [*number_damages(), *date_damages(), *text_damages()]
    again = list(repeats())
    found: list[Damage] = []
    for place in range(COUNT):
        number = PERSONS[(place * 7 + place // len(variants)) % len(PERSONS)]
        sound = sound_row(number, place)
        if place % 10 == 9:
            what, other, refused = again[place // 10 % len(again)]
            changed = {name: value(number) if callable(value) else value for name, value in other.items()}
            repaired = {} if refused else {"number": number, "started": START}
            found.append(Damage(what, sound | changed, refused, repaired, before=sound))
            continue
        what, change, refused, repair = variants[(place - place // 10) % len(variants)]
        repaired = {} if refused else {"number": number, "started": START} | dict(repair(number))
        found.append(Damage(what, sound | dict(change(number)), refused, repaired))
    return found
