"""Swedish identity numbers: read in every written form, refused with the cause named, shown masked.

The rules are those of the Swedish Tax Agency's leaflet SKV 704 and of our parsing policy: ten digits get
their century from the day the participation started, never from today, and a number that a spreadsheet
has damaged is refused, never guessed. The `personnummer` package was weighed and left out: it reads the
century from today's date, says only "invalid", and knows neither placeholders nor organisation numbers;
what would remain of it here is the check digit.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from courseware.errors import CoursewareError

__all__ = [
    "PLAUSIBLE_AGES",
    "Cause",
    "IdentityError",
    "IdentityNumber",
    "age_on",
    "check_digit",
    "mask",
    "parse_identity_number",
    "parse_organisation_number",
    "parse_placeholder",
    "without_numbers",
]

PLAUSIBLE_AGES = (15, 80)
"""Ages at the start of a participation outside which a number is more likely damaged than right."""

Cause = Literal[
    "empty",
    "scientific",
    "digits",
    "space",
    "character",
    "century",
    "date",
    "birth-number",
    "check-digit",
    "age",
    "separator",
    "interim",
    "placeholder",
    "organisation",
]
"""Why a number was refused."""

_DASHES = dict.fromkeys([*range(0x2010, 0x2016), 0x2212, 0xFE63], "-")
_EDGES = " \t\r\n\u00a0\u2007\u202f"
_NUMBER = re.compile(r"([0-9]{2})?([0-9]{6})([-+]?)([0-9]{4})")
# A date of somebody old enough to take part, so that a day and time (20261112-0900) is not taken for one.
_WITHIN = re.compile(
    r"(?<![0-9])((?:18|19)[0-9]{2}|20[01][0-9]|[0-9]{2})(?:0[1-9]|1[0-2])"
    r"(?:0[1-9]|[12][0-9]|3[01]|6[1-9]|[78][0-9]|9[01])"
    r"[-+ \u2010-\u2015\u2212\ufe63]?(?:[0-9]{4}|[Tt][Ff][0-9]{2})(?![0-9])"
)
_SCIENTIFIC = re.compile(r"[0-9]+(?:[.,][0-9]*)?[eE][+]?[0-9]+")
# https://github.com/personnummer/meta: interim numbers of higher education.
_INTERIM = re.compile(r"(?:[0-9]{2})?[0-9]{6}[-+]?[TRSUWXJKLMN][0-9]{3}")
_PLACEHOLDER = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})[A-Za-z]{2}[0-9A-Za-z]{2}")
# The one placeholder that is known, for women; esf-reporting S9. The one for men must be asked of SCB.
_KNOWN_PLACEHOLDER = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})Tf29")


class IdentityError(CoursewareError):
    """A number that cannot be a participant's, with the cause; the text never holds the number."""

    def __init__(self, cause: Cause, message: str) -> None:
        super().__init__(message)
        self.cause: Cause = cause


@dataclass(frozen=True, slots=True)
class IdentityNumber:
    """A personnummer or samordningsnummer that has passed every check."""

    digits: str
    """Twelve digits, century first: the only form that is stored, compared and exported."""
    born: date
    """The date in the number; not proof of the birthday (esf-reporting section 5)."""
    is_coordination: bool
    """Whether it is a samordningsnummer, whose day is 60 higher."""

    @property
    def sex(self) -> Literal["woman", "man"]:
        """The legal sex that the birth number's last digit states: odd is man."""
        return "man" if int(self.digits[10]) % 2 else "woman"

    @property
    def masked(self) -> str:
        """The number as it may be shown: `19XXXXXX-****`."""
        return f"{self.digits[:2]}XXXXXX-****"


def check_digit(nine: str) -> int:
    """Gives the check digit of nine digits ÅÅMMDDNNN (weights 2, 1, 2 …, sums of digits; SKV 704)."""
    # The place of a digit in this text is the sum of the digits of its double.
    doubled = sum("0516273849".index(digit) for digit in nine[::2])
    return -(doubled + sum(map(int, nine[1::2]))) % 10


