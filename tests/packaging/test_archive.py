"""Archives are equal to the byte when their contents are, and any reader opens them."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime

import pytest

from courseware.packaging.archive import stamp_zip, write_zip

WHEN = datetime(2026, 12, 1, 7, 30, 2, tzinfo=UTC)
FILES = {"läs.txt": "åäö".encode(), "a/b.bin": bytes(range(256)) * 40, "empty": b""}


def test_written_archive_holds_the_files_in_order_with_the_given_time() -> None:
    with zipfile.ZipFile(io.BytesIO(write_zip(FILES, WHEN))) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == sorted(FILES)
        assert {name: archive.read(name) for name in FILES} == FILES
        assert {info.date_time for info in archive.infolist()} == {(2026, 12, 1, 7, 30, 2)}


def test_same_files_in_another_order_give_the_same_bytes() -> None:
    assert write_zip(FILES, WHEN) == write_zip(dict(reversed(list(FILES.items()))), WHEN)
    assert write_zip(FILES, WHEN) != write_zip(FILES, WHEN.replace(day=2))


def _clocked(content: bytes, year: int) -> bytes:
    """An archive as other writers make it: streamed (with data descriptors), in their own order and time."""

    class Stream(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def seek(self, *_: int) -> int:
            raise io.UnsupportedOperation

        def tell(self) -> int:
            raise io.UnsupportedOperation

    target = Stream()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in (("z.xml", b"<z/>" * 500), ("core.xml", content), ("stored", b"as is")):
            info = zipfile.ZipInfo(name, (year, 5, 6, 7, 8, 10))
            info.compress_type = zipfile.ZIP_STORED if name == "stored" else zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return target.getvalue()


def test_stamping_removes_the_writers_clock_and_keeps_everything_else() -> None:
    first = stamp_zip(_clocked(b"made 2025", 2025), WHEN, {"core.xml": b"made by us"})
    second = stamp_zip(_clocked(b"made 2026!", 2026), WHEN, {"core.xml": b"made by us"})
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["z.xml", "core.xml", "stored"]
        assert archive.read("core.xml") == b"made by us"
        assert archive.read("z.xml") == b"<z/>" * 500
        assert archive.read("stored") == b"as is"


def test_exchanging_a_file_that_is_not_there_is_refused() -> None:
    with pytest.raises(KeyError, match="nowhere"):
        stamp_zip(write_zip(FILES, WHEN), WHEN, {"nowhere.xml": b""})


def test_a_year_a_zip_cannot_hold_is_refused() -> None:
    with pytest.raises(ValueError, match="1980"):
        write_zip(FILES, WHEN.replace(year=1979))
