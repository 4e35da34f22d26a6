"""The shell of every kind of page in a real browser: readable, reachable, quiet on the network, small."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Response

from courseware.strings import load_strings

pytestmark = pytest.mark.browser

MODULE = "modules/m07-early-detection/"
KINDS = {
    "start": "",
    "role": "roles/principal/",
    "module": MODULE,
    "modules": "modules/",
    "lesson": f"{MODULE}lesson-1-flag/",
    "quiz": f"{MODULE}quiz/",
    "workshop": f"{MODULE}workshop/",
    "facilitator": f"{MODULE}facilitator/",
    "run-sheet": f"{MODULE}run-sheet/",
    "checklist": f"{MODULE}checklist/",
    "sign-in": f"{MODULE}sign-in/",
    "slides": f"{MODULE}slides/",
    "handouts": f"{MODULE}handouts/",
    "run": f"{MODULE}run/",
    "check-in": "check-in/",
    "leaders": "facilitator/",
    "format": "baltic/formats/peer-review/",
    "worksheet": "worksheets/t6-indicator-card/",
    "progress": "progress/",
    "profile": "baltic/latvia/",
    "page": "about/",
    "section": "knowledge/",
    "search": "search/",
    "terms": "terms/",
    "sources": "sources/",
    "evidence": "evidence/",
    "translations": "translations/",
    "notfound": "404.html",
}
"""One address of every template in overrides/kinds/."""
ADDRESSES = {
    **KINDS,
    "longest facilitator's notes": "modules/m16-implementation-plan/facilitator/",
    "longest quiz": "modules/m12-economic-incentives/quiz/",
    "run sheet of an exchange": "baltic/formats/peer-review/run-sheet/",
    "Estonian exchange: run": "et/baltic/formats/study-visit/run/",
    "comparison": "baltic/comparison/",
    "German comparison": "de/baltic/comparison/",
    "Lithuanian profile": "lt/baltic/lithuania/",
    "drafts of the room": "baltic/recommendations/",
    "English sheet of the room": "en/baltic/worksheets/b1-adapt-recommendation/",
    "worksheet of sums": "worksheets/t10-economic-sheet/",
    "worksheet of many rows": "worksheets/t11-implementation-plan/",
    "phases": "phases/",
    "path of all modules": "roles/process-leader/",
    "Latvian modules": "lv/modules/",
    "Polish handouts in Swedish": "pl/modules/m16-implementation-plan/handouts/",
    "Finnish checklist in Swedish": "fi/modules/m12-economic-incentives/checklist/",
    "page of a section": "framework/theories/",
    "English lesson": f"en/{MODULE}lesson-1-flag/",
    "Latvian fallback": "lv/guides/administration/",
    "Latvian terms": "lv/terms/",
    "Finnish lesson": f"fi/{MODULE}lesson-4-absence-routine/",
    "German quiz": f"de/{MODULE}quiz/",
    "Lithuanian quiz": f"lt/{MODULE}quiz/",
    "Estonian run sheet": f"et/{MODULE}run-sheet/",
    "Polish quiz": f"pl/{MODULE}quiz/",
    "forms of contributions": "baltic/contribute/",
    "Latvian forms in a Swedish text": "lv/baltic/contribute/",
}
FIRST_VIEW = 50_000
"""Bytes of a first view, each file by gzip -9."""
MORE = {
    # A dictionary of ninety-eight words in nine languages: its text alone is half of the page.
    "terms": 14_000,
    # Some three hundred sources with the pages that cite each; the room of nine countries cites half of them.
    "sources": 28_000,
    # All that a workshop may come to need, codes and camera included: once it runs there may be no network.
    "run": 28_000,
    # Nine countries in two charts and ten panels with their tables, and seven themes with sources.
    "comparison": 26_000,
}
"""What some kinds of pages may weigh beyond it."""
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
TEXT_SPACING = """
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important;
      word-spacing: .16em !important } p { margin-bottom: 2em !important }`);
    document.adoptedStyleSheets = [sheet];
"""
"""WCAG 2.2, success criterion 1.4.12. A constructed style sheet, because the CSP refuses a style element."""


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    """The narrowest page that must work: 320 pixels, which is also 1280 at 400 % zoom."""
    context = chromium.new_context(viewport={"width": 320, "height": 640}, locale="sv-SE")
    yield context.new_page()
    context.close()


def visit(page: Page, address: str) -> None:
    """Opens a page and waits until its elements have started and its letters are there."""
    page.goto(address)
    page.wait_for_function("() => !document.querySelector(':not(:defined)')")
    page.evaluate("document.fonts.ready.then(() => true)")


def violations(page: Page, **only: object) -> list[str]:
    """Gives what axe finds, a line each."""
    found = Axe().run(page, options={"runOnly": only or WCAG}).response["violations"]
    return [
        f"{rule['id']}: {node['target']} {node.get('failureSummary', '')}"
        for rule in found
        for node in rule["nodes"]
    ]


def overflow(page: Page) -> list[str]:
    """Gives the elements that make the page wider than its window."""
    found: list[str] = page.evaluate(
        """() => {
          if (document.documentElement.scrollWidth <= innerWidth) return [];
          const wide = (node) => node.getBoundingClientRect().right > innerWidth + 1;
          return [...document.querySelectorAll('body *')].filter(wide)
            .map((node) => `${node.tagName} ${node.className} ${node.textContent.slice(0, 40)}`)
            .concat('page');
        }"""
    )
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_page_is_shown_by_its_own_template(
    browser_page: Page, site_url: str, kind: str
) -> None:
    visit(browser_page, f"{site_url}/{KINDS[kind]}")
    assert browser_page.locator("body").get_attribute("class") == f"kind-{kind}"
    assert browser_page.locator("h1").count() == 1


@pytest.mark.parametrize("name", ADDRESSES)
def test_axe_finds_nothing_in_light_and_dark(browser_page: Page, site_url: str, name: str) -> None:
    visit(browser_page, f"{site_url}/{ADDRESSES[name]}")
    assert violations(browser_page) == []
    browser_page.emulate_media(color_scheme="dark")
    # The scheme changes nothing but colours.
    assert violations(browser_page, type="rule", values=["color-contrast", "link-in-text-block"]) == []


@pytest.mark.parametrize("panel", ["languages", "menu"])
def test_open_panels_are_accessible_and_fit_a_phone(phone: Page, site_url: str, panel: str) -> None:
    phone.goto(f"{site_url}/lv/about/")
    phone.locator(f".{panel} summary").click()
    assert phone.locator(f".{panel} a").first.is_visible()
    assert violations(phone) == []
    assert overflow(phone) == []


@pytest.mark.parametrize("name", ADDRESSES)
def test_a_narrow_phone_never_scrolls_sideways(phone: Page, site_url: str, name: str) -> None:
    visit(phone, f"{site_url}/{ADDRESSES[name]}")
    assert overflow(phone) == []
    phone.evaluate(TEXT_SPACING)
    assert overflow(phone) == []


@pytest.mark.parametrize("name", ADDRESSES)
def test_a_first_view_is_small_and_asks_nobody_else(browser_page: Page, site_url: str, name: str) -> None:
    responses: list[Response] = []
    trouble: list[str] = []
    browser_page.on("response", lambda response: responses.append(response))
    browser_page.on("requestfailed", lambda request: trouble.append(f"failed: {request.url}"))
    browser_page.on("console", lambda message: trouble.append(f"{message.type}: {message.text}"))
    browser_page.on("pageerror", lambda error: trouble.append(f"script: {error}"))
    visit(browser_page, f"{site_url}/{ADDRESSES[name]}")
    browser_page.wait_for_load_state("networkidle")
    assert trouble == []
    assert {urlsplit(response.url).netloc for response in responses} == {urlsplit(site_url).netloc}
    assert [response.url for response in responses if response.status >= 400] == []
    sizes = {response.url: len(gzip.compress(response.body(), 9)) for response in responses}
    more = next((bytes_more for kind, bytes_more in MORE.items() if name.endswith(kind)), 0)
    assert sum(sizes.values()) <= FIRST_VIEW + more, sizes


def test_the_policy_forbids_what_it_says(browser_page: Page, site_url: str) -> None:
    browser_page.goto(site_url)
    policy = browser_page.locator("meta[http-equiv=Content-Security-Policy]").get_attribute("content") or ""
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy
    assert (
        browser_page.locator("[style], style, script:not([src]):not([type='application/json'])").count() == 0
    )


def test_the_keyboard_reaches_everything_in_order(browser_page: Page, site_url: str) -> None:
    page = browser_page
    page.goto(f"{site_url}/about/")
    page.keyboard.press("Tab")
    skip = page.locator(".skip")
    assert skip.evaluate("node => node === document.activeElement && node.getBoundingClientRect().top >= 0")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.reload()
    seen = []
    for _ in range(60):
        page.keyboard.press("Tab")
        where = page.evaluate(
            """() => {
              const node = document.activeElement, css = getComputedStyle(node);
              return [node.tagName, node.textContent.trim(), css.outlineStyle, parseFloat(css.outlineWidth)];
            }"""
        )
        if where[0] == "BODY":
            break
        seen.append(where)
    assert [place[0] for place in seen][:2] == ["A", "A"]
    texts = [place[1] for place in seen]
    assert texts.index("Moduler") < next(i for i, text in enumerate(texts) if text.endswith("Svenska"))
    assert seen[-1][1].startswith("CC BY")
    assert all(style == "solid" and width >= 2 for *_, style, width in seen)


def test_the_language_switcher_works_by_keyboard(browser_page: Page, site_url: str) -> None:
    page = browser_page
    visit(page, f"{site_url}/{KINDS['lesson']}")
    summary = page.locator(".languages summary")
    summary.focus()
    page.keyboard.press("Enter")
    assert page.locator(".languages").get_attribute("open") is not None
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    assert page.locator(".languages").get_attribute("open") is None
    assert summary.evaluate("node => node === document.activeElement")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="English").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/en/{KINDS['lesson']}")
    assert page.locator("html").get_attribute("lang") == "en"


def test_the_phone_menu_works_by_keyboard(phone: Page, site_url: str) -> None:
    phone.goto(f"{site_url}/about/")
    for _ in range(8):
        phone.keyboard.press("Tab")
        if phone.evaluate("document.activeElement.closest('.menu') !== null"):
            break
    phone.keyboard.press("Enter")
    phone.keyboard.press("Tab")
    phone.keyboard.press("Tab")
    phone.keyboard.press("Enter")
    phone.wait_for_url("**/knowledge/")


@pytest.mark.parametrize("name", ADDRESSES)
def test_every_page_reads_without_scripts(chromium: Browser, site_url: str, name: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site_url}/{ADDRESSES[name]}")
    assert page.locator("h1").is_visible()
    assert len(page.locator("main").inner_text()) > 60
    page.locator(".languages summary").click()
    assert page.locator(".languages a").first.is_visible()
    assert not page.locator(".scheme").is_visible()
    context.close()


def test_a_fallback_says_what_it_is(browser_page: Page, site_url: str, project_root: Path) -> None:
    page = browser_page
    page.goto(f"{site_url}/{ADDRESSES['Latvian fallback']}")
    assert page.locator("html").get_attribute("lang") == "lv"
    assert page.locator("h1").get_attribute("lang") == "sv"
    assert page.locator(".text[data-fallback]").get_attribute("lang") == "sv"
    assert page.locator(".notice[role=note]").is_visible()
    assert page.locator(".notice a[lang=en][hreflang=en]").inner_text() == "English"
    assert page.locator("meta[name=robots]").get_attribute("content") == "noindex"
    assert page.locator("link[rel=canonical], link[hreflang]").count() == 0
    page.locator(".languages summary").click()
    texts = load_strings(project_root, "lv")
    said = [texts(f"shell.status.{status}") for status in ("source", "original", *["fallback"] * 7)]
    assert page.locator(".languages small").all_inner_texts() == said


def test_the_colour_scheme_is_the_readers_and_is_kept(browser_page: Page, site_url: str) -> None:
    page = browser_page
    page.goto(f"{site_url}/about/")
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    light = page.evaluate(ground)
    button = page.locator(".scheme button[value=dark]")
    button.click()
    assert button.get_attribute("aria-pressed") == "true"
    dark = page.evaluate(ground)
    assert dark != light
    page.goto(f"{site_url}/")
    assert page.evaluate(ground) == dark
    page.locator(".scheme button[value=auto]").click()
    assert page.evaluate(ground) == light


def test_paper_shows_the_text_and_where_it_came_from(browser_page: Page, site_url: str) -> None:
    page = browser_page
    visit(page, f"{site_url}/{KINDS['lesson']}")
    page.emulate_media(media="print")
    for hidden in (".places", ".languages", ".menu", ".crumbs", ".steps", ".scheme"):
        assert not page.locator(hidden).is_visible(), hidden
    assert page.locator(".address").is_visible()
    assert page.locator(".address").inner_text().endswith(KINDS["lesson"])
    assert page.locator("h1").is_visible()
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")


def test_forced_colours_keep_edges_and_states(chromium: Browser, site_url: str) -> None:
    context = chromium.new_context(forced_colors="active")
    page = context.new_page()
    visit(page, f"{site_url}/{KINDS['quiz']}")
    answer = page.locator(".quiz-answer:has(input[type=radio])").first
    before = answer.evaluate("node => getComputedStyle(node).borderWidth")
    answer.locator("label").click()
    assert answer.evaluate("node => getComputedStyle(node).borderWidth") != before
    visit(page, f"{site_url}/{MODULE}")
    assert (
        page.locator(".door").first.evaluate("node => parseFloat(getComputedStyle(node).borderTopWidth)") >= 1
    )
    context.close()


def test_nothing_moves_for_readers_who_asked_for_stillness(chromium: Browser, site_url: str) -> None:
    context = chromium.new_context(reduced_motion="reduce")
    page = context.new_page()
    visit(page, f"{site_url}/{MODULE}")
    moving = page.evaluate(
        """() => [...document.querySelectorAll('*')]
          .flatMap((node) => [null, '::before', '::after'].map((part) => getComputedStyle(node, part)))
          .filter((css) => parseFloat(css.transitionDuration) || css.animationName !== 'none').length"""
    )
    assert moving == 0
    context.close()


@pytest.mark.parametrize("prefix", ["", "en/", "lv/", "pl/"])
def test_an_unknown_address_is_answered_in_the_readers_language(
    browser_page: Page, site_url: str, prefix: str
) -> None:
    browser_page.goto(f"{site_url}/{prefix}404.html")
    assert browser_page.locator("html").get_attribute("lang") == (prefix.rstrip("/") or "sv")
    home = browser_page.locator("main .button")
    home.click()
    browser_page.wait_for_url(f"{site_url}/{prefix}")
    assert browser_page.locator("body").get_attribute("class") == "kind-start"


def test_a_table_is_a_stop_for_the_keyboard_only_where_it_scrolls(
    browser_page: Page, phone: Page, chromium: Browser, site_url: str
) -> None:
    address = f"{site_url}/{MODULE}facilitator/"
    scrolls = "box => box.scrollWidth > box.clientWidth"
    for page in (browser_page, phone):
        visit(page, address)
        page.wait_for_function("() => document.querySelector('.table').tabIndex < 0 || innerWidth < 400")
        for box in page.locator(".table").all():
            assert box.evaluate("box => box.tabIndex") == (0 if box.evaluate(scrolls) else -1)
            assert box.evaluate("box => document.getElementById(box.getAttribute('aria-labelledby')).tagName")
    assert phone.locator(".table[tabindex]").count() > 0
    assert browser_page.locator(".table[tabindex]").count() == 0
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    assert page.locator(".table[tabindex]").count() == page.locator(".table").count() > 0
    context.close()


def test_no_two_pages_of_a_language_have_the_same_title(site_dir: Path) -> None:
    titles: dict[tuple[str, str], list[str]] = {}
    for path in site_dir.rglob("*.html"):
        html = path.read_text(encoding="utf-8")
        lang = html.split('<html lang="', 1)[1].split('"', 1)[0]
        title = html.split("<title", 1)[1].split("</title>", 1)[0]
        titles.setdefault((lang, title), []).append(str(path))
        # Search engines are told of no page whose text is in another language, and of none that is missing.
        fallback = '<meta name="robots" content="noindex">' in html and path.name != "404.html"
        assert title.startswith(' lang="sv">' if fallback else ">"), path
    assert [paths for paths in titles.values() if len(paths) > 1] == []


def test_code_is_read_without_scrolling_sideways(phone: Page, site_url: str) -> None:
    visit(phone, f"{site_url}/guides/administration/")
    assert phone.locator("pre").count() > 0
    wide = "all => all.filter(pre => pre.scrollWidth > pre.clientWidth).length"
    assert phone.locator("pre").evaluate_all(wide) == 0


def test_paper_sums_an_agenda_up_once(browser_page: Page, site_url: str) -> None:
    visit(browser_page, f"{site_url}/{MODULE}workshop/")
    browser_page.emulate_media(media="print")
    display = browser_page.locator("tfoot").first.evaluate("foot => getComputedStyle(foot).display")
    assert display == "table-row-group"
