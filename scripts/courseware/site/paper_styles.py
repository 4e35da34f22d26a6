"""The styles of papers: the site's own, as one text with its fonts in it, and what stands at every foot."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from courseware.site.theme import Assets

__all__ = ["paper_style"]

_STYLES: Mapping[str, tuple[str, ...]] = {
    "run-sheet": ("plan",),
    "checklist": ("plan",),
    "sign-in": ("plan",),
    "slides": ("show",),
    "slides-notes": ("show",),
    "handouts": ("show",),
    "handouts-answers": ("show",),
}
"""Style sheets that only some papers need; two of them disagree on the margins of a page."""

_ANYWHERE = ("quiz", "figures", "tried", "charts", "worksheets")
"""Style sheets of what any text may hold."""

_URL = re.compile(r"url\(\.\./([^)]+)\)")


def paper_style(assets: Assets, kind: str, title: str) -> str:
    """Gives all styles of a paper.

    Args:
        assets: The styles and fonts of the shell.
        kind: Which paper.
        title: Printed with the licence at the foot of every page.
    """

    def inlined(match: re.Match[str]) -> str:
        data = base64.b64encode(assets.files[match[1]]).decode()
        return f"url(data:font/woff2;base64,{data})"

    sheets = (assets.files.get(f"css/{name}.css") for name in _names(kind))
    parts = [_URL.sub(inlined, data.decode()) for data in sheets if data is not None]
    return "\n".join((*parts, _foot(title)))


def _names(kind: str) -> tuple[str, ...]:
    return ("shell", *_ANYWHERE, *_STYLES.get(kind, ()), "paper")


def _foot(title: str) -> str:
    """Gives the rule that prints a title and the licence at the foot of every page."""
    safe = re.sub(r'[\\"<\n]', lambda match: f"\\{ord(match[0]):x} ", title)
    said = f'content: "{safe} · CC BY 4.0"; font: 8pt Kedja, sans-serif; color: #333'
    return f"@page {{ @bottom-left {{ {said} }} }}"
