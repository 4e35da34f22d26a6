"""The dashboard: one self-contained page that says what is ready, what is missing, what to do, in that order.

It prints well, reads without scripts, and asks no address for anything. The same figures give the same bytes.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Mapping
from html import escape
from importlib.resources import files

from courseware.charts.chain import draw_logo
from courseware.reports.dashboard_data import Dashboard, Missing, MonthFigures
from courseware.reports.dashboard_groups import module_name, modules, organisations
from courseware.reports.dashboard_months import attested, months, participation
from courseware.reports.dashboard_steps import PRESSING, Step, next_steps
from courseware.reports.dashboard_words import Words
from courseware.reports.page import document
from courseware.strings import Strings

__all__ = ["dashboard_page"]

_PATTERNS = (
    '<svg class="patterns" width="0" height="0" aria-hidden="true"><defs>'
    '<pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect class="hatch-ground" width="6" height="6"/>'
    '<rect class="hatch-line" width="2" height="6"/></pattern>'
    '<pattern id="dots" width="5" height="5" patternUnits="userSpaceOnUse">'
    '<rect class="hatch-ground" width="5" height="5"/>'
    '<circle class="hatch-line" cx="2" cy="2" r="1"/></pattern>'
    "</defs></svg>"
)


def dashboard_page(
    figures: Dashboard,
    t: Strings,
    titles: Mapping[str, str] | None = None,
    *,
    font: bytes = b"",
    emblem: str = "",
) -> str:
    """Gives the page as HTML.

    Args:
        figures: What it shows.
        t: Texts of the page's language.
        titles: Titles of modules by id.
        font: A WOFF2 file to carry along; without it the reader's own letters are used.
        emblem: The funder's emblem as SVG, shown beside the funder's line.
    """
    w, titles, project = Words(t), titles or {}, figures.project
    latest = figures.latest
    parts = {
        "steps": (w("steps"), _steps(figures, titles, w)),
        "months": (w("months"), months(figures, w)),
        "participation": (w("participation"), participation(figures, w)),
        "modules": (w("modules"), modules(figures, titles, w)),
        "organisations": (w("organisations"), organisations(figures, w)),
        "attested": (
            w("attested", month=w.month(latest.period)) if latest else w("column.place"),
            attested(figures, w),
        ),
        "method": (w("method"), _method(figures, w)),
    }
    sections = "\n".join(
        f'<section id="{name}" aria-labelledby="{name}-head">\n'
        f'<h2 id="{name}-head">{head}</h2>\n{body}\n</section>'
        for name, (head, body) in parts.items()
    )
    notice = f'<p class="notice">{w("invented")}</p>' if project.invented else ""
    body = (
        f"{_PATTERNS}\n"
        f'<header><p class="brand">{draw_logo()}{escape(t("admin.report.creator"))}</p></header>\n<main>\n'
        f'<h1>{w("title")}</h1>\n<p class="lead">{escape(project.title)}<br>'
        f"<span>{w('day', day=w.day(figures.day))}</span></p>\n{notice}\n"
        f'<dl class="headline">{"".join(_headline(figures, w))}</dl>\n{sections}\n</main>\n'
        f'<footer><p class="funding">{_emblem(emblem)}{escape(t("shell.funding"))}</p>'
        f"<p>{escape(', '.join(filter(None, (project.owner, project.case_number))))}</p></footer>"
    )
    title = f"{t('admin.dashboard.title')}: {project.title}"
    return document(t, title, body, _font(font) + _style())


def _style() -> str:
    return (files("courseware.reports") / "dashboard.css").read_text(encoding="utf-8")


def _emblem(svg: str) -> str:
    return svg.replace("<svg ", '<svg class="emblem" width="48" height="32" aria-hidden="true" ', 1).strip()


def _font(font: bytes) -> str:
    if not font:
        return ""
    data = b64encode(font).decode()
    return (
        f'@font-face {{ font-family: Kedja; src: url(data:font/woff2;base64,{data}) format("woff2"); '
        "font-weight: 400 650 }\n"
    )


def _headline(figures: Dashboard, w: Words) -> Iterator[str]:
    """Gives the three figures: what is ready, what is missing, when the next month is due."""
    for name, (figure, texts, is_pressing) in {
        "ready": _ready(figures, w),
        "missing": _missing(figures, w),
        "next": _deadline(figures, w),
    }.items():
        kind = ' class="is-pressing"' if is_pressing else ""
        listed = "".join(f"<dd>{text}</dd>" for text in texts)
        yield f'<div{kind}><dt>{w(name)}</dt><dd class="figure">{figure}</dd>{listed}</div>'


def _ready(figures: Dashboard, w: Words) -> tuple[str, list[str], bool]:
    over = figures.over
    if not over:
        return w("none"), [w("ready.none")], False
    if any(one.state is None for one in over):
        return w("none"), [w("ready.unknown")], False
    stale = sum(one.state == "stale" for one in over)
    texts = [w("ready.text"), *([w.plural("ready.stale", stale)] if stale else [])]
    return w("ready.figure", sent=w.plain(figures.sent), over=w.plain(len(over))), texts, bool(stale)


def _missing(figures: Dashboard, w: Words) -> tuple[str, list[str], bool]:
    if any(one.settled is None for one in figures.waiting) or any(one.state is None for one in figures.over):
        return w("none"), [w("ready.unknown")], False
    found = {
        "pending": figures.missing("pending"),
        "differing": figures.missing("differing"),
        "excluded": figures.missing("excluded"),
        "unlinked": figures.unlinked,
        "unattended": Missing(figures.unattended),
        "unexplained": Missing(figures.unexplained),
    }
    texts = []
    for name, count in found.items():
        if count.known:
            text = w.plural(f"missing.{name}", count.known)
            texts.append(w("missing.more", count=text) if count.more else text)
        elif count.more:
            texts.append(w(f"missing.{name}.some"))
    if not texts:
        return w("missing.none"), [w("missing.all")] if figures.waiting else [], False
    known = sum(count.known for count in found.values())
    more = any(count.more for count in found.values())
    figure = w("some") if not known else f"{w.plain(known)}+" if more else w.plain(known)
    return figure, texts, False


def _deadline(figures: Dashboard, w: Words) -> tuple[str, list[str], bool]:
    for one in figures.months:
        left = one.days_left(figures.day)
        # Where nobody can say how the months stand, the calendar still tells the next date.
        is_unknown = one.state is None and one.period.opens <= figures.day and left >= 0
        if one.state in {"open", "exported"} or is_unknown:
            text = w("next.text", month=w.month(one.period), day=w.day(one.period.due))
            return _left(left, w), [text], left <= PRESSING
    running = next((one for one in figures.months if one.period.opens > figures.day), None)
    if running is None:
        return w("next.none"), [w("next.over")], False
    return w.plural("next.left", running.days_left(figures.day)), [_running(running, w)], False


def _running(one: MonthFigures, w: Words) -> str:
    days = {"opens": w.day(one.period.opens), "day": w.day(one.period.due)}
    return w("next.running", month=w.month(one.period), **days)


def _steps(figures: Dashboard, titles: Mapping[str, str], w: Words) -> str:
    steps = next_steps(figures)
    if not steps:
        return f"<p>{w('steps.none')}</p>"
    items = "\n".join(_step(step, figures, titles, w) for step in steps)
    return f'<ol class="steps">\n{items}\n</ol>'


def _step(step: Step, figures: Dashboard, titles: Mapping[str, str], w: Words) -> str:
    names = [
        f"{module_name(name)} {titles[name]}" if step.kind == "unapproved" and name in titles else name
        for name in step.names
    ]
    values: dict[str, object] = {
        "month": w.month(step.periods[0]) if step.periods else "",
        "months": w.months(step.periods) if step.periods else "",
        "names": w.listed(names) if names else "",
        "file": f"{figures.project.id}.toml",
    }
    if step.kind == "setting":
        setting = f"setting.{step.names[0]}"
        setting = setting if w.has(setting) else "setting.unknown"
        values |= {"decides": w.t(f"admin.dashboard.{setting}"), "ask": w.t(f"admin.dashboard.{setting}.ask")}
    if step.count is None:
        head = w(f"step.{step.kind}.some", **values)
    elif w.has(f"step.{step.kind}.other"):
        head = w.plural(f"step.{step.kind}", step.count, **values)
    else:
        head = w(f"step.{step.kind}", **values)
    # A word of a command is never parted at its hyphens.
    command = " ".join(f"<span>{escape(word)}</span>" for word in step.command.split())
    due = f' <span class="due">{_left((step.due - figures.day).days, w)}</span>' if step.due else ""
    return (
        f'<li class="is-{step.urgency}"><p class="urgency">{w(f"steps.urgency.{step.urgency}")}{due}</p>'
        f"<h3>{head}</h3><p>{w(f'step.{step.kind}.why', **values)}</p>"
        f'<p class="command"><span class="unseen">{w("steps.command")}: </span>'
        f"<code>{command}</code></p></li>"
    )


def _left(days: int, w: Words) -> str:
    """Gives the days that are left, or by how many it is late."""
    if not days:
        return w("next.today")
    return w.plural("next.left", days) if days > 0 else w.plural("next.late", -days)


def _method(figures: Dashboard, w: Words) -> str:
    policy = figures.project.rounding_policy or "unset"
    texts = {
        "sources": w("method.sources.text", day=w.day(figures.day)),
        "people": w("method.people.text"),
        "rounding": w(f"method.rounding.{policy}"),
        "hidden": w("method.hidden.text"),
        "deadlines": w("method.deadlines.text"),
    }
    items = "".join(
        f"<div><dt>{w(f'method.{name}')}</dt><dd>{text}</dd></div>" for name, text in texts.items()
    )
    return f'<dl class="method">{items}</dl>'
