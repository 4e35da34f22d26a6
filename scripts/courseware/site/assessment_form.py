"""A self-assessment as a form that anybody can fill in: native radio buttons and boxes, also on paper.

The browser's half is ``overrides/assets/js/self-assessment.js``: it keeps the answers on the device and draws
the profile.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from courseware.content.assessments import Area, read_assessment

if TYPE_CHECKING:
    from courseware.content.blocks import Block
    from courseware.site.voice import Voice

__all__ = ["assessment_html"]

NOTES_LENGTH = 2000
"""Most letters of a note: a device keeps some five million for the whole site."""


def assessment_html(block: Block, name: str, voice: Voice) -> str:
    """Gives a self-assessment block as Markdown and HTML.

    Args:
        block: The block as written.
        name: Unique on the page.
        voice: How the page says things, without a paragraph around them.
    """
    assessment = read_assessment(block)
    areas = [_area(area, place, f"{name}-{place}", voice) for place, area in enumerate(assessment.areas)]
    unscripted = escape(voice.texts("self-assessment.unscripted"))
    lines = [
        f'<div class="drawing assessment"><self-assessment data-id="{escape(assessment.id)}" '
        f'data-count="{len(areas)}" data-lang="{voice.language}">',
        # method=dialog outside a dialog: Enter sends nothing anywhere, also without scripts.
        '<form method="dialog" autocomplete="off">',
        *areas,
        "</form>",
        f'<p class="notice assessment-unscripted no-search"{voice.own}>{unscripted}</p>',
        "</self-assessment></div>",
    ]
    html = "\n".join(lines)
    return "\n\n".join(part for part in (assessment.lead, html, assessment.note) if part)


def _area(area: Area, place: int, name: str, voice: Voice) -> str:
    about = (
        f'<p class="assessment-about" id="{name}-about">{voice.said(area.about)}</p>' if area.about else ""
    )
    described = f' aria-describedby="{name}-about"' if about else ""
    levels = "".join(
        _level(f"{name}-{level}", name, level, voice.said(text)) for level, text in enumerate(area.levels)
    )
    notes = escape(voice.texts("self-assessment.notes"))
    number = f'<span class="assessment-number">{place + 1}.</span>'
    label = f'<span class="assessment-label">{voice.said(area.label)}</span>'
    return (
        f'<fieldset class="assessment-area"{described}><legend>{number} {label}</legend>{about}'
        f'<div class="assessment-levels">{levels}</div>'
        f'<label class="assessment-notes no-search" for="{name}-notes"{voice.own}>{notes}</label>'
        f'<textarea id="{name}-notes" rows="1" maxlength="{NOTES_LENGTH}"></textarea></fieldset>'
    )


def _level(identity: str, name: str, level: int, text: str) -> str:
    return (
        f'<div class="assessment-level"><input type="radio" id="{identity}" name="{name}" value="{level}">'
        f'<label for="{identity}"><span class="assessment-value">{level}</span> '
        f'<span class="assessment-text">{text}</span></label></div>'
    )
