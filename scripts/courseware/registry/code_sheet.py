"""Participant codes to print, cut apart and hand out: one self-contained, accessible HTML file."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html import escape

import segno

from courseware.strings import Strings

__all__ = ["CodeCard", "code_sheet"]

STYLE = """
:root { color-scheme: light; }
body {
  font: 12pt/1.4 "Source Sans 3", "Segoe UI", system-ui, sans-serif; color: #1a1a1a; background: #fff;
  max-width: 190mm; margin: 8mm auto; padding: 0 4mm;
}
h1 { font-size: 18pt; margin: 0 0 2mm; }
ul { list-style: none; margin: 6mm 0 0; padding: 0; display: grid; grid-template-columns: 1fr 1fr; }
li {
  border: 1px dashed #767676; padding: 5mm; break-inside: avoid; display: grid;
  grid-template-columns: 1fr auto; gap: 3mm; align-content: start; overflow-wrap: anywhere;
}
h2 { font-size: 13pt; margin: 0; }
p { margin: 0 0 1mm; }
.code {
  font: 700 15pt/1.3 ui-monospace, "DejaVu Sans Mono", Consolas, monospace;
  margin: 2mm 0; white-space: nowrap;
}
.how { grid-column: 1 / -1; font-size: 10pt; }
.qr svg { display: block; width: 30mm; height: 30mm; }
@media (max-width: 40rem) { ul { grid-template-columns: 1fr; } }
@media print {
  @page { size: A4; margin: 10mm; }
  body { margin: 0; max-width: none; padding: 0; }
  .screen { display: none; }
}
"""


@dataclass(frozen=True, slots=True)
class CodeCard:
    """One code as it is handed out."""

    code: str
    holder: str = ""
    """Who gets it; empty for a code issued in advance."""
    detail: str = ""
    """Where they work."""


def personal_link(base_url: str, language: str, code: str) -> str:
    """Gives the address that sets a code by itself; the code is a fragment, so no server log ever sees it."""
    return f"{base_url.rstrip('/')}/{'' if language == 'sv' else f'{language}/'}progress/#code={code}"


def code_sheet(
    cards: Iterable[CodeCard],
    strings: Strings,
    *,
    title: str,
    base_url: str = "",
    progress: Callable[[], None] | None = None,
) -> str:
    """Gives the sheet as one HTML text.

    Args:
        cards: What to print, in order.
        strings: The texts of the sheet's language.
        title: The project's title.
        base_url: The site's address; without it there are no QR codes and no links.
        progress: Called after each card.
    """
    items = []
    for card in cards:
        items.append(_item(card, strings, base_url))
        if progress is not None:
            progress()
    heading = escape(strings("admin.codes.title", project=title))
    return (
        f'<!doctype html>\n<html lang="{strings.language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="robots" content="noindex">\n<meta name="referrer" content="no-referrer">\n'
        f"<title>{heading}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{heading}</h1>\n"
        f'<p class="screen">{escape(strings("admin.codes.print"))}</p>\n'
        f'<p class="screen">{escape(strings("admin.codes.care"))}</p>\n'
        f"<ul>\n{''.join(items)}</ul>\n</main>\n</body>\n</html>\n"
    )


def _item(card: CodeCard, strings: Strings, base_url: str) -> str:
    holder = escape(card.holder or strings("admin.codes.blank"))
    detail = f"<p>{escape(card.detail)}</p>" if card.detail else ""
    link = picture = ""
    if base_url:
        address = personal_link(base_url, strings.language, card.code)
        # The address is printed too: a QR code alone would leave out everybody without a camera at hand.
        link = f'<p><a href="{escape(address)}">{escape(strings("admin.codes.link"))}</a></p>'
        label = escape(strings("admin.codes.qr"))
        svg = segno.make(address, error="m", micro=False).svg_inline(omitsize=True, border=2, svgclass=None)
        svg = svg.replace("<svg ", f'<svg role="img" aria-label="{label}" ', 1)
        picture = f'<div class="qr">{svg}</div>'
    site = escape(base_url.rstrip("/").removeprefix("https://") + "/progress/") if base_url else ""
    how = strings("admin.codes.how.site", site=site) if site else strings("admin.codes.how")
    return (
        f'<li><div><h2>{holder}</h2>{detail}<p class="code">{card.code}</p>{link}</div>{picture}'
        f'<p class="how">{how}</p></li>\n'
    )
