"""The lists of a month as spreadsheets damage them: sessions, attendance, attestations; as in `damage`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, time
from typing import Any

from damage import PERSONS, Damage, short, wrong_digit

__all__ = [
    "ATTENDANCE",
    "ATTESTATIONS",
    "SESSIONS",
    "attendance_damages",
    "attestation_damages",
    "session_damages",
]

Change = Mapping[str, Any]
Variant = tuple[str, Change, Change, Change]
"""Words, changed cells, refusals by field, repairs; a cell may be a function of the person's number."""

SESSIONS = {
    "name": "Tillfälle",
    "module": "Modul",
    "date": "Datum",
    "start": "Start",
    "end": "Slut",
    "place": "Plats",
    "distance": "På distans",
    "planned": "Planerade minuter",
    "actual": "Faktiska minuter",
    "organisation": "Arrangör",
}
ATTENDANCE = {
    "session": "Tillfälle",
    "participant": "Deltagare",
    "code": "Deltagarkod",
    "number": "Personnummer",
    "minutes": "Närvaro",
    "late": "Sen",
    "early": "Tidig",
}
ATTESTATIONS = {
    "number": "Personnummer",
    "month": "Månad",
    "minutes": "Minuter",
    "hours": "Timmar",
    "method": "Metod",
    "signed": "Datum",
    "reference": "Original",
}
COUNT = 128
"""Rows of attendance and of attestations: every damage, and the first ones again for other people."""
BAD_DATES = ("1/2/2021", "2/31/2021", "2021-02-31", "20-11-12", "hösten", "2020-11-12 13:45", "?", 12345)
GOOD_DATES = ("12/11 2020", "12.11.2020", "20201112", 44147, datetime(2020, 11, 12), "12 nov 2020")  # noqa: DTZ001
BAD_TEXTS = ("Råd\u200bhuset", "Råd\u202ehuset", "Råd\u0087huset", "Å" * 201, "=cmd|'/C calc'!A0", "@SUM(1)")


def session_variants() -> Iterator[Variant]:
    for name in (
        "",
        "W 2",
        "W" * 65,
        "-W",
        "=1+1",
        "W\u200b1",
        "W/1",
        "850101-2382",
        "198501012382",
        "8501012382",
    ):
        yield "id", {"name": name}, {"name": "session-name"}, {}
    for module in ("m07-early-detektion", "modul 7", "M07-EARLY-DETECTION"):
        yield "module", {"module": module}, {"module": "session-module"}, {}
    for day in (*BAD_DATES, "", "2020-08-02", "2023-05-01"):
        yield "date", {"date": day}, {"date": "session-date"}, {}
    for day in GOOD_DATES:
        yield "date in another form", {"date": day}, {}, {"starts": "2020-11-12 09:00"}
    for moment in ("", "9", "25:00", "09:60", "kl nio", "9:0", "0900", "09.00-12.00", "x"):
        yield "start", {"start": moment}, {"start": "session-start"}, {}
        yield "end", {"end": moment}, {"end": "session-end"}, {}
    for moment in ("9:00", "9.00", "kl. 09:00", "KL 9.00", time(9, 0), "09:00:00", " 09:00 "):
        yield "start in another form", {"start": moment}, {}, {"starts": "2020-11-12 09:00"}
    yield "ends when it starts", {"end": "09:00"}, {"end": "session-end"}, {}
    yield "ends before it starts", {"end": "08:00"}, {"end": "session-end"}, {}
    yield (
        "after the project",
        {"date": "2023-04-30", "start": "22:00", "end": "01:30"},
        {"end": "session-end"},
        {},
    )
    for minutes in ("", "tre timmar", "-180", "3:00", "1,5", "180 h", "0", 0, "181", 999, "1e2", "?"):
        yield "planned minutes", {"planned": minutes}, {"planned": "session-planned"}, {}
        if minutes != "":
            yield "actual minutes", {"actual": minutes}, {"actual": "session-actual"}, {}
    for minutes in (165, 165.0, "165 min", "165 minuter", " 165 ", "165,0", "0165"):
        yield "actual minutes in another form", {"actual": minutes}, {}, {"actual_minutes": 165}
    night = {"start": "22:00", "end": "01:00", "planned": 180, "actual": 165}
    yield "breaks over midnight", night, {"actual": "session-actual"}, {}
    yield "no place", {"place": ""}, {"place": "session-place"}, {}
    for text in BAD_TEXTS:
        yield "place", {"place": text}, {"place": "session-place"}, {}
        yield "organisation", {"organisation": text}, {"organisation": "session-organisation"}, {}
    yield "spaces in the place", {"place": " Stora\u00a0 salen\n"}, {}, {"place": "Stora salen"}
    for word in ("kanske", "?", "2", "ja!", "distans"):
        yield "distance", {"distance": word}, {"distance": "session-distance"}, {}
    for word in ("ja", "X", 1, True, "sant", "yes"):
        yield "at a distance", {"distance": word, "place": ""}, {}, {"distance": True}
    for word in ("distans", "På distans", "ONLINE"):
        yield "a place that is none", {"place": word}, {}, {"distance": True, "place": ""}


