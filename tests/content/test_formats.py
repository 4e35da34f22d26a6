"""Exchange formats: what is read, what is inherited, and what each of them must have."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from exchange_site import ENGLISH, FOLDER, INDEX, SHEET, WORKSHOP, add_exchange

from courseware.content.check import check_content
from courseware.content.documents import documents, source_file
from courseware.content.load import load_library
from courseware.content.reader import format_folder
from courseware.translations.status import translations

Change = tuple[str, str, str]


@pytest.fixture
def project(two_languages: Path) -> Path:
    """The small project with an exchange format, and no problems."""
    return add_exchange(two_languages)


def _problems(root: Path) -> list[str]:
    return [f"{problem.path}:{problem.line}: {problem.code}" for problem in check_content(root)]


def test_a_format_is_a_page_and_the_workshop_beside_it(project: Path) -> None:
    library = load_library(project, strict=True)
    exchange = library.formats["sv"]["peer-review"]
    assert (exchange.folder, exchange.title, exchange.product) == (
        FOLDER,
        "Kollegial granskning",
        "Ett brev med råd",
    )
    assert (exchange.worksheets, exchange.workshop_minutes) == (("b1-record",), 130)
    assert exchange.workshop is not None
    assert [(each.id, each.session) for each in exchange.workshop.activities] == [
        *(("questions", 1), ("break-1", 1), ("talk", 1), ("letter", 2))
    ]
    pages = library.pages["sv"]
    assert pages[f"{FOLDER}/index.md"].kind == "format"
    assert pages["baltic/worksheets/b1-record.md"].kind == "worksheet"
    assert pages["baltic/formats/index.md"].kind == "section"
    assert f"{FOLDER}/workshop.md" not in pages
    assert [host.id for host in library.hosts("sv")] == ["m01-mandate", "peer-review"]


def test_a_translation_inherits_what_is_neutral_and_holds_the_swedish_workshop(project: Path) -> None:
    exchange = load_library(project).formats["en"]["peer-review"]
    assert (exchange.title, exchange.product) == ("Peer review", "A letter with advice")
    assert (exchange.worksheets, exchange.workshop_minutes) == (("b1-record",), 130)
    assert exchange.workshop is not None
    assert exchange.workshop.language == "sv"


def test_translators_find_both_files(project: Path) -> None:
    library = load_library(project)
    found = {document.key: document.kind for document in documents(library, "sv")}
    assert (found[f"{FOLDER}/index.md"], found[f"{FOLDER}/workshop.md"]) == ("page", "workshop")
    assert source_file(f"{FOLDER}/workshop.md", "lv") == f"docs/lv/{FOLDER}/workshop.md"
    states = {page.key: page.kind for page in translations(library, "en")}
    assert (states[f"{FOLDER}/index.md"], states[f"{FOLDER}/workshop.md"]) == ("original", "missing")


@pytest.mark.parametrize(
    ("path", "folder"),
    [
        ("baltic/formats/peer-review/workshop.md", "baltic/formats/peer-review"),
        ("formats/peer-review/index.md", "formats/peer-review"),
        ("baltic/formats/index.md", ""),
        ("formats/index.md", ""),
        ("baltic/formats/peer-review/deep/index.md", ""),
        ("baltic/performats/peer-review/index.md", ""),
    ],
)
def test_a_folder_in_a_folder_called_formats_is_one(path: str, folder: str) -> None:
    assert format_folder(path) == folder


def test_a_whole_format_has_no_problems(project: Path) -> None:
    # The questions before and after, homework and the cut for a meeting are modules' business.
    assert _problems(project) == []


BROKEN: dict[str, tuple[Change, list[str]]] = {
    "agenda and minutes differ": (
        (WORKSHOP, "minutes: 130", "minutes: 120"),
        [f"{WORKSHOP}:4: workshop-minutes"],
    ),
    "unknown worksheet": ((INDEX, "[b1-record]", "[b1-recort]"), [f"{INDEX}:5: unknown-worksheet"]),
    "worksheet twice": ((INDEX, "[b1-record]", "[b1-record, b1-record]"), [f"{INDEX}:5: repeated-value"]),
    "short is longer": (
        (WORKSHOP, "short=30}\n### Tre", "short=50}\n### Tre"),
        [f"{WORKSHOP}:19: short-minutes"],
    ),
    "half a cut": ((WORKSHOP, "minutes=30}", "minutes=30 meeting=15}"), [f"{WORKSHOP}:0: meeting-minutes"]),
    "break counted": ((WORKSHOP, "{#break-1}", "{#break}"), [f"{WORKSHOP}:31: break-id"]),
    "handout without a title": ((WORKSHOP, ' title="Frågekort"', ""), [f"{WORKSHOP}:19: untitled-handout"]),
    "second meeting out of order": (
        (WORKSHOP, "{#session-2}", "{#session-3}"),
        [f"{WORKSHOP}:49: session-order"],
    ),
    "not in the list": (
        ("docs/sv/baltic/formats/index.md", "pages: [peer-review/index]", "pages: [../../index]"),
        ["docs/sv/baltic/formats/index.md:4: unknown-page", f"{INDEX}:1: unlisted-page"],
    ),
    "minutes in a translation": (
        (ENGLISH, "translation: original", "translation: original\nworksheets: [b1-record]"),
        [f"{ENGLISH}:6: neutral-field"],
    ),
    "product not translated": (
        (ENGLISH, "product: A letter with advice\n", ""),
        [f"{ENGLISH}:1: missing-field"],
    ),
    "link to a page that the build does not make": (
        (INDEX, "(run-sheet.md)", "(run-shed.md)"),
        [f"{INDEX}:8: broken-link"],
    ),
}


@pytest.mark.parametrize("situation", BROKEN)
def test_what_is_broken_is_named(project: Path, situation: str) -> None:
    (name, old, new), expected = BROKEN[situation]
    text = (project / name).read_text(encoding="utf-8")
    assert old in text
    (project / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    assert _problems(project) == expected


def _remove(name: str) -> Callable[[Path], None]:
    return lambda root: (root / name).unlink()


def _copy(name: str, to: str) -> Callable[[Path], None]:
    def copy(root: Path) -> None:
        (root / to).parent.mkdir(parents=True, exist_ok=True)
        (root / to).write_bytes((root / name).read_bytes())

    return copy


OTHER = "docs/sv/work/formats/peer-review"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (_remove(WORKSHOP), [f"{WORKSHOP}:0: missing-workshop"]),
        (_remove(INDEX), [f"{INDEX}:0: missing-index"]),
        (_remove(SHEET), [f"{INDEX}:5: missing-worksheet"]),
        (_copy(INDEX, f"docs/sv/{FOLDER}/run-sheet.md"), [f"docs/sv/{FOLDER}/run-sheet.md:0: stray-file"]),
        (_copy(SHEET, "docs/sv/worksheets/b1-record.md"), ["repeated-worksheet"]),
        (_copy(INDEX, f"{OTHER}/index.md"), [f"{OTHER}/index.md:0: repeated-format"]),
        (_copy(ENGLISH, "docs/en/baltic/formats/other/index.md"), ["baltic/formats/other:0: no-source"]),
        (_copy(INDEX, "docs/sv/baltic/formats/Big_One/index.md"), ["Big_One/index.md:0: bad-id"]),
    ],
)
def test_a_file_too_few_or_too_many_is_reported(
    project: Path, change: Callable[[Path], None], expected: list[str]
) -> None:
    change(project)
    found = _problems(project)
    for wanted in expected:
        assert any(problem.endswith(wanted) for problem in found), found


def test_a_translation_without_the_page_is_reported_and_left_out(project: Path) -> None:
    _copy(WORKSHOP, f"docs/lv/{FOLDER}/workshop.md")(project)
    library = load_library(project)
    assert f"docs/lv/{FOLDER}/index.md" in {problem.path for problem in library.problems}
    assert library.formats["lv"] == {}
