"""What looks like somebody's, as the browser's twin sees it too (tests/browser/test_contributions.py)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from people import PERSONS, invented_numbers

from courseware.content.personal_data import PERSONAL, personal_data

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "personal.json").read_text("utf-8"))


@pytest.mark.parametrize("vector", VECTORS, ids=[vector["text"] for vector in VECTORS])
def test_vectors(vector: dict[str, object]) -> None:
    assert list(personal_data(str(vector["text"]))) == vector["found"]


def test_every_swedish_number_is_seen_however_it_is_written() -> None:
    for number in [person[0] for person in PERSONS] + [f"19{n[2:]}" for n in invented_numbers(200)]:
        for shape in (number, f"{number[:8]}-{number[8:]}", f"{number[2:8]}-{number[8:]}", number[2:]):
            assert "identity-number" in personal_data(f"se {shape}, tack"), "a number was let through"


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    assert set(personal_data(text)) <= set(PERSONAL)
