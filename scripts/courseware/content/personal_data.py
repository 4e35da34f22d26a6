"""What in a free text looks like somebody's: an identity number, an e-mail address, a telephone number.

Names cannot be seen by a program; these can. It is better to stop a case number than to let a person's number
through, so no check digit is asked for. The browser's twin is `lib/personal.js`;
`tests/vectors/personal.json` binds both.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Literal

__all__ = ["PERSONAL", "Personal", "personal_data"]

Personal = Literal["identity-number", "email", "phone"]
PERSONAL: Mapping[Personal, str] = {
    "identity-number": "holds what looks like a personal identity number",
    "email": "holds what looks like an e-mail address",
    "phone": "holds what looks like a telephone number",
}
"""What to say of each kind, without what stood there."""

_WEB = re.compile(r"https?://[^\s<>]+", re.IGNORECASE)
_EMAIL = re.compile(
    r"[^\s@<>()\[\],;:\"]+@[^\s@<>()\[\],;:\"]+\.[^\W\d_]{2}"
    r"|[^\W_]\s*[(\[]\s*(?:at|snabel-a)\s*[)\]]\s*[^\W_]",
    re.IGNORECASE,
)
_NUMBERS = (
    # A birth date with its century, and four digits: Sweden.
    re.compile(r"(?:^|[^0-9A-Za-z])(?:18|19|20)([0-9]{6})[-+ ]?[0-9]{4}(?![0-9])"),
    # Six digits of a birth date, and four or five: Sweden, Denmark, Latvia; with a letter in Finland.
    re.compile(r"(?:^|[^0-9A-Za-z])([0-9]{6})[-+][0-9]{4,5}(?![0-9])"),
    re.compile(r"(?:^|[^0-9A-Za-z])([0-9]{6})[-+A-FU-Y][0-9]{3}[0-9A-Y](?![0-9A-Za-z])"),
    re.compile(r"(?:^|[^0-9A-Za-z])([0-9]{6})[0-9]{4}(?![0-9])"),
)
# Estonia, Latvia, Lithuania, Norway, Poland; the tax number in Germany.
_ELEVEN = re.compile(r"(?:^|[^0-9])[0-9]{11}(?![0-9])")
_ABROAD = re.compile(r"(?:^|[^\w+])(?:\+|00)[ (]*[1-9](?:[ ().\-/]*[0-9]){7,14}(?![0-9])")
_HOME = re.compile(r"(?:^|[^0-9])(0[0-9]{1,3}[ /-] ?[0-9]{2,4}(?:[ -][0-9]{2,4}){1,3})(?![0-9])")
_NAMED = re.compile(
    r"(?:^|[^\w])(?:tel|telef\w*|telf|tlf|tālr\w*|puh\w*|phone|mob\w*|handy|gsm)"
    r"\s*[.:]*\s*\+?[0-9][0-9 ()/-]{5}",
    re.IGNORECASE,
)
_LEAST = 9
"""Digits of a number at home with its area code; a date that begins with a zero has eight."""
_DASHES = dict.fromkeys([*range(0x2010, 0x2016), 0x2212, 0xFE63], "-")


def personal_data(text: str) -> tuple[Personal, ...]:
    """Gives which kinds of personal data a text seems to hold."""
    text = unicodedata.normalize("NFKC", text).translate(_DASHES)
    bare = _WEB.sub(" ", text)  # An address on the web is full of numbers.
    found: list[Personal] = []
    if _ELEVEN.search(bare) or any(_is_date(match[1]) for one in _NUMBERS for match in one.finditer(bare)):
        found.append("identity-number")
    if _EMAIL.search(text):
        found.append("email")
    at_home = any(sum(map(str.isdigit, match[1])) >= _LEAST for match in _HOME.finditer(bare))
    if at_home or _ABROAD.search(bare) or _NAMED.search(bare):
        found.append("phone")
    return tuple(found)


def _is_date(six: str) -> bool:
    """Says whether six digits may be a birth date, its day first or last; 60 more is a number on loan."""
    first, month, last = int(six[:2]), int(six[2:4]), int(six[4:])
    return 1 <= month <= 12 and (1 <= first <= 31 or 1 <= last <= 31 or 61 <= last <= 91)
