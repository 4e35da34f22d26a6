"""Statements: the browser's are read, what others add is tolerated, what could name a person is refused."""

from __future__ import annotations

import json
import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from courseware.receipts.statements import (
    COMPLETED,
    Iris,
    StatementError,
    StatementMaker,
    decode_statement,
    encode_statement,
    join_positions,
    split_positions,
)

VECTORS: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "vectors" / "statements.json").read_text("utf-8")
)
IRIS = Iris(VECTORS["iriBase"])
AT = datetime(2026, 11, 21, 22, 40, 1, 123000, tzinfo=UTC)


def name(vector: dict[str, Any]) -> str:
    return str(vector["what"])


@pytest.mark.parametrize("vector", VECTORS["valid"], ids=name)
def test_the_browsers_statements_are_read_and_written_alike(vector: dict[str, Any]) -> None:
    statement = decode_statement(json.dumps(vector["statement"]))
    written = json.loads(encode_statement(statement))
    assert written["timestamp"].replace("000Z", "Z") == vector["statement"]["timestamp"]
    vector_without_time = {**vector["statement"], "timestamp": written["timestamp"]}
    assert written == vector_without_time


@pytest.mark.parametrize("vector", VECTORS["tolerated"], ids=name)
def test_what_other_software_adds_is_tolerated(vector: dict[str, Any]) -> None:
    assert decode_statement(json.dumps(vector["statement"])).timestamp == AT


@pytest.mark.parametrize("vector", VECTORS["refused"], ids=name)
def test_refusals_have_a_reason_and_repeat_nothing(vector: dict[str, Any]) -> None:
    with pytest.raises(StatementError) as caught:
        decode_statement(json.dumps(vector["statement"]))
    assert caught.value.reason == vector["reason"]
    for private in ("Kim", "kim@example.org", "hello", "launched"):
        assert private not in str(caught.value)


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b"{", b"\xff\xfe{", b"[" * 50_000, b'{"id": NaN}'])
def test_anything_else_is_refused_as_schema(body: bytes) -> None:
    with pytest.raises(StatementError) as caught:
        decode_statement(body)
    assert caught.value.reason == "schema"


def test_makers_and_vectors_agree() -> None:
    maker = StatementMaker(IRIS, VECTORS["code"], VECTORS["module"], VECTORS["version"], "sv")
    last = VECTORS["valid"][-1]["statement"]
    made = json.loads(encode_statement(maker.completed(AT, uuid.UUID(last["id"]))))
    assert made["verb"]["id"] == COMPLETED
    assert made == {**last, "timestamp": made["timestamp"]}


@pytest.mark.parametrize(("response", "positions"), [("", ()), ("0", (0,)), ("2[,]0[,]11", (2, 0, 11))])
def test_responses_are_positions(response: str, positions: tuple[int, ...]) -> None:
    assert split_positions(response) == positions
    assert join_positions(positions) == response
