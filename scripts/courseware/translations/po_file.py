"""A packet as a gettext PO file, read and written by translate-toolkit.

The message context names page, section, unit and hashes, because it is the one thing that every
PO tool keeps: `about.md#rules:3 569a798516eb 1f0c5a9be4d1`.
"""

from __future__ import annotations

import re
from typing import Any

from courseware.errors import CoursewareError
from courseware.strings import Strings
from courseware.translations.packet import (
    Address,
    Packet,
    PacketPage,
    PacketSection,
    Unit,
    section_heading,
)

__all__ = ["read_po", "write_po"]

_CONTEXT = re.compile(r"([^\s#]+)#([^\s#:]+):([^\s#:]+) ([0-9a-f]{12}) ([0-9a-f]{12}|-)")


def write_po(packet: Packet, strings: Strings) -> bytes:
    """Gives the document of a packet.

    Args:
        packet: What it holds.
        strings: Texts in the language of its instructions.
    """
    from translate.storage import pypo

    store: Any = pypo.pofile(noheader=True)
    store.wrapper = pypo.PoWrapper(-1)  # one line a text, so that a diff shows what was changed
    header = store.makeheader(charset="UTF-8", encoding="8bit", **_header(packet))
    header.wrapper = pypo.PoWrapper()
    header.target = header.target
    header.markfuzzy(False)
    for rule in ("marks", "links", "terms", "tool"):
        header.addnote(strings(f"admin.packet.rule.{rule}"), origin="translator")
    store.addunit(header)
    for page in packet.pages:
        for section in page.sections:
            address = section.address
            for position, unit in enumerate(section.units):
                made: Any = store.UnitClass(None, wrapper=store.wrapper)
                made.source = unit.source
                made.target = unit.target
                made.setcontext(f"{address.key}#{address.section}:{unit.id} {address.source} {address.base}")
                if position == 0:
                    made.addnote(f"{page.title}: {section_heading(section, strings)}", origin="developer")
                for note in unit.notes:
                    made.addnote(note, origin="developer")
                made.markfuzzy(bool(unit.target) and not unit.done)
                store.addunit(made)
    return bytes(store)


def _header(packet: Packet) -> dict[str, str]:
    return {
        "project_id_version": "courseware-packet 1",
        "pot_creation_date": "2000-01-01 00:00+0000",  # the same packet is the same file on any day
        "po_revision_date": "2000-01-01 00:00+0000",
        "last_translator": "",
        "language_team": "",
        "language": packet.language,
        "mime_version": "1.0",
        "X-Courseware-Project": packet.project,
    }


def read_po(data: bytes) -> Packet:
    """Gives the packet that a document holds.

    Raises:
        CoursewareError: It is not PO, not in UTF-8, or no packet of ours.
    """
    from translate.storage import pypo

    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CoursewareError("The PO file is not in UTF-8. Save it as UTF-8 in your tool.") from None
    try:
        reader: Any = pypo.pofile
        store = reader.parsestring(text.encode())
    except Exception as error:  # the toolkit raises nearly anything on damaged input
        first = (str(error).splitlines() or ["not readable"])[0]
        raise CoursewareError(f"The PO file is damaged or cut short: {first}.") from None
    head = store.parseheader()
    if not re.search(r"charset=utf-?8\s*$", str(head.get("Content-Type", "charset=utf-8")), re.IGNORECASE):
        raise CoursewareError("The PO file says that it is not in UTF-8. Save it as UTF-8 in your tool.")
    project = str(head.get("X-Courseware-Project", ""))
    if head.get("Project-Id-Version") != "courseware-packet 1" or not project:
        raise CoursewareError("The PO file was not made by `courseware translations export`.")
    sections: dict[Address, list[Unit]] = {}
    comments: list[str] = []
    for unit in store.units:
        if unit.isheader() or unit.isobsolete():
            continue
        context = _CONTEXT.fullmatch(unit.getcontext())
        if context is None:
            raise CoursewareError(
                f"The PO file holds a text that is not of the packet: {_short(unit.source)}."
            )
        address = Address(context[1], context[2], context[4], context[5])
        given = Unit(context[3], str(unit.source), str(unit.target), not unit.isfuzzy())
        sections.setdefault(address, []).append(given)
        remark = " ".join(str(unit.getnotes("translator")).split())
        if remark:
            comments.append(f"{address.key}#{address.section} {given.id}: {remark}")
    pages: dict[str, list[PacketSection]] = {}
    for address, units in sections.items():
        section = PacketSection(address, address.section, tuple(units))
        pages.setdefault(address.key, []).append(section)
    made = tuple(PacketPage(key, key, tuple(found)) for key, found in pages.items())
    return Packet(str(head.get("Language", "")), project, made, comments=tuple(comments))


def _short(text: str) -> str:
    line = " ".join(str(text).split())
    return f"«{line if len(line) <= 40 else line[:39] + '…'}»"
