"""What the tests of translation packets share: a round trip, and editing as a translator would."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from hypothesis import strategies as st

from courseware.content.load import load_library
from courseware.strings import load_strings
from courseware.translations.bring_in import BringIn, Reviewer, plan_bring_in
from courseware.translations.packet import Packet, Unit, make_packet
from courseware.translations.packet_file import PacketFormat, read_packet, write_packet
from courseware.translations.put_in_place import put_in_place

PROJECT = "https://test.example/"
REPOSITORY = Path(__file__).parents[1]
FORMATS: tuple[PacketFormat, ...] = ("docx", "xliff", "po")


LINES = st.sampled_from(
    [
        "",
        "   ",
        "En rad text med **fet** stil och [länk](a.md).  ",
        "- punkt",
        "    - inre punkt",
        "1. [x] rätt svar",
        "1. [ ] fel svar",
        "    > kommentar",
        "> - citat i lista",
        "| a | `b|c` | d \\| e |",
        "|---|:--:|",
        "| bara en",
        "## Rubrik {#id}",
        "### Rubrik ## {#b .klass}",
        ":::{activity minutes=10 core=true}",
        ':::{case title="Fallet K"}',
        ":::",
        "```",
        "~~~~",
        "<!-- en anmärkning",
        "slut på den -->",
        "shuffleAnswers: false",
        "---",
        "[ref]: https://example.org",
        "[^1]: en fotnot",
        "{: .klass }",
        "&nbsp;<br>&nbsp;",
        "2026. gads",
        "\tindraget",
    ]
)
"""Lines that Markdown, our blocks and quizzes are made of."""


def export(root: Path, language: str, format_: PacketFormat = "xliff", **scope: object) -> bytes:
    """Gives the file of a packet."""
    packet = make_packet(load_library(root), language, PROJECT, **scope)  # type: ignore[arg-type]
    return write_packet(packet, format_, load_strings(REPOSITORY, "en"))


def plan(root: Path, data: bytes | Packet, reviewer: Reviewer | None = None) -> BringIn:
    """Gives what taking in a file would write."""
    packet = read_packet(data) if isinstance(data, bytes) else data
    return plan_bring_in(load_library(root), packet, PROJECT, reviewer)


def write(root: Path, planned: BringIn) -> None:
    """Writes what was planned."""
    put_in_place(root, planned.files, planned.present)


def packet_of(root: Path, language: str, **scope: object) -> Packet:
    """Gives a packet that went through no file."""
    return make_packet(load_library(root), language, PROJECT, **scope)  # type: ignore[arg-type]


def change(packet: Packet, edit: Callable[[str, str, Unit], Unit | Iterable[Unit] | None]) -> Packet:
    """Gives a packet whose units went through `edit(key, section, unit)`; None takes one out."""
    pages = []
    for page in packet.pages:
        sections = []
        for section in page.sections:
            units: list[Unit] = []
            for unit in section.units:
                made = edit(page.key, section.address.section, unit)
                units.extend([made] if isinstance(made, Unit) else made or ())
            sections.append(replace(section, units=tuple(units)))
        pages.append(replace(page, sections=tuple(sections)))
    return replace(packet, pages=tuple(pages))


def say(words: dict[tuple[str, str, str], str], *, done: bool | None = None) -> Callable[..., Unit]:
    """Gives an edit that writes some targets, by (key, section, unit)."""

    def edit(key: str, section: str, unit: Unit) -> Unit:
        text = words.get((key, section, unit.id), unit.target)
        return replace(unit, target=text, done=unit.done if done is None else done)

    return edit


def same_bytes(root: Path) -> dict[Path, bytes]:
    """Gives every file below a folder."""
    return {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}


def as_document(data: bytes) -> io.BytesIO:
    """Gives a file as python-docx wants it."""
    return io.BytesIO(data)
