"""The page of terms: in the reader's alphabet, with every language's word, and nothing taken for markup."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path

import pytest
from lxml import html as lxml_html
from terms_project import built_course

from courseware.content.terms import Term
from courseware.languages import CODES, LANGUAGES
from courseware.site.terms_page import terms_list
from courseware.site.uses import Use
from courseware.strings import Strings, load_strings


def term(term_id: str, *, reviewed: str = "", note: str = "", meaning: str = "", **words: str) -> Term:
    return Term(
        term_id,
        words,
        {"en": meaning} if meaning else {},
        {"sv": note} if note else {},
        "",
        frozenset(reviewed.split()),
        0,
    )


@pytest.fixture(scope="module")
def texts() -> dict[str, Strings]:
    return {code: load_strings(Path(__file__).parents[2], code) for code in CODES}


def page(
    texts: dict[str, Strings], *terms: Term, language: str = "sv", uses: dict[str, list[Use]] | None = None
) -> str:
    return terms_list({one.id: one for one in terms}, language, texts[language], uses or {})


def order(html: str) -> list[str]:
    return re.findall(r'<h\d id="[^"]*"[^>]*>(.*?)</h\d>', html)


ALPHABETS = {
    "sv": ["arbete", "zon", "åtgärd", "ämne", "övergång"],
    "en": ["action", "Åland", "zone"],
    "da": ["arbejde", "zone", "ændring", "øvelse", "åbenhed"],
    "de": ["Ausbildung", "Übergang", "Zone"],
    "et": ["abi", "sõna", "šokk", "zoom", "tugi", "õpe", "äri", "üleminek"],
    "fi": ["apu", "zoom", "äänestys", "öljy"],
    "lt": ["amatas", "ąžuolas", "cirkas", "čekis", "šaltinis"],
    "lv": ["amats", "cena", "čeks", "gads", "ģimene", "skola", "šahs"],
    "pl": ["akt", "ąkt", "los", "łoś", "zawód", "źródło", "żaba"],
}


@pytest.mark.parametrize("language", CODES)
def test_terms_stand_in_the_alphabet_of_the_reader(texts: dict[str, Strings], language: str) -> None:
    words = ALPHABETS[language]
    terms = [term(f"t{number}", **{language: word}) for number, word in enumerate(words)]
    assert order(page(texts, *reversed(terms), language=language)) == words


def test_a_term_without_a_word_stands_under_the_english_one(texts: dict[str, Strings]) -> None:
    html = page(texts, term("b", sv="båt"), term("c", en="alone"), language="sv")
    assert order(html) == ["alone", "båt"]
    assert ' id="c" lang="en">alone</h' in html


def test_every_other_language_has_its_word_in_its_own_name(texts: dict[str, Strings]) -> None:
    html = page(texts, term("x", **{code: f"word-{code}" for code in CODES}), language="lv")
    assert re.findall(r'<dt lang="(\w+)">(.*?)</dt><dd lang="(\w+)">(.*?)</dd>', html) == [
        (code, LANGUAGES[code].name, code, f"word-{code}") for code in CODES if code != "lv"
    ]
    assert order(html) == ["word-lv"]


def test_a_language_without_a_word_has_no_empty_row(texts: dict[str, Strings]) -> None:
    assert "<dd" not in page(texts, term("x", sv="ord"))


def test_a_meaning_in_english_says_so(texts: dict[str, Strings]) -> None:
    assert '<p lang="en" class="term-meaning">M.</p>' in page(texts, term("x", sv="ord", meaning="M."))
    assert '<p class="term-meaning">M.</p>' in page(texts, term("x", en="word", meaning="M."), language="en")


def test_a_warning_is_for_the_readers_of_its_language(texts: dict[str, Strings]) -> None:
    warned = term("x", sv="ord", en="word", note="Falsk vän.")
    label = texts["sv"]("terms.note")
    assert f'<p class="term-note"><strong>{label}</strong> Falsk vän.</p>' in page(texts, warned)
    assert "Falsk vän." not in page(texts, warned, language="en")


def test_nothing_from_the_table_or_a_title_becomes_markup(texts: dict[str, Strings]) -> None:
    bad = '<img src=x onerror=alert(1)> & "q"'
    html = page(
        texts,
        term("x", sv=bad, en=bad, note=bad, meaning=bad),
        uses={"x": [("modules/", bad, "en")]},
    )
    assert "<img" not in html
    assert html.count("&lt;img src=x onerror=alert(1)&gt; &amp; &quot;q&quot;") == 5


@pytest.mark.parametrize(("language", "up"), [("sv", "../"), ("lv", "../../"), ("en", "../../")])
def test_open_data_is_found_from_every_language(texts: dict[str, Strings], language: str, up: str) -> None:
    html = page(texts, term("x", sv="ord"), language=language)
    assert re.findall(r'<a href="([^"]*)" download>', html) == [f"{up}data/terms.csv", f"{up}data/terms.tbx"]


@pytest.mark.parametrize("language", ["sv", "lv"])
@pytest.mark.parametrize(
    ("address", "link"),
    [("", "../"), ("about/", "../about/"), ("modules/m07/", "../modules/m07/"), ("terms/", "./")],
)
def test_uses_are_found_from_the_page_of_terms(
    texts: dict[str, Strings], language: str, address: str, link: str
) -> None:
    html = page(texts, term("x", sv="ord"), language=language, uses={"x": [(address, "Sidan", language)]})
    assert f'<a href="{link}">Sidan</a>' in html
    assert posixpath.normpath(posixpath.join("/terms/", link)) == f"/{address}".rstrip("/") or address == ""


def test_a_title_in_another_language_says_so(texts: dict[str, Strings]) -> None:
    html = page(texts, term("x", sv="ord"), language="lv", uses={"x": [("a/", "Sidan", "sv")]})
    assert '<a href="../a/" lang="sv">Sidan</a>' in html


def test_two_uses_are_named_and_the_search_knows_the_rest(texts: dict[str, Strings]) -> None:
    """Sixty names below each common word were a tenth of the page, and nobody reads them."""
    uses = [(f"p{number}/", f"Sida {number}", "sv") for number in range(60)]
    html = page(texts, term("x", sv="tidig upptäckt"), uses={"x": uses})
    assert html.count('<a href="../p') == 2
    more = texts["sv"].count("terms.more", 58)
    assert f'<a href="../search/?q=tidig+uppt%C3%A4ckt">{more}</a>' in html
    assert "../search/" not in page(texts, term("x", sv="ord"), uses={"x": uses[:2]})


def test_words_that_nobody_has_read_are_drafts_until_all_are_read(texts: dict[str, Strings]) -> None:
    read, unread = term("x", sv="ord", reviewed="sv"), term("y", sv="mer", reviewed="lv")
    assert '<span class="badge badge-machine">' in page(texts, read, unread)
    assert '<span class="badge badge-reviewed">' in page(texts, read)


def test_without_terms_there_is_nothing(texts: dict[str, Strings]) -> None:
    assert page(texts) == ""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built_course(tmp_path_factory.getbasetemp()) / "site"


@pytest.mark.parametrize("folder", ["", "lv/", "en/"])
def test_a_published_term_names_the_pages_of_the_language_that_use_it(site: Path, folder: str) -> None:
    root = lxml_html.fromstring((site / folder / "terms/index.html").read_bytes())
    (entry,) = root.xpath("//section[@aria-labelledby='school-absence']")
    links = entry.xpath(".//div[contains(@class, 'term-uses')]//a/@href")
    assert links == ["../modules/m01-mandate/lesson-3-drift/"]
    for link in [*links, *root.xpath("//a[@download]/@href")]:
        target = site / folder / "terms" / link
        assert (target / "index.html" if link.endswith("/") else target).resolve().is_file()


def test_published_markup_from_the_table_is_text(site: Path) -> None:
    html = (site / "terms/index.html").read_text(encoding="utf-8")
    assert "Tid då en elev inte är &lt;där&gt; &amp; borde vara det." in html


def test_no_term_is_linked_on_its_own_page(site: Path) -> None:
    assert 'class="term"' not in (site / "terms/index.html").read_text(encoding="utf-8")
