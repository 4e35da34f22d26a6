"""The dashboard's groups: modules by role as a table of shares, organisations against their plan."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from courseware.charts.month_links import draw_link
from courseware.charts.plan_bar import draw_plan_bar
from courseware.registry.plans import Plan
from courseware.reports.dashboard_data import Count, Dashboard
from courseware.reports.dashboard_outcome import OrganisationShare
from courseware.reports.dashboard_words import Words
from courseware.reports.outcome_words import role_title

__all__ = ["module_name", "modules", "organisations"]

TITLED = 4
"""Up to so many modules have their title above the column; of more the titles stand below the table."""
COUNTED = 8
"""Up to so many modules have room for the numbers below each share."""
_PLAN_LINKS = {"draft": "exported", "decided": "sent", "in-place": "accepted"}
"""The link that shows how far a plan has come: half, full, full with a tick."""


def module_name(module: str) -> str:
    """Gives a module's short name: M07."""
    return module.partition("-")[0].upper()


def modules(figures: Dashboard, titles: Mapping[str, str], w: Words) -> str:
    """Gives the share of each role that has completed each module."""
    if not figures.roles or not figures.modules:
        return f"<p>{w('modules.none')}</p>"
    is_titled = len(figures.modules) <= TITLED
    heads = [("", w("column.role")), ("n", w("column.people"))]
    for item in figures.modules:
        title = f" <span>{escape(titles.get(item.module, item.module))}</span>" if is_titled else ""
        heads.append(("heat-head", f"<b>{module_name(item.module)}</b>{title}"))
    rows = []
    for place, role in enumerate(figures.roles):
        cells = "".join(_share(item.people[place], role.people, figures, w) for item in figures.modules)
        name = escape(role_title(role.role, w.t))
        rows.append(f'<tr><th scope="row">{name}</th><td class="n">{w.number(role.people)}</td>{cells}</tr>')
    cells = "".join(_share(item.total, figures.participants, figures, w) for item in figures.modules)
    rows.append(
        f'<tr class="sum"><th scope="row">{w("column.all-roles")}</th>'
        f'<td class="n">{w.number(figures.participants)}</td>{cells}</tr>'
    )
    below = (
        ""
        if is_titled
        else "".join(
            f"<div><dt>{module_name(item.module)}</dt>"
            f"<dd>{escape(titles.get(item.module, item.module))}</dd></div>"
            for item in figures.modules
        )
    )
    return (
        f"<p>{w('modules.intro', day=w.day(figures.day))}</p>"
        + w.table("modules-table", w("modules.table"), heads, rows, "heat")
        + (f'<dl class="names">{below}</dl>' if below else "")
    )


def _share(done: Count, people: Count, figures: Dashboard, w: Words) -> str:
    if done is None or people is None:
        return f'<td class="heat-hidden">{w("hidden")}</td>'
    if not people:
        return f'<td class="heat-0">{w("none")}</td>'
    level = 0 if not done else min(1 + 5 * done // people, 5)
    counted = w("modules.cell", done=w.plain(done), people=w.plain(people))
    small = f" <small>{counted}</small>" if len(figures.modules) <= COUNTED else ""
    return f'<td class="heat-{level}"><b>{w.percent(done, people)}</b>{small}</td>'


def organisations(figures: Dashboard, w: Words) -> str:
    """Gives the organisations, those furthest behind first."""
    found = figures.organisations
    if not found:
        return f"<p>{w('organisations.none')}</p>"
    is_planned = any(item.planned for item in found)
    most = max([1, *(item.people or 0 for item in found), *(item.planned or 0 for item in found)])
    heads = [
        ("", w("column.organisation")),
        ("bar-head", w("column.people")),
        ("n", w("column.each")),
        ("", w("column.plan")),
    ]
    rows = [
        f'<tr><th scope="row">{escape(item.name)}</th><td class="bar-cell">{_people(item, w)}'
        f"{draw_plan_bar(item.people, item.planned, most)}</td>"
        f'<td class="n">{_each(item, w)}</td><td>{_plan(item.plan, w)}</td></tr>'
        for item in found
    ]
    key = (
        '<ul class="key"><li><svg width="14" height="14" aria-hidden="true">'
        f'<line class="bar-plan" x1="7" x2="7" y1="0" y2="14"/></svg>{w("key.goal")}</li></ul>'
        if is_planned
        else ""
    )
    intro = w("organisations.intro" if is_planned else "organisations.intro.unplanned")
    return f"<p>{intro}</p>{key}" + w.table(
        "organisations-table", w("organisations.table"), heads, rows, "compare"
    )


def _people(item: OrganisationShare, w: Words) -> str:
    shown = w.number(item.people)
    if item.planned is None:
        return f"<span>{shown}</span>"
    return f"<span>{w('organisations.of', people=shown, planned=w.plain(item.planned))}</span>"


def _each(item: OrganisationShare, w: Words) -> str:
    if item.modules_each is not None:
        return w.decimal(item.modules_each)
    return w("none") if item.people == 0 else w("hidden")


def _plan(plan: Plan | None, w: Words) -> str:
    if plan is None:
        return f'<span class="state">{draw_link("open")}{w("plan.none")}</span>'
    day = f'<span class="nowrap">{w.time(plan.day)}</span>'
    state = escape(w.t(f"admin.dashboard.plan.{plan.state}"))
    return f'<span class="state">{draw_link(_PLAN_LINKS[plan.state])}<span>{state} {day}</span></span>'
