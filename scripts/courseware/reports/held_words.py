"""Why somebody is not reported, and what to do about it, in sentences: for workbook and to-do list."""

from __future__ import annotations

from courseware.reports.ledger_data import Held
from courseware.reports.time_words import time_text
from courseware.strings import Strings

__all__ = ["who_text", "why_and_what"]


def who_text(held: Held, t: Strings) -> str:
    """Gives the name that may be shown; for a protected person the word for that."""
    return t("admin.report.protected") if held.protected else held.name


def why_and_what(held: Held, month: str, t: Strings) -> tuple[str, str]:
    """Gives what is missing or wrong, and what to do.

    Args:
        held: Somebody who is not reported, or not fully.
        month: The month in words.
        t: Texts of the reader's language.
    """
    if held.fault is not None:
        kind, code, values = held.fault
        return t(f"admin.report.fault.{code}", **values), t(f"admin.report.fix.{kind}")
    recorded = held.workshop + held.study
    if held.reason == "differs":
        why = t("admin.report.differing.why", recorded=recorded, attested=held.attested or 0)
        return why, t("admin.report.differing.do")
    key = f"admin.report.pending.{held.reason}"
    return (
        t(key, month=month, modules=", ".join(held.modules)),
        t(f"{key}.ask", recorded=recorded, time=time_text(recorded, t)),
    )
