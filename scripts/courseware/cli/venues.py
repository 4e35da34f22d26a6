"""Where a workshop is held, as it is written on the command line."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import click

__all__ = ["PlaceType"]

LONGEST = 200
"""Characters, as in a session file."""


class PlaceType(click.ParamType[str]):
    """A place on one line: it stands in calendars, letters and lists, which take no signs unseen."""

    name = "place"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Gives the place, or ends with what is wrong with it."""
        place = " ".join(str(value).split())
        with suppress(UnicodeError):
            # A terminal without a language passes letters on as bytes.
            place = place.encode("utf-8", "surrogateescape").decode()
        if len(place) > LONGEST:
            self.fail(f"it has {len(place)} characters; a place has {LONGEST} at most.", param, ctx)
        if not place.isprintable():
            unseen = next(sign for sign in place if not sign.isprintable())
            self.fail(f"U+{ord(unseen):04X} is a sign that nobody sees. Type the place again.", param, ctx)
        return place
