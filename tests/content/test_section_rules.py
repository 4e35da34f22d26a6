"""Sections: where each page stands, and lists that a reader could not follow."""

from __future__ import annotations

from pathlib import Path

import pytest
from sections_project import write_sections

from courseware.content.load import Library, load_library
from courseware.content.reader import page_path
from courseware.content.section_rules import check_sections, shelves, trail

HUB = "docs/sv/knowledge/index.md"
INDEX = "docs/sv/framework/index.md"


@pytest.fixture
def course(tmp_path: Path) -> Path:
    return write_sections(tmp_path / "course")


def change(course: Path, name: str, old: str, new: str) -> Library:
    path = course / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return load_library(course)


def found(library: Library) -> list[str]:
    problems = [*library.problems, *check_sections(library)]
    return [f"{problem.path}:{problem.line}: {problem.code}" for problem in problems]


def test_a_page_knows_its_place_and_its_way_up(course: Path) -> None:
    placed = shelves(load_library(course))
    shelf = placed["framework/theories.md"]
    pages = ("framework/problem.md", "framework/theories.md", "roles/principal.md")
    assert (shelf.index, shelf.position, shelf.pages) == ("framework/index.md", 1, pages)
    assert trail("framework/theories.md", placed) == ["knowledge/index.md", "framework/index.md"]
    assert trail("roles/principal.md", placed) == ["knowledge/index.md", "framework/index.md"]
    assert trail("about.md", placed) == []


def test_entries_are_relative_to_their_index() -> None:
    assert page_path("framework/index.md", "problem") == "framework/problem.md"
    assert page_path("knowledge/index.md", "../phases") == "phases.md"


def test_translations_inherit_the_list(course: Path) -> None:
    pages = load_library(course).pages
    assert pages["en"]["framework/index.md"].pages == pages["sv"]["framework/index.md"].pages
    assert pages["en"]["framework/index.md"].kind == "section"


def test_a_whole_course_has_no_problems(course: Path) -> None:
    assert found(load_library(course)) == []


def test_pages_that_staging_makes_can_be_listed(course: Path) -> None:
    assert found(change(course, HUB, "../phases", "../phases, ../sources, ../terms")) == []


@pytest.mark.parametrize(
    ("name", "old", "new", "expected"),
    [
        (
            INDEX,
            "theories",
            "theoris",
            [f"{INDEX}:4: unknown-page", "docs/sv/framework/theories.md:1: unlisted-page"],
        ),
        (INDEX, "problem, ", "problem, problem, ", [f"{INDEX}:4: repeated-page"]),
        (INDEX, "problem, ", "problem, ../law/sharing, ", ["docs/sv/law/index.md:4: repeated-page"]),
        (INDEX, "problem, ", "problem, index, ", [f"{INDEX}:4: section-circle"]),
        (INDEX, "problem, ", "problem, ../index, ", [f"{INDEX}:4: unknown-page"]),
        (INDEX, ", theories", "", ["docs/sv/framework/theories.md:1: unlisted-page"]),
        (
            INDEX,
            "[problem",
            "[problem.md",
            [
                f"{INDEX}:4: bad-field",
                f"{INDEX}:4: unknown-page",
                "docs/sv/framework/problem.md:1: unlisted-page",
            ],
        ),
        ("docs/sv/about.md", "summary", "pages: [privacy]\nsummary", ["docs/sv/about.md:3: stray-list"]),
        ("docs/sv/index.md", "summary", "pages: [about]\nsummary", ["docs/sv/index.md:3: stray-list"]),
        (
            "docs/en/framework/index.md",
            "summary",
            "pages: [problem]\nsummary",
            ["docs/en/framework/index.md:3: neutral-field"],
        ),
    ],
)
def test_a_list_that_leads_astray_is_named(
    course: Path, name: str, old: str, new: str, expected: list[str]
) -> None:
    assert sorted(found(change(course, name, old, new))) == sorted(expected)


def test_sections_inside_each_other_are_named_and_end(course: Path) -> None:
    library = change(course, "docs/sv/law/index.md", "[sharing]", "[sharing, ../knowledge/index]")
    assert [line for line in found(library) if "circle" in line] == [
        f"{HUB}:4: section-circle",
        "docs/sv/law/index.md:4: section-circle",
    ]
    assert trail("law/sharing.md", shelves(library))[-1] == "law/index.md"


def test_a_near_miss_is_guessed_and_a_far_one_is_not(course: Path) -> None:
    near = list(check_sections(change(course, INDEX, "theories", "theoris")))
    assert near[0].hint == "Did you mean 'theories'?"
    far = list(check_sections(change(course, HUB, "../law/index", "../economics/index")))
    assert [problem.hint for problem in far if problem.path == HUB] == [
        "Write docs/sv/economics/index.md, or take it out."
    ]
