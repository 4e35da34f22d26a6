"""The sheet to sign is a page of its own: readable, printable, and without names unless asked."""

from __future__ import annotations

from datetime import datetime
from html.parser import HTMLParser

from courseware.registry.sessions import Session
from courseware.reports.attendance_sheet import attendance_sheet
from courseware.strings import Strings

HELD = Session(
    "M07-1112",
    datetime(2026, 11, 12, 9),  # noqa: DTZ001 (local time of the project)
    datetime(2026, 11, 12, 12),  # noqa: DTZ001
    165,
    module="m07-early-detection",
    place="Rådhuset <sal 2>",
)


class Balanced(HTMLParser):
    """Fails on an element that is closed in the wrong place, and counts what it saw."""

    VOID = frozenset({"meta"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: dict[str, int] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen[tag] = self.seen.get(tag, 0) + 1
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_page_is_whole_and_says_what_is_signed_for(t: Strings) -> None:
    page = attendance_sheet(HELD, t, module_title="Bygg systemet", rows=12)
    parser = Balanced()
    parser.feed(page)
    assert parser.open == []
    assert (parser.seen["tr"], parser.seen["th"], parser.seen["h1"]) == (13, 5, 1)
    assert '<html lang="sv">' in page
    assert "torsdag 12 november 2026, 09:00–12:00" in page
    assert "Rådhuset &lt;sal 2&gt;" in page
    assert "<script" not in page
    assert "http" not in page.replace("http-equiv", "")


def test_names_are_printed_only_when_given_and_escaped(t: Strings) -> None:
    assert "Påhittad" not in attendance_sheet(HELD, t)
    page = attendance_sheet(HELD, t, rows=0, names=["Anna <b>Påhittad"])
    assert "<td>1</td><td>Anna &lt;b&gt;Påhittad</td>" in page
