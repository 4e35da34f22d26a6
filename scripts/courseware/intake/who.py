"""Whom a row is about: by participant code, identity number or id; no message ever tells who."""

from __future__ import annotations

from datetime import date

from courseware.intake.tables import Column, Row
from courseware.receipts.codes import InvalidCodeError, normalise_code
from courseware.registry.finding import People
from courseware.registry.identity import IdentityError, mask, parse_identity_number, parse_placeholder

__all__ = ["WHO_COLUMNS", "UntiedCodeError", "find_person", "who_field"]

WHO_COLUMNS = (
    Column("participant", ("Deltagare", "Deltagar-id", "Deltagare (id)", "Participant", "Participant id")),
    Column("code", ("Deltagarkod", "Kod", "Participant code", "Code")),
    Column(
        "number", ("Personnummer", "Pnr", "Personnr", "Person- eller samordningsnummer", "Identity number")
    ),
)
"""A list needs one of these; where it has several, the first cell that is filled in counts."""


class UntiedCodeError(ValueError):
    """A code of this project that nobody has yet."""


_WHO_FIELDS = tuple(column.field for column in WHO_COLUMNS)


def who_field(row: Row) -> str:
    """Gives the field by which a row names its participant, or nothing where it names none."""
    for field in _WHO_FIELDS:
        if row.get(field):
            return field
    return ""


def find_person(row: Row, people: People, day: date) -> int:
    """Gives the id of the person a row is about.

    Args:
        row: A row with one of WHO_COLUMNS filled in.
        people: Everybody in the project.
        day: A day of the activity, from which a ten-digit number gets its century.

    Raises:
        UntiedCodeError: The code is the project's, and nobody has it yet.
        ValueError: Nobody is named, or nobody like that takes part; the text holds only a mask.
    """
    field = who_field(row)
    text = row[field]
    if not field:
        raise ValueError("nobody is named. Write the participant's code, number or id.")
    if len(text) == 12 and field != "code" and (known := people.by_number(text)) is not None:
        # As it is stored: it passed every check when the person was taken in.
        return known
    # The column "Deltagare" may hold any of the three: a short number is an id, other digits are a number.
    if field == "participant":
        field = "id" if text.isdigit() and len(text) < 10 else "number" if _is_number(text) else "code"
    if field == "id":
        found = int(text) if int(text) in people.spans else None
        shown = f"participant {text}"
    elif field == "number":
        found, shown = _by_number(text, people, day), mask(text)
    else:
        found, shown = _by_code(text, people), "the code"
    if found is None:
        raise ValueError(f"{shown} takes no part in this project. Import the participant first.")
    return found


def _is_number(text: str) -> bool:
    return sum(c.isdigit() for c in text) >= 8 and not any(c.isalpha() for c in text[:8])


def _by_number(text: str, people: People, day: date) -> int | None:
    try:
        if text.strip()[8:10] == "Tf":
            parse_placeholder(text)
            # Several people may share one, and then only the code or the id tells who is meant.
            raise ValueError(
                f"{mask(text)} stands for a protected identity, and several people can have the same. "
                "Write the participant's code, or the id in a column 'Deltagare' "
                "(courseware participants list)."
            )
        # Whether the age is plausible was settled when the person was taken in.
        return people.by_number(parse_identity_number(text, started=day, ages=None).digits)
    except IdentityError as error:
        raise ValueError(f"{mask(text)} {error}") from None


def _by_code(text: str, people: People) -> int | None:
    try:
        person = people.by_code(normalise_code(text))
    except InvalidCodeError as error:
        raise ValueError(f"{error}.") from None
    except LookupError as error:
        raise ValueError(f"the code {error}") from None
    if person is None:
        raise UntiedCodeError(
            "the code is not tied to anybody yet. Put it in the participant list and import that."
        )
    return person
