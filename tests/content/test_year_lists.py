"""A year with a full stop at the start of a line is text to a reader and a list to Markdown."""

from __future__ import annotations

import pytest

from courseware.content.documents import Document
from courseware.content.front_matter import Front
from courseware.content.text_rules import check_year_lists


def judged(body: str) -> list[int]:
    document = Document("page", "a.md", "et", "docs/et/a.md", Front(body_line=5), body)
    return [problem.line for problem in check_year_lists(document) if problem.code == "year-list"]


@pytest.mark.parametrize(
    "line", ["2025. aasta lõpus", "- 2021. gadā", "> 2019. gadā", "3. 2024. aastal", "  1998) midagi"]
)
def test_a_year_is_not_the_number_of_an_item(line: str) -> None:
    assert judged(f"Tekst.\n\n{line} kasvas osakaal.") == [7]


@pytest.mark.parametrize(
    "line",
    ["Aastal 2025. Siis", "12. punkt", "2025 oli hea", "2025.", "**2025.** aasta", "```\n2025. aasta\n```"],
)
def test_other_lines_are_left_alone(line: str) -> None:
    assert judged(line) == []
