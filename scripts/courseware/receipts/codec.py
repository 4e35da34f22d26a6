"""Read and write receipt files, and read JSON from strangers: strictly, within limits, with clear reasons.

Python's and msgspec's readers are friendly: they take NaN, let the last of two equal keys win and read
numbers of any length. Two readers that disagree about one text are how a checked value becomes another
value later, so everything that comes from outside passes `read_json` first.
"""

from __future__ import annotations

import codecs
import json
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import msgspec

from courseware.errors import CoursewareError
from courseware.receipts.model import Receipt, Statement
from courseware.receipts.statements import encode_statement, explain

__all__ = [
    "MAX_DEPTH",
    "MAX_RECEIPT_BYTES",
    "JsonError",
    "ReceiptFile",
    "read_json",
    "read_receipt",
    "write_receipt",
]

MAX_RECEIPT_BYTES = 4 * 1024 * 1024
"""Sixteen modules make about 300 statements of 800 bytes, a quarter of a megabyte; retries fit too."""
MAX_RECEIPT_STATEMENTS = 5000
MAX_DEPTH = 12
"""Our deepest statement has seven levels inside a receipt's two."""
_MAX_DIGITS = 20

# Strings are swallowed whole: brackets in them do not count. Possessive: no text makes it slow.
_BRACKETS = re.compile(r'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)|[\[\]{}]', re.DOTALL)


class JsonError(CoursewareError):
    """A text from outside that cannot be used as it is, with a reason code and a sentence."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class ReceiptFile:
    """What a receipt file holds."""

    made: datetime
    statements: tuple[bytes, ...]
    """Each statement's JSON as it stood in the file, in UTF-8; not yet checked."""


def read_json(text: str) -> Any:
    """Return what a JSON text says, once it is sure that it says one thing only.

    Raises:
        JsonError: "nested", "duplicate-key", "number", "text" or "not-json".
    """
    _check_depth(text)
    try:
        data = json.loads(
            text, object_pairs_hook=_unique, parse_constant=_constant, parse_int=_integer, parse_float=_float
        )
    except json.JSONDecodeError as error:
        raise JsonError("not-json", f"this is not JSON: line {error.lineno}, column {error.colno}") from None
    except RecursionError:
        raise JsonError("nested", f"the JSON is nested deeper than {MAX_DEPTH} levels") from None
    # A lone half of a surrogate pair, written \ud800, has no UTF-8: no store could keep it.
    if "\\u" in text:
        try:
            json.dumps(data, ensure_ascii=False).encode("utf-8")
        except UnicodeEncodeError:
            raise JsonError("text", "a text holds half a character (a lone surrogate)") from None
    return data


def read_receipt(data: bytes) -> ReceiptFile:
    """Return the statements of a receipt file.

    A byte order mark and UTF-16 are read too: that is what an editor on Windows makes of a file that
    somebody opened and saved.

    Raises:
        JsonError: with the reason why the file cannot be used.
    """
    if len(data) > MAX_RECEIPT_BYTES:
        raise JsonError(
            "too-large", f"the file is larger than {MAX_RECEIPT_BYTES // 1024 // 1024} MiB: not a receipt"
        )
    text = _read_text(data)
    if not text.strip():
        raise JsonError("empty", "the file is empty")
    content = read_json(text)
    if not isinstance(content, dict) or content.get("format") != "courseware-receipt":
        raise JsonError("not-a-receipt", "the file is JSON, but not a receipt from the course pages")
    if content.get("version") != 1:
        raise JsonError(
            "version", "the receipt has a version that this program cannot read: update the program"
        )
    try:
        receipt = msgspec.json.decode(text, type=Receipt)
    except msgspec.DecodeError as error:
        raise JsonError("not-a-receipt", f"the receipt is damaged: {explain(error)}") from None
    if len(receipt.statements) > MAX_RECEIPT_STATEMENTS:
        raise JsonError("too-many", f"the receipt holds more than {MAX_RECEIPT_STATEMENTS} statements")
    return ReceiptFile(receipt.made, tuple(bytes(raw) for raw in receipt.statements))


def write_receipt(statements: Iterable[Statement], made: datetime) -> bytes:
    """Return a receipt file, the same bytes for the same statements and time."""
    raw = [msgspec.Raw(encode_statement(statement)) for statement in statements]
    return msgspec.json.encode(Receipt(made=made.astimezone(UTC), statements=raw))


def _read_text(data: bytes) -> str:
    encoding = "utf-8-sig"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    elif b"\0" in data:
        raise JsonError("not-text", "the file is not text: choose the receipt that the course page saved")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise JsonError(
            "not-text", "the file is not text in UTF-8: save the receipt from the page anew"
        ) from None


def _check_depth(text: str) -> None:
    depth = 0
    for found in _BRACKETS.finditer(text):
        bracket = found[0][0]
        if bracket in "[{":
            depth += 1
            if depth > MAX_DEPTH:
                raise JsonError("nested", f"the JSON is nested deeper than {MAX_DEPTH} levels")
        elif bracket in "]}":
            depth -= 1


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise JsonError("duplicate-key", "a field stands twice in the same object")
    return found


def _constant(_: str) -> float:
    raise JsonError("number", "NaN and Infinity are not JSON")


def _integer(digits: str) -> int:
    if len(digits) > _MAX_DIGITS:
        raise JsonError("number", f"a number has more than {_MAX_DIGITS} digits")
    return int(digits)


def _float(digits: str) -> float:
    if len(digits) > 4 * _MAX_DIGITS or not math.isfinite(number := float(digits)):
        raise JsonError("number", "a number is too long or too large")
    return number
