"""A packet as XLIFF 2.0: one `<file>` a page, one `<group>` a section, one `<unit>` a text.

Written here and not by translate-toolkit, whose writer puts `<notes>` and `xml:space` on
`<segment>`, where the standard has no place for them (XLIFF 2.0, section 4.2.2.8), and whose reader
gives the segments that a tool made of a unit as units of their own. The tests edit packets with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from typing import Any

from courseware.errors import CoursewareError
from courseware.languages import SOURCE
from courseware.strings import Strings
from courseware.translations.packet import (
    Address,
    Packet,
    PacketPage,
    PacketSection,
    Unit,
    section_heading,
)
from courseware.translations.safe_xml import element_text, parse_xml

__all__ = ["read_xliff", "write_xliff"]

_SPACE = "urn:oasis:names:tc:xliff:document:2.0"
_MACHINE = "courseware"
"""Category of the notes that are for us."""
_DONE = ("translated", "reviewed", "final")
_HASHES = re.compile(r"([0-9a-f]{12}) ([0-9a-f]{12}|-)")
_PASSED = frozenset(("mrk", "pc", "sm", "em"))
_REFUSED = frozenset(("ph", "sc", "ec"))


def write_xliff(packet: Packet, strings: Strings) -> bytes:
    """Gives the document of a packet.

    Args:
        packet: What it holds.
        strings: Texts in the language of its instructions.
    """
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<xliff xmlns="{_SPACE}" version="2.0" srcLang="{SOURCE}" trgLang="{packet.language}">',
    ]
    rules = " ".join(strings(f"admin.packet.rule.{name}") for name in ("marks", "links", "terms", "tool"))
    for number, page in enumerate(packet.pages, 1):
        lines.append(f' <file id="p{number}" original="{escape(page.key)}">')
        lines.append("  <notes>")
        lines.append(f'   <note category="{_MACHINE}">courseware-packet 1 {escape(packet.project)}</note>')
        lines.append(f"   <note>{escape(page.title)}</note>")
        lines.append(f"   <note>{escape(rules)}</note>")
        lines.append("  </notes>")
        for place, section in enumerate(page.sections, 1):
            lines.extend(_group(section, f"p{number}-s{place}", strings))
        lines.append(" </file>")
    return "\n".join([*lines, "</xliff>", ""]).encode()


def _group(section: PacketSection, name: str, strings: Strings) -> Iterator[str]:
    address = section.address
    yield f'  <group id="{name}" name="{escape(address.section)}">'
    yield "   <notes>"
    yield f'    <note category="{_MACHINE}">{address.source} {address.base}</note>'
    yield f"    <note>{escape(section_heading(section, strings))}</note>"
    yield "   </notes>"
    for place, unit in enumerate(section.units, 1):
        # xml:space, because a text that is returned as it was must be the same to the byte.
        yield f'   <unit id="{name}-u{place}" name="{escape(unit.id)}" xml:space="preserve">'
        if unit.notes:
            yield "    <notes>"
            yield from (f'     <note category="term">{escape(note)}</note>' for note in unit.notes)
            yield "    </notes>"
        state = "translated" if unit.done else "initial"
        yield f'    <segment state="{state}">'
        yield f"     <source>{escape(unit.source, quote=False)}</source>"
        if unit.target:
            yield f"     <target>{escape(unit.target, quote=False)}</target>"
        yield "    </segment>"
        yield "   </unit>"
    yield "  </group>"


def read_xliff(data: bytes) -> Packet:
    """Gives the packet that a document holds.

    Raises:
        CoursewareError: It is not XLIFF 2, or no packet of ours.
    """
    root = parse_xml(data, "The XLIFF file")
    if root.tag != f"{{{_SPACE}}}xliff":
        hint = "Save it as XLIFF 2.0." if str(root.tag).endswith("xliff") else ""
        raise CoursewareError(f"The file is XML, but not XLIFF 2. {hint}".rstrip())
    if root.get("srcLang") != SOURCE:
        raise CoursewareError(f"The XLIFF file translates from '{root.get('srcLang')}', not from Swedish.")
    pages: list[PacketPage] = []
    projects: set[str] = set()
    for file in root.iterchildren(f"{{{_SPACE}}}file"):
        key = file.get("original") or ""
        head = _machine_note(file)
        mark, _, project = head.partition(" 1 ")
        if mark != "courseware-packet" or not project:
            raise CoursewareError(
                f"The XLIFF file was not made by `courseware translations export` ('{key}')."
            )
        projects.add(project)
        pages.append(PacketPage(key, key, tuple(_sections(file, key))))
    if len(projects) != 1:
        raise CoursewareError("The XLIFF file holds no page, or pages of different projects.")
    comments = tuple(_comments(root))
    return Packet(str(root.get("trgLang") or ""), "".join(projects), tuple(pages), comments=comments)


def _comments(root: Any) -> Iterator[str]:
    """Yields the notes on units that are not ours: some tools put them on the segment."""
    for unit in root.iter(f"{{{_SPACE}}}unit"):
        for note in unit.iter(f"{{{_SPACE}}}note"):
            text = " ".join((note.text or "").split())
            if note.get("category") != "term" and text:
                yield f"{unit.get('id')}: {text}"


def _machine_note(element: Any) -> str:
    for note in element.iterfind(f"{{{_SPACE}}}notes/{{{_SPACE}}}note"):
        if note.get("category") == _MACHINE:
            return " ".join((note.text or "").split())
    return ""


def _sections(file: Any, key: str) -> Iterator[PacketSection]:
    for group in file.iter(f"{{{_SPACE}}}group"):
        name = group.get("name") or ""
        hashes = _HASHES.fullmatch(_machine_note(group))
        if hashes is None:
            raise CoursewareError(
                f"The XLIFF file has lost its note for the section {key}#{name}. Export again."
            )
        units = tuple(_unit(unit, f"{key}#{name}") for unit in group.iter(f"{{{_SPACE}}}unit"))
        yield PacketSection(Address(key, name, hashes[1], hashes[2]), name, units)


def _unit(unit: Any, where: str) -> Unit:
    name = unit.get("name") or unit.get("id") or ""
    sources: list[str] = []
    targets: list[tuple[int, str]] = []
    done, whole = True, True
    for place, part in enumerate(unit):
        kind = part.tag.rpartition("}")[2] if isinstance(part.tag, str) else ""
        if kind not in ("segment", "ignorable"):
            continue
        source, target = part.find(f"{{{_SPACE}}}source"), part.find(f"{{{_SPACE}}}target")
        try:
            written = element_text(source, _PASSED, _REFUSED) if source is not None else ""
            given = element_text(target, _PASSED, _REFUSED) if target is not None else ""
        except CoursewareError as error:
            raise CoursewareError(f"{where} {name}: {error}.") from None
        sources.append(written)
        if kind == "ignorable":
            given = given or written
        else:
            done = done and part.get("state", "initial") in _DONE
            whole = whole and bool(given.strip()) >= bool(written.strip())
        order = target.get("order", "") if target is not None else ""
        targets.append(
            (int(order) if order.isascii() and order.isdigit() and len(order) < 9 else place, given)
        )
    text = "".join(given for _, given in sorted(targets, key=lambda item: item[0])) if whole else ""
    return Unit(name, "".join(sources), text, done)
