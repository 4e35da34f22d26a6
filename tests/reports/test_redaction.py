"""Words that tell who somebody is go out of every text; other words stay."""

from __future__ import annotations

from typing import Any, NamedTuple

from courseware.reports.redaction import Redaction


class Note(NamedTuple):
    why: str
    minutes: int
    values: dict[str, Any]


def test_words_go_wherever_they_stand() -> None:
    redacted = Redaction(["Björkvik", "A"])
    assert redacted("närvaro_björkvik.csv") == "närvaro_….csv"
    assert redacted(Note("Enhet A, Björkvik", 60, {"session": "Björkvik-1"})) == Note(
        "Enhet …, …", 60, {"session": "…-1"}
    )
    assert redacted(("alla", None, 1)) == ("alla", None, 1)


def test_no_secrets_change_nothing() -> None:
    assert Redaction([])("Björkvik") == "Björkvik"


def test_a_secret_is_no_pattern() -> None:
    assert Redaction(["a.c(d"])("abc(d a.c(d") == "abc(d …"
