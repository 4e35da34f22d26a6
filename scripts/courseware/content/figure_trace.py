"""Figures of the Baltic room are traced to data: each stands in a row whose source is cited beside it.

The number lint asks for a source. Here the figure itself is looked up: it must be a value of a row in a table
of the open data, `docs/data/rates.csv` and `docs/data/baltic-figures.csv` before all, and one of the row's
sources must be cited in the same section, from heading to heading; in a row of a table that cites, in that
row. Where the table has a column `year`, the section names the row's year too. So a figure that was mistyped,
or translated wrongly, is found in every language. Whose figure it is, people read: that is not compared.

Where only `[@platform]` or `[@invented]` stands beside it, a figure is our own and needs no row. Where only
`[@unverified]` stands, there may be no figure at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from courseware.content.bibliography import MARKS, citations
from courseware.content.blocks import Block, Node, Text
from courseware.content.data_tables import OpenData, sources_of
from courseware.content.documents import Document
from courseware.content.figure_scan import Figure, scan_figures
from courseware.content.markdown import headings, without_code
from courseware.content.numbers import Unit, units
from courseware.errors import Problem

__all__ = ["FigureValues", "check_figure_trace", "figure_values"]

ROOM = "baltic/"
"""Where figures are traced."""
_PLANS = ("baltic/formats/", "baltic/worksheets/")
"""Where minutes, days, pages and guests are the plan of a meeting, and no findings."""

_MONEY = ("eur", "sek")
"""Units of a row that a text tells in millions: "39.81 million, of which 33.8 from the ESF"."""
_OURS = frozenset({"platform", "invented"})
_UNVERIFIED = frozenset({"unverified"})
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")

FigureValues = Mapping[Decimal, Mapping[str, frozenset[str]]]
"""The sources that each figure may be told with, and the years of its rows: one of them must be named beside
the figure. No year where a row has none of its own."""


def figure_values(data: OpenData) -> FigureValues:
    """Gives the figures of the tables with their sources; what is not verified may not be told in prose."""
    found: dict[Decimal, dict[str, set[str]]] = {}
    for table in data.tables.values():
        names = [one.name for one in table.resource.fields if one.type in ("number", "integer")]
        years = [one.name for one in table.resource.fields if one.type == "year" and one.name == "year"]
        for row in table.rows if table.cites else ():
            if row.get("mark"):
                continue
            values = {abs(Decimal(row[name])) for name in names if row[name]}
            if row.get("unit") in _MONEY:
                values |= {value / 1_000_000 for value in values}
            for key in sources_of(row):
                for value in values:
                    found.setdefault(value, {}).setdefault(key, set()).add(
                        "".join(row[name] for name in years)
                    )
    return {
        value: {key: frozenset() if "" in years else frozenset(years) for key, years in sources.items()}
        for value, sources in found.items()
    }


def check_figure_trace(document: Document, values: FigureValues) -> Iterator[Problem]:
    """Yields the figures of a page that no row stands behind, and those that are not verified."""
    if not document.key.startswith(ROOM):
        return
    trace = _Trace(document, values)
    sections = [_Section()]
    _gather(document.nodes, sections)
    yield from trace.front(sections)
    for section in sections:
        yield from trace.section(section)


@dataclass(slots=True)
class _Section:
    """What stands from one heading to the next."""

    parts: list[tuple[Unit, frozenset[str]]] = field(default_factory=list)
    """Each paragraph, item and row with what is cited beside it."""

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(citation.key for unit, _ in self.parts for citation in citations(unit.text))

    @property
    def years(self) -> frozenset[str]:
        return frozenset(year for unit, _ in self.parts for year in _YEAR.findall(unit.text))


def _gather(nodes: tuple[Node, ...], sections: list[_Section]) -> None:
    """Adds the units of a text to its sections; a practice question tells nothing of its own."""
    for node in nodes:
        if isinstance(node, Text):
            lead: frozenset[str] = frozenset()
            for unit in units(without_code(node.text), node.line):
                if headings(unit.text):
                    sections.append(_Section())
                own = frozenset(citation.key for citation in citations(unit.text))
                if unit.kind == "text":
                    lead = own
                sections[-1].parts.append((unit, own or lead))
        elif node.name != "quizdown" and not _is_invented(node):
            _gather(node.children, sections)


def _is_invented(block: Block) -> bool:
    """Tells whether a block is a case that says so once, for all that stands in it."""
    cited = {citation.key for citation in citations(block.body)}
    return block.name == "case" and bool(cited) and cited <= _OURS


class _Trace:
    """Looks up the figures of one page."""

    def __init__(self, document: Document, values: FigureValues) -> None:
        self._document, self._values = document, values
        self._planned = document.key.startswith(_PLANS)

    def front(self, sections: Sequence[_Section]) -> Iterator[Problem]:
        """Yields what is wrong with title and summary, which may tell any figure of the page."""
        cited = frozenset[str]().union(*(section.keys for section in sections))
        years = frozenset[str]().union(*(section.years for section in sections))
        for name in ("title", "summary"):
            said = self._document.front.get(name)
            if isinstance(said, str) and cited - set(MARKS):
                line = self._document.front.line(name)
                for figure in scan_figures(said, planned=self._planned):
                    yield from self._look_up(figure, cited, years, line, "on this page")

    def section(self, section: _Section) -> Iterator[Problem]:
        cited, years = section.keys, section.years
        for unit, beside in section.parts:
            if beside and beside <= _OURS:
                continue
            own = frozenset(citation.key for citation in citations(unit.text)) - _UNVERIFIED
            scope, place = (own, "in this row") if unit.kind == "row" and own else (cited, "in this section")
            for figure in scan_figures(without_code(unit.text), planned=self._planned):
                at = max(unit.text.find(figure.written), 0)
                line = unit.line + unit.text.count("\n", 0, at)
                if beside == _UNVERIFIED:
                    hint = "Take the figure out, or cite a source that says it and add its row."
                    message = f"{figure.written} stands beside [@unverified] alone."
                    yield Problem(self._document.path, line, "unverified-figure", message, hint)
                else:
                    yield from self._look_up(figure, scope, years, line, place)

    def _look_up(
        self, figure: Figure, cited: frozenset[str], years: frozenset[str], line: int, place: str
    ) -> Iterator[Problem]:
        rows = [source for value in figure.values for source in self._values.get(value, {}).items()]
        beside = [of for key, of in rows if key in cited]
        if any(not of or of & years for of in beside):
            return
        if beside:
            wanted = sorted(frozenset().union(*beside))
            hint = f"Its row is of {_some(wanted)}: name the year here, or correct the figure."
        elif rows:
            keys = sorted({key for key, _ in rows})
            hint = f"Rows with it have the source {_some(keys)}. Cite it here, or correct the figure."
        else:
            hint = "Correct it, or add its row to docs/data/baltic-figures.csv."
        message = f"{figure.written} is in no row of data whose source is cited {place}."
        if beside:
            message = f"{figure.written} is in no row of data of a year that is named {place}."
        yield Problem(self._document.path, line, "untraced-figure", message, hint)


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:3]) + (", …" if len(names) > 3 else "")
