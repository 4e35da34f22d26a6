"""Names that every disk takes."""

from __future__ import annotations

import pytest

from courseware.exports.names import LONGEST, safe_name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Körschema & närvaro", "korschema-narvaro"),
        ("Dalībnieku saraksts", "dalibnieku-saraksts"),
        ("Łódź: plan", "lodz-plan"),
        ("Größe", "grosse"),
        ("  ../../etc/passwd ", "etc-passwd"),
        ("CON\\NUL:*?", "con-nul"),
        ("Facilitator’s notes", "facilitators-notes"),
        ("…", "x"),
    ],
)
def test_a_name_holds_small_letters_figures_and_hyphens(text: str, name: str) -> None:
    assert safe_name(text) == name


def test_a_long_name_is_cut_without_a_hyphen_at_its_end() -> None:
    name = safe_name("ord " * 100)
    assert len(name) <= LONGEST
    assert not name.endswith("-")
