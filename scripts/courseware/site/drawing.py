"""A figure block as a drawing with its words beside it.

What is drawn and what is read come from the same items. A process and a ledger hold too many words for a
picture: they are a list and a table that the style sheet draws as a chain and as marks.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from courseware.charts.cycle import draw_cycle
from courseware.charts.ledger_marks import SIGNS, draw_sign, draw_years
from courseware.charts.levels import draw_levels
from courseware.charts.pyramid import draw_pyramid
from courseware.charts.spiral import draw_spiral
from courseware.content.drawings import Ledger, Row, read_drawing, read_ledger, step_of
from courseware.content.markdown import plain

if TYPE_CHECKING:
    from courseware.content.blocks import Block
    from courseware.content.outline import Item
    from courseware.site.voice import Voice
    from courseware.strings import Strings

__all__ = ["drawing_html"]

_ROUND = 5
"""A line of years that is longer than this ends at a whole number of it: 50 is read, 49 is puzzled over."""


def drawing_html(block: Block, name: str, voice: Voice) -> str:
    """Gives a figure block as Markdown and HTML.

    Args:
        block: The block as written.
        name: Unique on the page.
        voice: How the page says things, without a paragraph around them.
    """
    draw, title = str(block.options.get("draw", "")), str(block.options.get("title", ""))
    if draw == "ledger":
        ledger = read_ledger(block)
        lead, inner, note = ledger.lead, _ledger(ledger, voice), ledger.note
    else:
        outline = read_drawing(block)
        lead, note = outline.lead, outline.note
        if draw == "process":
            inner = _process(outline.items, voice)
        else:
            picture = _picture(draw, outline.items, name, title, voice.texts)
            inner = (
                f'<div class="drawing-pair" markdown="1">\n'
                f'<div class="drawing-picture"{voice.own}>{picture}</div>\n\n'
                f'<div class="drawing-words" markdown="1">\n\n{_listed(outline.items)}\n\n</div>\n</div>'
            )
    caption = f"<figcaption>{escape(title)}</figcaption>"
    parts = [f'<figure class="drawing drawing-{draw}" markdown="1">', caption, lead, inner, note, "</figure>"]
    return "\n\n".join(part for part in parts if part)


def _listed(items: Sequence[Item]) -> str:
    """Gives a list as Markdown that nests; a list of another kind begins a list of its own."""
    lines: list[str] = []
    for place, item in enumerate(items):
        if place and items[place - 1].ordered != item.ordered:
            lines.append("\n<!-- -->\n")
        lines.append(f"{'1.' if item.ordered else '-'} {item.text}")
    return "\n".join(lines)


def _picture(draw: str, items: Sequence[Item], name: str, title: str, texts: Strings) -> str:
    steps = [item for item in items if item.ordered or draw != "spiral"]
    labels = [plain(item.label or item.text) for item in steps]
    if not labels:
        return ""
    told = texts(f"drawing.{draw}", count=len(labels), labels=", ".join(labels)) if draw in _DRAWN else ""
    about = {"name": name, "title": title, "description": told}
    if draw == "pyramid":
        return draw_pyramid(labels, **about)
    if draw == "levels":
        return draw_levels(labels, **about)
    if draw == "cycle":
        return draw_cycle(len(labels), **about)
    if draw == "spiral":
        up = [plain(item.label or item.text) for item in items if not item.ordered]
        if up:
            about["description"] += " " + texts("drawing.spiral-up", labels=", ".join(up))
        return draw_spiral(len(labels), way_up=bool(up), **about)
    return ""  # `check` says what there is.


_DRAWN = ("pyramid", "levels", "cycle", "spiral")


def _process(phases: Sequence[Item], voice: Voice) -> str:
    lines, word = [], voice.texts("drawing.decision")
    decision = f'<span class="decision"><span class="unseen"{voice.own}>{escape(word)} </span></span>'
    for phase in phases:
        lines.append(f"- {phase.text}\n")
        for child in phase.children:
            decides, step = step_of(child)
            label = f"**{step.label}**" if step.label else step.text
            rest = f' <span class="step-text">{step.rest}</span>' if step.label and step.rest else ""
            lines.append(f"    - {decision if decides else ''}{label}{rest}")
        lines.append("")
    if any(step_of(child)[0] for phase in phases for child in phase.children):
        # For the eye alone: the list says of each decision that it is one.
        key = escape(word.rstrip(":"))
        lines.append(f'<p class="process-key no-search" aria-hidden="true"{voice.own}>{key}</p>')
    return "\n".join(lines).rstrip()


def _ledger(ledger: Ledger, voice: Voice) -> str:
    texts = voice.texts
    head = "".join(f'<th scope="col">{voice.said(text)}</th>' for text in ledger.head)
    top = max((row.years.end for row in ledger.rows if row.years), default=0)
    goes_on = any(row.years.open for row in ledger.rows if row.years)
    if goes_on:
        top += max(1, round(top / 10))
    if top > _ROUND:
        top = -(-top // _ROUND) * _ROUND
    rows = "".join(_ledger_row(row, top, voice) for row in ledger.rows)
    used = {sign for row in ledger.rows for sign, _ in row.cells}
    key = "".join(
        f"<li>{draw_sign(sign)} {escape(texts(f'drawing.{sign}'))}</li>" for sign in SIGNS if sign in used
    )
    axis = f"<li>{escape(texts('drawing.axis', top=top))}</li>" if top else ""
    label = escape(texts("drawing.key"))
    return (
        f'<table class="ledger"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>\n\n'
        f'<ul class="ledger-key no-search" aria-label="{label}"{voice.own}>{key}{axis}</ul>'
    )


def _ledger_row(row: Row, top: int, voice: Voice) -> str:
    cells = []
    for sign, text in row.cells:
        mark = ""
        if sign:
            word = escape(voice.texts(f"drawing.{sign}"))
            mark = f'{draw_sign(sign)}<span class="unseen"{voice.own}>{word}</span>'
        cells.append(f"<td>{mark}{' ' + voice.said(text) if text else ''}</td>")
    years = f"<span>{voice.said(row.years_text)}</span>" if row.years_text else ""
    if row.years and top:
        years += draw_years(row.years.start, row.years.end, top, goes_on=row.years.open)
    last = f'<td class="ledger-years">{years}</td>'
    return f'<tr><th scope="row">{voice.said(row.item)}</th>{"".join(cells)}{last}</tr>'
