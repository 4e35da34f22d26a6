"""Days on the command line, written as in any list."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from courseware.intake.dates import read_date

__all__ = ["DateType"]


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
