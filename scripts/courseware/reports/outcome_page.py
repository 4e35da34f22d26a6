"""Plan against outcome on one page: a file of its own that needs no script and no other file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from importlib.resources import files

from courseware.charts.plan_bar import draw_plan_bar
from courseware.reports.outcome import SEXES, Outcome
from courseware.reports.outcome_words import (
    count_text,
    figures,
    notes,
    outcome_title,
    percent_text,
    role_title,
    status_text,
)
from courseware.reports.page import document
from courseware.reports.period import ReportPeriod
from courseware.reports.time_words import day_text, month_text
from courseware.strings import Strings

__all__ = ["outcome_page"]

_STYLE = (files("courseware.reports") / "outcome.css").read_text(encoding="utf-8")


def outcome_page(
    found: Outcome, t: Strings, *, titles: Mapping[str, str] | None = None, units: bool = False
) -> str:
    """Gives the page as HTML; the same outcome gives the same page.

    Args:
        found: The outcome, exact or shared.
        t: Texts of the page's language.
        titles: Titles of modules by id.
        units: Whether the units of every organisation are shown.
    """
    writer = _Writer(found, t, titles or {})
    sections = [writer.brief(), writer.organisations(), writer.sexes()]
    if units:
        sections.append(writer.units())
    sections += [writer.roles(), writer.months(), writer.modules(), writer.plans(), writer.about()]
    warnings = "".join(
        f'<p class="{kind}">{escape(text)}</p>\n'
        for kind, text in (
            ("warn", "" if found.is_shared else t("admin.outcome.internal.text")),
            ("note", t("admin.outcome.invented") if found.project.invented else ""),
        )
        if text
    )
    body = (
        f"<main>\n<h1>{escape(t('admin.outcome.title'))}</h1>\n"
        f'<p class="meta">{escape(found.project.title)} · '
        f"{escape(t('admin.outcome.until', until=day_text(found.until, t)))} · "
        f'<span class="for">{escape(status_text(found, t))}</span></p>\n'
        f"{warnings}{''.join(sections)}</main>"
    )
    return document(t, outcome_title(found, t), body, _STYLE, kind="" if found.is_shared else "internal")


class _Writer:
    def __init__(self, found: Outcome, t: Strings, titles: Mapping[str, str]) -> None:
        self.found, self.t, self.titles = found, t, titles

    def _text(self, key: str) -> str:
        return escape(self.t(f"admin.outcome.{key}"))

    def _number(self, count: int | None) -> str:
        shown = escape(count_text(count, self.t))
        return f'<td class="n veiled">{shown}</td>' if count is None else f'<td class="n">{shown}</td>'

    def _section(self, name: str, body: str) -> str:
        return f'<section>\n<h2 id="{name}">{self._text(name)}</h2>\n{body}</section>\n'

    def _table(
        self,
        name: str,
        heads: Sequence[tuple[str, bool]],
        rows: Iterable[str],
        *,
        caption: str = "",
        foot: str = "",
    ) -> str:
        """A table named by its heading, in a frame that scrolls by itself where the screen is narrow."""
        cells = "".join(
            f'<th scope="col"{" class=n" if is_number else ""}>{head}</th>' for head, is_number in heads
        )
        about = f"<caption>{caption}</caption>\n" if caption else ""
        last = f"<tfoot>{foot}</tfoot>\n" if foot else ""
        return (
            f'<div class="wide" tabindex="0" role="region" aria-labelledby="{name}">\n'
            f'<table aria-labelledby="{name}">\n{about}<thead><tr>{cells}</tr></thead>\n'
            f"<tbody>\n{''.join(rows)}</tbody>\n{last}</table>\n</div>\n"
        )

    def _head(self, name: str, is_number: bool = True) -> tuple[str, bool]:
        return self._text(f"column.{name}"), is_number

    def _sex_heads(self) -> list[tuple[str, bool]]:
        return [(self._text(f"sex.{sex}"), True) for sex in SEXES]

    def brief(self) -> str:
        items = []
        for item in figures(self.found, self.t):
            top = max(item.reached or 0, item.planned or 0)
            bar = draw_plan_bar(item.reached, item.planned, top) if item.planned else ""
            share = percent_text(item.reached, item.planned, self.t)
            words = " · ".join(filter(None, (item.of, share)))
            shown = escape(item.value)
            items.append(
                f"<div><dt>{escape(item.name)}</dt>\n<dd><b>{shown}</b> {escape(words)}{bar}</dd></div>\n"
            )
        return self._section("brief", f'<dl class="figures">\n{"".join(items)}</dl>\n')

    def organisations(self) -> str:
        found = self.found
        if not found.organisations:
            return self._section("by-organisation", f"<p>{self._text('none.organisations')}</p>\n")
        has_plan = any(item.planned for item in found.organisations)
        top = max(max(item.participants or 0, item.planned or 0) for item in found.organisations)
        rows = []
        for item in found.organisations:
            bar = draw_plan_bar(item.participants, item.planned, top)
            name = escape(item.name)
            if not item.is_registered:
                name += f' <span class="meta">({self._text("not-registered")})</span>'
            plan = f'<td class="n">{item.planned or ""}</td>' if has_plan else ""
            share = (
                f'<td class="n">{percent_text(item.participants, item.planned, self.t)}</td>'
                if has_plan
                else ""
            )
            rows.append(
                f'<tr><th scope="row" class="barred"><span>{name}</span>{bar}</th>{plan}'
                f"{self._number(item.participants)}{share}</tr>\n"
            )
        heads = [self._head("organisation", False), self._head("participants")]
        total = found.project.planned_participants
        foot = f'<tr><th scope="row">{self._text("total")}</th>'
        if has_plan:
            heads = [heads[0], self._head("planned"), heads[1], self._head("share")]
            foot += f'<td class="n">{total or ""}</td>'
        foot += self._number(found.participants)
        if has_plan:
            foot += f'<td class="n">{percent_text(found.participants, total, self.t)}</td>'
        caption = self._text("bar") if has_plan else ""
        return self._section(
            "by-organisation",
            self._table("by-organisation", heads, rows, caption=caption, foot=f"{foot}</tr>"),
        )

    def sexes(self) -> str:
        found = self.found
        if not found.participants and not found.organisations:
            return ""
        rows = (
            f'<tr><th scope="row">{escape(item.name)}</th>'
            f"{''.join(self._number(item.sexes[sex]) for sex in SEXES)}</tr>\n"
            for item in found.organisations
        )
        foot = (
            f'<tr><th scope="row">{self._text("total")}</th>'
            f"{''.join(self._number(found.sexes[sex]) for sex in SEXES)}</tr>"
        )
        heads = [self._head("organisation", False), *self._sex_heads()]
        return self._section("by-sex", self._table("by-sex", heads, rows, foot=foot))

    def units(self) -> str:
        rows = [
            f'<tr><th scope="row">{escape(unit) or self._text("unit.none")}</th>'
            f"<td>{escape(item.name)}</td>{self._number(count)}</tr>\n"
            for item in self.found.organisations
            for unit, count in item.units.items()
        ]
        heads = [self._head("unit", False), self._head("organisation", False), self._head("participants")]
        return self._section("by-unit", self._table("by-unit", heads, rows)) if rows else ""

    def _barred(
        self, name: str, head: str, count_head: str, items: Iterable[tuple[str, int | None]], plan: int | None
    ) -> str:
        """A table whose first column has bars to compare."""
        listed = list(items)
        top = max([count or 0 for _, count in listed] + [plan or 0])
        rows = (
            f'<tr><th scope="row" class="barred"><span>{escape(title)}</span>'
            f"{draw_plan_bar(count, plan, top)}</th>{self._number(count)}</tr>\n"
            for title, count in listed
        )
        caption = self._text("bar") if plan else ""
        return self._table(name, [self._head(head, False), self._head(count_head)], rows, caption=caption)

    def roles(self) -> str:
        if self.found.participants == 0:
            return ""
        items = ((role_title(role, self.t), count) for role, count in self.found.roles.items())
        return self._section("by-role", self._barred("by-role", "role", "count", items, None))

    def months(self) -> str:
        items = [(month_text(ReportPeriod.parse(one.month), self.t), one.total) for one in self.found.months]
        plan = self.found.project.planned_participants
        body = self._barred("by-month", "month", "total", items, plan) if items else ""
        empty = "" if self.found.participants != 0 else f"<p>{self._text('none.participants')}</p>\n"
        return self._section("by-month", empty or body)

    def modules(self) -> str:
        if not self.found.modules:
            return self._section("by-module", f"<p>{self._text('none.modules')}</p>\n")
        shown = [
            role for role in self.found.roles if any(item.roles[role] != 0 for item in self.found.modules)
        ]
        rows = (
            f'<tr><th scope="row">{escape(self.titles.get(item.module) or item.module)}</th>'
            f"{self._number(item.people)}{''.join(self._number(item.roles[role]) for role in shown)}</tr>\n"
            for item in self.found.modules
        )
        heads = [self._head("module", False), self._head("people")]
        heads += [(escape(role_title(role, self.t)), True) for role in shown]
        return self._section("by-module", self._table("by-module", heads, rows))

    def plans(self) -> str:
        rows = list(self._plan_rows())
        if not rows:
            return self._section("by-plan", f"<p>{self._text('none.organisations')}</p>\n")
        heads = [self._head(name, False) for name in ("organisation", "state", "day")]
        if not self.found.is_shared:
            heads.append(self._head("reference", False))
        return self._section("by-plan", self._table("by-plan", heads, rows))

    def _plan_rows(self) -> Iterator[str]:
        for item in self.found.registered:
            plan = item.plan
            cells = [self._text(f"state.{plan.state if plan else 'none'}"), plan.day if plan else ""]
            if not self.found.is_shared:
                cells.append(escape(plan.reference) if plan else "")
            yield (
                f'<tr><th scope="row">{escape(item.name)}</th>'
                f"{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>\n"
            )

    def about(self) -> str:
        listed = "".join(f"<li>{escape(note)}</li>\n" for note in notes(self.found, self.t))
        return self._section("about", f"<ul>\n{listed}</ul>\n")
