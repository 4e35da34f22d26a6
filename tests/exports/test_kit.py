"""A kit, composed without a browser."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest

from courseware.exports.invitation import Invitation
from courseware.exports.kit import Kit, KitContents
from courseware.languages import CODES
from courseware.packaging.paper import Paper
from courseware.strings import strings_of

KINDS = (
    *("run-sheet", "facilitator", "checklist", "sign-in", "participants", "handouts", "t1-chain", "quiz"),
    *("slides", "slides-notes", "handouts-answers", "quiz-answers"),
)


def _contents(root: Path, language: str = "sv") -> KitContents:
    papers = [
        Paper(kind, f"Om {kind}", language, "sv", f"modules/m01/{kind}/", f"<title>{kind}</title><p>{kind}")
        for kind in KINDS
    ]
    return KitContents(
        host_id="m01-mandate",
        title="Träff <om> uppdraget",
        texts=strings_of(root, language),
        papers=papers,
        screens=[replace(papers[8], html="<html><head></head><body>bilder</body></html>")],
        worksheets={"t1-chain": "Kedjan"},
        files={"t1-chain": {"t1-chain.docx": b"docx", "t1-chain.xlsx": b"xlsx"}},
        shared={},
        site_url="",
        invitation=Invitation(
            "Träff", ("torsdag 3 december 2026, 09:00–11:00",), "Rådhuset", "Karta", 30, "", ""
        ),
        days=[(dt.date(2026, 12, 3), 540, 660)],
        uid="m01-mandate@site.example",
        checked="26 november 2026",
        version="0123456789abcdef",
        stamp=dt.datetime(2026, 11, 26, tzinfo=dt.UTC),
    )


def _unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("language", CODES)
def test_every_file_has_a_name_of_its_own_that_any_disk_takes(project_root: Path, language: str) -> None:
    paths = [file.path for file in Kit(_contents(project_root, language)).listed]
    assert len(set(paths)) == len(paths) == len(KINDS) + 2 + 2 + 1 + 2
    assert all(
        re.fullmatch(r"(README\.(html|txt)|[1-5]-[a-z0-9-]+/[a-z0-9-]+\.[a-z]+)", path) for path in paths
    )


def test_what_is_promised_is_there(project_root: Path) -> None:
    kit = Kit(_contents(project_root), pdf=False)
    files = _unpacked(kit.make(None))
    assert set(files) == {f"m01-mandate-sv/{file.path}" for file in kit.listed}
    assert files["m01-mandate-sv/3-skriv-ut/t1-chain.docx"] == b"docx"
    assert b"<p>run-sheet" in files["m01-mandate-sv/2-led/korschema.html"]


def test_papers_are_printed_with_their_language(project_root: Path) -> None:
    asked: list[tuple[str, str]] = []

    def broken(pages: object) -> list[bytes]:
        asked.extend(pages)  # type: ignore[call-overload]
        raise RuntimeError("far enough")

    with pytest.raises(RuntimeError, match="far enough"):
        Kit(_contents(project_root, "lv")).make(broken)
    assert len(asked) == len(KINDS)
    assert {language for _, language in asked} == {"lv"}


def test_the_list_of_contents_leads_to_every_file(project_root: Path) -> None:
    kit = Kit(_contents(project_root, "en"), pdf=False)
    files = _unpacked(kit.make(None))
    html = files["m01-mandate-en/README.html"].decode()
    text = files["m01-mandate-en/README.txt"].decode("utf-8-sig")
    linked = re.findall(r'<a href="([^"h][^"]*)"', html)
    assert linked == [file.path for file in kit.listed][2:]
    for path in linked:
        assert path in text
    assert "<title>Träff &lt;om&gt; uppdraget" in html
    assert "visas på svenska" not in html
    for said in (
        "CC BY 4.0",
        "Co-funded by the European Union",
        "0123456789abcdef",
        "26 november 2026",
        "Rådhuset",
    ):
        assert said in html
        assert said in text


def test_the_same_contents_give_the_same_bytes(project_root: Path) -> None:
    assert Kit(_contents(project_root), pdf=False).make(None) == Kit(_contents(project_root), pdf=False).make(
        None
    )


def test_an_example_beside_a_worksheet_comes_after_the_blank_one(project_root: Path) -> None:
    contents = _contents(project_root)
    files = {"t1-chain": {"t1-chain-example.docx": b"e", "t1-chain.docx": b"b"}}
    listed = [file for file in Kit(replace(contents, files=files)).listed if file.path.endswith(".docx")]
    assert [file.path.rpartition("/")[2] for file in listed] == ["t1-chain.docx", "t1-chain-example.docx"]
    assert listed[1].title == "Kedjan: ifyllt exempel"
