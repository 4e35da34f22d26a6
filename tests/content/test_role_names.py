"""A role is named in lists by a reader text, on its page by its title: the two must agree."""

from __future__ import annotations

from pathlib import Path

from courseware.content.load import load_library
from courseware.strings import read_strings


def test_lists_and_pages_name_roles_alike(project_root: Path) -> None:
    library = load_library(project_root)
    for language in ("sv", "en"):
        texts = read_strings(project_root, language)
        for role in library.ids.roles:
            assert texts[f"role.{role}"] == library.pages[language][f"roles/{role}.md"].title
