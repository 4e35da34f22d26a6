"""How a page of ours is cited: its version, and its record for a reference manager."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from courseware.content.workshop import LEADERS_PAGES
from courseware.site.addresses import language_prefix
from courseware.site.citation_exports import bibtex_record, tex, tex_address

__all__ = ["page_bibtex", "page_citation"]

NOT_CITED = ("start", "search", "progress", "check-in", "notfound", *(set(LEADERS_PAGES) - {"facilitator"}))
"""Kinds of pages that say nothing to be cited."""

_TEXTS = ("title", "summary", "product", "body")


def page_citation(
    kind: str, source: Any, address: str, language: str, review: Mapping[str, str] | None
) -> dict[str, str] | None:
    """Gives what a template needs to cite a page, None for one that nobody cites.

    Args:
        kind: What the page is.
        source: The text it shows; None for a page made from data alone.
        address: Its address below the language root.
        language: The language of the text: a page that shows the Swedish one is cited as that.
        review: When it was checked.
    """
    if kind in NOT_CITED or source is None:
        return None
    date = (review or {}).get("date", "")
    written = [str(getattr(source, name, "") or "") for name in _TEXTS]
    written.extend(getattr(source, "outcomes", ()))
    version = hashlib.sha256(json.dumps([date, *written], ensure_ascii=False).encode()).hexdigest()[:8]
    return {"version": version, "date": date, "address": f"{language_prefix(language)}{address}"}


def page_bibtex(document: Mapping[str, Any], site: str, url: str) -> str:
    """Gives the BibTeX record of a page.

    Args:
        document: Its `doc`.
        site: The name of the site.
        url: The page's whole address; empty where the site does not know its own.
    """
    cited = document["citation"]
    key = "-".join(part for part in ("fullfoljd", *cited["address"].split("/")) if part)
    fields = [
        ("author", f"{{{tex(site)}}}"),
        ("title", f"{{{tex(document['title'])}}}"),
        ("year", cited["date"][:4]),
        ("note", ", ".join(part for part in (f"Version {cited['version']}", cited["date"]) if part)),
        ("url", tex_address(url)),
    ]
    return bibtex_record("misc", key, fields)
