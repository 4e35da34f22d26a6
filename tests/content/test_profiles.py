"""Country profiles are on one template, and a theme is answered, sourced or an honest gap."""

from __future__ import annotations

from pathlib import Path

import pytest
from room_project import glance, profile, write_room

from courseware.content.blocks import blocks_named, parse_blocks
from courseware.content.check import check_content
from courseware.content.countries import COUNTRIES
from courseware.content.load import load_library
from courseware.content.profiles import (
    THEMES,
    certainty_of,
    check_glance,
    glance_form,
    glance_of,
    profiles,
)
from courseware.errors import Problem

ROOM = ("country", "profile", "theme")


@pytest.fixture
def room(tmp_path: Path) -> Path:
    return write_room(tmp_path / "room")


def found(root: Path) -> list[str]:
    """Gives "file:line code" of every problem of profiles."""
    return [
        f"{Path(problem.path).name}:{problem.line} {problem.code}"
        for problem in check_content(root)
        if any(part in problem.code for part in ROOM)
    ]


def judged(body: str) -> list[Problem]:
    nodes, _ = parse_blocks(body, "a.md")
    return list(check_glance(next(blocks_named(nodes, "glance")), "a.md"))


def write(root: Path, name: str, text: str) -> None:
    (root / "docs" / name).write_text(text, encoding="utf-8")


def test_profiles_stand_in_the_order_of_the_countries_in_the_readers_language_where_there_is_one(
    room: Path,
) -> None:
    library = load_library(room)
    assert list(COUNTRIES)[:2] == ["SE", "DK"]
    assert [(code, page.title) for code, page in profiles(library, "lv").items()] == [
        ("SE", "Sverige"),
        ("LV", "Latvija"),
    ]
    said = glance_of(profiles(library, "lv")["LV"])
    assert said["age"] == "Latvija om age. [@skolverket2025]"
    assert "guidance" not in said
    assert found(room) == []


def test_a_theme_needs_a_source_and_a_dash_is_a_gap() -> None:
    good = glance("Land")
    assert judged(good) == []
    bare = judged(good.replace("Land om data. [@skolverket2025]", "Land om data."))
    assert [(one.code, one.line) for one in bare] == [("unsourced-theme", 8)]
    assert "'-' where there is none" in bare[0].hint
    assert judged(glance("Land", ("data", "age"))) == []


def test_themes_are_all_there_once_and_in_one_order() -> None:
    good = glance("Land")
    lines = good.split("\n")
    assert [one.code for one in judged("\n".join([lines[0], *lines[2:]]))] == ["theme-order"]
    assert [one.code for one in judged("\n".join([*lines[:3], lines[2], *lines[3:]]))] == ["theme-order"]
    turned = "\n".join([lines[0], lines[2], lines[1], *lines[3:]])
    assert [one.code for one in judged(turned)] == ["theme-order"]
    slip = judged(good.replace("- guidance:", "- guidence:"))
    assert [one.code for one in slip] == ["unknown-theme"]
    assert "guidance" in slip[0].hint


def test_a_translation_has_the_same_themes_and_the_same_gaps(room: Path) -> None:
    def form(text: str) -> tuple[object, ...]:
        return glance_form(next(blocks_named(parse_blocks(text, "a.md")[0], "glance")))

    assert form(glance("A", ("data",))) == form(glance("B", ("data",)))
    assert form(glance("A")) != form(glance("A", ("data",)))
    assert len(form(glance("A"))) == len(THEMES)


def test_a_profile_is_of_a_country_of_the_room_and_alone(room: Path) -> None:
    write(room, "sv/baltic/sweden.md", profile("Sverige", glance("Sverige"), country="LV"))
    assert found(room) == ["sweden.md:4 repeated-profile"]
    write(room, "sv/baltic/sweden.md", profile("Sverige", glance("Sverige"), country="SV"))
    assert found(room) == ["sweden.md:4 unknown-country"]


def test_every_language_keeps_the_template(room: Path) -> None:
    text = profile("Latvija", glance("Latvija", ("guidance",)), front="translation: adapted\n")
    write(room, "lv/baltic/latvia.md", text.replace("{#measures}", "{#deeds}"))
    assert found(room) == ["latvia.md:32 profile-sections"]
    write(room, "lv/baltic/latvia.md", text.replace(":::{glance}", ":::{case}"))
    assert found(room) == ["latvia.md:0 profile-glance"]
    write(room, "lv/baltic/latvia.md", text + "\n" + glance("Latvija"))
    assert [one.partition(" ")[2] for one in found(room)] == ["profile-glance"]


def test_a_country_stands_in_the_swedish_file_alone(room: Path) -> None:
    text = profile("Latvija", glance("Latvija", ("guidance",)), country="LV", front="translation: adapted\n")
    write(room, "lv/baltic/latvia.md", text)
    codes = {problem.code for problem in check_content(room) if problem.path.endswith("lv/baltic/latvia.md")}
    assert "neutral-field" in codes


def test_how_sure_a_profile_is_is_counted_not_claimed() -> None:
    body = (
        "Ett. [@skola, s. 4] Två. [@skola; @unverified] Tre. [@unverified]\nFyra. [@platform] `[@code]`\n"
        "Fem. [@a; @b]"
    )
    assert certainty_of(body) == (3, 2)
