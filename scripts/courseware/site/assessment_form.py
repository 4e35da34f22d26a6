"""A self-assessment as a form that anybody can fill in: native radio buttons and boxes, also on paper.

The browser's half is ``overrides/assets/js/self-assessment.js``: it keeps the answers on the device and draws
the profile.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING

from courseware.content.assessments import Area, read_assessment

if TYPE_CHECKING:
    from courseware.content.blocks import Block
    from courseware.strings import Strings

__all__ = ["assessment_html"]

NOTES_LENGTH = 2000
"""Most letters of a note: a device keeps some five million for the whole site."""


def assessment_html(
    block: Block, name: str, texts: Strings, language: str, inline: Callable[[str], str]
) -> str:
    """Gives a self-assessment block as Markdown and HTML.

    Args:
        block: The block as written.
        name: Unique on the page.
        texts: The strings of the reader's language.
        language: The language of the text itself.
        inline: Turns a piece of Markdown into HTML without a paragraph around it.
    """
    assessment = read_assessment(block)
    own = f' lang="{texts.language}"' if language != texts.language else ""
    areas = [
        _area(area, place, f"{name}-{place}", escape(texts("self-assessment.notes")), own, inline)
        for place, area in enumerate(assessment.areas)
    ]
    unscripted = escape(texts("self-assessment.unscripted"))
    lines = [
        f'<div class="drawing assessment"><self-assessment data-id="{escape(assessment.id)}" '
        f'data-count="{len(areas)}" data-lang="{language}">',
        # method=dialog outside a dialog: Enter sends nothing anywhere, also without scripts.
        '<form method="dialog" autocomplete="off">',
        *areas,
        "</form>",
        f'<p class="notice assessment-unscripted no-search"{own}>{unscripted}</p>',
        "</self-assessment></div>",
    ]
    html = "\n".join(lines)
    return "\n\n".join(part for part in (assessment.lead, html, assessment.note) if part)


def _area(area: Area, place: int, name: str, notes: str, own: str, inline: Callable[[str], str]) -> str:
    about = f'<p class="assessment-about" id="{name}-about">{inline(area.about)}</p>' if area.about else ""
    described = f' aria-describedby="{name}-about"' if about else ""
    levels = "".join(
        _level(f"{name}-{level}", name, level, inline(text)) for level, text in enumerate(area.levels)
    )
    number = f'<span class="assessment-number">{place + 1}.</span>'
    label = f'<span class="assessment-label">{inline(area.label)}</span>'
    return (
        f'<fieldset class="assessment-area"{described}><legend>{number} {label}</legend>{about}'
        f'<div class="assessment-levels">{levels}</div>'
        f'<label class="assessment-notes no-search" for="{name}-notes"{own}>{notes}</label>'
        f'<textarea id="{name}-notes" rows="1" maxlength="{NOTES_LENGTH}"></textarea></fieldset>'
    )


def _level(identity: str, name: str, level: int, text: str) -> str:
    return (
        f'<div class="assessment-level"><input type="radio" id="{identity}" name="{name}" value="{level}">'
        f'<label for="{identity}"><span class="assessment-value">{level}</span> '
        f'<span class="assessment-text">{text}</span></label></div>'
    )
