"""A workshop as an agenda: timed activities with their participant text and facilitator notes.

    ## Tillfälle 1 … {#session-1}          a meeting of its own, where there are several

    :::{activity minutes=20 core=true short=12 meeting=10}
    ### Sortera flaggorna {#a-sort}
    What participants do.

    :::{handout title="…"}            what they hold in their hands; shown in its place too
    :::{slide}                         what the wall shows, where the text above is too long for it
    :::{needs}                         what must lie ready, one line
    :::{answers}                       the key to the exercise
    :::{facilitator}                   what to say, what goes wrong
    :::

Each inner block ends with a line of three colons. `needs` and `room` stand outside the activities too, for
the workshop as a whole. A break is an activity whose anchor is `break-1`, `break-2` and so on. The same
source gives the participants' page, the facilitator's guide, the run sheet, slides, handouts and checklist.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from courseware.content.blocks import LEADERS, NOT_READ, Block, Node, Text, blocks_named, parse_blocks, source
from courseware.content.front_matter import Front
from courseware.content.markdown import headings
from courseware.content.model import Activity, Handout, Slide, Workshop
from courseware.errors import Problem

__all__ = ["LEADERS_PAGES", "parse_workshop"]

LEADERS_PAGES = ("run-sheet", "slides", "handouts", "checklist", "sign-in", "run", "facilitator")
"""The pages that every workshop's source gives the one who leads it, in the order one opens them.

Each is a kind of page and its address below the module's. One more needs an entry here, a template of its
name in overrides/kinds/, the string `leading.<name>` and, where it shows more than text, its data in
site/leaders_pages.py.
"""

_SESSION = re.compile(r"session-([0-9]+)")

_OWN = ("slide", "handout", "answers")
"""Blocks that belong to an activity."""


def parse_workshop(front: Front, body: str, path: str, language: str) -> tuple[Workshop, list[Problem]]:
    """Gives the workshop, and what is wrong with its blocks and agenda."""
    nodes, problems = parse_blocks(body, path, front.body_line)
    activities: list[Activity] = []
    intro: list[Node] = []
    session = 1
    begun = 0  # Activities before the meeting.
    for node in nodes:
        if isinstance(node, Text):
            for heading in headings(node.text, node.line):
                match = _SESSION.fullmatch(heading.id)
                if match is None:
                    continue
                number = int(match[1][:4])
                expected = session + 1 if len(activities) > begun else 0
                if number != expected and (number != 1 or activities):
                    hint = "Number the meetings session-1, session-2, … in order, each with activities."
                    problems.append(
                        Problem(path, heading.line, "session-order", f"'{heading.id}' is out of order.", hint)
                    )
                session, begun = max(1, number), len(activities)
        if isinstance(node, Block):
            problems.extend(_misplaced(node, path))
        if isinstance(node, Block) and node.name == "activity":
            activities.append(_activity(node, session, path, problems))
        elif not activities:
            intro.append(node)
    outside = [node for node in nodes if not (isinstance(node, Block) and node.name == "activity")]
    workshop = Workshop(
        title=str(front.get("title", "")),
        minutes=sum(activity.minutes for activity in activities),
        body=body,
        activities=tuple(activities),
        front=front,
        path=path,
        intro=source(intro, without=NOT_READ).strip(),
        facilitator=_bodies(outside, "facilitator"),
        needs=_bodies(outside, "needs"),
        room=_bodies(outside, "room"),
        summary=str(front.get("summary", "")),
        language=language,
    )
    return workshop, problems


def _misplaced(block: Block, path: str) -> Iterator[Problem]:
    """Yields blocks that nobody would be shown, and those with nothing to show."""
    if block.name in _OWN:
        hint = "Move it into the activity that it belongs to."
        message = f"'{block.name}' stands outside the activities."
        yield Problem(path, block.line, "stray-block", message, hint)
    for inner in (block, *(child for child in block.children if isinstance(child, Block))):
        if inner.name in (*_OWN, *LEADERS) and not inner.body.strip():
            hint = "Write what it is for, or take it out."
            yield Problem(path, inner.line, "empty-block", f"'{inner.name}' is empty.", hint)


def _activity(block: Block, session: int, path: str, problems: list[Problem]) -> Activity:
    text = source(block.children, without=NOT_READ).strip()
    notes = _bodies(block.children, "facilitator")
    first, _, rest = text.partition("\n")
    found = headings(first, block.line + 1)
    title = anchor = ""
    if found:
        title, anchor, text = found[0].text, found[0].id, rest.strip()
    if not title:
        hint = "Begin it with a heading: ### What we do {#a1}."
        problems.append(Problem(path, block.line, "untitled-activity", "the activity has no title.", hint))
    if not notes:
        hint = "Add :::{facilitator}: what to say, what goes wrong, what to do when time runs out."
        problems.append(Problem(path, block.line, "no-facilitator-notes", f"'{title}' has no notes.", hint))
    task = source(block.children, without=(*NOT_READ, "handout")).strip()
    if found:
        task = task.partition("\n")[2].strip()
    minutes, short, meeting = (int(block.options.get(key, 0)) for key in ("minutes", "short", "meeting"))
    return Activity(
        title=title,
        minutes=minutes,
        core=block.options.get("core", False) is True,
        text=text,
        facilitator=notes,
        line=block.line,
        session=session,
        id=anchor,
        short=short,
        meeting=meeting,
        needs=_bodies(block.children, "needs"),
        slides=tuple(Slide(*_titled(inner)) for inner in blocks_named(block.children, "slide")),
        handouts=tuple(Handout(*_titled(inner)) for inner in blocks_named(block.children, "handout")),
        answers=_bodies(block.children, "answers"),
        task=task,
    )


def _bodies(nodes: Iterable[Node], name: str) -> str:
    return "\n\n".join(block.body.strip() for block in blocks_named(nodes, name))


def _titled(block: Block) -> tuple[str, str]:
    return str(block.options.get("title", "")), block.body.strip()
