"""One statement at a time: whatever it says, verification answers with a row or a reason, and never fails."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from learners import CODE, DECIDING, IRIS, MODULE, STORED, Learner, make_verifier

from courseware.intake.verify import Fault
from courseware.receipts.statements import StatementError, decode_statement, encode_statement
from courseware.registry.claims import CodeHolder, StatementRow

VERIFIER = make_verifier()


def test_a_statement_becomes_a_row() -> None:
    statement = Learner().attempt()[1]
    row = VERIFIER.check(statement, STORED)
    assert not isinstance(row, Fault)
    named = StatementRow(*row)
    assert (named.id, named.code_random, named.code_version) == (statement.id.bytes, 12345, 1)
    assert (named.verb, named.module, named.part) == ("answered", MODULE, "q2")
    assert (named.version, named.language, named.response) == (DECIDING.version, "sv", "0[,]2")
    assert VERIFIER.code_text(named.code_random, named.code_version) == CODE


@pytest.mark.parametrize(
    "time", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59.999999-14:00", "1969-12-31T23:59:59Z"]
)
def test_the_ends_of_time_are_refused(time: str) -> None:
    said = json.loads(encode_statement(Learner().lessons()[0]))
    fault = VERIFIER.check(decode_statement(json.dumps({**said, "timestamp": time})), STORED)
    assert isinstance(fault, Fault)
    assert fault.reason in ("before-project", "from-the-future")


@pytest.mark.parametrize("language", ["", "x" * 200, "\0", "tlh"])
def test_an_unknown_language_is_not_stored(language: str) -> None:
    said = json.loads(encode_statement(Learner().lessons()[0]))
    said["context"]["extensions"][IRIS.language_key] = language
    row = VERIFIER.check(decode_statement(json.dumps(said)), STORED)
    assert not isinstance(row, Fault)
    assert StatementRow(*row).language == ""


def test_a_code_of_another_project_is_told_apart() -> None:
    verifier = make_verifier({(12345, 1): CodeHolder("up2", 7, "2026-01-01")})
    assert verifier.check(Learner().lessons()[0], STORED) == Fault("other-project", {"project": "up2"})


texts = st.text(max_size=30) | st.sampled_from([IRIS.base, IRIS.quiz(MODULE), IRIS.base + "a/b/c#d"])
PARTS = [
    ("object", "id"),
    ("verb", "id"),
    ("actor", "account", "homePage"),
    ("timestamp",),
    ("result", "response"),
    ("context", "extensions", IRIS.version_key),
    ("context", "extensions", IRIS.language_key),
]


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_verification_never_fails(data: st.DataObject) -> None:
    said: Any = json.loads(encode_statement(data.draw(st.sampled_from(Learner().everything()))))
    for path in data.draw(st.lists(st.sampled_from(PARTS), max_size=3)):
        target = said
        for key in path[:-1]:
            target = target.setdefault(key, {})
        times = st.datetimes().map(lambda time: time.isoformat() + "Z")
        target[path[-1]] = data.draw(times if path == ("timestamp",) else texts)
    try:
        statement = decode_statement(json.dumps(said))
    except StatementError:
        return
    found = VERIFIER.check(statement, data.draw(st.integers(0, 2**45)))
    assert isinstance(found, Fault) or StatementRow(*found).module == MODULE