def attendance_variants(codes: Sequence[str], blank: str) -> Iterator[Variant]:
    """Gives the damages of attendance.

    Args:
        codes: The codes of PERSONS, in order.
        blank: A code of the project that nobody has.
    """
    by_code = dict(zip(PERSONS, codes, strict=True))

    def who(**cells: Any) -> dict[str, Any]:
        return {"number": "", **cells}

    for word in (
        "hel",
        "Hela",
        "HELA TIDEN",
        "full",
        "ja",
        "X",
        "närvarande",
        " hel ",
        "\u00a0hel",
        "present",
    ):
        yield "all of it", {"minutes": word}, {}, {"minutes": 165}
    for minutes in (90, 90.0, "90 min", "90 minuter", "90,0", "090", "90 min."):
        yield "minutes in another form", {"minutes": minutes}, {}, {"minutes": 90}
    for word in ("0", 0, "nej", "Frånvarande", "absent"):
        yield "not there", {"minutes": word}, {}, {"minutes": None}
    yield "late and early", {"minutes": "", "late": 15, "early": "10 min"}, {}, {"minutes": 140}
    yield "there and late", {"minutes": "x", "late": 15}, {}, {"minutes": 150}
    for minutes in (
        "",
        "166",
        999,
        "-5",
        "1:30",
        "1,5",
        "en timme",
        "halva",
        "90 h",
        "?",
        "1e2",
        "99999",
        "90+10",
    ):
        yield "minutes", {"minutes": minutes}, {"minutes": "attendance-minutes"}, {}
    yield "minutes and late", {"late": 15}, {"minutes": "attendance-minutes"}, {}
    for word in ("x", "200", "-5", "kvart", "0:15"):
        yield "late", {"minutes": "", "late": word}, {"late": "attendance-late"}, {}
        yield "early", {"minutes": "", "early": word}, {"early": "attendance-early"}, {}
    for name in ("", "S", "S1000", "s1", "198501012382", "?", "W1"):
        yield "no such session", {"session": name}, {"session": "attendance-session"}, {}
    yield "a session without minutes", {"session": "UTAN"}, {"minutes": "attendance-minutes"}, {}
    yield "a session before the start", {"session": "FÖRE"}, {"session": "attendance-session"}, {}
    yield "minutes over midnight", {"session": "NATT"}, {"minutes": "attendance-minutes"}, {}
    for form in (
        short,
        lambda n: short(n, "\u2212"),
        lambda n: f"{n[:8]}\u2013{n[8:]}",
        lambda n: f"\u00a0{n} ",
        int,
    ):
        yield "number in another form", {"number": form}, {}, {"minutes": 90}
    numbers: tuple[Callable[[str], Any] | Any, ...] = (
        lambda n: wrong_digit(n, 11),
        lambda n: wrong_digit(n, 9),
        lambda n: n[1:],
        lambda n: f"{n[:8]} {n[8:]}",
        lambda n: f"{n[:7]}O{n[8:]}",
        lambda n: f"{n}\u200b",
        "1.98501E+11",
        198501000000,
        "200102292380",
        "198501010006",
        "202100-5224",
        "20000101T220",
        "19790101Tf29",
        "701063-2391",
        "okänt",
    )
    for number in numbers:
        yield "number", {"number": number}, {"number": "attendance-number"}, {}
    for form in (
        str.lower,
        lambda code: code.replace("-", ""),
        lambda code: code.replace("1", "l").replace("0", "O"),
    ):
        code = {"code": lambda n, f=form: f(by_code[n])}
        yield "code in another form", who(**code), {}, {"minutes": 90}
    for form in (
        lambda code: code[:-1],
        lambda code: f"{code}X",
        lambda code: f"U{code[1:]}",
        lambda _: blank,
        lambda _: "okänd",
    ):
        yield "code", who(code=lambda n, f=form: f(by_code[n])), {"code": "attendance-code"}, {}
    yield "id", who(participant=lambda n: PERSONS.index(n) + 1), {}, {"minutes": 90}
    for participant in ("999", 17, "7,5", "Anna Påhittad", "-1", "7a"):
        yield "id", who(participant=participant), {"participant": "attendance-participant"}, {}


