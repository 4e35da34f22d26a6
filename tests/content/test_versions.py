"""Content versions: what changes them, what does not, and that the published ones stay."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from courseware.content.load import load_library
from courseware.content.versions import (
    Deciding,
    DecidingQuestion,
    content_version,
    deciding,
    published_versions,
    write_versions,
)
from courseware.errors import ProblemsFound

TODAY = datetime.date(2026, 11, 21)
QUIZ = "quizzes/sv/m01-mandate.md"
VERSIONS = "quizzes/versions/m01-mandate.jsonl"


def _version(root: Path, language: str = "sv") -> str:
    return content_version(load_library(root).modules[language]["m01-mandate"])


def test_a_version_is_the_hash_of_what_decides() -> None:
    # Fixed for ever: statements of years to come carry it.
    one = Deciding(("lesson-1-flag",), 80, (DecidingQuestion("q1", "single", (1,)),))
    expected = (
        '{"lessons":["lesson-1-flag"],"passMark":80,"questions":[{"correct":[1],"id":"q1","type":"single"}]}'
    )
    assert json.dumps(one.as_json(), sort_keys=True, separators=(",", ":")) == expected
    assert one.version == "a138c20a2173cc38"


def test_every_language_has_the_same_version(two_languages: Path) -> None:
    assert _version(two_languages, "sv") == _version(two_languages, "en")


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        (QUIZ, "Det kloka i situation 1", "Det allra klokaste"),
        (QUIZ, "Ja. Säg varför", "Just det. Säg varför"),
        ("modules/sv/m01-mandate/lesson-1-message.md", "minutes: 10", "minutes: 11"),
    ],
)
def test_a_typo_keeps_the_version(
    edit: Callable[[str, str, str], Path], two_languages: Path, name: str, old: str, new: str
) -> None:
    before = _version(two_languages)
    assert _version(edit(name, old, new)) == before


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("passMark: 80", "passMark: 79"),
        ("{#q3}", "{#q30}"),
        ("- [ ] Något som gör skada", "- [x] Något som gör skada"),
    ],
)
def test_what_decides_changes_the_version(
    edit: Callable[[str, str, str], Path], two_languages: Path, old: str, new: str
) -> None:
    before = _version(two_languages)
    assert _version(edit(QUIZ, old, new)) != before


def test_a_lesson_more_changes_the_version(two_languages: Path) -> None:
    before = _version(two_languages)
    folder = two_languages / "modules/sv/m01-mandate"
    (folder / "lesson-2-more.md").write_bytes((folder / "lesson-1-message.md").read_bytes())
    assert _version(two_languages) != before


def test_writing_adds_a_line_once_and_keeps_the_old_ones(
    edit: Callable[[str, str, str], Path], two_languages: Path
) -> None:
    before = (two_languages / VERSIONS).read_bytes()
    modules = load_library(two_languages).modules["sv"].values()
    assert write_versions(two_languages, modules, TODAY) == []
    assert (two_languages / VERSIONS).read_bytes() == before
    edit(QUIZ, "passMark: 80", "passMark: 70")
    modules = load_library(two_languages).modules["sv"].values()
    assert write_versions(two_languages, modules, TODAY) == [VERSIONS]
    assert write_versions(two_languages, modules, TODAY) == []
    after = (two_languages / VERSIONS).read_bytes()
    assert after.startswith(before)
    assert after.count(b"\n") == 2
    (module,) = modules
    found = published_versions(two_languages)["m01-mandate"]
    assert list(found)[1] == content_version(module)
    assert found[content_version(module)].published == TODAY
    assert found[content_version(module)].as_json() == deciding(module).as_json()


def test_a_line_without_its_end_is_not_joined(
    two_languages: Path, edit: Callable[[str, str, str], Path]
) -> None:
    path = two_languages / VERSIONS
    path.write_bytes(path.read_bytes().rstrip(b"\n"))
    edit(QUIZ, "passMark: 80", "passMark: 70")
    write_versions(two_languages, load_library(two_languages).modules["sv"].values(), TODAY)
    assert len(published_versions(two_languages)["m01-mandate"]) == 2


@pytest.mark.parametrize("damage", ["{", '{"version":"0123456789abcdef"}', "[]", "null", '"x"', "\udcff"])
def test_a_damaged_file_is_refused_and_left_alone(two_languages: Path, damage: str) -> None:
    path = two_languages / VERSIONS
    path.write_bytes(path.read_bytes() + damage.encode("utf-8", "surrogateescape") + b"\n")
    before = path.read_bytes()
    with pytest.raises(ProblemsFound) as caught:
        published_versions(two_languages)
    assert [f"{problem.path}:{problem.line}" for problem in caught.value.problems] == [f"{VERSIONS}:2"]
    with pytest.raises(ProblemsFound):
        write_versions(two_languages, load_library(two_languages).modules["sv"].values(), TODAY)
    assert path.read_bytes() == before


def test_the_repository_publishes_its_current_versions(project_root: Path) -> None:
    published = published_versions(project_root)
    for module in load_library(project_root).modules["sv"].values():
        if module.quiz is not None and module.lessons:
            assert content_version(module) in published[module.id]
