"""Export and import without a change in between: not a byte of the project moves."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from packets import FORMATS, LINES, PROJECT, REPOSITORY, export, packet_of, plan, same_bytes

from courseware.content.load import Library, load_library
from courseware.errors import ProblemsFound
from courseware.languages import CODES, SOURCE
from courseware.strings import load_strings
from courseware.translations.bring_in import plan_bring_in
from courseware.translations.packet import Packet, make_packet
from courseware.translations.packet_file import PacketFormat, read_packet, write_packet


@pytest.fixture(scope="module")
def real() -> tuple[Library, list[Packet]]:
    """The real content, and what translators of every language would get of it."""
    library = load_library(REPOSITORY)
    scopes: tuple[dict[str, Any], ...] = ({}, {"only_outdated": True}, {"pages": ["strings"]})
    made = [
        make_packet(library, language, PROJECT, **scope)
        for language in CODES
        if language != SOURCE
        for scope in scopes
    ]
    return library, [packet for packet in made if packet.pages]


@pytest.mark.parametrize("format_", FORMATS)
def test_the_real_content_comes_back_as_it_went(
    real: tuple[Library, list[Packet]], format_: PacketFormat
) -> None:
    library, packets = real
    strings = load_strings(REPOSITORY, "en")
    for packet in packets:
        data = write_packet(packet, format_, strings)
        planned = plan_bring_in(library, read_packet(data), PROJECT)
        assert planned.files == {}
        assert {note.code for note in planned.notes} <= {"packet-skipped"}
    assert write_packet(packet, format_, strings) == data


@pytest.mark.parametrize("format_", FORMATS)
def test_an_outdated_translation_comes_back_as_it_went(two_languages: Path, format_: PacketFormat) -> None:
    for path in (two_languages / "quizzes/sv").glob("*.md"):
        path.write_text(path.read_text(encoding="utf-8").replace("situation", "läge"), encoding="utf-8")
    page = two_languages / "docs/sv/index.md"
    page.write_text(
        page.read_text(encoding="utf-8") + "\nMer.\n\n## Nytt {#new}\n\nText.\n", encoding="utf-8"
    )
    before = same_bytes(two_languages)
    for scope in ({}, {"only_outdated": True}):
        data = export(two_languages, "en", format_, **scope)
        assert plan(two_languages, data).files == {}
    assert same_bytes(two_languages) == before


def _page(title: str, parts: list[list[str]], hashes: bool) -> str:
    body = "\n".join(
        "\n".join([f"## Del {number} {{#part-{number}}}" if number else "", *lines])
        for number, lines in enumerate(parts)
    )
    noted = 'source:\n  part-1: "0123456789ab"\n' if hashes else ""
    return f"---\ntitle: {title!r}\ntranslation: machine\n{noted}---\n{body}\n"


TITLES = st.text("abcåäö :#-'\"\\ ", min_size=1, max_size=12)
FREE = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), max_size=15)
PARTS = st.lists(st.lists(st.one_of(LINES, FREE), max_size=5), max_size=3)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TITLES, PARTS, TITLES, st.none() | PARTS, st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_generated_pages_come_back_as_they_went(
    title: str, parts: list[list[str]], other: str, others: list[list[str]] | None, newline: str, hashes: bool
) -> None:
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        for language in ("sv", "lv"):
            (root / "docs" / language).mkdir(parents=True)
        (root / "docs/data").mkdir()
        (root / "docs/data/ids.yml").write_text("modules: []\nroles: []\nworksheets: []\n")
        source = _page(title, parts, hashes=False)
        (root / "docs/sv/index.md").write_bytes(source.encode())
        # The same lines in both pair one to one; others do not.
        target = _page(other, parts if others is None else others, hashes).replace("\n", newline)
        (root / "docs/lv/index.md").write_bytes(target.encode())
        try:
            if not packet_of(root, "lv").pages:
                return
        except ProblemsFound:
            return  # characters that no document can carry: refused by name
        for format_ in FORMATS:
            assert plan(root, export(root, "lv", format_)).files == {}


def test_the_same_project_gives_the_same_bytes(two_languages: Path) -> None:
    for format_ in FORMATS:
        assert export(two_languages, "en", format_) == export(two_languages, "en", format_)
