"""Names of files and folders that any disk, zip program and mail server takes: ASCII, small, no spaces."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["safe_name"]

_OTHER = str.maketrans({"ø": "o", "æ": "ae", "ł": "l", "ß": "ss", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
"""Letters that are no base letter with a mark."""

LONGEST = 60
"""Characters of one name; Windows takes 260 for a whole path."""


def safe_name(text: str) -> str:
    """Gives a name from words: "Körschema & närvaro" → "korschema-narvaro"."""
    plain = unicodedata.normalize("NFKD", text.lower().translate(_OTHER))
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign) and sign not in "'’")
    return re.sub(r"[^a-z0-9]+", "-", letters)[:LONGEST].strip("-") or "x"