def attestation_variants() -> Iterator[Variant]:
    for month in (
        "",
        "2020",
        "2020-13",
        "202013",
        "hösten 2020",
        "nov 20",
        "2020-11-15",
        "11-2020",
        44136,
        "?",
    ):
        yield "month", {"month": month}, {"month": "attestation-month"}, {}
    for month in ("2020-07", "2023-05", "juli 2020"):
        yield "month outside", {"month": month, "signed": "2023-06-01"}, {"month": "attestation-month"}, {}
    for minutes in ("-5", "1:30", "1,5", "en timme", "90 h", "?", "1e2"):
        yield "minutes", {"minutes": minutes}, {"minutes": "attestation-minutes"}, {}
    for hours in ("1,33", "1:75", "en", "-1", "1:5", "4 dagar", "?", "1e1"):
        yield "hours", {"minutes": "", "hours": hours}, {"hours": "attestation-hours"}, {}
    yield "no time", {"minutes": "", "hours": ""}, {"minutes": "attestation-minutes"}, {}
    for text in ("198501012382", "850101-2382", "Pärm 198501012382"):
        yield "a number as reference", {"reference": text}, {"reference": "attestation-reference"}, {}
    yield "hours and other minutes", {"hours": 2}, {"hours": "attestation-hours"}, {}
    yield "hours and the same minutes", {"hours": "1,5"}, {}, {"minutes": 90}
    for hours in ("1,5", "1.5", 1.5, "1:30", "1,5 h", "1.50 timmar", time(1, 30), "01:30:00"):
        yield "hours in another form", {"minutes": "", "hours": hours}, {}, {"minutes": 90}
    for minutes in (90, 90.0, "90 min", "90,0", " 90 "):
        yield "minutes in another form", {"minutes": minutes}, {}, {"minutes": 90}
    for method in ("", "fax", "bläck, mejl", "?", "underskriven", "sms"):
        yield "method", {"method": method}, {"method": "attestation-method"}, {}
    for method, means in (
        ("Mejl", "mail"),
        ("E-POST", "mail"),
        ("bläck", "ink"),
        ("Papper", "ink"),
        ("portalen", "portal"),
    ):
        yield "method in another form", {"method": method}, {}, {"method": means}
    for day in (*BAD_DATES, ""):
        yield "signed", {"signed": day}, {"signed": "attestation-signed"}, {}
    yield "signed before the month", {"signed": "2020-07-31"}, {"signed": "attestation-signed"}, {}
    for form, means in (("31/5 2023", "2023-05-31"), (45077, "2023-05-31"), ("31 maj 2023", "2023-05-31")):
        yield "signed in another form", {"signed": form}, {}, {"signed_on": means}
    for text in ("", *BAD_TEXTS):
        yield "reference", {"reference": text}, {"reference": "attestation-reference"}, {}
    yield "spaces in the reference", {"reference": " Pärm\u00a07 \n"}, {}, {"reference": "Pärm 7"}
    for number in ("1.98501E+11", "198501012383", "198501322385", "202100-5224", "701063-2391", ""):
        code = "attestation-number" if number else "attestation-who"
        yield "number", {"number": number}, {"number" if number else "": code}, {}


def session_damages() -> list[Damage]:
    """Gives damaged sessions, each with an id of its own."""
    return [
        _made(what, _session(place), cells, refused, repaired, "")
        for place, (what, cells, refused, repaired) in enumerate(session_variants())
    ]


def _session(place: int) -> dict[str, Any]:
    when = {"date": "2020-11-12", "start": "09:00", "end": "12:00"}
    where = {"place": "Rådhuset", "distance": "", "organisation": "Ekdalen"}
    return {"name": f"D{place}", "module": "", **when, **where, "planned": 180, "actual": 165}


def attendance_damages(codes: Sequence[str], blank: str) -> list[Damage]:
    """Gives damaged attendance, each of a session S<n> of its own."""
    found = []
    variants = list(attendance_variants(codes, blank))
    for place in range(COUNT):
        what, cells, refused, repaired = variants[place % len(variants)]
        number = PERSONS[place % len(PERSONS)]
        said = {"number": number, "minutes": "90", "late": "", "early": ""}
        sound = {"session": f"S{place}", "participant": "", "code": "", **said}
        found.append(_made(what, sound, cells, refused, repaired, number))
    return found


def attestation_damages() -> list[Damage]:
    """Gives damaged attestations, each of a person and month of its own."""
    found = []
    variants = list(attestation_variants())
    for place in range(COUNT):
        what, cells, refused, repaired = variants[place % len(variants)]
        number, month = PERSONS[place % len(PERSONS)], place // len(PERSONS)
        signed = {
            "minutes": "90",
            "hours": "",
            "method": "mejl",
            "signed": "2023-05-31",
            "reference": "Pärm 1",
        }
        sound = {"number": number, "month": f"2021-{month + 1:02d}", **signed}
        found.append(_made(what, sound, cells, refused, repaired, number))
    return found


def _made(what: str, sound: Change, cells: Change, refused: Change, repaired: Change, number: str) -> Damage:
    changed = {name: value(number) if callable(value) else value for name, value in cells.items()}
    return Damage(what, {**sound, **changed}, refused, repaired)
