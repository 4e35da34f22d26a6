"""What templates do to a finished text."""

from __future__ import annotations

from courseware.site.theme import hold_percent


def test_number_and_percent_sign_stay_on_one_line() -> None:
    assert hold_percent("<td>100 av 400 (25 %)</td>") == "<td>100 av 400 (25\u00a0%)</td>"
    assert hold_percent("{% if x %} 3%") == "{% if x %} 3%"
