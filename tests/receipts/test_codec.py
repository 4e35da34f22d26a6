"""Receipt files: ours come back whole, damaged and hostile ones are refused with the reason."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courseware.receipts import codec
from courseware.receipts.codec import JsonError, read_json, read_receipt, write_receipt
from courseware.receipts.statements import decode_statement

VECTORS: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "vectors" / "statements.json").read_text("utf-8")
)
HEAD = b'{"format":"courseware-receipt","version":1,"made":"2026-11-22T06:00:00Z","statements":'
MADE = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)


@pytest.fixture
def receipt() -> bytes:
    return write_receipt([decode_statement(json.dumps(v["statement"])) for v in VECTORS["valid"]], MADE)


def test_a_receipt_comes_back_whole(receipt: bytes) -> None:
    read = read_receipt(receipt)
    assert read.made == MADE
    assert [decode_statement(body) for body in read.statements] == [
        decode_statement(json.dumps(vector["statement"])) for vector in VECTORS["valid"]
    ]


def test_writing_is_repeatable(receipt: bytes) -> None:
    assert (
        write_receipt([decode_statement(body) for body in read_receipt(receipt).statements], MADE) == receipt
    )


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_file_saved_again_by_an_editor_is_read(receipt: bytes, encoding: str) -> None:
    text = receipt.decode()
    marked = text if encoding in ("utf-8-sig", "utf-16") else "\ufeff" + text
    assert len(read_receipt(marked.encode(encoding)).statements) == len(VECTORS["valid"])


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"PK\x03\x04\x00\x00", "not-text"),
        (b'{"format": "\xe5"}', "not-text"),
        (b"hej", "not-json"),
        (b'{"format":', "not-json"),
        (b"[]", "not-a-receipt"),
        (b"{}", "not-a-receipt"),
        (b'{"format":"courseware-receipt"}', "version"),
        (b'{"format":"courseware-receipt","version":2}', "version"),
        (b'{"format":"courseware-receipt","version":1}', "not-a-receipt"),
        (b'{"format":"courseware-receipt","version":1,"made":"2026-11-22","statements":[]}', "not-a-receipt"),
        (HEAD + b"{}}", "not-a-receipt"),
        (b'{"a":1,"a":2}', "duplicate-key"),
        (b'{"a":NaN}', "number"),
        (b'{"a":-Infinity}', "number"),
        (b'{"a":1e999}', "number"),
        (b'{"a":' + b"9" * 5000 + b"}", "number"),
        (b'{"a":0.' + b"9" * 5000 + b"}", "number"),
        (b"[" * 100_000, "nested"),
        (b'{"a":' * 50 + b"1" + b"}" * 50, "nested"),
        (b'{"a":"\\ud800"}', "text"),
        (b" " * (codec.MAX_RECEIPT_BYTES + 1), "too-large"),
        (HEAD + b"["
         + b",".join([b"1"] * (codec.MAX_RECEIPT_STATEMENTS + 1)) + b"]}", "too-many"),
    ],
)  # fmt: skip
def test_refusals_name_the_reason(data: bytes, reason: str) -> None:
    with pytest.raises(JsonError) as caught:
        read_receipt(data)
    assert caught.value.reason == reason
    assert len(str(caught.value)) < 400


def test_brackets_in_texts_are_not_depth() -> None:
    text = json.dumps(["[" * 100, '"{' * 100, "\\"])
    assert read_json(text) == json.loads(text)


@pytest.mark.parametrize(
    "text", ['"' + '\\"' * 500_000, '"' + "\\" * 1_000_001, '"' * 1_000_001, "[" * 1_000_000]
)
def test_no_text_takes_long(text: str) -> None:
    start = time.process_time()
    with pytest.raises(JsonError):
        read_json(text)
    assert time.process_time() - start < 2


numbers = st.integers(-(10**15), 10**15) | st.floats(allow_nan=False, allow_infinity=False)
json_values = st.recursive(
    st.none() | st.booleans() | numbers | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(json_values)
def test_json_within_the_limits_says_what_it_said(value: Any) -> None:
    text = json.dumps(value)
    try:
        read = read_json(text)
    except JsonError as error:
        assert error.reason == "nested" or "\\ud" in text  # noqa: PT017 (either outcome is right)
    else:
        assert read == value


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with pytest.raises(JsonError):
        read_receipt(data)
