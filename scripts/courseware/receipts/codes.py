"""Make and read participant codes: what a learner types so that finished work can count.

A code is fourteen symbols, ``XXXXX-XXXXX-XXXX``: thirty random bits (6 symbols), thirty-five bits of
HMAC-SHA-256 over the key version and those bits (7), and one check symbol. It says nothing about the
person. Anybody can see that a code is well written (the browser does so while it is typed); only the
holder of the key can see that it is genuine, and only the register knows whose it is.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from courseware.errors import CoursewareError

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O (they look like digits) and no U (no accidental words)."""

LENGTH = 14
RANDOM_BITS = 30
MAC_BITS = 35

CodeFault = Literal["empty", "length", "symbol", "check"]
"""What is wrong with a typed code. The browser uses the same four words."""

SEPARATORS = frozenset(
    "\t\n\v\f\r \u0085\u00a0\u00ad\u1680\u180e\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009"
    "\u200a\u200b\u2028\u2029\u202f\u205f\u2060\u3000\ufeff-\u2010\u2011\u2012\u2013\u2014\u2015"
    "\u2212\ufe58\ufe63\uff0d_."
)
"""Characters that may stand anywhere in a typed code: what word processors make of spaces and hyphens."""

_VALUE = {symbol: value for value, symbol in enumerate(ALPHABET)}
_READ_AS = {**{symbol.lower(): symbol for symbol in ALPHABET}, **{symbol: symbol for symbol in ALPHABET}}
# Letters left out of the alphabet because hands and eyes confuse them with these digits.
_READ_AS.update({"O": "0", "o": "0", "I": "1", "i": "1", "L": "1", "l": "1"})


def _multiply_by_alpha(value: int) -> int:
    """Multiply in GF(32) = GF(2)[x] / (x^5 + x^2 + 1) by alpha = x, whose powers are all 31 others than 0."""
    value <<= 1
    return value ^ 0b100101 if value & 0b100000 else value


def _powers_of_alpha(count: int) -> tuple[int, ...]:
    powers = [1]
    while len(powers) < count:
        powers.append(_multiply_by_alpha(powers[-1]))
    return tuple(powers)


_POWERS = _powers_of_alpha(LENGTH)
"""Weight of position i is alpha^(i+1), of the check symbol alpha^0: all differ, so no swap goes unseen."""


def _weigh(value: int, weight: int) -> int:
    product = 0
    while weight:
        if weight & 1:
            product ^= value
        value = _multiply_by_alpha(value)
        weight >>= 1
    return product


_WEIGHED = tuple(
    tuple(_weigh(value, _POWERS[place + 1]) for value in range(32)) for place in range(LENGTH - 1)
)


class InvalidCodeError(CoursewareError):
    """A participant code that nobody can have been given, with the kind of fault.

    The typed text is never part of the message: messages end up in logs and lists.
    """

    def __init__(self, fault: CodeFault, message: str) -> None:
        super().__init__(message)
        self.fault: CodeFault = fault


@dataclass(frozen=True, slots=True, order=True)
class CodeParts:
    """What a well-written code is made of; `version` is not in it and must be found with the keys."""

    random_part: int
    """The thirty random bits."""
    mac: int
    """The thirty-five bits that only the holder of the key can compute."""


def check_symbol(symbols: str) -> str:
    """Return the fourteenth symbol for the first thirteen, all in the alphabet."""
    total = 0
    for place, symbol in enumerate(symbols):
        total ^= _WEIGHED[place][_VALUE[symbol]]
    return ALPHABET[total]


def normalise_code(typed: str) -> str:
    """Return a typed code as ``XXXXX-XXXXX-XXXX``.

    Spaces, hyphens and lower case are accepted; O, I and L are read as 0, 1 and 1.

    Raises:
        InvalidCodeError: with `fault` "empty", "symbol", "length" or "check", looked for in that order.
    """
    kept = [character for character in typed if character not in SEPARATORS]
    if not kept:
        raise InvalidCodeError("empty", "no code was given: type the fourteen symbols of the code")
    symbols = ""
    for place, character in enumerate(kept, start=1):
        symbol = _READ_AS.get(character)
        if symbol is None:
            raise InvalidCodeError(
                "symbol", f"symbol {place} is not used in codes: they hold digits and A-Z without U"
            )
        symbols += symbol
    if len(symbols) != LENGTH:
        raise InvalidCodeError("length", f"the code has {len(symbols)} symbols, it should have {LENGTH}")
    if check_symbol(symbols[:-1]) != symbols[-1]:
        raise InvalidCodeError("check", "the code is mistyped: its last symbol does not fit the others")
    return _with_hyphens(symbols)


def split_code(code: str) -> CodeParts:
    """Return the random part and the authentication bits of a typed code.

    Raises:
        InvalidCodeError: when the code is not well written.
    """
    number = 0
    for symbol in normalise_code(code).replace("-", "")[:-1]:
        number = number << 5 | _VALUE[symbol]
    return CodeParts(number >> MAC_BITS, number & ((1 << MAC_BITS) - 1))


def draw_random_part() -> int:
    """Return thirty bits from the system's source of randomness."""
    return secrets.randbits(RANDOM_BITS)


def make_code(random_part: int, version: int, key: bytes) -> str:
    """Return the code of a random part under one version of the key, ready to print."""
    number = random_part << MAC_BITS | _mac(random_part, version, key)
    symbols = "".join(ALPHABET[number >> shift & 31] for shift in range(RANDOM_BITS + MAC_BITS - 5, -1, -5))
    return _with_hyphens(symbols + check_symbol(symbols))


def find_key_version(code: str, keys: Mapping[int, bytes]) -> int | None:
    """Return the version of the key that made the code, None when no key did (the code is not genuine).

    Args:
        code: A typed code.
        keys: Every key version ever used; old ones are kept for ever.

    Raises:
        InvalidCodeError: when the code is not well written.
    """
    parts = split_code(code)
    for version in sorted(keys, reverse=True):
        expected = _mac(parts.random_part, version, keys[version])
        if hmac.compare_digest(parts.mac.to_bytes(5, "big"), expected.to_bytes(5, "big")):
            return version
    return None


def _mac(random_part: int, version: int, key: bytes) -> int:
    # 4 + 4 bytes, big-endian, with a name in front so that the key can serve no other purpose by mistake.
    message = b"courseware participant code" + version.to_bytes(4, "big") + random_part.to_bytes(4, "big")
    return int.from_bytes(hmac.digest(key, message, hashlib.sha256)[:5], "big") >> (40 - MAC_BITS)


def _with_hyphens(symbols: str) -> str:
    return f"{symbols[:5]}-{symbols[5:10]}-{symbols[10:]}"
