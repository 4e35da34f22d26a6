"""One table of languages: mkdocs.yml and languages.py say the same."""

from __future__ import annotations

import re
from pathlib import Path

from courseware.languages import LANGUAGES, SOURCE


def test_mkdocs_publishes_the_languages_of_the_table(project_root: Path) -> None:
    text = (project_root / "mkdocs.yml").read_text(encoding="utf-8")
    found = re.findall(r"\{locale: (\w+), name: ([^,}]+)(, default: true)?\}", text)
    assert [(code, name) for code, name, _ in found] == [
        (each.code, each.name) for each in LANGUAGES.values()
    ]
    assert [code for code, _, default in found if default] == [SOURCE]
