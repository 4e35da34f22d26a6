"""Lists of implementation plans into the register: all of a list, or nothing of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from courseware.errors import CoursewareError, Problem
from courseware.ids import did_you_mean
from courseware.intake.dates import read_date
from courseware.intake.tables import Column, Row, SheetTable, read_table
from courseware.registry.plans import OrganisationPlan, Plan, PlanState, plans_of, put_plans
from courseware.registry.project import Project
from courseware.registry.store import Store

__all__ = ["PlanChanges", "one_plan", "put_plan_list", "read_plans"]

COLUMNS = (
    Column("organisation", ("Huvudman", "Organisation", "Kommun"), is_required=True),
    Column("state", ("Läge", "Status", "Läge för planen", "State"), is_required=True),
    Column("day", ("Datum", "Sedan", "Beslutsdatum", "Date", "Since"), is_required=True),
    Column("reference", ("Referens", "Diarienummer", "Dnr", "Beslut", "Reference")),
)

_STATES: dict[str, PlanState] = {
    "utkast": "draft",
    "draft": "draft",
    "beslutad": "decided",
    "beslutat": "decided",
    "decided": "decided",
    "på plats": "in-place",
    "in-place": "in-place",
    "in place": "in-place",
}

_LIKE_A_NUMBER = re.compile(r"(?<!\d)(?:\d{2})?\d{6}[-+]?\d{4}(?!\d)")


@dataclass(slots=True)
class PlanChanges:
    """What came of a list."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    organisations: int = 0
    """How many organisations the project has, with and without a plan."""
    in_place: int = 0
    """How many of them have a plan in place afterwards."""
    unread: tuple[str, ...] = ()
    """Headers of the list that no field is known for."""


def read_plans(path: Path, *, sheet: str | None = None) -> SheetTable:
    """Gives the list of a file.

    Raises:
        CoursewareError: The file cannot be read as such a list.
    """
    table = read_table(path, COLUMNS, sheet=sheet)
    if not table.rows:
        raise CoursewareError(f"{table.name} has headers but no rows below them.")
    return table


def one_plan(cells: Mapping[str, str]) -> SheetTable:
    """Gives one plan from texts by the field names of COLUMNS, checked like a list."""
    row = Row(0, ((name, text.strip()) for name, text in cells.items()))
    headers = {column.field: f"--{column.field}" for column in COLUMNS}
    return SheetTable("plans set", None, 0, headers, {}, (), [row])


def put_plan_list(
    store: Store,
    project: Project,
    plans: SheetTable,
    *,
    today: date,
    who: str,
    why: str,
    correct: bool = False,
    dry_run: bool = False,
) -> PlanChanges:
    """Takes a list of plans into the register and gives what came of it.

    A state of a later day replaces an earlier one; every change is in the log.

    Args:
        store: The register.
        project: The project.
        plans: The list.
        today: No plan can have come further on a day that has not been.
        who: In whose name.
        why: For what reason.
        correct: Whether a state may be replaced by one of an earlier day, as when a date was typed wrong.
        dry_run: Whether to try everything and then change nothing.

    Raises:
        ProblemsFound: Rows that cannot be taken in, each with row, column, cause and what to do.
    """
    outcome = PlanChanges(unread=plans.unknown)
    with store.write(who=who, why=why, trial=dry_run) as tx:
        standing = plans_of(tx, project.id)
        reader = _Reader(plans, standing, today)
        reader.read()
        before = {item.organisation_id: item.plan for item in standing}
        new: list[tuple[int, Plan]] = []
        for organisation_id, (row, plan) in reader.found.items():
            old = before[organisation_id]
            if old == plan:
                outcome.unchanged += 1
                continue
            if old is not None and plan.day < old.day and not correct:
                reader.differs(row, old)
            outcome.added += old is None
            outcome.changed += old is not None
            new.append((organisation_id, plan))
        plans.refuse(reader.problems)
        put_plans(tx, project.id, new, standing)
        after = before | dict(new)
        outcome.organisations = len(after)
        outcome.in_place = sum(plan is not None and plan.state == "in-place" for plan in after.values())
    return outcome


class _Reader:
    """Reads the rows of a list and gathers what is wrong with them."""

    def __init__(self, table: SheetTable, standing: list[OrganisationPlan], today: date) -> None:
        self.table, self.today = table, today
        self.names = {_key(item.organisation): item.organisation_id for item in standing}
        self.spelt = [item.organisation for item in standing]
        self.found: dict[int, tuple[Row, Plan]] = {}
        self.problems: list[Problem] = []

    def wrong(self, row: Row, field: str, message: str, hint: str = "") -> None:
        self.problems.append(self.table.problem(row.number, field, f"plan-{field}", message, hint))

    def read(self) -> None:
        """Reads every row."""
        for row in self.table.rows:
            before = len(self.problems)
            organisation_id = self._organisation(row)
            state, day = _STATES.get(" ".join(row["state"].casefold().split())), self._day(row)
            if state is None:
                text = "is empty." if not row["state"] else "is not a state of a plan."
                self.wrong(
                    row, "state", text, "Write utkast, beslutad or på plats (draft, decided, in-place)."
                )
            elif state != "draft" and not row["reference"]:
                self.wrong(row, "reference", "is empty.", "Write where the decision is kept.")
            if _LIKE_A_NUMBER.search(row["reference"]):
                hint = "Write the case number or the place of the paper."
                self.wrong(row, "reference", "looks like an identity number.", hint)
            if organisation_id is None or state is None or len(self.problems) > before:
                continue
            plan = Plan(state, day, row["reference"])
            earlier = self.found.get(organisation_id)
            if earlier is None:
                self.found[organisation_id] = row, plan
            elif earlier[1] != plan:
                message = f"the same organisation stands in row {earlier[0].number} with other values."
                self.wrong(row, "organisation", message, "Keep the row that is right.")

    def _organisation(self, row: Row) -> int | None:
        name = " ".join(row["organisation"].split())
        if not name:
            self.wrong(row, "organisation", "is empty.", "Write the organisation as in the register.")
            return None
        found = self.names.get(_key(name))
        if found is None:
            guess = did_you_mean(name, self.spelt)
            hint = guess or "The project's organisations: courseware organisations list"
            self.wrong(row, "organisation", f"'{name}' is not an organisation of this project.", hint)
        return found

    def _day(self, row: Row) -> str:
        try:
            day = read_date(row["day"])
        except ValueError as error:
            self.wrong(row, "day", str(error))
            return ""
        if day > self.today:
            self.wrong(row, "day", "has not been yet.", "Write the day since when the plan is in this state.")
        return day.isoformat()

    def differs(self, row: Row, old: Plan) -> None:
        """Notes that the register holds a state of a later day."""
        message = f"is earlier than {old.day}, since when the register says {old.state}."
        self.wrong(row, "day", message, "If the register is wrong: --correct --why REASON")


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()
