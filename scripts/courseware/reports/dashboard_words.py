"""Numbers, days, tables as the dashboard writes them, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from html import escape

from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent

from courseware.reports.dashboard_data import Count
from courseware.reports.period import ReportPeriod
from courseware.reports.time_words import day_text, hours_text, month_text
from courseware.strings import Strings

__all__ = ["Words"]


class Words:
    """The texts of the page; every text it gives can stand in HTML as it is."""

    def __init__(self, t: Strings) -> None:
        self.t = t
        self.locale = t.locale

    def __call__(self, key: str, **values: object) -> str:
        """Gives a text of the dashboard."""
        return escape(self.t(f"admin.dashboard.{key}", **values), quote=False)

    def has(self, key: str) -> bool:
        """Says whether the dashboard has a text."""
        return f"admin.dashboard.{key}" in self.t

    def plural(self, key: str, count: int, **values: object) -> str:
        """Gives a text of the dashboard in the form that suits a count."""
        return escape(self.t.count(f"admin.dashboard.{key}", count, **values), quote=False)

    def number(self, count: Count) -> str:
        """Gives a number of people, or the word for one that is kept back."""
        return self("hidden") if count is None else self.plain(count)

    def plain(self, number: float) -> str:
        """Gives a number: 1 234."""
        return str(format_decimal(number, format="#,##0.#", locale=self.locale))

    def decimal(self, number: float) -> str:
        """Gives a number with one decimal: 1,5."""
        return str(format_decimal(number, format="0.0", locale=self.locale))

    def percent(self, part: float, whole: float) -> str:
        """Gives a share in whole per cent; all but all is never rounded to all, nor all but none to none."""
        share = round(100 * part / whole) if whole else 0
        if 0 < part < whole:
            share = min(max(share, 1), 99)
        return str(format_percent(share / 100, locale=self.locale))

    def hours(self, minutes: Count) -> str:
        """Gives hours, or the word for a number that is kept back."""
        return self("hidden") if minutes is None else hours_text(minutes / 60, self.t)

    def day(self, day: date | str) -> str:
        """Gives a day: 28 november 2026."""
        day = date.fromisoformat(day) if isinstance(day, str) else day
        return _unbroken(day_text(day, self.t))

    def month(self, period: ReportPeriod) -> str:
        """Gives a month: november 2026."""
        return _unbroken(month_text(period, self.t))

    def short_month(self, period: ReportPeriod) -> str:
        """Gives a month without its year: nov."""
        return str(format_date(period.first, format="MMM", locale=self.locale)).rstrip(".")

    def listed(self, items: Iterable[str]) -> str:
        """Gives texts as one: a, b och c."""
        return str(format_list(list(items), locale=self.locale))

    def months(self, periods: Sequence[ReportPeriod]) -> str:
        """Gives months as one text; of many only the first and the last."""
        if len(periods) > 4:
            return f"{self.month(periods[0])} – {self.month(periods[-1])}"
        return self.listed(map(self.month, periods))

    def time(self, day: str) -> str:
        """Gives an ISO date as an element that programs read too; nothing for none."""
        return f'<time datetime="{escape(day)}">{escape(day)}</time>' if day else ""

    def swatch(self, kind: str) -> str:
        """Gives a small sample of how something is drawn."""
        return (
            '<svg class="swatch" width="14" height="14" aria-hidden="true">'
            f'<rect class="{kind}" x="1" y="1" width="12" height="12"/></svg>'
        )

    def table(
        self, name: str, caption: str, heads: Sequence[tuple[str, str]], rows: Iterable[str], kind: str = ""
    ) -> str:
        """Gives a table in a region of its own, so that the page never scrolls sideways.

        Args:
            name: Unique on the page; the caption's id.
            caption: What the table shows, as HTML.
            heads: Class and text of each column's head.
            rows: The rows, as HTML.
            kind: Class of the table.
        """
        head = "".join(f'<th scope="col"{_class(style)}>{text}</th>' for style, text in heads)
        return (
            f'<div class="scroll" role="region" aria-labelledby="{name}" tabindex="0"><table{_class(kind)}>'
            f'<caption id="{name}">{caption}</caption><thead><tr>{head}</tr></thead><tbody>\n'
            + "\n".join(rows)
            + "\n</tbody></table></div>"
        )


def _unbroken(text: str) -> str:
    """Gives a date that no line end parts."""
    return text.replace(" ", "\N{NO-BREAK SPACE}")


def _class(name: str) -> str:
    return f' class="{name}"' if name else ""
