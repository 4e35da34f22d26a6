"""How an outcome is put in words and figures, the same on the page, in the workbook and on the screen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from babel.numbers import format_decimal, format_percent

from courseware.reports.outcome import Outcome
from courseware.reports.roles import OTHER
from courseware.reports.time_words import day_text
from courseware.strings import Strings

__all__ = [
    "Figure",
    "count_text",
    "figures",
    "notes",
    "outcome_title",
    "percent_text",
    "role_title",
    "status_text",
]


class Figure(NamedTuple):
    """One of the few figures that say how it goes."""

    name: str
    value: str
    of: str
    """What it is a part of, in words; empty where it is no part."""
    reached: int | None
    """None where it is hidden."""
    planned: int | None


def outcome_title(found: Outcome, t: Strings) -> str:
    """Gives the full title, which names project and day."""
    return t("admin.outcome.title.full", project=found.project.title, until=day_text(found.until, t))


def status_text(found: Outcome, t: Strings) -> str:
    """Says whom the figures are for."""
    return t(f"admin.outcome.{'shared' if found.is_shared else 'internal'}")


def figures(found: Outcome, t: Strings) -> Iterator[Figure]:
    """Gives participants, organisations and plans against what was planned, then hours and modules."""
    project = found.project
    for name, count, planned in (
        ("participants", found.participants, project.planned_participants),
        ("organisations", found.taking_part, project.planned_organisations),
    ):
        of = t("admin.outcome.unplanned") if planned is None else t("admin.outcome.of", planned=planned)
        yield Figure(t(f"admin.outcome.{name}"), count_text(count, t), of, count, planned)
    plans, registered = found.plans_in_place, len(found.registered)
    of = t("admin.outcome.plans.of", organisations=registered)
    yield Figure(t("admin.outcome.plans"), count_text(plans, t), of, plans, registered)
    hours = str(format_decimal(found.attested // 60, locale=t.locale))
    yield Figure(t("admin.outcome.hours"), hours, "", found.attested // 60, None)
    # A module that few have completed is hidden in its row, so it stays out of the sum too.
    completed = sum(item.people or 0 for item in found.modules)
    if all(item.people is not None for item in found.modules):
        yield Figure(t("admin.outcome.completed"), count_text(completed, t), "", completed, None)


def notes(found: Outcome, t: Strings) -> Iterator[str]:
    """Gives how it was counted, a sentence or two a note."""
    names = ["once", "sex", "role", "modules", "hours", *(["hidden"] if found.is_shared else [])]
    for name in names:
        yield t(f"admin.outcome.note.{name}")
    if found.without_start:
        yield t("admin.outcome.note.without-start", count=found.without_start)


def count_text(count: int | None, t: Strings) -> str:
    """Gives a count, or the word for one that is hidden."""
    if count is None:
        return t("admin.outcome.hidden")
    return str(format_decimal(count, locale=t.locale))


def percent_text(count: int | None, planned: int | None, t: Strings) -> str:
    """Gives a count's share of what was planned in whole percent, nothing where one of them is not known."""
    if count is None or not planned:
        return ""
    return str(format_percent(count / planned, format="#,##0 %", locale=t.locale))


def role_title(role: str, t: Strings) -> str:
    """Gives a role's name as lists show it."""
    return t("admin.outcome.other-role") if role == OTHER else t(f"role.{role}")
