"""The dashboard's months: their chain and table, participation over time, attestation of the latest one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from courseware.charts.bars import draw_bar
from courseware.charts.columns import Column, Kind, draw_columns
from courseware.charts.month_links import draw_link
from courseware.reports.dashboard_data import PLACES, Dashboard, MonthFigures
from courseware.reports.dashboard_words import Words
from courseware.reports.suppression import SMALLEST

__all__ = ["attested", "months", "participation"]

Values = list[tuple[MonthFigures, float | None]]

EVERY_MONTH = 13
"""Up to so many months each one's name stands below its column; of more only the years."""


def months(figures: Dashboard, w: Words) -> str:
    """Gives the months as a chain, a row a year, and as a table."""
    if not figures.months:
        return f"<p>{w('months.none', day=w.day(figures.project.starts))}</p>"
    if any(one.state is None for one in figures.months):
        return f'<p class="notice">{w("months.blocked")}</p>'
    years = "".join(
        f'<div class="year"><h3>{year}</h3>'
        f'<ol class="chain">{"".join(_link(one, w) for one in of)}</ol></div>'
        for year, of in groupby(figures.months, key=lambda one: one.period.year)
    )
    heads = [
        ("", w("column.month")),
        ("", w("column.state")),
        *(("n", w(f"column.{name}")) for name in ("version", "reported", "hours")),
        *(("d", w(f"column.{name}")) for name in ("sent", "due")),
        ("n", w("column.late")),
    ]
    rows = (_month_row(one, figures, w) for one in reversed(figures.months))
    return years + w.table("months-table", w("months.table"), heads, rows)


def _link(one: MonthFigures, w: Words) -> str:
    state = str(one.state)
    return (
        f'<li class="at-{one.period.month} is-{state}">{draw_link(state)}<b>{w.short_month(one.period)}</b> '
        f"<span>{w(f'state.{state}')}</span></li>"
    )


def _month_row(one: MonthFigures, figures: Dashboard, w: Words) -> str:
    none = w("none")
    late = -one.days_left(figures.day)
    shown_late = w.plain(late) if one.waits and one.state != "stale" and late > 0 else none
    state = str(one.state)
    cells = [
        ("", f'<span class="state is-{state}">{draw_link(state)}{w(f"state.{state}")}</span>'),
        ("n", w.plain(one.version) if one.version else none),
        ("n", w.number(one.people) if one.version else none),
        ("n", w.hours(one.minutes) if one.version else none),
        ("d", w.time(one.sent_on) or none),
        ("d", w.time(one.period.due.isoformat())),
        ("n is-late" if shown_late != none else "n", shown_late),
    ]
    return f'<tr><th scope="row">{w.month(one.period)}</th>{_cells(cells)}</tr>'


def participation(figures: Dashboard, w: Words) -> str:
    """Gives participants and hours over time as two charts with one table."""
    if not figures.participants and figures.participants is not None:
        return f"<p>{w('participation.none')}</p>"
    if not figures.months:
        return f"<p>{w('months.none', day=w.day(figures.project.starts))}</p>"
    people: Values = [(one, one.people) for one in figures.months]
    hours: Values = [(one, None if one.minutes is None else one.minutes / 60) for one in figures.months]
    charts = "".join(
        f"<figure><figcaption><h3>{w(f'participation.{name}')}</h3>{_key(values, w)}</figcaption>"
        f"{_chart(name, values, w)}</figure>"
        for name, values in (("people", people), ("hours", hours))
    )
    heads = [
        ("", w("column.month")),
        *(("n", w(f"column.{name}")) for name in ("people", "hours")),
        ("", w("column.status")),
    ]
    rows = []
    for one in reversed(figures.months):
        is_running = one.period.opens > figures.day
        status = "full" if one.version else "running" if is_running else "open"
        shown = w.hours(one.minutes) if one.version or one.settled else w("none")
        cells = [("n", w.number(one.people)), ("n", shown), ("", w(f"key.{status}"))]
        rows.append(f'<tr><th scope="row">{w.month(one.period)}</th>{_cells(cells)}</tr>')
    table = w.table("participation-table", w("participation.table"), heads, rows)
    return f"{charts}<details><summary>{w('participation.table')}</summary>{table}</details>"


def _kind(one: MonthFigures, value: float | None) -> Kind:
    return "hidden" if value is None else "full" if one.version else "open"


