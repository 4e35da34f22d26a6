"""Small whole projects to read and to break."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

__all__ = ["edit", "two_languages"]

PROJECTS = Path(__file__).parent / "fixtures" / "projects"


@pytest.fixture
def two_languages(tmp_path: Path) -> Path:
    """A copy of a small project in Swedish and English that has no problems."""
    return Path(shutil.copytree(PROJECTS / "two-languages", tmp_path / "two-languages"))


@pytest.fixture
def edit(two_languages: Path) -> Callable[[str, str, str], Path]:
    """Replaces a text that must be there in one of its files, and gives the project."""

    def replace(name: str, old: str, new: str) -> Path:
        path = two_languages / name
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        assert old in text, f"{old!r} is not in {name}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return two_languages

    return replace
