"""Search in a real browser: any form of a word leads to its pages, in the reader's own language."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from browser.lab import MODULE, ROOT, Lab
from browser.test_shell import overflow, violations
from playwright.sync_api import Browser, Locator, Page, Route, expect

from courseware.content.load import load_library
from courseware.languages import LANGUAGES
from courseware.site.documents import UNLISTED
from courseware.site.stage import PAGES_FOLDER, read_documents
from courseware.strings import load_strings
from courseware.words.endings import endings_of

pytestmark = pytest.mark.browser

LESSON = f"modules/{MODULE}/"
ABSENCE = f"{LESSON}lesson-4-absence-routine/"
ABOUT_ABSENCE = {ABSENCE, "framework/absence/", "law/absence/"}
SWEDISH_ONLY = "guides/administration/"
"""A guide that stays in Swedish (and English) on purpose."""

INFLECTED = {
    "en": {"signalling": "signal", "flagging": "flag"},
    "da": {"mentorernes": "mentor", "fraværets": "fravær"},
    "de": {"lehrern": "lehr", "gespräches": "gespräch"},
    "et": {"puudumistele": "puudumi", "mentoritele": "mentor"},
    "fi": {"poissaoloksi": "poissaolo", "mentoreille": "mentor"},
    "lt": {"mentoriumi": "mentori", "praleidimams": "praleidim"},
    "lv": {"kavējumos": "kavējum", "karodziņiem": "karodziņ"},
    "pl": {"nieobecnościami": "nieobecnoś", "wskaźniku": "wskaźnik"},
}
"""Forms that stand nowhere in the texts, and how the word begins that is meant."""


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    """The narrowest page that must work."""
    context = chromium.new_context(viewport={"width": 320, "height": 640}, locale="sv-SE")
    yield context.new_page()
    context.close()


def texts(language: str) -> Callable[..., str]:
    return load_strings(ROOT, language)


def place(site_url: str, language: str, path: str) -> str:
    return f"{site_url}/{LANGUAGES[language].prefix}{path}"


def status(page: Page) -> Locator:
    return page.get_by_role("status")


def search(page: Page, site_url: str, typed: str, language: str = "sv", **more: str) -> None:
    """Opens the search with something asked and waits until it is answered."""
    asked = "".join(f"&{name}={value}" for name, value in more.items())
    page.goto(place(site_url, language, f"search/?q={quote(typed)}{asked}"))
    expect(status(page)).to_contain_text(typed)


def addresses(page: Page, selector: str = ".search-results > .hits:first-child .hit-title a") -> list[str]:
    """Gives the paths of what was found, in order, without the slash before them."""
    found: list[str] = page.locator(selector).evaluate_all("all => all.map(a => a.href)")
    return [urlsplit(each).path.removeprefix("/") for each in found]


def words_of_guide(site_dir: Path, language: str) -> set[str]:
    files = (site_dir / "search-index" / language).glob("w-*.txt")
    lines = (line for file in files for line in file.read_text("utf-8").splitlines())
    return {line for line in lines if ">" not in line}


def indexed_texts(site_dir: Path, language: str) -> dict[str, str]:
    """Gives what the index of a language holds, by address."""
    found = {}
    for file in (site_dir / "search-index" / language).rglob("*.pf_fragment"):
        data = gzip.decompress(file.read_bytes())
        fragment = json.loads(data[data.index(b"{") :])
        found[fragment["url"]] = fragment["content"]
    return found


@pytest.mark.parametrize("typed", ["frånvaron", "franvaro", "narvaro", "frånvaroarbetet"])
def test_swedish_words_lead_to_the_pages_about_absence(browser_page: Page, site_url: str, typed: str) -> None:
    search(browser_page, site_url, typed)
    assert ABOUT_ABSENCE & set(addresses(browser_page)[:3])


def test_a_page_is_first_for_its_title(browser_page: Page, site_url: str) -> None:
    search(browser_page, site_url, "får vi dela det här")
    assert addresses(browser_page)[0] == "law/sharing/"


def test_a_question_in_other_words_than_the_page_still_finds_it(browser_page: Page, site_url: str) -> None:
    search(browser_page, site_url, "are we allowed to share this", "en")
    answering = {"en/law/sharing/", "en/modules/m06-law/lesson-2-sharing/"}
    assert answering & set(addresses(browser_page)[:3])


@pytest.mark.parametrize(
    ("typed", "language", "expected"),
    [
        ("PDSA", "sv", "modules/m14-pdsa/"),
        ("mandat", "sv", "modules/m01-mandate/"),
        ("mall för analysmöte", "sv", "methods/data-meeting/"),
        ("hur skriver vi en implementeringsplan", "sv", "modules/m16-implementation-plan/"),
        ("sekretess mellan skola och socialtjänst", "sv", "law/sharing/"),
        ("samtal med vårdnadshavare", "sv", "modules/m11-partnership/lesson-3-guardians/"),
        ("theory of change", "en", "en/methods/theory-of-change/"),
        ("what does a dropout cost", "en", "en/economics/worked-example/"),
        ("sensitivity and specificity", "en", "en/modules/m07-early-detection/lesson-3-accuracy/"),
        ("student voice", "en", "en/methods/student-voice/"),
    ],
)
def test_what_readers_of_the_course_ask_leads_to_the_page(
    browser_page: Page, site_url: str, typed: str, language: str, expected: str
) -> None:
    """A module's quiz and its facilitator's notes repeat its title: they never stand first for it."""
    search(browser_page, site_url, typed, language)
    found = addresses(browser_page)
    assert expected in found
    assert not found[0].endswith(("/quiz/", "/facilitator/"))


@pytest.mark.parametrize("language", INFLECTED)
def test_a_form_that_stands_nowhere_finds_the_word(
    browser_page: Page, site_url: str, site_dir: Path, language: str
) -> None:
    standing = words_of_guide(site_dir, language)
    for typed, stem in INFLECTED[language].items():
        assert typed not in standing, f"choose another word than '{typed}': it stands in the text now"
        search(browser_page, site_url, typed, language)
        found = addresses(browser_page)
        assert found, typed
        assert all(each.startswith(f"{language}/") for each in found)
        marks = browser_page.locator(".excerpt mark").all_inner_texts()
        assert [mark for mark in marks if stem in mark.lower()], (typed, marks)


@pytest.mark.parametrize("language", ["lv", "fi", "pl"])
def test_swedish_pages_come_only_when_asked_for(browser_page: Page, site_url: str, language: str) -> None:
    page, t = browser_page, texts(language)
    page.goto(place(site_url, language, "search/"))
    page.get_by_role("searchbox").fill("kommandon")
    expect(status(page)).to_contain_text("kommandon")
    assert page.locator(".search-results [lang=sv]").count() == 0
    assert all(each.startswith(f"{language}/") for each in addresses(page))

    page.get_by_role("checkbox", name=t("search-page.swedish")).check()
    heading = page.get_by_role("heading", name=t("search-page.in-swedish"))
    expect(heading).to_be_visible()
    hits = page.get_by_role("list", name=t("search-page.in-swedish")).locator(".hit-title")
    found = hits.filter(has=page.get_by_role("link", name="Månaden i kommandon"))
    assert found.get_by_role("link").get_attribute("lang") == "sv"
    expect(found.locator(".tag")).to_have_text(t("search-page.tag"))
    expect(page.locator(".hits[aria-labelledby] .excerpt").first).to_have_attribute("lang", "sv")
    query = parse_qs(urlsplit(page.url).query)
    assert query == {"q": ["kommandon"], "sv": ["1"]}

    found.get_by_role("link").click()
    expect(page).to_have_url(place(site_url, language, SWEDISH_ONLY))
    assert page.locator("html").get_attribute("lang") == language
    page.go_back()
    expect(heading).to_be_visible()


def test_translated_pages_are_never_among_the_swedish(
    browser_page: Page, site_url: str, site_dir: Path
) -> None:
    """Asked for in Swedish, Swedish pages that this language has itself stay away."""
    search(browser_page, site_url, "frånvaro", "lv", sv="1")
    found = addresses(browser_page, ".hits[aria-labelledby] .hit-title a")
    own = {"lv/" + address.removeprefix("/") for address in indexed_texts(site_dir, "lv")}
    assert found
    assert f"lv/{ABSENCE}" in own
    assert not own & set(found)


@pytest.mark.parametrize("language", ["sv", "lv"])
def test_answers_of_quizzes_are_never_found(
    browser_page: Page, site_url: str, site_dir: Path, language: str
) -> None:
    quiz = load_library(ROOT).quizzes[language][MODULE]
    answers = sorted(
        (answer.text for question in quiz.questions for answer in question.answers), key=len, reverse=True
    )[:3]
    comments = [answer.comment for answer in quiz.questions[0].answers if answer.comment][:1]
    indexed = indexed_texts(site_dir, language)
    heading = quiz.questions[0].heading[:30]
    assert [text for text in indexed.values() if heading in text], "questions are searched"
    for phrase in (*answers, *comments):
        assert len(phrase) > 40
        assert [url for url, text in indexed.items() if phrase[:40] in text] == []
        search(browser_page, site_url, phrase[:60].strip(), language)
        excerpts = " ".join(browser_page.locator(".search-results").all_inner_texts())
        assert phrase[:40] not in excerpts


def test_nothing_of_search_is_fetched_before_the_reader_begins(browser_page: Page, site_url: str) -> None:
    page = browser_page
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{site_url}/search/", wait_until="networkidle")
    expect(page.get_by_role("searchbox")).to_be_visible()
    assert not [url for url in asked if "search-index" in url]
    page.get_by_role("searchbox").focus()
    page.wait_for_load_state("networkidle")
    expect(status(page)).to_be_empty()
    assert [url for url in asked if "search-index/sv/" in url]
    assert not [
        url for url in asked if "search-index/" in url and "/sv/" not in url and "pagefind.js" not in url
    ]


def test_what_is_asked_stands_in_the_address(browser_page: Page, site_url: str) -> None:
    page = browser_page
    search(page, site_url, "frånvaro & närvaro")
    expect(page.get_by_role("searchbox")).to_have_value("frånvaro & närvaro")
    first = addresses(page)
    page.get_by_role("searchbox").fill("frånvaro")
    expect(status(page)).to_contain_text(" frånvaro.")
    assert parse_qs(urlsplit(page.url).query) == {"q": ["frånvaro"]}
    page.locator(".hit-title a").first.click()
    page.go_back()
    expect(page.get_by_role("searchbox")).to_have_value("frånvaro")
    expect(page.locator(".hit-title").first).to_be_visible()
    page.get_by_role("searchbox").fill("")
    expect(page.locator(".search-results")).to_be_empty()
    expect(status(page)).to_be_empty()
    expect(page.get_by_role("navigation", name="Alla sidor")).to_be_visible()
    assert urlsplit(page.url).query == ""
    assert first


ODD = {
    "spaces": "   ",
    "long": "frånvaro " * 1112,
    "one long word": "å" * 10_000,
    "a script": '<script>document.title="x"</script><img src=x onerror=alert(1)>',
    "quotes": '"frånvaro" \'och\' ”närvaro” \\"',
    "emoji": "🙂🏫",
    "punctuation": "!?.,;:–…()[]{}",
    "a pattern": "(frånvaro|.*)[a-z]+?\\d{2,}^$",
    "percent": "%C3%28 %",
    "prototype": "__proto__ constructor",
    "letters put together": "fra\u030anvaro",
}


@pytest.mark.parametrize("name", ODD)
def test_anything_may_be_typed(browser_page: Page, site_url: str, name: str) -> None:
    page, typed = browser_page, ODD[name]
    trouble: list[str] = []
    page.on("console", lambda message: trouble.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: trouble.append(f"script: {error}"))
    page.goto(f"{site_url}/search/")
    box = page.get_by_role("searchbox")
    box.fill(typed)
    page.get_by_role("button", name="Sök", exact=True).click()
    if typed.strip():
        expect(status(page)).to_have_text(re.compile(r"sid(a|or) för .+", re.DOTALL))
    else:
        expect(status(page)).to_be_empty()
    assert len(box.input_value()) <= 200
    assert page.locator(".search-results script, .search-results img").count() == 0
    if name in ("emoji", "punctuation", "one long word"):
        assert page.locator(".hits").count() == 0
    if name in ("long", "quotes", "letters put together"):
        assert ABSENCE in addresses(page)[:10]
    page.reload()
    if typed.strip():
        expect(status(page)).to_have_text(re.compile(r"sid(a|or) för .+", re.DOTALL))
    assert overflow(page) == []
    assert trouble == []


def test_where_nothing_is_found_the_list_of_all_pages_is_left(browser_page: Page, site_url: str) -> None:
    page = browser_page
    search(page, site_url, "xyzzyq")
    expect(status(page)).to_have_text("Ingen sida för xyzzyq.")
    page.get_by_role("link", name="listan över alla sidor").click()
    expect(page.get_by_role("heading", name="Alla sidor")).to_be_in_viewport()
    expect(page.get_by_role("navigation", name="Alla sidor").get_by_role("link").first).to_be_visible()


@pytest.mark.parametrize("what", ["pagefind.js", "guide.json", "w-", ".pf_index", ".pf_fragment", "wasm"])
def test_without_the_network_the_reader_may_try_again(browser_page: Page, site_url: str, what: str) -> None:
    page = browser_page
    page.goto(f"{site_url}/search/")
    broken = True

    def answer(route: Route) -> None:
        if broken:
            route.abort()
        else:
            route.continue_()

    page.route(f"**/search-index/**{what}*", answer)
    page.get_by_role("searchbox").fill("frånvaro")
    again = page.get_by_role("button", name="Försök igen")
    expect(again).to_be_visible()
    expect(status(page)).to_have_text(texts("sv")("search-page.failed"))
    broken = False
    again.click()
    expect(page.locator(".hit-title").first).to_be_visible()
    assert ABSENCE in addresses(page)


def test_an_answer_that_comes_late_does_not_take_the_place_of_a_newer(
    browser_page: Page, site_url: str
) -> None:
    page = browser_page
    search(page, site_url, "frånvaro")
    found = addresses(page)
    held: list[Route] = []
    page.route("**/*.pf_fragment", lambda route: held.append(route))
    box = page.get_by_role("searchbox")
    box.fill("personuppgifter")
    expect(status(page)).to_have_text(texts("sv")("search-page.waiting"))
    # What the earlier search brought is at hand still.
    box.fill("frånvaro")
    expect(status(page)).to_contain_text(" frånvaro.")
    assert held
    for route in held:
        route.continue_()
    page.wait_for_load_state("networkidle")
    expect(status(page)).to_contain_text(" frånvaro.")
    assert addresses(page) == found


def test_the_keyboard_alone_is_enough(browser_page: Page, site_url: str) -> None:
    page = browser_page
    page.goto(f"{site_url}/lv/search/")
    expect(page.get_by_role("checkbox")).to_be_visible()

    def tab_to(selector: str) -> None:
        for _ in range(40):
            page.keyboard.press("Tab")
            if page.locator(selector).first.evaluate("node => node === document.activeElement"):
                return
        raise AssertionError(f"Tab never reaches {selector}")

    tab_to("[type=search]")
    page.keyboard.type("kavējumu")
    page.keyboard.press("Enter")
    expect(status(page)).to_contain_text("kavējumu")
    expect(page.locator(".hit-title a").first).to_be_visible()
    tab_to(".hit-title a")
    first = page.locator(".hit-title a").first.get_attribute("href")
    page.keyboard.press("Enter")
    expect(page).to_have_url(first or "")


def test_more_results_take_the_focus_along(browser_page: Page, site_url: str) -> None:
    page = browser_page
    search(page, site_url, "frånvaro")
    hits = page.locator(".hits > li")
    assert hits.count() == 10
    page.get_by_role("button", name=re.compile("^Visa")).click()
    eleventh = hits.nth(10).locator(".hit-title a")
    expect(eleventh).to_be_focused()


def test_results_are_announced_once_and_say_how_many(browser_page: Page, site_url: str) -> None:
    page = browser_page
    page.goto(f"{site_url}/fi/search/")
    # Live regions are heard only if they were there before their text.
    expect(status(page)).to_be_attached()
    expect(status(page)).to_be_empty()
    page.get_by_role("searchbox").fill("poissaoloista")
    expect(status(page)).to_contain_text("poissaoloista")
    number = re.search(r"\d+", status(page).inner_text().replace("poissaoloista", ""))
    shown = page.locator(".hits > li").count()
    assert number
    assert int(number[0]) >= shown > 1
    if shown < int(number[0]):
        assert page.get_by_role("button", name=re.compile(str(int(number[0]) - shown))).is_visible()


@pytest.mark.parametrize("language", ["sv", "lv", "fi", "pl"])
def test_results_fit_a_narrow_phone(phone: Page, site_url: str, language: str) -> None:
    word = {"sv": "frånvaro", "lv": "kavējumu", "fi": "poissaolo", "pl": "nieobecność"}[language]
    search(phone, site_url, word, language, sv="1")
    assert overflow(phone) == []
    sizes = phone.locator("main :is(button, input, .hit-title a)").evaluate_all(
        "all => all.map(node => node.getBoundingClientRect().height)"
    )
    assert min(sizes) >= 20


@pytest.mark.parametrize("language", ["sv", "lv"])
def test_without_scripts_all_pages_are_listed(
    chromium: Browser, site_url: str, site_dir: Path, language: str
) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(place(site_url, language, "search/"))
    assert not page.get_by_role("searchbox").is_visible()
    links = page.locator(".all-pages a")
    assert links.count() > 25
    assert page.locator(f'.all-pages a[href$="{ABSENCE.removeprefix(LESSON)}"]').is_visible()
    documents = read_documents(site_dir.parent / PAGES_FOLDER, language).values()
    listed = [document for document in documents if document["kind"] not in UNLISTED]
    assert page.locator(".all-pages .tag").count() == sum(document["fallback"] for document in listed)
    links.first.click()
    assert page.locator("html").get_attribute("lang") == language
    context.close()


@pytest.mark.parametrize("language", ["sv", "lv"])
@pytest.mark.parametrize("tool", ["search", "terms", "translations"])
def test_axe_finds_nothing_on_the_tools(browser_page: Page, site_url: str, language: str, tool: str) -> None:
    page = browser_page
    if tool == "search":
        search(page, site_url, "kommandon" if language == "lv" else "frånvaro", language, sv="1")
    else:
        page.goto(place(site_url, language, f"{tool}/"))
        expect(page.locator(":not(:defined)")).to_have_count(0)
    if tool == "terms":  # Seventy entries of one make take axe a long time.
        page.get_by_role("searchbox").fill("närvaro")
        expect(status(page)).not_to_be_empty()
    assert violations(page) == []
    page.emulate_media(color_scheme="dark")
    assert violations(page, type="rule", values=["color-contrast", "link-in-text-block"]) == []


@pytest.fixture
def words(browser_page: Page, lab: Lab) -> Callable[[str, Any], Any]:
    """Runs a piece of script with lib/words.js at hand."""
    browser_page.goto(f"{lab.url}/")
    head = "async (given) => { const m = await import('/assets/js/lib/words.js');"
    return lambda script, given: browser_page.evaluate(f"{head} {script} }}", given)


def test_words_are_folded_as_in_python(words: Callable[[str, Any], Any]) -> None:
    vectors = json.loads((ROOT / "tests/vectors/words.json").read_text("utf-8"))["fold"]
    folded = words("return given.map((text) => m.fold(text))", [each["text"] for each in vectors])
    assert folded == [each["folded"] for each in vectors]


def test_words_are_as_near_as_in_python(words: Callable[[str, Any], Any]) -> None:
    vectors = json.loads((ROOT / "tests/vectors/words.json").read_text("utf-8"))["near"]
    endings = {code: " ".join(sorted(endings_of(code).endings)) for code in LANGUAGES}
    script = """const known = Object.fromEntries(Object.entries(given.endings).map(
          ([code, all]) => [code, new m.Guide({ endings: all, shards: [] }).endings]));
        return given.pairs.map(({ language, one, other }) => m.near(known[language], one, other))"""
    assert words(script, {"endings": endings, "pairs": vectors}) == [each["near"] for each in vectors]
