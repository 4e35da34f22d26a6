"""What is to be done before a month is exported: the five classes of faults first, then what waits.

The classes mirror the controls that Statistics Sweden is known to run on files (esf-reporting 1.3); a month
whose list is empty has nothing that they would stop.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import NamedTuple

from courseware.reports.held_words import who_text, why_and_what
from courseware.reports.ledger_data import Held
from courseware.reports.month import MonthReport
from courseware.reports.page import Html, html_page, section, table
from courseware.reports.time_words import month_text
from courseware.strings import Strings

__all__ = ["Task", "TaskGroup", "todo_groups", "todo_page", "todo_text"]

CLASSES = ("E1", "E2", "E3", "E4", "E5")

_STYLE = """
td.wide { width: 32% }
.box {
  display: inline-block; width: 1.1em; height: 1.1em; border: 1.5px solid var(--edge); border-radius: 2px;
}
"""


class Task(NamedTuple):
    """One thing to do."""

    person_id: int | None
    """Whom it is about; None for something that is not about one person."""
    who: str
    """The name that may be shown, or the session."""
    organisation: str
    why: str
    what: str


class TaskGroup(NamedTuple):
    """Things to do of one kind."""

    title: str
    tasks: tuple[Task, ...]


def todo_groups(report: MonthReport, t: Strings) -> list[TaskGroup]:
    """Gives what is to be done, in the order in which to do it; groups without a task are left out."""
    return [group for group in _groups(report, t) if group.tasks]


def _groups(report: MonthReport, t: Strings) -> Iterator[TaskGroup]:
    ledger, month = report.ledger, month_text(report.period, t)

    def of_people(title: str, people: list[Held]) -> TaskGroup:
        return TaskGroup(
            title,
            tuple(
                Task(held.person_id, who_text(held, t), held.organisation, *why_and_what(held, month, t))
                for held in sorted(people, key=lambda held: held.person_id)
            ),
        )

    for kind in CLASSES:
        faulty = [held for held in ledger.excluded if held.fault is not None and held.fault[0] == kind]
        yield of_people(t(f"admin.report.class.{kind}"), faulty)
    yield of_people(t("admin.report.sheet.differing"), ledger.differing)
    yield of_people(t("admin.report.sheet.pending"), ledger.pending)
    if report.unattended:
        text = t("admin.todo.unattended"), t("admin.todo.unattended.do")
        tasks = tuple(Task(None, name, "", *text) for name in report.unattended)
        yield TaskGroup(t("admin.report.summary.sessions"), tasks)
    if report.differences:
        key = "admin.report.summary.differences"
        text = t(f"{key}.text", count=report.differences), ""
        yield TaskGroup(t(key), (Task(None, "", "", *text),))
    if report.unlinked:
        key = "admin.report.summary.unlinked"
        yield TaskGroup(t(key), (Task(None, "", "", t(f"{key}.text", count=report.unlinked), ""),))


def todo_text(report: MonthReport, t: Strings) -> str:
    """Gives the list as lines of text, parted by tabs, people by id: for the terminal."""
    lines = []
    for group in todo_groups(report, t):
        lines.append(f"{group.title} ({len(group.tasks)})")
        for task in group.tasks:
            about = str(task.person_id) if task.person_id is not None else task.who
            lines.append("\t" + "\t".join(filter(None, (about, task.why, task.what))))
    return "\n".join([*lines, ""]) if lines else t("admin.todo.nothing") + "\n"


def todo_page(report: MonthReport, t: Strings) -> str:
    """Gives the list as a page to print and tick off."""
    groups = todo_groups(report, t)
    title = t("admin.todo.title", month=month_text(report.period, t))
    count = sum(len(group.tasks) for group in groups)
    lead = t.count("admin.todo.lead", count) if groups else t("admin.todo.nothing")
    parts = [section(f"{group.title} ({len(group.tasks)})", _task_table(group, t)) for group in groups]
    body = (
        f"<h1>{escape(title)}</h1>\n<p>{escape(report.project.title)}</p>\n"
        f'<p class="lead">{escape(lead)}</p>\n{"".join(parts)}'
    )
    return html_page(t, title, body, style=_STYLE, landscape=True)


def _task_table(group: TaskGroup, t: Strings) -> str:
    """Gives a group's tasks with a box each; an empty column would only push the text off a phone."""
    box = Html(f'<span class="box" role="img" aria-label="{escape(t("admin.todo.box"))}"></span>')
    names = ("done", "who", "organisation", "why", "what")
    kinds = ("fixed", "fixed", "", "wide", "wide")
    rows = [(box, _about(task), task.organisation, task.why, task.what) for task in group.tasks]
    kept = [place for place in range(len(names)) if any(row[place] for row in rows)]
    return table(
        t("admin.todo.caption"),
        [t(f"admin.todo.column.{names[place]}") for place in kept],
        ([row[place] for place in kept] for row in rows),
        kinds=[kinds[place] for place in kept],
        label=group.title,
    )


def _about(task: Task) -> str:
    return f"{task.person_id}: {task.who}" if task.person_id is not None else task.who
