"""Zip archives that are equal to the byte when their contents are, on any day and in any process."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Mapping
from datetime import datetime
from io import BytesIO

__all__ = ["stamp_zip", "write_zip"]

LEVEL = 6
"""zlib's own default, fixed here so that the bytes do not follow a change of Python's default."""

_LOCAL = struct.Struct("<4s5H3L2H")
"""A local file header (.ZIP File Format Specification, APPNOTE 6.3.10, section 4.3.7)."""
_CENTRAL = struct.Struct("<4s6H3L5H2L")
"""A central directory header (the same, section 4.3.12)."""
_END = struct.Struct("<4s4H2LH")
"""The end of the central directory (the same, section 4.3.16)."""

_UTF8_NAME = 0x800
_MADE_BY_UNIX = 3 << 8 | 20
_REGULAR_FILE = 0o100644 << 16
_LIMIT = 0xFFFFFFFF


def write_zip(files: Mapping[str, bytes], when: datetime) -> bytes:
    """Gives an archive of the files, sorted by name, every one dated `when`.

    Args:
        files: Contents by the name they have in the archive.
        when: The date of the archive itself: a property of its contents, never the clock.
    """
    return _assemble([(name, *_deflate(files[name])) for name in sorted(files)], when)


def stamp_zip(archive: bytes, when: datetime, replace: Mapping[str, bytes] | None = None) -> bytes:
    """Gives a finished archive again with other times, and some files exchanged.

    The other files' compressed bytes are carried over as they are, so a large workbook costs
    milliseconds. Order, names and contents stay; the times, which the first writer may have
    taken from the clock, become `when`.

    Raises:
        KeyError: A file to exchange is not in the archive.
    """
    replace = dict(replace or {})
    entries: list[tuple[str, int, int, int, int, bytes]] = []
    with zipfile.ZipFile(BytesIO(archive)) as opened:
        for info in opened.infolist():
            if info.filename in replace:
                entries.append((info.filename, *_deflate(replace.pop(info.filename))))
                continue
            name_length, extra_length = struct.unpack_from("<2H", archive, info.header_offset + 26)
            start = info.header_offset + _LOCAL.size + name_length + extra_length
            raw = archive[start : start + info.compress_size]
            entries.append(
                (info.filename, info.compress_type, info.CRC, info.compress_size, info.file_size, raw)
            )
    if replace:
        raise KeyError(f"not in the archive: {', '.join(sorted(replace))}")
    return _assemble(entries, when)


def _deflate(content: bytes) -> tuple[int, int, int, int, bytes]:
    press = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    raw = press.compress(content) + press.flush()
    return zipfile.ZIP_DEFLATED, zlib.crc32(content), len(raw), len(content), raw


def _assemble(entries: list[tuple[str, int, int, int, int, bytes]], when: datetime) -> bytes:
    if not 1980 <= when.year <= 2107:
        raise ValueError(f"a zip archive cannot be dated {when:%Y}: its years run from 1980 to 2107")
    time = when.hour << 11 | when.minute << 5 | when.second // 2
    date = (when.year - 1980) << 9 | when.month << 5 | when.day
    body, directory, offset = [], [], 0
    for text, method, crc, packed, size, raw in entries:
        name = text.encode("utf-8")
        flags = 0 if text.isascii() else _UTF8_NAME
        if max(packed, size, offset) >= _LIMIT:
            raise ValueError(f"{text} is too large for a plain zip archive (4 GiB)")
        head = _LOCAL.pack(b"PK\3\4", 20, flags, method, time, date, crc, packed, size, len(name), 0)
        body += [head, name, raw]
        directory.append(
            _CENTRAL.pack(
                *(b"PK\1\2", _MADE_BY_UNIX, 20, flags, method, time, date, crc, packed, size),
                *(len(name), 0, 0, 0, 0, _REGULAR_FILE, offset),
            )
            + name
        )
        offset += len(head) + len(name) + packed
    central = b"".join(directory)
    end = _END.pack(b"PK\5\6", 0, 0, len(entries), len(entries), len(central), offset, 0)
    return b"".join([*body, central, end])
