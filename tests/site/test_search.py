"""The index of each language holds its own pages, no answers, and is made again only where they changed."""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from site_project import tree
from terms_project import built_course, write_course

from courseware.errors import CoursewareError
from courseware.languages import CODES
from courseware.site import search
from courseware.site.build import build_site
from courseware.site.search import SEARCH_FOLDER, is_searched, kept_files, search_files
from courseware.words.fold import fold

SECRETS = (
    "nämndvalrossen", "kommentarspingvin", "förklaringsalbatross", "stegett", "stegtva", "stegtre",
    "boardwalrus", "commentpenguin", "explanationalbatross", "stepone", "steptwo", "stepthree", "hintheron",
)  # fmt: skip
"""What only answers, comments, explanations and hints of the small course's quizzes say."""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built_course(tmp_path_factory.getbasetemp()) / "site" / SEARCH_FOLDER


def fragments(index: Path, language: str) -> dict[str, dict[str, Any]]:
    """Gives what the index shows of each page, by its address."""
    found = {}
    for path in (index / language).rglob("*.pf_fragment"):
        data = gzip.decompress(path.read_bytes())
        page = json.loads(data[data.index(b"{") :])
        found[page["url"]] = page
    return found


def guide(index: Path, language: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((index / language / "guide.json").read_bytes())
    return found


def guide_words(index: Path, language: str) -> set[str]:
    return {
        word
        for path in (index / language).glob("w-*.txt")
        for line in path.read_text(encoding="utf-8").splitlines()
        for word in line.replace("*", "").replace(">", ",").split(",")
    }


@pytest.mark.parametrize("language", CODES)
def test_no_answer_is_in_the_text_of_an_index_or_among_its_words(index: Path, language: str) -> None:
    told = json.dumps(fragments(index, language), ensure_ascii=False).lower()
    words = guide_words(index, language)
    assert [secret for secret in SECRETS if secret in told] == []
    assert [secret for secret in SECRETS if secret in words or fold(secret) in words] == []


@pytest.mark.parametrize(("language", "question"), [("sv", "beslutar"), ("en", "decides")])
def test_a_question_is_found(index: Path, language: str, question: str) -> None:
    assert question in guide_words(index, language)
    assert question in fragments(index, language)["/modules/m01-mandate/quiz/"]["content"]


def test_sources_citations_and_tooltips_are_not_found(index: Path) -> None:
    shown = fragments(index, "sv")
    lesson = shown["/modules/m01-mandate/lesson-3-drift/"]["content"]
    assert "Skolfrånvaron syns först" in lesson
    assert "Skolverket" not in lesson
    assert "borde vara" not in lesson
    assert [url for url, page in shown.items() if "Stödmaterial" in page["content"]] == []


def test_what_stands_in_another_language_is_not_found(index: Path) -> None:
    terms = fragments(index, "sv")["/terms/"]["content"]
    assert "Tid då en elev inte är" in terms
    for foreign in ("school absence", "mācību kavējums", "Someone who is taught"):
        assert foreign not in terms


def test_a_counterpart_is_found_in_its_own_language(index: Path) -> None:
    assert "Pašvaldība seko" in fragments(index, "lv")["/modules/m01-mandate/lesson-3-drift/"]["content"]
    assert "pašvaldība" in guide_words(index, "lv")
    assert "Izglītības likums" not in json.dumps(fragments(index, "lv"), ensure_ascii=False)


def test_a_notice_of_change_is_not_found(index: Path) -> None:
    assert "Read the section in Swedish" not in json.dumps(fragments(index, "en"))


def test_a_page_in_swedish_is_listed_and_not_indexed(index: Path) -> None:
    shown, listed = fragments(index, "lv"), guide(index, "lv")["swedish"]
    assert "/guides/duty/" not in shown
    assert "guides/duty/" in listed
    assert "/modules/m01-mandate/lesson-3-drift/" in shown
    assert "modules/m01-mandate/lesson-3-drift/" not in listed
    assert guide(index, "sv")["swedish"] == []
    assert "plikten" not in guide_words(index, "lv")


@pytest.mark.parametrize("language", CODES)
def test_search_and_progress_are_not_searched(index: Path, language: str) -> None:
    assert {"/search/", "/progress/", "/404.html"}.isdisjoint(fragments(index, language))


def test_a_facilitators_page_is_told_from_the_workshop(index: Path) -> None:
    shown = fragments(index, "sv")
    workshop, facilitator = (
        shown[f"/modules/m01-mandate/{name}/"]["meta"]["title"] for name in ("workshop", "facilitator")
    )
    assert workshop == "Träff om uppdraget"
    assert facilitator.startswith("Träff om uppdraget – ")


def test_a_part_of_a_module_says_which(index: Path) -> None:
    shown = fragments(index, "sv")
    assert shown["/modules/m01-mandate/lesson-1-chain/"]["meta"]["where"] == "Uppdraget"
    assert "where" not in shown["/about/"]["meta"]


def test_only_what_a_reader_fetches_is_published(index: Path) -> None:
    names = {path.name for path in index.rglob("*") if path.is_file()}
    assert not [name for name in names if name.endswith((".css", ".html", ".map")) or "-ui" in name]
    assert (index / "pagefind.js").is_file()
    assert not list(index.glob("*/pagefind.js"))


DOCUMENT = {
    "lang": "sv", "title": "Titel", "summary": "Kort.", "kind": "page", "path": "a/", "host": None,
    "fallback": False,
}  # fmt: skip
PAGES = {f"p{number}.md": {**DOCUMENT, "title": f"Sida {number}"} for number in range(12)}


def published(file: str) -> bytes:
    return f'<main><div class="text"><p>Text om {file} och frånvaro.</p></div></main>'.encode()


def test_the_same_pages_give_the_same_bytes() -> None:
    assert search_files("sv", PAGES, published) == search_files(
        "sv", dict(reversed(PAGES.items())), published
    )


def test_a_language_without_pages_of_its_own_has_a_guide_and_no_index() -> None:
    pages = {file: {**document, "fallback": True} for file, document in PAGES.items()}
    assert list(search_files("lv", pages, published)) == [f"{SEARCH_FOLDER}/lv/guide.json"]


@pytest.mark.parametrize(
    ("changed", "searched"),
    [
        ({}, True),
        ({"kind": "terms"}, True),
        ({"fallback": True}, False),
        ({"kind": "search"}, False),
        ({"kind": "progress"}, False),
        ({"kind": "notfound"}, False),
    ],
)
def test_real_pages_are_searched(changed: dict[str, Any], searched: bool) -> None:
    assert is_searched({**DOCUMENT, **changed}) is searched


def test_files_of_a_language_are_its_folder_and_the_library() -> None:
    there = [
        "search-index/pagefind.js",
        "search-index/lv/guide.json",
        "search-index/lt/guide.json",
        "lv/index.html",
    ]
    assert kept_files("lv", there) == ["search-index/pagefind.js", "search-index/lv/guide.json"]


def test_a_machine_without_pagefind_is_told_so_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> str:
        raise FileNotFoundError("pagefind")

    monkeypatch.setattr("pagefind_bin.get_executable", missing)
    with pytest.raises(CoursewareError) as caught:
        search_files("sv", PAGES, published)
    assert str(caught.value) == (
        "The search cannot be indexed: Pagefind has no program for this machine. "
        "Install the package pagefind-bin for it (Linux, macOS and Windows have one)."
    )


def test_a_package_that_is_not_installed_is_told_in_the_same_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pagefind_bin", None)
    with pytest.raises(CoursewareError, match="cannot be indexed: Pagefind has no program"):
        search_files("sv", PAGES, published)


def test_what_pagefind_says_when_it_fails_is_passed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    failed = SimpleNamespace(returncode=1, stderr="one\ntwo\nthree\nno room left\n", stdout="")
    monkeypatch.setattr("subprocess.run", lambda *arguments, **options: failed)
    with pytest.raises(CoursewareError, match=r"in 'sv': two three no room left$"):
        search_files("sv", PAGES, published)


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The course, built, in a folder of its own that tests change and build again."""
    root = write_course(tmp_path_factory.mktemp("search") / "project")
    build_site(root)
    return root


@pytest.fixture
def indexed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The languages that Pagefind is run for."""
    languages: list[str] = []
    run = search._run

    def note(language: str, *arguments: Any) -> None:
        languages.append(language)
        run(language, *arguments)

    monkeypatch.setattr(search, "_run", note)
    return languages


def stamps(root: Path) -> dict[str, int]:
    folder = root / "site" / SEARCH_FOLDER
    return {
        path.relative_to(folder).as_posix(): path.stat().st_mtime_ns
        for path in folder.rglob("*")
        if path.is_file()
    }


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_only_the_language_whose_text_changed_is_indexed_again(own: Path, indexed: list[str]) -> None:
    before = stamps(own)
    replace(own / "modules/en/m01-mandate/lesson-3-drift.md", "Call home.", "Telephone home.")
    build_site(own)
    after = stamps(own)
    assert indexed == ["en"]
    changed = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    assert changed
    assert {path.split("/")[0] for path in changed} == {"en"}
    assert "telephone" in guide_words(own / "site" / SEARCH_FOLDER, "en")


def test_a_change_that_no_search_sees_rewrites_nothing(own: Path, indexed: list[str]) -> None:
    before = stamps(own)
    replace(own / "quizzes/en/m01-mandate.md", "The boardwalrus", "The boardwalrus itself")
    assert build_site(own).rendered > 0
    assert indexed == []
    assert stamps(own) == before


def test_a_page_that_is_no_longer_translated_is_no_longer_found(own: Path, indexed: list[str]) -> None:
    (own / "docs/en/privacy.md").unlink()
    build_site(own)
    index = own / "site" / SEARCH_FOLDER
    assert indexed == ["en"]
    assert "/privacy/" not in fragments(index, "en")
    assert "privacy/" in guide(index, "en")["swedish"]


def test_a_damaged_index_is_put_right(own: Path, indexed: list[str]) -> None:
    expected = tree(own / "site" / SEARCH_FOLDER)
    (own / "site" / SEARCH_FOLDER / "lv/guide.json").write_text("{}", encoding="utf-8")
    build_site(own)
    assert indexed == ["lv"]
    assert tree(own / "site" / SEARCH_FOLDER) == expected


def test_an_index_after_changes_is_that_of_a_clean_build(own: Path) -> None:
    after = tree(own / "site" / SEARCH_FOLDER)
    build_site(own, clean=True)
    assert tree(own / "site" / SEARCH_FOLDER) == after
