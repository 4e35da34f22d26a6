"""Reader texts in nine languages: missing, unknown, unused, repeated, other placeholders."""

from __future__ import annotations

from pathlib import Path

import pytest

from courseware.translations.texts import check_texts

SWEDISH = """\
"quiz.check": "Svara"
"quiz.score": "{right} av {total} rätt"
"quiz.left.one": "{count} fråga kvar"
"quiz.left.other": "{count} frågor kvar"
"quiz.how-single": "Välj ett svar"
"admin.sheet": "Blad"
"""
ENGLISH = """\
"quiz.check": "Check"
"quiz.score": "{right} of {total} right"
"quiz.left.one": "One question left"
"quiz.left.other": "{count} questions left"
"quiz.how-single": "Choose one"
"admin.sheet": "Sheet"
"""
POLISH = """\
"quiz.check": "Sprawdź"
"quiz.score": "{right} z {total}"
"quiz.left.one": "{count} pytanie"
"quiz.left.few": "{count} pytania"
"quiz.left.many": "{count} pytań"
"quiz.left.other": "{count} pytania"
"quiz.how-single": "Wybierz jedną"
"""
CODE = """t("quiz.check"); t('quiz.score'); tn("quiz.left", n); t(f"quiz.how-{kind}"); t("admin.sheet")"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "overrides/strings"
    folder.mkdir(parents=True)
    (folder / "sv.yml").write_text(SWEDISH, encoding="utf-8")
    (folder / "en.yml").write_text(ENGLISH, encoding="utf-8")
    (folder / "pl.yml").write_text(POLISH, encoding="utf-8")
    (tmp_path / "scripts").mkdir()
    (tmp_path / "scripts/x.py").write_text(CODE, encoding="utf-8")
    return tmp_path


def _found(root: Path, language: str) -> list[str]:
    name = f"overrides/strings/{language}.yml"
    return [f"{problem.line}: {problem.code}" for problem in check_texts(root) if problem.path == name]


@pytest.mark.parametrize("language", ["sv", "en", "pl"])
def test_complete_languages_have_no_problems(root: Path, language: str) -> None:
    assert _found(root, language) == []


def test_a_language_without_a_file_is_one_problem(root: Path) -> None:
    assert _found(root, "lv") == ["0: missing-texts"]


MISTAKES = {
    "missing": ("en", '"quiz.check": "Check"\n', "", ["0: missing-text"]),
    "plural form missing": ("pl", '"quiz.left.few": "{count} pytania"\n', "", ["0: missing-text"]),
    "plural form of another language": (
        "en",
        '"admin',
        '"quiz.left.few": "{count}"\n"admin',
        ["6: unknown-text"],
    ),
    "misspelt": ("en", '"quiz.check"', '"quiz.chek"', ["0: missing-text", "1: unknown-text"]),
    "placeholder translated": ("en", "{total}", "{all}", ["2: text-placeholder"]),
    "placeholder lost": ("pl", "{right} z {total}", "{right}", ["2: text-placeholder"]),
    "twice": ("en", '"admin', '"quiz.check": "Again"\n"admin', ["6: repeated-text"]),
    "administrators' text elsewhere": (
        "pl",
        '"quiz.check"',
        '"admin.sheet": "Arkusz"\n"quiz.check"',
        ["1: unknown-text"],
    ),
    "administrators' text missing": ("en", '"admin.sheet": "Sheet"\n', "", ["0: missing-text"]),
    "no YAML": ("en", '"quiz.check": "Check"', '"quiz.check": "Check', ["0: bad-texts"]),
    "not flat": ("en", '"quiz.check": "Check"', "quiz:\n  check: Check", ["0: bad-texts"]),
    "unused": ("sv", '"admin', '"quiz.gone": "Borta"\n"admin', ["6: unused-text"]),
}


@pytest.mark.parametrize(("language", "old", "new", "expected"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_named(root: Path, language: str, old: str, new: str, expected: list[str]) -> None:
    path = root / "overrides/strings" / f"{language}.yml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    assert _found(root, language) == expected
