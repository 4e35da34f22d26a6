"""A facilitator's kit with everything that a real browser makes of it."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pikepdf
import pytest
from leading_site import write_leading
from playwright.sync_api import BrowserContext, Page, expect

from courseware.exports.browser import find_browser

pytestmark = pytest.mark.browser

PAINTS = {"Tj", "TJ", "'", '"', "Do", "sh", "f", "F", "f*", "S", "s", "B", "B*", "b", "b*"}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_leading(tmp_path_factory.mktemp("kit"))


def _export(
    run_courseware: Callable[..., CompletedProcess[str]], root: Path, out: Path, *more: str
) -> CompletedProcess[str]:
    return run_courseware(
        *("--root", root, "export", "kit", "m01", "--start", "2026-12-03 09:00", "--out", out, *more),
        SITE_URL="https://site.example/",
        CHROMIUM=str(os.environ.get("CHROMIUM") or find_browser()),
    )


@pytest.fixture(scope="module")
def kit(
    root: Path, run_courseware: Callable[..., CompletedProcess[str]], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    out = tmp_path_factory.mktemp("out") / "kit.zip"
    _export(run_courseware, root, out)
    return out


@pytest.fixture(scope="module")
def papers(kit: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(kit) as archive:
        return {
            name.rpartition("/")[2]: archive.read(name)
            for name in archive.namelist()
            if name.endswith(".pdf")
        }


def _structure(node: Any) -> Iterator[Any]:
    if isinstance(node, pikepdf.Array):
        for kid in node:
            yield from _structure(kid)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        yield node
        yield from _structure(node.get("/K"))


def test_two_runs_give_the_same_bytes(
    kit: Path, root: Path, run_courseware: Callable[..., CompletedProcess[str]], tmp_path: Path
) -> None:
    _export(run_courseware, root, tmp_path / "again.zip")
    assert kit.read_bytes() == (tmp_path / "again.zip").read_bytes()


def test_every_paper_is_a_pdf(papers: dict[str, bytes]) -> None:
    assert set(papers) == {
        *("korschema.pdf", "ledarens-anteckningar.pdf", "checklista.pdf", "narvarolista.pdf"),
        *("bilder-med-anteckningar.pdf", "deltagarnas-sidor.pdf", "utdelningsmaterial.pdf", "t1-chain.pdf"),
        *(
            "quiz-att-svara-pa.pdf",
            "bilder.pdf",
            "ovningar-med-facit.pdf",
            "quiz-med-facit-och-kommentarer.pdf",
        ),
    }


def test_every_paper_is_tagged_and_says_what_it_is(papers: dict[str, bytes]) -> None:
    for name, data in papers.items():
        with pikepdf.open(BytesIO(data)) as pdf:
            kinds = [str(node.S) for node in _structure(pdf.Root.StructTreeRoot.K)]
            assert "/H1" in kinds, name
            assert pdf.Root.MarkInfo.Marked is True
            assert str(pdf.Root.Lang) == "sv"
            assert pdf.Root.ViewerPreferences.DisplayDocTitle is True
            assert str(pdf.docinfo["/Title"]).endswith("Fullföljd utbildning"), name
            assert len(pdf.open_outline().root) > 0, name
            assert pdf.Root.Metadata is not None


def test_nothing_is_painted_outside_the_structure(papers: dict[str, bytes]) -> None:
    for name, data in papers.items():
        with pikepdf.open(BytesIO(data)) as pdf:
            for page in pdf.pages:
                depth = 0
                for instruction in pikepdf.parse_content_stream(page):
                    operator = str(instruction.operator)
                    depth += (operator in ("BMC", "BDC")) - (operator == "EMC")
                    assert depth > 0 or operator not in PAINTS, name
                assert depth == 0
                assert page.obj.Tabs == pikepdf.Name.S


def test_links_lead_to_the_published_site_and_have_names(papers: dict[str, bytes]) -> None:
    found = set()
    for name, data in papers.items():
        assert b"file:" not in data, name
        with pikepdf.open(BytesIO(data)) as pdf:
            for page in pdf.pages:
                for note in page.obj.get("/Annots", ()):
                    assert str(note.Contents).strip(), name
                    found.add(str(note.get("/A", {}).get("/URI", "")))
    assert {address for address in found if address and not address.startswith("https://")} == set()
    assert any(address.startswith("https://site.example/modules/m01-mandate/") for address in found)


def test_tables_have_heads_and_a_wall_has_its_size(papers: dict[str, bytes]) -> None:
    with pikepdf.open(BytesIO(papers["korschema.pdf"])) as pdf:
        kinds = [str(node.S) for node in _structure(pdf.Root.StructTreeRoot.K)]
        assert kinds.count("/TH") >= 13
        assert len(pdf.pages) == 1
    with pikepdf.open(BytesIO(papers["narvarolista.pdf"])) as pdf:
        assert len(pdf.pages) == 1
    with pikepdf.open(BytesIO(papers["bilder.pdf"])) as pdf:
        assert len(pdf.pages) == 10
        assert {tuple(round(float(edge)) for edge in page.mediabox) for page in pdf.pages} == {
            (0, 0, 720, 405)
        }


def test_slides_are_shown_from_a_disk_without_a_network(
    kit: Path, browser_context: BrowserContext, tmp_path: Path
) -> None:
    with zipfile.ZipFile(kit) as archive:
        archive.extractall(tmp_path)
    browser_context.set_offline(True)
    wall = browser_context.new_page()
    faults: list[str] = []
    wall.on("pageerror", lambda error: faults.append(str(error)))
    wall.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    address = (tmp_path / "m01-mandate-sv/4-visa/bilder-for-skarmen.html").as_uri()
    wall.goto(address)
    wall.get_by_role("button", name="Visa bilderna").click()
    shown = wall.locator(".reveal section.present h2")
    expect(shown).to_have_text("Uppdraget")
    notes: Page = browser_context.new_page()
    notes.goto(f"{address}#notes")
    wall.bring_to_front()
    wall.keyboard.press("ArrowRight")
    expect(shown).to_have_text("Efter träffen kan ni")
    expect(notes.locator(".slide-count")).to_have_text("Bild 2 av 10")
    assert faults == []
