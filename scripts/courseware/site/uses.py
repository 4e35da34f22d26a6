"""Where something is used: the pages that name a term or cite a source, below its entry in a list."""

from __future__ import annotations

import posixpath
from collections.abc import Sequence
from html import escape

from courseware.strings import Strings

__all__ = ["Use", "uses_html"]

Use = tuple[str, str, str]
"""A page that uses something: address below the language root, title, language of the title."""

MANY = 3
"""Pages named at once, since some things stand on nearly every page."""

FEW = 2
"""Pages named at once where the search knows the rest: in a long list every title counts."""


def uses_html(uses: Sequence[Use], here: str, texts: Strings, *, rest: str = "") -> str:
    """Gives the pages as links, empty where there are none.

    Args:
        uses: The pages.
        here: Address of the page that holds the list, below its language root.
        texts: The strings of the reader's language.
        rest: Address that shows the pages beyond those that are named; without one they are folded away.
    """
    if not uses:
        return ""
    links = [
        f'<a href="{posixpath.relpath(f"/{address}", f"/{here}")}/"'
        + (f' lang="{spoken}"' if spoken != texts.language else "")
        + f">{escape(title)}</a>"
        for address, title, spoken in uses
    ]
    shown = FEW if rest else MANY
    named = f"{escape(texts('terms.used'))} {', '.join(links[:shown])}"
    if len(links) > shown:
        more = escape(texts.count("terms.more", len(links) - shown))
        folded = f"<details><summary>{more}</summary>{', '.join(links[shown:])}</details>"
        named += f' <a href="{escape(rest)}">{more}</a>' if rest else f" {folded}"
    return f'<div class="term-uses no-search">{named}</div>'
