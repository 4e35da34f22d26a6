"""A participant's own time statement over the whole project: month by month, and the modules completed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import NamedTuple

from courseware.errors import CoursewareError
from courseware.registry.attendance import months_attended
from courseware.registry.attestations import list_attestations
from courseware.registry.completed import CompletedModule, completed_modules
from courseware.registry.exports import ExportEntry, exports_of, person_exports
from courseware.registry.participants import Participant, participants_of
from courseware.registry.people import PeopleByMonth
from courseware.registry.project import Project
from courseware.registry.store import Transaction
from courseware.reports.page import facts, html_page, section, table
from courseware.reports.period import ReportPeriod
from courseware.reports.standing import Standing, standings
from courseware.reports.time_words import hours_text, month_text
from courseware.strings import Strings

__all__ = ["Statement", "StatementMonth", "statement_of", "statement_page"]


class StatementMonth(NamedTuple):
    """One month of a statement."""

    period: ReportPeriod
    standing: Standing | None
    """How the month is settled now; nothing where the person has no part in it any more."""
    version: int
    """The month's last exported version; 0 where there is none."""
    exported: ExportEntry | None
    """The person's row in it."""

    @property
    def state(self) -> str:
        """How the month stands for the person, as the last part of the text's key."""
        now = self.standing
        if self.exported is not None:
            reported = now.reported if now is not None else None
            return "exported" if reported == self.exported.reported else "changed"
        return "no-part" if now is None else now.place


@dataclass(frozen=True, slots=True)
class Statement:
    """Everything that one person did in a project."""

    project: Project
    person: Participant
    months: tuple[StatementMonth, ...]
    modules: tuple[CompletedModule, ...]


def statement_of(tx: Transaction, project: Project, person_id: int) -> Statement:
    """Gives one person's statement.

    Raises:
        CoursewareError: There is no such participant, or the project lacks a rule that a month needs.
    """
    people = participants_of(tx, project.id, [person_id])
    if person_id not in people:
        raise CoursewareError(
            f"There is no participant {person_id} in {project.id}. "
            f"The ids stand in: courseware participants list --project {project.id}"
        )
    modules = tuple(completed_modules(tx, project.id, person_id=person_id))
    latest = {made.month: made.version for made in exports_of(tx, project.id)}
    exported = {
        made.month: entry
        for made, entry in person_exports(tx, project.id, person_id)
        if made.version == latest[made.month]
    }
    names = {
        *months_attended(tx, project.id, person_id),
        *(item.month for item in list_attestations(tx, project.id, person_id=person_id)),
        *(item.day[:7] for item in modules),
        *exported,
    }
    months, everybody = [], PeopleByMonth(tx, project.id)
    for name in sorted(names):
        period = ReportPeriod.parse(name)
        standing = standings(tx, project, period, everybody).get(person_id)
        months.append(StatementMonth(period, standing, latest.get(name, 0), exported.get(name)))
    return Statement(project, people[person_id], tuple(months), modules)


def statement_page(statement: Statement, t: Strings, titles: Mapping[str, str] | None = None) -> str:
    """Gives the statement as a page for the participant.

    Args:
        statement: What the person did.
        t: Texts of the page's language.
        titles: Titles of modules by id.
    """

    def say(key: str, /, **values: object) -> str:
        return t(f"admin.statement.{key}", **values)

    project, person, titles = statement.project, statement.person, titles or {}
    title = say("title", project=project.title)
    nobody = t(f"admin.evidence.{'protected' if person.protected else 'erased'}")
    who = facts(
        [
            (t("admin.evidence.participant"), str(person.id)),
            (t("admin.evidence.name"), person.name or nobody),
            (t("admin.evidence.number"), person.masked),
            (say("organisations"), person.organisations),
            (t("admin.evidence.project"), project.title),
            (t("admin.evidence.case"), project.case_number),
            (say("span"), f"{person.started} – {person.ended or t('admin.evidence.still')}"),
        ]
    )
    invented = (
        f'<p class="notice need">{escape(t("admin.report.month.invented.text"))}</p>\n'
        if project.invented
        else ""
    )
    body = [
        f"<h1>{escape(title)}</h1>\n",
        f'<p class="funder">{escape(t("shell.funding"))}</p>\n',
        invented,
        who,
        section(say("months"), _months(statement, t)),
        section(say("modules"), _modules(statement, t, titles)),
        f'<p class="lead">{escape(say("note"))}</p>\n',
    ]
    return html_page(t, title, "".join(body))


def _months(statement: Statement, t: Strings) -> str:
    if not statement.months:
        return f"<p>{escape(t('admin.statement.months.none'))}</p>\n"
    rows: list[tuple[str | int, ...]] = []
    sums = [0, 0, 0, 0, 0]
    for month in statement.months:
        now, sent = month.standing, month.exported
        figures = (
            now.workshop if now else 0,
            now.study if now else 0,
            now.attested or 0 if now else 0,
            sent.reported if sent else 0,
            sent.left_out if sent else 0,
        )
        sums = [total + figure for total, figure in zip(sums, figures, strict=True)]
        name = month_text(month.period, t)
        state = t(f"admin.statement.state.{month.state}", version=month.version)
        rows.append((name, *_shown(figures, t, reported=sent is not None), state))
    names = ("month", "workshop", "study", "attested", "reported", "left-out", "state")
    return table(
        t("admin.statement.table"),
        [t(f"admin.statement.column.{name}") for name in names],
        rows,
        kinds=("fixed", "number", "number", "number", "number", "number", "wide"),
        foot=(t("admin.evidence.sum"), *_shown(tuple(sums), t, reported=True), ""),
    )


def _shown(figures: tuple[int, ...], t: Strings, *, reported: bool) -> tuple[str | int, ...]:
    workshop, study, attested, hours, left_out = figures
    if not reported:
        return workshop, study, attested, "–", "–"
    return workshop, study, attested, hours_text(hours / 60, t), left_out


def _modules(statement: Statement, t: Strings, titles: Mapping[str, str]) -> str:
    if not statement.modules:
        return f"<p>{escape(t('admin.statement.modules.none'))}</p>\n"
    approved = statement.project.approved_minutes
    counts = statement.project.self_study != "not-counted"
    rows = [
        (
            titles.get(item.module_id) or item.module_id,
            item.day,
            approved[item.module_id].minutes
            if counts and item.module_id in approved
            else t("admin.evidence.not-approved"),
        )
        for item in statement.modules
    ]
    heads = [t(f"admin.statement.column.{name}") for name in ("module", "completed", "approved")]
    return table(t("admin.statement.modules"), heads, rows, kinds=("", "fixed", "number"))
