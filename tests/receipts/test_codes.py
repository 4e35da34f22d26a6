"""Participant codes: every typo that hands make is caught, every way of typing a right code is read."""

from __future__ import annotations

import itertools
import json
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courseware.receipts import codes
from courseware.receipts.codes import (
    ALPHABET,
    LENGTH,
    RANDOM_BITS,
    InvalidCodeError,
    check_symbol,
    find_key_version,
    make_code,
    normalise_code,
    split_code,
)

VECTORS: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "vectors" / "codes.json").read_text("utf-8")
)
KEYS = {int(version): bytes.fromhex(key) for version, key in VECTORS["keys"].items()}


@pytest.mark.parametrize("vector", VECTORS["genuine"], ids=lambda vector: vector["code"])
def test_genuine_codes_stay_what_they_were(vector: dict[str, Any]) -> None:
    version = vector["keyVersion"]
    assert make_code(vector["randomPart"], version, KEYS[version]) == vector["code"]
    assert split_code(vector["code"]).random_part == vector["randomPart"]
    assert find_key_version(vector["code"], KEYS) == version


@pytest.mark.parametrize("vector", VECTORS["valid"], ids=lambda vector: vector.get("why", vector["code"]))
def test_every_way_of_typing_is_read(vector: dict[str, str]) -> None:
    assert normalise_code(vector["typed"]) == vector["code"]


@pytest.mark.parametrize("vector", VECTORS["invalid"], ids=lambda vector: vector["why"])
def test_errors_say_which_kind(vector: dict[str, str]) -> None:
    with pytest.raises(InvalidCodeError) as caught:
        normalise_code(vector["typed"])
    assert caught.value.fault == vector["fault"]
    kept = vector["typed"].strip(" -\n")
    assert len(kept) < 3 or kept not in str(caught.value), "a message never repeats what was typed"


def test_vectors_speak_of_this_alphabet() -> None:
    assert VECTORS["alphabet"] == ALPHABET
    assert VECTORS["separators"] == "".join(sorted(codes.SEPARATORS))


def test_every_single_wrong_symbol_is_caught() -> None:
    """The check is linear over GF(32): an error is seen when the error alone has a check other than zero.

    So it is enough to try every error at every place once, with no code around it.
    (At the fourteenth place any error is seen, because the thirteen others fix the check.)
    """
    zero = "0" * (LENGTH - 1)
    assert check_symbol(zero) == "0"
    for place, difference in itertools.product(range(LENGTH - 1), ALPHABET[1:]):
        assert check_symbol(zero[:place] + difference + zero[place + 1 :]) != "0"


def test_every_swap_of_neighbours_is_caught() -> None:
    """All 14 - 1 places and all 32 x 31 pairs, the check symbol's own place included."""
    for place, (left, right) in itertools.product(range(LENGTH - 2), itertools.permutations(ALPHABET, 2)):
        tail = "0" * (LENGTH - 3 - place)
        straight, swapped = "0" * place + left + right + tail, "0" * place + right + left + tail
        assert check_symbol(straight) != check_symbol(swapped)
    # The last two places: all 32 x 32 pairs of symbol and check, made by varying the symbol before them.
    for before, last in itertools.product(ALPHABET, repeat=2):
        body = "0" * (LENGTH - 3) + before
        check = check_symbol(body + last)
        assert check == last or check_symbol(body + check) != last


def test_the_check_is_linear() -> None:
    """What the two exhaustive tests lean on: the check of a sum is the sum of the checks."""
    draw = random.Random(5)  # noqa: S311 (repeatable on purpose)
    for _ in range(2000):
        a, b = ([draw.randrange(32) for _ in range(LENGTH - 1)] for _ in range(2))
        total = "".join(ALPHABET[x ^ y] for x, y in zip(a, b, strict=True))
        checks = (ALPHABET.index(check_symbol("".join(ALPHABET[x] for x in symbols))) for symbols in (a, b))
        assert ALPHABET.index(check_symbol(total)) == next(checks) ^ next(checks)


@given(st.integers(0, 2**RANDOM_BITS - 1), st.sampled_from(sorted(KEYS)))
def test_a_made_code_is_genuine_under_its_own_key_only(random_part: int, version: int) -> None:
    code = make_code(random_part, version, KEYS[version])
    assert find_key_version(code.lower().replace("-", " "), KEYS) == version
    assert find_key_version(code, {version: b"another key"}) is None


def test_a_well_written_code_that_nobody_issued_is_not_genuine() -> None:
    symbols = "ABCDEFGHJKMNP"
    invented = normalise_code(symbols + check_symbol(symbols))
    assert find_key_version(invented, KEYS) is None


@given(st.text())
def test_any_text_is_either_read_or_refused_with_a_known_fault(typed: str) -> None:
    fault = None
    try:
        code = normalise_code(typed)
    except InvalidCodeError as error:
        fault = error.fault
    assert fault in ("empty", "length", "symbol", "check") if fault else normalise_code(code) == code
