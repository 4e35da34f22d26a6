"""The few files that belong to no language: the open data, and the map of the site for search engines."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import Any

from courseware.languages import CODES
from courseware.site.addresses import language_prefix

__all__ = ["PUBLIC_DATA", "public_data", "sitemap"]

PUBLIC_DATA = ("bibliography.json", "evidence.yml", "example-municipality.yml", "terms.csv")
"""What is published of docs/data/, as open data. Anything else there stays in the repository."""


def public_data(root: Path) -> dict[str, bytes]:
    """Gives the open data by published path."""
    folder = root / "docs" / "data"
    return {f"data/{name}": (folder / name).read_bytes() for name in PUBLIC_DATA if (folder / name).is_file()}


def sitemap(site_url: str, pages: Iterable[tuple[str, dict[str, dict[str, Any]]]]) -> bytes:
    """Gives sitemap.xml: every page in every language that it really exists in, and nothing else.

    Args:
        site_url: Where the site is published.
        pages: Address below the language root, and the table of languages, of each page.
    """
    origin = site_url.rstrip("/") + "/"
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">',
    ]
    for address, languages in pages:
        real = {
            code: escape(f"{origin}{language_prefix(code)}{address}")
            for code in CODES
            if languages.get(code, {}).get("status") not in (None, "fallback", "missing")
        }
        links = "".join(
            f'<xhtml:link rel="alternate" hreflang="{code}" href="{link}"/>' for code, link in real.items()
        )
        lines.extend(
            f"<url><loc>{link}</loc>{links if len(real) > 1 else ''}</url>" for link in real.values()
        )
    lines.append("</urlset>\n")
    return "\n".join(lines).encode()
