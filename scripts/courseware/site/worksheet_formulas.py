"""What a worksheet calculates, as formulas of a workbook: the same as lib/economics.js does on the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

__all__ = ["Places", "add_up", "result_formula"]

_EFFECTS = (
    "({risk}/(1-{risk})/{effect})/(1+{risk}/(1-{risk})/{effect})",  # odds ratio
    "{risk}*{effect}",  # relative risk
    "{risk}-{effect}/100",  # percentage points
)
"""The risk that is left, by the place of the choice (docs/sv/economics/formulas.md)."""


class Places:
    """Where a workbook holds what formulas need."""

    def __init__(self) -> None:
        self._cells: dict[str, str] = {}
        self._ranges: dict[str, str] = {}

    def add_cell(self, field: str, sheet: str, row: int) -> None:
        """Notes that a field's answer stands in the third column of a row."""
        self._cells[field] = f"{_quoted(sheet)}!$C${row}"

    def add_range(self, column: str, sheet: str, place: int, rows: int) -> None:
        """Notes that a column of a table stands at a place, below its header."""
        letter = chr(ord("A") + place)
        self._ranges[column] = f"{_quoted(sheet)}!${letter}$2:${letter}${rows + 1}"

    def value(self, *columns: str) -> str:
        """Gives the present value of columns together."""
        amounts = "+".join(self._ranges[column] for column in columns)
        return f"SUMPRODUCT(({amounts})/(1+{self._cells['rate']}/100)^{self._ranges['year']})"

    def cell(self, field: str) -> str:
        """Gives the address of a field's answer."""
        return self._cells[field]


def result_formula(result: str, places: Places, kinds: Sequence[str]) -> str:
    """Gives the formula of a result, empty while something is lacking.

    Args:
        result: Its id.
        places: Where the rest stands.
        kinds: How the sheet calls the ways to state an effect, in their order.

    Raises:
        KeyError: The sheet lacks a field that the result needs.
    """
    own = {"cost": places.value("cost-own"), "benefit": places.value("benefit-own")}
    everybody = {
        "cost": places.value("cost-own", "cost-others"),
        "benefit": places.value("benefit-own", "benefit-others"),
    }
    even = f"{everybody['cost']}/{everybody['benefit']}"
    formulas: Mapping[str, str] = {
        "cost-value": everybody["cost"],
        "benefit-value": everybody["benefit"],
        "break-even": even,
        "break-even-own": f"{own['cost']}/{own['benefit']}",
        "break-even-share": f"100*{even}/{places.cell('students')}",
        "wrong-pocket": f"{own['cost']}/{everybody['cost']}-{own['benefit']}/{everybody['benefit']}",
        "prevented": _prevented(places, kinds),
    }
    return f'=IFERROR({formulas[result]},"")'


def _prevented(places: Places, kinds: Sequence[str]) -> str:
    risk = f"({places.cell('base-risk')}/100)"
    left = "NA()"
    for kind, effect in reversed(list(zip(kinds, _EFFECTS, strict=False))):
        after = effect.format(risk=risk, effect=places.cell("effect"))
        left = f'IF({places.cell("effect-kind")}="{kind}",{after},{left})'
    return f"{places.cell('students')}*({risk}-{left})*{places.cell('implementation')}/100"


def add_up(columns: Sequence[int]) -> str:
    """Gives the formula that adds up neighbouring columns of a row, empty where they are."""
    first, last = (chr(ord("A") + place) for place in (columns[0], columns[-1]))
    cells = f"{first}{{row}}:{last}{{row}}"
    return f'=IF(COUNT({cells})=0,"",SUM({cells}))'


def _quoted(sheet: str) -> str:
    return "'" + sheet.replace("'", "''") + "'"
