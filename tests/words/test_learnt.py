"""The shipped endings and families are what learn.py gives; `--update-golden` writes them anew."""

from __future__ import annotations

import pytest
from words.learn import DATA, RECIPES, learn

from courseware.languages import CODES


def test_every_language_is_learnt() -> None:
    assert sorted(RECIPES) == sorted(CODES) == sorted(path.stem for path in DATA.glob("*.txt"))


@pytest.mark.soak
@pytest.mark.parametrize("language", CODES)
def test_the_shipped_file_is_what_is_learnt(language: str, update_golden: bool) -> None:
    path, learnt = DATA / f"{language}.txt", learn(language)
    if update_golden:
        path.write_text(learnt, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == learnt