def age_on(born: date, day: date) -> int:
    """Gives the full years of age on a day; negative before the birth."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def mask(text: str) -> str:
    """Gives any cell's text so that it may be shown: its shape without its content, at most 24 characters."""
    text = text.strip(_EDGES).translate(_DASHES)
    if match := _NUMBER.fullmatch(text):
        century = match[1] if match[1] in {"18", "19", "20"} else "XX" if match[1] else ""
        return f"{century}XXXXXX{match[3] or '-'}****"
    shape = "".join(
        "X" if c.isdigit() else "?" if c.isalpha() else c if c in "-+., " else "?" for c in text[:24]
    )
    return shape + ("…" if len(text) > 24 else "")


def without_numbers(text: str) -> str:
    """Gives a free text, such as a reason or a file's name, and masks what looks like a number of a person.

    Free texts reach the change log, which nothing is ever taken out of, and messages (esf-reporting 4.2).
    """
    return _WITHIN.sub(lambda match: f"{match[1][:2] if len(match[1]) == 4 else ''}XXXXXX-****", text)


def parse_identity_number(
    text: str, *, started: date, ages: tuple[int, int] | None = PLAUSIBLE_AGES
) -> IdentityNumber:
    """Gives the number in its one stored form.

    Args:
        text: A cell's text in any written form: ÅÅÅÅMMDDNNNN, ÅÅÅÅMMDD-NNNN, ÅÅMMDD-NNNN, ÅÅMMDD+NNNN.
        started: The day the participation started, from which ten digits get their century.
        ages: Youngest and oldest plausible age on that day; None for no such check.

    Raises:
        IdentityError: The text is not a usable number; the message names the cause and what to do.
    """
    text = text.strip(_EDGES).translate(_DASHES)
    match = _NUMBER.fullmatch(text)
    if match is None:
        raise _refusal(text)
    century, short, separator, last = match.groups()
    if century:
        if separator == "+":
            raise IdentityError(
                "separator", "has both a century and a '+'. Write twelve digits, or ten with '+'."
            )
        if century == "16" and int(short[2:4]) >= 20:
            raise _organisation()
        if century not in {"18", "19", "20"}:
            raise IdentityError(
                "century", "does not begin with 18, 19 or 20. Write the year with four digits."
            )
        year = int(century + short[:2])
    else:
        if int(short[2:4]) >= 20:
            raise _organisation()
        # The latest century that gives a year not after the start's year; '+' is one hundred years more.
        year = started.year - (started.year - int(short[:2])) % 100 - (100 if separator == "+" else 0)
        if year < 1800:
            raise IdentityError("century", "would be from before 1800. Write the year with four digits.")
    month, day = int(short[2:4]), int(short[4:6])
    is_coordination = day > 60
    try:
        born = date(year, month, day - 60 if is_coordination else day)
    except ValueError:
        if not day and last == "0000":
            raise _rounded() from None
        raise IdentityError(
            "date", "holds a date that does not exist. Compare it with the person's own papers."
        ) from None
    if last[:3] == "000":
        raise IdentityError("birth-number", "has the birth number 000, which is never given out.")
    if check_digit(short + last[:3]) != int(last[3]):
        raise IdentityError(
            "check-digit",
            "has a check digit that does not fit: one digit is wrong or two have changed places.",
        )
    age = age_on(born, started)
    if not century and not separator and not PLAUSIBLE_AGES[0] <= age <= PLAUSIBLE_AGES[1]:
        raise IdentityError(
            "separator",
            "has ten digits and no separator, and gives an unlikely age at the start. "
            "Write the year with four digits.",
        )
    if ages is not None and not ages[0] <= age <= ages[1]:
        raise IdentityError(
            "age",
            f"gives an age at the start outside {ages[0]}-{ages[1]}. Check the year and the start date.",
        )
    return IdentityNumber(f"{year:04d}{short[2:]}{last}", born, is_coordination)


