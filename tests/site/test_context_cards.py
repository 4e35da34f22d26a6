"""Below a passage about Sweden stands what the reader's country has, or that nothing is written yet."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from terms_project import built_course

from courseware.content.front_matter import Front
from courseware.content.model import Page
from courseware.site.prose import Prose
from courseware.strings import Strings

PASSAGE = ":::{swedish-context id=duty}\nSkollagen.\n:::"
KEYS = {
    "site.block.swedish-context": "Sweden",
    "site.block.case": "Case",
    "site.context.here": "Here:",
    "site.context.none": "Nothing yet.",
    "shell.status.machine": "by machine",
    "shell.status.adapted": "adapted",
    "shell.status.reviewed": "read",
}


def counterpart(body: str = "The law **here**.", title: str = "The law", **front: str) -> Page:
    return Page(
        "counterparts/duty.md",
        "lv",
        title,
        "",
        "counterpart",
        body,
        Front(front),
        "docs/lv/counterparts/duty.md",
    )


def shown(text: str = PASSAGE, *, reader: str = "lv", language: str = "lv", page: Page | None = None) -> str:
    texts = Strings(reader, KEYS)
    counterparts = {"duty": page} if page else None
    return Prose({}, texts, language=language, counterparts=counterparts).plain(text)


def test_a_counterpart_stands_inside_the_passage_that_it_answers() -> None:
    html = shown(page=counterpart(translation="adapted"))
    assert html.index("Skollagen.") < html.index('<div class="counterpart" markdown="1">')
    assert html.endswith("The law **here**.\n\n</div>\n\n</div>")


def test_a_counterpart_says_whose_it_is_and_how_it_was_made() -> None:
    html = shown(page=counterpart(translation="adapted"))
    assert (
        '<p class="block-label">Here: <strong>The law</strong> '
        '<span class="badge badge-adapted">adapted</span></p>' in html
    )


def test_a_counterpart_that_does_not_say_how_it_was_made_counts_as_a_draft() -> None:
    assert '<span class="badge badge-machine">by machine</span>' in shown(page=counterpart())


def test_the_title_of_a_counterpart_is_text() -> None:
    assert "<strong>A &lt;b&gt; &amp; c</strong>" in shown(page=counterpart(title="A <b> & c"))


def test_where_nothing_is_written_the_reader_is_told() -> None:
    assert '<p class="counterpart-none">Nothing yet.</p>' in shown()


def test_a_passage_without_an_id_has_no_card() -> None:
    html = shown(PASSAGE.replace(" id=duty", ""))
    assert "Nothing yet." not in html
    assert "Skollagen." in html


@pytest.mark.parametrize("reader", ["en", "sv"])
def test_english_is_nobodys_country_and_swedish_is_its_own(reader: str) -> None:
    html = shown(reader=reader, language=reader)
    assert "counterpart" not in html
    assert "Skollagen." in html


def test_swedish_shows_no_counterpart_even_where_there_is_one() -> None:
    assert "counterpart" not in shown(reader="sv", language="sv", page=counterpart())


def test_other_blocks_have_no_card() -> None:
    assert "counterpart" not in shown(":::{case}\nEtt fall.\n:::", page=counterpart())


@pytest.mark.parametrize("page", [None, counterpart()])
def test_our_own_words_in_a_swedish_text_say_whose_language_they_are(page: Page | None) -> None:
    html = shown(language="sv", page=page)
    assert '<p class="block-label" id="block-1" lang="lv">Sweden</p>' in html
    card = '<div class="counterpart" lang="lv"' if page else '<p class="counterpart-none" lang="lv">'
    assert card in html


def test_our_own_words_in_a_translated_text_need_no_language() -> None:
    assert "lang=" not in shown(page=counterpart())


def test_a_label_with_a_title_of_the_text_is_in_the_texts_language() -> None:
    html = shown(':::{case title="Alnhärad"}\nEtt fall.\n:::', language="sv")
    assert '<p class="block-label" id="block-1">Case: Alnhärad</p>' in html


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built_course(tmp_path_factory.getbasetemp()) / "site"


def card(site: Path, address: str) -> str:
    """Gives the passage about Sweden of a published page, up to its end."""
    html = (site / address / "index.html").read_text(encoding="utf-8")
    found: list[str] = re.findall(
        r'<div [^>]*class="block block-swedish-context".*?\n</div>\n(?=<h2|</div>)', html, re.DOTALL
    )
    return found[0]


def test_a_translated_page_shows_the_counterpart_rendered(site: Path) -> None:
    html = card(site, "lv/modules/m01-mandate/lesson-3-drift")
    assert '<div class="counterpart">' in html
    assert "<strong>Pašvaldības &lt;pienākums&gt;</strong>" in html
    assert "Pašvaldība <strong>seko</strong> līdzi." in html


def test_a_page_in_swedish_shows_the_counterpart_in_the_readers_language(site: Path) -> None:
    html = card(site, "lv/guides/duty")
    assert '<div class="counterpart" lang="lv">' in html
    assert "Izglītības likums." in html


def test_a_source_that_only_the_counterpart_cites_stands_at_the_foot(site: Path) -> None:
    for code, listed in (("lv", True), ("en", False)):
        page = site / code / "modules/m01-mandate/lesson-3-drift/index.html"
        assert ('<li id="source-skolverket2025">' in page.read_text(encoding="utf-8")) is listed


def test_a_language_without_a_counterpart_says_so(site: Path) -> None:
    assert '<p class="counterpart-none" lang="et">' in card(site, "et/guides/duty")


@pytest.mark.parametrize("address", ["guides/duty", "en/guides/duty"])
def test_swedish_and_english_pages_have_no_card(site: Path, address: str) -> None:
    assert "counterpart" not in card(site, address)


def test_a_counterpart_is_no_page_of_its_own(site: Path) -> None:
    assert [path for path in site.rglob("*") if "counterparts" in path.parts] == []
