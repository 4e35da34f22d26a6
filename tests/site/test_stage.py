from __future__ import annotations

from pathlib import Path

import pytest

from courseware.content.load import load_library
from courseware.languages import CODES
from courseware.site.prepare import prepare
from courseware.site.settings import read_settings
from courseware.site.stage import Stage, compose, lift_shared, read_documents, write_stage
from courseware.site.tree import Tree
from courseware.strings import load_strings


@pytest.fixture
def stage(project: Path) -> Stage:
    texts = {code: load_strings(project, code) for code in CODES}
    return compose(load_library(project, strict=True), texts, lambda text: f"<p>{text}</p>")


def test_every_language_has_every_page(stage: Stage) -> None:
    assert {code: set(pages) for code, pages in stage.pages.items()} == {
        code: set(stage.pages["sv"]) for code in CODES
    }


def test_fallback_keeps_the_swedish_text_and_says_so(stage: Stage) -> None:
    page = stage.pages["lv"]["about.md"]
    assert page.markdown == stage.pages["sv"]["about.md"].markdown
    assert (page.document["lang"], page.document["content_lang"]) == ("lv", "sv")
    assert (page.document["fallback"], page.document["translation"]) == (True, "fallback")
    assert page.document["title"] == "Om <oss> & er"


def test_table_of_languages_tells_how_real_each_one_is(stage: Stage) -> None:
    languages = stage.pages["sv"]["modules/m01-mandate/lesson-1-chain.md"].document["languages"]
    found = {code: languages[code]["status"] for code in ("sv", "en", "lv")}
    assert found == {"sv": "source", "en": "machine", "lv": "fallback"}
    assert languages["en"]["url"] == "/en/modules/m01-mandate/lesson-1-chain/"


def test_pages_made_from_strings_are_no_fallbacks(stage: Stage) -> None:
    assert stage.pages["lv"]["modules/index.md"].document["fallback"] is False
    assert stage.pages["lv"]["sources.md"].document["content_lang"] == "lv"


def test_lesson_knows_its_neighbours(stage: Stage) -> None:
    lesson = stage.pages["sv"]["modules/m01-mandate/lesson-2-law.md"].document["lesson"]
    assert lesson["number"] == 2
    assert lesson["previous"] == "modules/m01-mandate/lesson-1-chain/"
    assert lesson["next"] is None


def test_role_lists_its_modules_in_the_order_of_the_course(stage: Stage) -> None:
    role = stage.pages["en"]["roles/principal.md"].document["role"]
    assert [(module["id"], module["title"]) for module in role["modules"]] == [
        ("m01-mandate", "The mandate"),
        ("m02-why", "Varför"),
    ]


def test_page_of_a_partner_alone_exists_there_alone(project: Path) -> None:
    target = project / "docs/lv/baltic/latvia.md"
    target.parent.mkdir(parents=True)
    target.write_text(
        "---\ntitle: Latvija\nsummary: L.\ntranslation: original\n---\nTeksts.\n", encoding="utf-8"
    )
    texts = {code: load_strings(project, code) for code in CODES}
    stage = compose(load_library(project), texts, str)
    assert [code for code in CODES if "baltic/latvia.md" in stage.pages[code]] == ["lv"]
    languages = stage.pages["lv"]["baltic/latvia.md"].document["languages"]
    assert languages["lv"]["status"] == "original"
    assert languages["sv"] == {"name": "Svenska", "status": "missing", "url": "/"}


def test_documents_come_back_as_they_were_staged(stage: Stage, tmp_path: Path) -> None:
    write_stage(stage, Tree(tmp_path, {}))
    documents = read_documents(tmp_path, "en")
    assert documents == {file: page.document for file, page in stage.pages["en"].items()}


@pytest.mark.parametrize(
    ("markdown", "file", "lifted"),
    [
        ("![x](assets/a.svg)", "about.md", "![x](../assets/a.svg)"),
        ("[x](../data/terms.csv)", "baltic/index.md", "[x](../../data/terms.csv)"),
        ("[x](../../data/terms.csv)", "baltic/index.md", "[x](../../data/terms.csv)"),
        ("[x](data/own.md)", "guides/a.md", "[x](data/own.md)"),
    ],
)
def test_links_to_shared_files_leave_the_language(markdown: str, file: str, lifted: str) -> None:
    assert lift_shared(markdown, file) == lifted


def test_changed_swedish_section_is_named_on_the_translation(project: Path) -> None:
    settings = read_settings(project)
    outdated = (
        prepare(settings).stage.pages["en"]["modules/m01-mandate/lesson-1-chain.md"].document["outdated"]
    )
    assert outdated  # The translation notes no hashes: nothing of it is known to follow the Swedish.
    assert prepare(settings).stage.pages["lv"]["about.md"].document["outdated"] == []
