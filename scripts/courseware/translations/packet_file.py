"""A packet as a file: three formats to write, and telling them apart by content when one comes back."""

from __future__ import annotations

from typing import Literal

from courseware.errors import CoursewareError
from courseware.languages import CODES, SOURCE
from courseware.strings import Strings
from courseware.translations.packet import Packet

__all__ = ["FORMATS", "MAX_BYTES", "PacketFormat", "read_packet", "write_packet"]

PacketFormat = Literal["docx", "xliff", "po"]
FORMATS: dict[PacketFormat, str] = {"docx": ".docx", "xliff": ".xlf", "po": ".po"}
"""The ending of a file by its format."""
MAX_BYTES = 50 * 1024 * 1024
"""A packet of a thousand pages is a tenth of it."""


def write_packet(packet: Packet, format_: PacketFormat, strings: Strings) -> bytes:
    """Gives a packet in one format; the same packet is the same bytes.

    Args:
        packet: What it holds.
        format_: docx, xliff or po.
        strings: Texts in the language of its instructions.
    """
    # Each format loads a library of its own, so only the one that is asked for.
    if format_ == "docx":
        from courseware.translations.docx_file import write_docx

        return write_docx(packet, strings)
    if format_ == "xliff":
        from courseware.translations.xliff_file import write_xliff

        return write_xliff(packet, strings)
    from courseware.translations.po_file import write_po

    return write_po(packet, strings)


def read_packet(data: bytes) -> Packet:
    """Gives the packet in a file that came back, whatever its name.

    Raises:
        CoursewareError: It is no packet, or one that cannot be read.
    """
    if len(data) > MAX_BYTES:
        raise CoursewareError(f"The file is larger than {MAX_BYTES >> 20} MiB. No packet is.")
    start = data[:1024].removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"PK"):
        from courseware.translations.docx_file import read_docx

        packet = read_docx(data)
    elif start.startswith(b"<") or start.startswith((b"\xff\xfe", b"\xfe\xff")):
        from courseware.translations.xliff_file import read_xliff

        packet = read_xliff(data)
    elif b"msgid" in data:
        from courseware.translations.po_file import read_po

        packet = read_po(data)
    else:
        raise CoursewareError(
            "The file is none of .docx, .xlf and .po. An older .doc or an .odt can be saved as .docx."
        )
    if packet.language not in CODES or packet.language == SOURCE:
        known = ", ".join(code for code in CODES if code != SOURCE)
        raise CoursewareError(f"The packet is in the language '{packet.language}'. Known languages: {known}.")
    return packet
