"""Where a staged file is published, as plain functions on text."""

from __future__ import annotations

import posixpath
import re

from courseware.languages import LANGUAGES, SOURCE

__all__ = ["address_of", "language_prefix", "output_of", "relink", "to_page", "up_to_root"]


def address_of(file: str) -> str:
    """Gives the address of a staged file below its language root.

    "index.md" → "", "roles/principal.md" → "roles/principal/", "modules/m07/index.md" → "modules/m07/".
    """
    stem = file.removesuffix(".md")
    if stem == "index":
        return ""
    return stem.removesuffix("/index") + "/"


def language_prefix(language: str) -> str:
    """Gives what stands before every address of a language: "" for the source, "lv/" for Latvian."""
    return (
        LANGUAGES[language].prefix
        if language in LANGUAGES
        else ("" if language == SOURCE else f"{language}/")
    )


def output_of(language: str, file: str) -> str:
    """Gives the published file: ("lv", "roles/principal.md") → "lv/roles/principal/index.html"."""
    return f"{language_prefix(language)}{address_of(file)}index.html"


def up_to_root(address: str) -> str:
    """Gives the way from an address, language prefix included, to the site root: "lv/a/" → "../.."."""
    return "/".join([".."] * address.count("/")) or "."


def to_page(file: str, here: str) -> str:
    """Gives the way to a staged file's page from another's: ("law/a.md", "baltic/b.md") → "../../law/a/"."""
    return posixpath.relpath(f"/{address_of(file)}", f"/{address_of(here)}") + "/"


_MD_LINK = re.compile(r'(<a [^>]*?href=")([^":#]+)\.md((?:#[^"]*)?")')


def relink(html: str, file: str) -> str:
    """Makes links to Markdown files in ready HTML point at the pages made from them."""
    folder = posixpath.dirname(file)

    def link(match: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(folder, match[2])) + ".md"
        return f"{match[1]}{to_page(target, file)}{match[3]}"

    return _MD_LINK.sub(link, html) if ".md" in html else html
