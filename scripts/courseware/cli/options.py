"""Options and kinds of value that several commands take, so that they read alike everywhere."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import click

from courseware.cli.arguments import argument_or_option
from courseware.errors import CoursewareError
from courseware.intake.cells import read_month
from courseware.intake.dates import read_date
from courseware.reports.period import ReportPeriod

__all__ = [
    "DRY_RUN",
    "FILES",
    "FORCE",
    "LANGUAGE",
    "MONTH",
    "PERSON",
    "PROJECT",
    "SHEET",
    "UNTIL",
    "WHO",
    "WHY",
    "WHY_FILE",
    "WHY_OPTIONAL",
    "DateType",
    "MonthType",
    "OutFile",
]


class DateType(click.ParamType[date]):
    """A day on the command line, written as in any list."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Gives the day, or ends with what is wrong."""
        if isinstance(value, date):
            return value
        try:
            return read_date(str(value))
        except ValueError as error:
            self.fail(f"it {error}", param, ctx)


class MonthType(click.ParamType[ReportPeriod]):
    """A month on the command line, written as in any list."""

    name = "month"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> ReportPeriod:
        """Gives the month, or ends with what is wrong."""
        if isinstance(value, ReportPeriod):
            return value
        try:
            return ReportPeriod.parse(str(value))
        except CoursewareError as error:
            with suppress(ValueError):
                return ReportPeriod.parse(read_month(str(value)))
            self.fail(str(error), param, ctx)


class OutFile(click.Path):
    """A file to write whose name tells what is in it: a workbook called .csv opens nowhere."""

    def __init__(self, *endings: str) -> None:
        super().__init__(path_type=Path)
        self.endings = endings

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Gives the path, or ends with which ending it needs."""
        path = Path(str(super().convert(value, param, ctx)))
        if path.suffix.lower() not in self.endings:
            self.fail(f"{path} must end in {' or '.join(self.endings)}: that is what is written.", param, ctx)
        return path


PROJECT = click.option("--project", "project_id", required=True, metavar="ID", help="The project.")
PERSON = argument_or_option("person_id", "--participant", metavar="ID", type=click.IntRange(min=1))
MONTH = argument_or_option("period", "--month", metavar="YYYY-MM", type=MonthType())
UNTIL = click.option(
    "--until", type=DateType(), help="Last day that counts, as in 2026-11-30. Default: today."
)

SHEET = click.option("--sheet", metavar="NAME", help="Which sheet of a workbook.")
LANGUAGE = click.option("--language", type=click.Choice(["sv", "en"]), default="sv", show_default=True)
FORCE = click.option("--force", is_flag=True, help="Replace a file that exists.")

FILES = click.argument(
    "files",
    metavar="FILE…",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
DRY_RUN = click.option("--dry-run", is_flag=True, help="Try everything, change nothing.")
WHO = click.option("--who", help="In whose name it is logged. Default: COURSEWARE_WHO, else your account.")
WHY = click.option("--why", required=True, help="Reason, kept in the change log.")
WHY_OPTIONAL = click.option("--why", default="", help="Reason, kept in the change log.")
WHY_FILE = click.option("--why", default="", help="Reason, kept in the change log. Default: the file's name.")
