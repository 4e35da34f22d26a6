"""YAML from a file that anybody may have written: small to write is small to read."""

from __future__ import annotations

import time

import pytest
import yaml

from courseware.content.front_matter import split_front
from courseware.content.plain_yaml import read_yaml
from courseware.content.quiz_options import options_block
from courseware.errors import Problem

BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)


def test_values_are_of_safe_types() -> None:
    _, data = read_yaml("title: M07\nminutes: 10\nreview: {date: 2026-11-21}\nempty:\n")
    assert (data["title"], data["minutes"], str(data["review"]["date"])) == ("M07", 10, "2026-11-21")
    assert read_yaml("") == read_yaml("# nothing\n") == (None, None)
    with pytest.raises(yaml.YAMLError):
        read_yaml("x: !!python/object/apply:os.system ['true']")


@pytest.mark.parametrize("text", [BOMB, "self: &s [*s]", "a: &a {x: 1}\nb: {<<: *a}", "? &k [1]\n: *k"])
def test_a_list_or_mapping_stands_in_one_place(text: str) -> None:
    began = time.perf_counter()
    with pytest.raises(yaml.YAMLError, match="alias"):
        read_yaml(text)
    assert time.perf_counter() - began < 1


@pytest.mark.parametrize(
    "text", ["a: " + "[" * 200_000, "a:\n  " + "- " * 200_000 + "x", "a: " + "{ " * 100_000]
)
def test_a_deep_nest_does_not_end_the_process(text: str) -> None:
    with pytest.raises(yaml.YAMLError, match="deep"):
        read_yaml(text)


def test_a_repeated_word_is_harmless() -> None:
    assert read_yaml("a: &a word\nb: *a\n")[1] == {"a": "word", "b": "word"}


def test_front_matter_and_quiz_options_name_the_line() -> None:
    _, _, problems = split_front(f"---\ntitle: x\n{BOMB}---\ntext\n", "page.md")
    assert [(problem.line, problem.code) for problem in problems] == [(3, "bad-yaml")]
    found: list[Problem] = []
    options_block(["---", "a: &a [1]", "b: *a", "---"], 0, "quiz.md", 5, found)
    assert [(problem.line, problem.code) for problem in found] == [(6, "bad-yaml")]