def parse_placeholder(text: str) -> str:
    """Gives the placeholder that stands for a person with protected identity, as it is stored.

    Raises:
        IdentityError: The text is no known placeholder; the one for men has to be asked of SCB.
    """
    text = text.strip(_EDGES)
    if match := _KNOWN_PLACEHOLDER.fullmatch(text):
        try:
            date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError:
            raise IdentityError("date", "is a placeholder whose date does not exist.") from None
        return text
    if _PLACEHOLDER.fullmatch(text):
        raise IdentityError(
            "placeholder",
            "is not a known placeholder. For a woman write ÅÅÅÅMMDDTf29; what to write for a man, ask SCB.",
        )
    raise IdentityError("placeholder", "is not a placeholder for protected identity.")


def parse_organisation_number(text: str) -> str:
    """Gives an organisation number as ten digits.

    Raises:
        IdentityError: The text is no organisation number; the message names the cause.
    """
    match = _NUMBER.fullmatch(text.strip(_EDGES).translate(_DASHES))
    if match is None or match[3] == "+":
        raise IdentityError("digits", "is not an organisation number. Write ten digits: NNNNNN-NNNN.")
    century, short, _, last = match.groups()
    if (century or "16") != "16" or int(short[2:4]) < 20:
        raise IdentityError(
            "organisation", "is not an organisation number: its third digit must be 2 or higher."
        )
    if check_digit(short + last[:3]) != int(last[3]):
        raise IdentityError("check-digit", "has a check digit that does not fit: a digit is wrong.")
    return short + last


def _rounded() -> IdentityError:
    return IdentityError(
        "scientific",
        "was rounded by the spreadsheet (like 1.9E+11), so its last digits are lost. "
        "Format the column as text and type the number again.",
    )


def _organisation() -> IdentityError:
    return IdentityError(
        "organisation",
        "looks like an organisation number. Look whether two columns have changed places.",
    )


def _refusal(text: str) -> IdentityError:
    """Names why a text does not even have the form of a number."""
    digits = sum(c in "0123456789" for c in text)
    if not text:
        return IdentityError("empty", "is empty. Write the number with twelve digits.")
    if _SCIENTIFIC.fullmatch(text):
        return _rounded()
    if not any(c.isdigit() for c in text):
        return IdentityError(
            "digits", "holds no digits. Look whether two columns have changed places, or write the number."
        )
    if _KNOWN_PLACEHOLDER.fullmatch(text) or re.fullmatch(r"[0-9]{8}[Tt][Ff].{2}", text):
        return IdentityError(
            "placeholder",
            "is the placeholder for protected identity. Mark the row as protected, or write a number.",
        )
    if _INTERIM.fullmatch(text):
        return IdentityError(
            "interim",
            "is an interim number of higher education, which cannot be reported. "
            "Ask the person for a personnummer or samordningsnummer.",
        )
    if any(c in " \u00a0\u2007\u202f\t" for c in text):
        return IdentityError("space", "has a space inside. Write it without spaces.")
    odd = next((c for c in text if c not in "0123456789-+"), "")
    if odd:
        shown = f"'{odd}'" if odd.isprintable() and not odd.isalnum() else f"U+{ord(odd):04X}"
        what = "a letter" if odd.isalpha() else f"the character {shown}"
        return IdentityError("character", f"holds {what}. Only digits and one '-' or '+' may stand there.")
    if digits not in {10, 12}:
        lost = " A zero was probably lost at the front." if digits in {9, 11} else ""
        return IdentityError(
            "digits", f"has {digits} digits; twelve are needed, or ten with a separator.{lost}"
        )
    return IdentityError("separator", "has its separator in the wrong place. Write ÅÅÅÅMMDD-NNNN.")
