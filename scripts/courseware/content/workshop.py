"""A workshop as an agenda: timed activities with their participant text and facilitator notes.

    ## Tillfälle 1 … {#session-1}          a meeting of its own, where there are several

    :::{activity minutes=20 core=true}
    ### Sortera flaggorna {#a-sort}
    What participants do.

    :::{facilitator}
    What to say, what goes wrong.
    :::
    :::

The same source gives the participants' page, the facilitator's guide, the run sheet and slides.
"""

from __future__ import annotations

import re

from courseware.content.blocks import Block, Node, Text, blocks_named, parse_blocks, source
from courseware.content.front_matter import Front
from courseware.content.markdown import headings
from courseware.content.model import Activity, Workshop
from courseware.errors import Problem

__all__ = ["parse_workshop"]

_SESSION = re.compile(r"session-([1-9][0-9]?)")


def parse_workshop(front: Front, body: str, path: str, language: str) -> tuple[Workshop, list[Problem]]:
    """Gives the workshop, and what is wrong with its blocks and agenda."""
    nodes, problems = parse_blocks(body, path, front.body_line)
    activities: list[Activity] = []
    intro: list[Node] = []
    session = 1
    for node in nodes:
        if isinstance(node, Text):
            for heading in headings(node.text, node.line):
                match = _SESSION.fullmatch(heading.id)
                if match is None:
                    continue
                if int(match[1]) not in (session, session + 1) or (int(match[1]) != 1 and not activities):
                    hint = "Number the meetings session-1, session-2, … in order, each with activities."
                    problems.append(
                        Problem(path, heading.line, "session-order", f"'{heading.id}' is out of order.", hint)
                    )
                session = int(match[1])
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
        intro=source(intro, without=("facilitator",)).strip(),
        facilitator="\n\n".join(block.body.strip() for block in blocks_named(outside, "facilitator")),
        summary=str(front.get("summary", "")),
        language=language,
    )
    return workshop, problems


def _activity(block: Block, session: int, path: str, problems: list[Problem]) -> Activity:
    text = source(block.children, without=("facilitator",)).strip()
    notes = "\n\n".join(inner.body.strip() for inner in blocks_named(block.children, "facilitator"))
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
    minutes, core = block.options.get("minutes", 0), block.options.get("core", False)
    return Activity(
        title=title,
        minutes=int(minutes),
        core=core is True,
        text=text,
        facilitator=notes,
        line=block.line,
        session=session,
        id=anchor,
    )
