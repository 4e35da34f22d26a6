"""Titles of modules, for what names them to people."""

from __future__ import annotations

from pathlib import Path

from courseware.content.front_matter import split_front
from courseware.languages import SOURCE

__all__ = ["module_title", "module_titles"]


def module_title(root: Path, module: str | None, language: str) -> str:
    """Gives a module's title, Swedish where the language has none, nothing for an unknown one or none."""
    for code in (language, SOURCE):
        index = root / "modules" / code / (module or "-") / "index.md"
        if index.is_file():
            front, _, _ = split_front(index.read_text(encoding="utf-8"), str(index.relative_to(root)))
            return str(front.get("title", ""))
    return ""


def module_titles(root: Path, language: str) -> dict[str, str]:
    """Gives the titles of all modules by id."""
    found = sorted((root / "modules" / SOURCE).glob("*/index.md"))
    return {index.parent.name: module_title(root, index.parent.name, language) for index in found}