def _chart(name: str, values: Values, w: Words) -> str:
    most = max((value for _, value in values if value is not None), default=0)
    highest = next((place for place, (_, value) in enumerate(values) if value == most), 0)
    last = max((place for place, (_, value) in enumerate(values) if value), default=0)
    # Two labels side by side would cover each other; the last one says where things stand.
    is_apart = last - highest >= max(len(values), 12) / 6 and values[last][1] != most
    columns = []
    for place, (one, value) in enumerate(values):
        text = w("hidden") if value is None else w.plain(value)
        begins = place == 0 or one.period.month == 1
        # A year of which there are few months leaves no room for its number.
        crowded = place == 0 and len(values) > EVERY_MONTH and one.period.month > 10
        columns.append(
            Column(
                value or 0,
                _kind(one, value),
                w("participation.value", month=w.month(one.period), value=text),
                label=text if value and (place == last or (place == highest and is_apart)) else "",
                tick=w.short_month(one.period) if len(values) <= EVERY_MONTH else "",
                group=str(one.period.year) if begins and not crowded else "",
            )
        )
    ends = {"first": w.month(values[0][0].period), "last": w.month(values[-1][0].period)}
    key = f"participation.{name}.text" if most else "participation.empty.text"
    text = w(key, **ends, most=w.plain(most), month=w.month(values[highest][0].period))
    return draw_columns(
        columns, name=f"chart-{name}", title=w(f"participation.{name}"), description=text, number=w.plain
    )


def _key(values: Values, w: Words) -> str:
    """Gives what the outlines of a chart mean, where there is more than the plain one."""
    found = {_kind(one, value) for one, value in values if value != 0}
    if found <= {"full"}:
        return ""
    items = [
        f"<li>{w.swatch(f'columns-{kind}')}{w(f'key.{kind}')}</li>"
        for kind in ("full", "open", "hidden")
        if kind in found
    ]
    return f'<ul class="key">{"".join(items)}</ul>'


def attested(figures: Dashboard, w: Words) -> str:
    """Gives how far the attestation of the latest month has come, as a bar and a table."""
    latest = figures.latest
    if latest is None:
        return f"<p>{w('attested.none')}</p>"
    month, settled = w.month(latest.period), latest.settled
    if settled is None:
        return f'<p class="notice">{w("attested.blocked")}</p>'
    if settled.people == 0:
        return f"<p>{w('attested.nobody', month=month)}</p>"
    shown: list[tuple[str, int | None]] = [
        (place, settled.places[place]) for place in PLACES if settled.places[place] != 0
    ]
    total = settled.people
    if settled.is_nearly_done:
        shown = [("ready", settled.places["ready"]), ("few", None)]
    rows = [*_place_rows(shown, total, w)]
    if total is not None:
        cells = _cells([("n", w.number(total)), ("n", "")])
        rows.append(f'<tr class="sum"><th scope="row">{w("place.all")}</th>{cells}</tr>')
    heads = [("", w("column.place")), ("n", w("column.people")), ("n", w("column.share"))]
    table = w.table("attested-table", w("attested.table", month=month), heads, rows, "narrow")
    return _bar(shown, total, month, w) + table


def _bar(shown: list[tuple[str, int | None]], total: int | None, month: str, w: Words) -> str:
    """Gives the bar; what is kept back stands as one piece, which the numbers shown tell anyway."""
    known = {place: count for place, count in shown if count is not None}
    few = SMALLEST - 1 if shown[-1][0] == "few" else 0
    if few and ("ready" in known or total is not None):
        # One to four people lack: drawn as four, whatever it is.
        parts = [("ready", known.get("ready", (total or 0) - few)), ("few", few)]
    elif total is not None:
        left = total - sum(known.values())
        parts = [*known.items(), *([("hidden", left)] if left else [])]
    else:
        return ""
    whole = sum(count for _, count in parts)
    told = [
        f"{w(f'place.{place}')} {w('few') if place == 'few' else w.plain(count)}"
        for place, count in parts
        if place != "ready" or place in known
    ]
    label = w("attested.bar", month=month, places=w.listed(told))
    return draw_bar([(100 * count / whole, place) for place, count in parts], label=label)


def _place_rows(shown: Iterable[tuple[str, int | None]], total: int | None, w: Words) -> Iterator[str]:
    for place, count in shown:
        kind = "hidden" if count is None and place not in {"ready", "few"} else place
        swatch = w.swatch(f"bar-{kind}")
        number = w("few") if place == "few" else w.number(count)
        share = w.percent(count, total) if count is not None and total else w("none")
        cells = _cells([("n", number), ("n", share)])
        yield f'<tr><th scope="row">{swatch}{w(f"place.{place}")}</th>{cells}</tr>'


def _cells(cells: Iterable[tuple[str, str]]) -> str:
    return "".join(f'<td class="{kind}">{text}</td>' if kind else f"<td>{text}</td>" for kind, text in cells)
