"""The nine languages: the one table that mkdocs.yml, staging and the strings agree with."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["CODES", "LANGUAGES", "SOURCE", "Language"]


@dataclass(frozen=True, slots=True)
class Language:
    """A language that the site is published in."""

    code: str
    """ISO 639-1 code, also the folder name."""
    name: str
    """The language's own name for itself."""

    @property
    def prefix(self) -> str:
        """URL prefix below the site root: "" for the source language, "lv/" for Latvian."""
        return "" if self.code == SOURCE else f"{self.code}/"

    @property
    def locale(self) -> str:
        """The locale of its dates and figures: our English is British."""
        return "en_GB" if self.code == "en" else self.code


SOURCE = "sv"
"""Code of the language that everything is written in first."""

LANGUAGES: dict[str, Language] = {
    code: Language(code, name)
    for code, name in (
        ("sv", "Svenska"),
        ("en", "English"),
        ("da", "Dansk"),
        ("de", "Deutsch"),
        ("et", "Eesti"),
        ("fi", "Suomi"),
        ("lt", "Lietuvių"),
        ("lv", "Latviešu"),
        ("pl", "Polski"),
    )
}
"""Languages by code: the source first, then English, then by code."""

CODES: tuple[str, ...] = tuple(LANGUAGES)
"""The nine codes in the order of the language switcher."""
