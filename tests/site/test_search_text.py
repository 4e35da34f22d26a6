"""What is searched of a page: its own text in its own language, and no answers."""

from __future__ import annotations

from typing import Any

import pytest
from lxml import html as lxml_html

from courseware.site.search_text import SearchText, search_text


def page(text: str, *, main: str = "", **document: Any) -> SearchText:
    """Gives what is searched of a page with a text."""
    known = {"lang": "sv", "title": "Titeln", "summary": "Sammanfattning.", "kind": "page"}
    known |= {"path": "a/part/", "host": None}
    published = (
        "<!doctype html><html lang=sv><head><title>Fliken</title></head><body><nav>Menyn</nav>"
        f'<main><h1>Rubriken</h1>{main}<div class="text">{text}</div><p>Utanför</p></main></body></html>'
    )
    return search_text(published.encode(), {**known, **document})


def read(found: SearchText) -> str:
    """Gives all that a search can find and show of a page."""
    return " ".join(lxml_html.fromstring(found.page).itertext())


def test_a_page_is_found_by_its_title_its_summary_and_its_text() -> None:
    found = page("<p>En frånvarande elev.</p>")
    assert read(found).split() == ["Titeln", "Sammanfattning.", "En", "frånvarande", "elev."]
    assert found.words == {"titeln", "sammanfattning", "frånvarande", "elev"}


LEFT_OUT = [
    '<ul class="quiz-answers"><li>SECRET</li></ul>',
    '<details class="quiz-hint"><summary>x</summary>SECRET</details>',
    '<span class="quiz-number">SECRET</span>',
    '<p class="quiz-how">SECRET</p>',
    '<p class="notice quiz-unscripted">SECRET</p>',
    '<span class="cites">(<a class="cite">SECRET</a>)</span>',
    '<span class="mark mark-platform">SECRET</span>',
    '<section class="sources"><p>SECRET</p></section>',
    '<ul class="bibliography"><li>SECRET</li></ul>',
    '<span class="tip" role="tooltip">SECRET</span>',
    '<p class="block-label">SECRET</p>',
    '<p class="where print-hint">SECRET</p>',
    '<dl class="term-words no-search"><dd>SECRET</dd></dl>',
    "<script>SECRET</script>",
    "<style>SECRET</style>",
    "<svg><text>SECRET</text></svg>",
    "<nav>SECRET</nav>",
    "<template>SECRET</template>",
    "<button>SECRET</button>",
    "<noscript>SECRET</noscript>",
    '<p lang="en">SECRET</p>',
    '<div class="counterpart" lang="lv"><p lang="sv">SECRET</p></div>',
    "<!-- SECRET -->",
]


@pytest.mark.parametrize("html", LEFT_OUT)
def test_what_is_not_the_pages_own_text_is_left_out_and_the_rest_kept(html: str) -> None:
    found = page(f"<p>Före</p>{html} efter <p>sist</p>")
    assert "secret" not in found.page.lower()
    assert "secret" not in found.words
    assert {"före", "efter", "sist"} <= found.words


def test_a_question_is_searched_and_its_answers_are_not() -> None:
    found = page(
        '<fieldset><legend><span class="quiz-number">Fråga</span> <span class="quiz-text">Vem</span></legend>'
        '<div class="quiz-body">Läget</div><ol class="quiz-answers"><li>Rektorn</li></ol></fieldset>'
    )
    assert found.words == {"titeln", "sammanfattning", "vem", "läget"}


@pytest.mark.parametrize("html", ['<p lang="sv">Svenska</p>', '<p><a class="term">Svenska</a></p>'])
def test_text_that_says_that_it_is_in_the_pages_language_is_kept(html: str) -> None:
    assert "svenska" in page(html).words


def test_only_text_is_searched_and_no_menus_or_texts_of_the_shell() -> None:
    assert read(page("<p>Allt</p>")).split() == ["Titeln", "Sammanfattning.", "Allt"]


def test_a_text_inside_a_text_stands_once() -> None:
    assert read(page('<div class="text"><p>Ordet</p></div>')).count("Ordet") == 1


def test_every_text_of_a_page_is_searched() -> None:
    assert {"målet", "allt"} <= page("<p>Allt</p>", main='<section class="text"><p>Målet</p></section>').words


def test_words_of_two_blocks_are_two_words() -> None:
    assert {"ett", "två"} <= page("<ul><li>Ett</li><li>Två</li></ul>").words


def test_short_words_and_figures_are_no_words_of_the_guide() -> None:
    assert page("<p>Se 1234 och åk 7 EU</p>", title="", summary="").words == {"och"}


def test_letters_are_those_of_the_page() -> None:
    assert {"kavējums", "łódź", "straße"} <= page("<p>kavējums Łódź Straße</p>").words


def test_a_facilitators_page_says_whose_it_is() -> None:
    label = '<p class="block-label"> För dig som leder </p>'
    found = page("<p>x</p>", main=label, kind="facilitator", title="Träff")
    assert ">Träff – För dig som leder</h1>" in found.page
    assert "leder" in found.words
    assert ">Träff</h1>" in page("<p>x</p>", main=label, kind="workshop", title="Träff").page


def test_a_part_of_a_module_tells_where_it_belongs() -> None:
    module = {"title": 'Uppdraget "&"', "url": "a/", "product": ""}
    root = lxml_html.document_fromstring(page("<p>x</p>", kind="lesson", host=module).page)
    assert root.xpath("//meta[@data-pagefind-meta='where[content]']/@content") == ['Uppdraget "&"']
    assert "where[content]" not in page("<p>x</p>", kind="module", path="a/", host=module).page


@pytest.mark.parametrize(
    ("kind", "weight"), [("terms", 0.2), ("facilitator", 0.5), ("quiz", 0.5), ("lesson", 1)]
)
def test_pages_that_hold_every_word_stand_behind_those_that_are_about_it(kind: str, weight: float) -> None:
    root = lxml_html.document_fromstring(page("<p>x</p>", kind=kind).page)
    assert float(root.xpath("string(//body/@data-pagefind-weight)")) == weight


def test_a_module_is_found_by_what_it_leaves_and_its_parts_stand_behind_it() -> None:
    module = {"title": "Pröva", "url": "a/", "product": "PDSA-logg med <tre> varv"}
    found = page("<p>x</p>", kind="module", title="Pröva", path="a/", host=module)
    assert "PDSA-logg med &lt;tre&gt; varv</p>" in found.page
    assert "logg" in found.words
    assert "logg" not in page("<p>x</p>", kind="lesson", host=module).words

    def weight(kind: str) -> float:
        root = lxml_html.document_fromstring(page("<p>x</p>", kind=kind, title="Pröva", host=module).page)
        return float(root.xpath("string(//h1/@data-pagefind-weight)"))

    assert weight("module") == weight("lesson") > weight("workshop") > weight("facilitator") > weight("quiz")


def test_titles_are_text() -> None:
    found = page("<p>x</p>", title="Om <oss> & er", summary="<b>Vi</b>")
    assert "Om &lt;oss&gt; &amp; er</h1>" in found.page
    assert "&lt;b&gt;Vi&lt;/b&gt;</p>" in found.page


def test_the_small_page_says_its_language() -> None:
    assert '<html lang="lv">' in page("<p>x</p>", lang="lv").page
