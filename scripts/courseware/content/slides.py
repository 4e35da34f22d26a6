"""A workshop as slides: what the wall shows, made from the same source as the agenda.

What an author wrote in `slide` blocks is shown as it stands. Where there is none, the participants' text is
shown if it is short, else its instructions: the numbered list, each step cut to its first sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from courseware.content.blocks import Block, parse_blocks, source
from courseware.content.markdown import plain, readable
from courseware.content.model import Activity, Host, Workshop

__all__ = ["DENSE_WORDS", "PACKED_WORDS", "ShownSlide", "slides_of"]

MOST_WORDS = 60
"""More than this is read from a paper, not from a wall."""

DENSE_WORDS, PACKED_WORDS = 32, 48
"""From here on a slide is set in smaller type, and in the smallest that is read from the last row."""

_STEP = re.compile(r"^(\d+\.|[-*+])[ \t]+(.*(?:\n[ \t]+\S.*)*)", re.MULTILINE)
_SENTENCE = re.compile(r".+?[.!?…](?=[\"”’»*_)\]]*(?:\s|$))[\"”’»*_)\]]*", re.DOTALL)
_PARAGRAPHS = re.compile(r"\n[ \t]*\n")
_CITED = re.compile(r"\s*\[@[^\]]*\]")

SlideKind = Literal["title", "outcomes", "agenda", "activity", "break"]


@dataclass(frozen=True, slots=True)
class ShownSlide:
    """One slide."""

    kind: SlideKind
    title: str
    text: str
    """Markdown; empty where the template makes the slide from the host (title, outcomes, agenda)."""
    notes: str = ""
    """Markdown for the speaker, on an activity's first slide."""
    minutes: int = 0
    """What its activity takes; 0 where the slide belongs to none."""
    activity: str = ""
    """Id of its activity."""
    session: int = 1
    words: int = 0
    """How many its text has."""


def slides_of(host: Host, workshop: Workshop) -> Iterator[ShownSlide]:
    """Yields the slides of a workshop in the order of the agenda.

    A workshop of several meetings begins each with its own agenda.
    """
    yield ShownSlide("title", plain(host.title), "", notes=workshop.facilitator)
    if host.outcomes:
        yield ShownSlide("outcomes", "", "")
    session = 0
    for activity in workshop.activities:
        if activity.session != session:
            session = activity.session
            yield ShownSlide("agenda", "", "", session=session)
        yield from _activity(activity)


def _activity(activity: Activity) -> Iterator[ShownSlide]:
    title = plain(activity.title)
    written = activity.slides
    notes = activity.facilitator
    if activity.is_break:
        yield ShownSlide("break", title, "", notes, activity.minutes, activity.id, activity.session)
        return
    shown = [(slide.title or title, slide.text) for slide in written] or [(title, _cut(activity.task))]
    for number, (heading, text) in enumerate(shown):
        yield ShownSlide(
            "activity",
            heading,
            text,
            notes if number == 0 else "",
            activity.minutes,
            activity.id,
            activity.session,
            _words(text),
        )


def _cut(text: str) -> str:
    """Gives what fits on a wall of the participants' text: all of it, or its steps, or its first words."""
    nodes, _ = parse_blocks(text, "")
    bare = source([node for node in nodes if not isinstance(node, Block)]).strip()
    if _words(bare) <= MOST_WORDS and "|" not in bare:
        return bare
    paragraphs = [part.strip() for part in _PARAGRAPHS.split(bare) if part.strip()]
    lists = [part for part in paragraphs if _STEP.match(part)]
    if lists:
        longest = max(lists, key=len)
        return "\n".join(f"{mark} {_first(step)}" for mark, step in _STEP.findall(longest))
    said = [part for part in paragraphs if not part.startswith(("|", ">", "<"))]
    return _first(said[0]) if said else ""


def _first(text: str) -> str:
    """Gives the first sentence, without its sources: they stand where the text is read."""
    text = _CITED.sub("", " ".join(text.split()))
    found = _SENTENCE.match(text)
    return (found[0] if found else text).strip()


def _words(text: str) -> int:
    return len(readable(text).split())
