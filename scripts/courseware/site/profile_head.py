"""What a country profile shows before its text: its rate over the years, and how sure the page is."""

from __future__ import annotations

from typing import Any

from courseware.content.data_tables import OpenData
from courseware.content.profiles import certainty_of
from courseware.site.country_figure import profile_spark
from courseware.site.voice import Voice

__all__ = ["profile_head"]

RATES, INDICATOR = "rates", "elet"
"""The table and the indicator that a profile begins with."""


def profile_head(text: str, country: str, data: OpenData, voice: Voice) -> dict[str, Any]:
    """Gives what the template of a profile shows, as plain data.

    Args:
        text: The profile as written.
        country: Its code.
        data: The open data; without a table of rates there is no drawing.
        voice: How the page says things.
    """
    table = data.tables.get(RATES)
    sure = certainty_of(text)
    return {
        "rate": profile_spark(table, country, INDICATOR, voice) if table is not None and country else "",
        "sourced": sure.sourced,
        "unverified": sure.unverified,
    }
