"""Rules for whatever has a workshop, a module or an exchange format: its agenda and its worksheets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from courseware.content.load import Library
from courseware.content.model import Host, Workshop
from courseware.errors import Problem
from courseware.ids import did_you_mean
from courseware.languages import CODES, SOURCE

__all__ = ["agenda_sum", "check_workshops"]


def check_workshops(library: Library) -> Iterator[Problem]:
    """Yields what is wrong with agendas and lists of worksheets; what is neutral, in Swedish only."""
    sheets = {
        _stem(page.path): page.path for page in library.pages[SOURCE].values() if page.kind == "worksheet"
    }
    for host in library.hosts(SOURCE):
        yield from _check_sheets(host, library.ids.worksheets, sheets)
        if host.workshop is not None:
            yield from _check_agenda(host.workshop)
            yield from _check_cuts(host.workshop)
    for page in library.pages[SOURCE].values():
        other = sheets.get(_stem(page.path), page.path) if page.kind == "worksheet" else page.path
        if other != page.path:
            message = f"docs/{SOURCE}/{other} is that worksheet already."
            hint = "Keep one of them: a worksheet is found by its id alone."
            yield Problem(page.source_path, 0, "repeated-worksheet", message, hint)
    for language in CODES:
        for host in library.hosts(language):
            if host.workshop is not None and host.workshop.language == language:
                yield from _check_handouts(host.workshop)


def agenda_sum(workshop: Workshop) -> str:
    """Gives how an agenda adds up: "180", or "90 + 90 = 180" where there are several meetings."""
    by_session: dict[int, int] = {}
    for activity in workshop.activities:
        by_session[activity.session] = by_session.get(activity.session, 0) + activity.minutes
    parts = " + ".join(str(minutes) for minutes in by_session.values())
    return f"{parts} = {workshop.minutes}" if len(by_session) > 1 else str(workshop.minutes)


def _stem(path: str) -> str:
    return path.rpartition("/")[2].removesuffix(".md")


def _check_sheets(host: Host, known: tuple[str, ...], sheets: dict[str, str]) -> Iterator[Problem]:
    for position, name in enumerate(host.worksheets):
        line = host.front.line(f"worksheets.{position}")
        if name not in known:
            hint = did_you_mean(name, known) or f"Known: {', '.join(known)}."
            yield Problem(host.path, line, "unknown-worksheet", f"'{name}' is not a worksheet.", hint)
        elif name in host.worksheets[:position]:
            message = f"'{name}' stands twice in worksheets."
            yield Problem(host.path, line, "repeated-value", message, "Keep one of them.")
        elif name not in sheets:
            hint = f"Write docs/{SOURCE}/worksheets/{name}.md, or another folder's worksheets/{name}.md."
            yield Problem(host.path, line, "missing-worksheet", f"worksheet '{name}' has no page.", hint)


def _check_agenda(workshop: Workshop) -> Iterator[Problem]:
    if not workshop.activities:
        hint = "Add :::{activity minutes=20 core=true} … :::."
        yield Problem(workshop.path, 0, "no-activities", "the workshop has no activities.", hint)
        return
    if not any(activity.core for activity in workshop.activities):
        hint = "Mark what must be held even when time runs short: core=true."
        yield Problem(workshop.path, 0, "no-core-activity", "no activity is core.", hint)
    stated = workshop.front.get("minutes", workshop.minutes)
    if isinstance(stated, int) and stated != workshop.minutes:
        line = workshop.front.line("minutes")
        message = f"minutes is {stated}, its activities make {agenda_sum(workshop)}."
        yield Problem(workshop.path, line, "workshop-minutes", message, "Change one of them.")


def _check_cuts(workshop: Workshop) -> Iterator[Problem]:
    for activity in workshop.activities:
        for name in ("short", "meeting"):
            if getattr(activity, name) > activity.minutes:
                message = (
                    f"{name}={getattr(activity, name)}, but '{activity.title}' takes {activity.minutes}."
                )
                hint = "A shorter version is shorter."
                yield Problem(workshop.path, activity.line, "short-minutes", message, hint)
        if re.fullmatch("break-?|break[0-9]+", activity.id):
            hint = "Write {#break-1}, {#break-2} and so on: only they are left out of the hours."
            message = f"'{activity.id}' is counted as working time."
            yield Problem(workshop.path, activity.line, "break-id", message, hint)
        if activity.is_break and activity.meeting:
            hint = "Take meeting= off the break."
            message = "a meeting of 20 minutes has no break."
            yield Problem(workshop.path, activity.line, "meeting-minutes", message, hint)


def _check_handouts(workshop: Workshop) -> Iterator[Problem]:
    for activity in workshop.activities:
        for handout in activity.handouts:
            if not handout.title.strip():
                hint = 'Name the sheet: :::{handout title="Fallkort"}.'
                message = f"a handout of '{activity.title}' has no title."
                yield Problem(workshop.path, activity.line, "untitled-handout", message, hint)
