"""Nine languages in a real browser: honest where nothing is translated, never losing the reader's place."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import uvicorn
from browser.lab import MODULE, ROOT
from browser.test_shell import overflow, violations
from playwright.sync_api import Browser, Locator, Page, expect
from site_project import write_project

from courseware.intake.inbox import create_app
from courseware.languages import CODES, LANGUAGES
from courseware.site.build import build_site
from courseware.strings import Strings, load_strings, read_strings

pytestmark = pytest.mark.browser

READERS = ["lv", "fi", "pl"]
SWEDISH = ["guides/administration/", "guides/add-a-module/"]
"""Guides that stay in Swedish and English on purpose."""
LESSON = f"modules/{MODULE}/lesson-1-flag/"
HEADING = "seven-steps"
COUNTED = {
    "pl": {
        1: "jedną stronę",
        2: "2 strony",
        5: "5 stron",
        22: "22 strony",
        112: "112 stron",
    },
    "lv": {
        0: "atrastas 0 lapas",
        1: "atrasta 1 lapa",
        11: "atrastas 11 lapas",
        21: "atrasta 21 lapa",
    },
    "lt": {
        1: "rastas 1 puslapis",
        2: "rasti 2 puslapiai",
        10: "rasta 10 puslapių",
        21: "rastas 21 puslapis",
    },
}
"""How many pages a search found, as each language says it."""


@pytest.fixture
def strings() -> Callable[[str], Strings]:
    """The texts of a language."""
    return lambda language: load_strings(ROOT, language)


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    """The narrowest page that must work."""
    context = chromium.new_context(viewport={"width": 320, "height": 640}, locale="sv-SE")
    yield context.new_page()
    context.close()


@dataclass
class Small:
    """The small course with a Latvian lesson whose Swedish has changed, published at an address."""

    url: str
    site: Path
    origin: str = "https://kurs.example"


LATVIAN = {
    "modules/lv/m01-mandate/index.md": (
        "---\ntitle: Uzdevums\nsummary: Kas atbild.\nproduct: Karte\noutcomes: [zināt]\n"
        "translation: machine\n---\nIevads.\n"
    ),
    "modules/lv/m01-mandate/lesson-2-law.md": (
        "---\ntitle: Likums\nsummary: Kas ir spēkā.\ntranslation: machine\n---\n"
        "## Pienākums {#skyldighet}\n\n:::{swedish-context}\nTikai Zviedrijā.\n:::\n\n"
        "## Vairāk {#mer}\n\nTeksts.\n"
    ),
}
LAW = "modules/m01-mandate/lesson-2-law/"


@contextmanager
def serve(site: Path, inbox: Path) -> Iterator[str]:
    """Serves a site as `courseware serve` does, on a free port."""
    config = uvicorn.Config(
        create_app(site, inbox), host="127.0.0.1", port=0, log_level="warning", lifespan="off"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the test server did not start"
        thread.join(0.02)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory, run_courseware: Callable[..., object]) -> Iterator[Small]:
    """Translated, stamped, and only then changed in Swedish."""
    root = write_project(tmp_path_factory.mktemp("languages") / "project")
    law = root / "modules/sv/m01-mandate/lesson-2-law.md"
    text = law.read_text("utf-8").replace(":::{quizdown}", "## Mer {#mer}\n\nText.\n\n:::{quizdown}")
    law.write_text(text, "utf-8")
    for name, latvian in LATVIAN.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(latvian, "utf-8")
    run_courseware("--root", root, "translations", "stamp", root / "modules/lv", "--yes")
    law.write_text(text.replace("Bara i Sverige.", "Bara i Sverige, sedan i år."), "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SITE_URL", f"{Small.origin}/")
        build_site(root)
    with serve(root / "site", tmp_path_factory.mktemp("inbox") / "inbox.sqlite") as url:
        yield Small(url, root / "site")


def prefix(language: str) -> str:
    return LANGUAGES[language].prefix


@pytest.mark.parametrize("language", READERS)
@pytest.mark.parametrize("path", SWEDISH)
def test_a_page_that_is_not_translated_says_so_in_the_readers_language(
    browser_page: Page, site_url: str, strings: Callable[[str], Strings], language: str, path: str
) -> None:
    page, t = browser_page, strings(language)
    page.goto(f"{site_url}/{language}/{path}")
    assert page.locator("html").get_attribute("lang") == language
    notice = page.get_by_role("note").first
    expect(notice).to_contain_text(t("shell.fallback.title"))
    expect(notice).to_contain_text(t("shell.fallback.text"))
    assert notice.evaluate("node => node.closest('[lang]').lang") == language
    text = page.locator(".text[data-fallback]")
    assert text.get_attribute("lang") == "sv"
    for swedish in ("h1", ".lead", "title"):
        assert page.locator(swedish).get_attribute("lang") == "sv"
    assert page.locator("meta[name=robots]").get_attribute("content") == "noindex"
    assert page.locator("link[rel=canonical], link[hreflang]").count() == 0
    english = notice.get_by_role("link", name="English")
    english.click()
    expect(page).to_have_url(f"{site_url}/en/{path}")
    assert page.locator("[data-fallback]").count() == 0


@pytest.mark.parametrize("language", READERS)
def test_what_a_page_says_to_search_engines_is_true(browser_page: Page, small: Small, language: str) -> None:
    page = browser_page
    page.goto(f"{small.url}/{language}/{LAW}")
    alternates = page.locator("link[rel=alternate][hreflang]")
    if language != "lv":
        assert page.locator("meta[name=robots]").get_attribute("content") == "noindex"
        assert page.locator("link[rel=canonical]").count() == alternates.count() == 0
        return
    assert page.locator("meta[name=robots]").count() == 0
    canonical = page.locator("link[rel=canonical]").get_attribute("href")
    assert canonical == f"{small.origin}/lv/{LAW}"
    told = alternates.evaluate_all("all => Object.fromEntries(all.map(link => [link.hreflang, link.href]))")
    assert told == {"sv": f"{small.origin}/{LAW}", "lv": f"{small.origin}/lv/{LAW}"}
    page.goto(f"{small.url}/{LAW}")
    assert alternates.evaluate_all("all => all.map(link => link.hreflang)") == ["sv", "lv"]


def test_the_sitemap_names_no_page_that_is_not_translated(small: Small) -> None:
    named = (small.site / "sitemap.xml").read_text("utf-8")
    assert f"<loc>{small.origin}/lv/{LAW}</loc>" in named
    assert f"{small.origin}/{LAW}" in named
    for language in set(CODES) - {"sv", "lv"}:
        assert f"{small.origin}/{language}/{LAW}" not in named


@pytest.mark.parametrize("language", READERS)
def test_links_that_lead_to_swedish_text_say_so(
    browser_page: Page, phone: Page, small: Small, strings: Callable[[str], Strings], language: str
) -> None:
    t = strings(language)
    said = f"({t('shell.status.fallback')})"
    browser_page.goto(f"{small.url}/{language}/")
    places = browser_page.get_by_role("navigation", name=t("shell.nav"), exact=True)
    link = places.get_by_role("link", name=f"{t('shell.nav.facilitator')} {said}")
    expect(link.locator(".tag [aria-hidden]")).to_have_text("sv")
    footer = browser_page.get_by_role("contentinfo").get_by_role("listitem").filter(has_text=said)
    assert footer.count() > 1
    phone.goto(f"{small.url}/{language}/")
    phone.locator(".menu summary").click()
    entry = phone.locator(".menu li").filter(has_text=t("shell.nav.facilitator"))
    expect(entry.locator(".tag")).to_be_visible()
    expect(entry.locator(".unseen")).to_have_text(said)
    assert overflow(phone) == []


def open_switcher(page: Page) -> Locator:
    page.locator(".languages summary").click()
    panel = page.locator(".languages nav")
    expect(panel).to_be_visible()
    return panel


@pytest.mark.parametrize("language", READERS)
def test_the_switcher_says_how_far_each_language_is(
    browser_page: Page, site_url: str, strings: Callable[[str], Strings], language: str
) -> None:
    page, t = browser_page, strings(language)
    for path, states in (
        (SWEDISH[0], {"sv": "source", "en": "original", **dict.fromkeys(CODES[2:], "fallback")}),
        (LESSON, {"sv": "source", "en": "original"}),
    ):
        page.goto(f"{site_url}/{language}/{path}")
        rows = open_switcher(page).get_by_role("listitem")
        assert rows.count() == len(CODES)
        for row, code in zip(rows.all(), CODES, strict=True):
            link = row.get_by_role("link", name=LANGUAGES[code].name, exact=True)
            assert link.get_attribute("lang") == link.get_attribute("hreflang") == code
            assert link.get_attribute("aria-current") == ("true" if code == language else None)
            state = row.locator("small").inner_text()
            if code in states:
                assert state == t(f"shell.status.{states[code]}")
            else:
                assert state in {t(f"shell.status.{kind}") for kind in ("machine", "reviewed", "adapted")}


@pytest.mark.parametrize("language", ["sv", *READERS])
def test_another_language_begins_where_this_one_was_left(
    browser_page: Page, site_url: str, language: str
) -> None:
    page = browser_page
    page.goto(f"{site_url}/{prefix(language)}{LESSON}", wait_until="networkidle")
    page.locator(f"#{HEADING}").evaluate("heading => heading.scrollIntoView()")
    page.wait_for_timeout(1500)  # The reader reads, and only then goes up to the switcher.
    other = "pl" if language != "pl" else "lv"
    panel = open_switcher(page)
    assert page.evaluate("scrollY") < 200, "the switcher stands at the top"
    panel.get_by_role("link", name=LANGUAGES[other].name).click()
    expect(page).to_have_url(f"{site_url}/{other}/{LESSON}#{HEADING}")
    expect(page.locator(f"#{HEADING}")).to_be_in_viewport()
    assert page.evaluate("scrollY") > 200
    # And on, from the place that the address names.
    page.wait_for_load_state("networkidle")
    open_switcher(page).get_by_role("link", name="Eesti").click()
    expect(page).to_have_url(f"{site_url}/et/{LESSON}#{HEADING}")


def test_who_has_not_begun_to_read_begins_at_the_top(browser_page: Page, site_url: str) -> None:
    page = browser_page
    page.clock.install()
    page.goto(f"{site_url}/lv/{LESSON}", wait_until="networkidle")
    open_switcher(page).get_by_role("link", name="Suomi").click()
    expect(page).to_have_url(f"{site_url}/fi/{LESSON}")
    # Nor does a glance further down count once the reader has been at the top for a while.
    page.wait_for_load_state("networkidle")
    page.evaluate(
        "new Promise(done => { addEventListener('scroll', done, { once: true }); scrollTo(0, 2000) })"
    )
    page.wait_for_load_state("networkidle")
    page.clock.run_for(2000)
    page.evaluate("new Promise(done => { addEventListener('scroll', done, { once: true }); scrollTo(0, 0) })")
    page.clock.fast_forward(60_000)
    open_switcher(page).get_by_role("link", name="Polski").click()
    expect(page).to_have_url(f"{site_url}/pl/{LESSON}")


@pytest.mark.parametrize("language", READERS)
def test_the_switcher_fits_a_phone_and_stays_on_the_page(phone: Page, site_url: str, language: str) -> None:
    phone.goto(f"{site_url}/{language}/{SWEDISH[1]}")
    panel = open_switcher(phone)
    assert overflow(phone) == []
    assert violations(phone) == []
    panel.get_by_role("link", name="Svenska").click()
    expect(phone).to_have_url(f"{site_url}/{SWEDISH[1]}")


@pytest.mark.parametrize("language", ["sv", *READERS])
@pytest.mark.parametrize("path", ["nowhere/", "nowhere/deep/er/", "modules/none.html"])
def test_a_page_that_is_not_there_is_answered_in_the_readers_language(
    browser_page: Page, site_url: str, strings: Callable[[str], Strings], language: str, path: str
) -> None:
    page, t = browser_page, strings(language)
    broken: list[str] = []
    page.on(
        "response",
        lambda got: broken.append(got.url) if got.status >= 400 and "/assets/" in got.url else None,
    )
    answer = page.goto(f"{site_url}/{prefix(language)}{path}")
    assert answer is not None
    assert answer.status == 404
    assert page.locator("html").get_attribute("lang") == language
    expect(page.get_by_role("heading", level=1)).to_have_text(t("shell.notfound.title"))
    assert page.locator("meta[name=robots]").get_attribute("content") == "noindex"
    page.wait_for_load_state("networkidle")
    assert broken == [], "styles and scripts come whatever the depth"
    page.get_by_role("link", name=t("shell.notfound.search")).click()
    expect(page).to_have_url(f"{site_url}/{prefix(language)}search/")


def test_the_root_says_in_nine_languages_that_there_is_nothing(
    browser_page: Page, site_url: str, strings: Callable[[str], Strings]
) -> None:
    page = browser_page
    page.goto(f"{site_url}/nowhere/")
    assert page.locator("html").get_attribute("lang") == "sv"
    rows = page.locator("main li[lang]")
    assert rows.evaluate_all("all => all.map(row => row.lang)") == [code for code in CODES if code != "sv"]
    for row in rows.all():
        t = strings(row.get_attribute("lang") or "")
        expect(row).to_contain_text(t("shell.notfound.title"))
        expect(row.get_by_role("link", name=t("shell.notfound.home"))).to_be_visible()
    rows.filter(has_text=strings("lv")("shell.notfound.title")).get_by_role("link").click()
    expect(page).to_have_url(f"{site_url}/lv/")
    page.goto(f"{site_url}/nowhere/")
    assert violations(page) == []


def plural_keys(language: str) -> dict[str, dict[str, str]]:
    """Gives the keys of a language that count something, and the values that their texts want too."""
    table = read_strings(ROOT, language)
    keys = sorted({key.rpartition(".")[0] for key in table if key.endswith(".other")})
    return {
        key: {
            name: f"<{name}>"
            for text in (table[form] for form in table if form.rpartition(".")[0] == key)
            for name in re.findall(r"\{(\w+)\}", text)
            if name != "count"
        }
        for key in keys
    }


@pytest.mark.parametrize("language", CODES)
def test_counts_are_said_alike_on_the_page_and_in_scripts(
    browser_page: Page, site_url: str, strings: Callable[[str], Strings], language: str
) -> None:
    """Every text that counts, from 0 to 130."""
    page, t, keys = browser_page, strings(language), plural_keys(language)
    assert len(keys) > 10
    page.goto(f"{site_url}/{prefix(language)}search/")
    (library,) = page.evaluate(
        """performance.getEntriesByType('resource').map(({ name }) => name)
          .filter(name => name.endsWith('/lib/strings.js'))"""
    )
    made = page.evaluate(
        """async ([library, table, language, keys]) => {
          const { tn } = (await import(library)).makeStrings(table, language);
          const counts = [...Array(131).keys()];
          return keys.map(([key, values]) => counts.map((count) => tn(key, count, values)));
        }""",
        [library, t.subset(""), language, list(keys.items())],
    )
    for (key, values), said in zip(keys.items(), made, strict=True):
        assert said == [t.count(key, count, **values) for count in range(131)], key
        assert not [text for text in said if "{" in text], key


@pytest.mark.parametrize("language", COUNTED)
def test_pages_found_are_counted_as_the_language_counts(
    strings: Callable[[str], Strings], language: str
) -> None:
    for count, words in COUNTED[language].items():
        assert words in strings(language).count("search-page.found", count, query="x")


@pytest.mark.parametrize("language", READERS)
def test_what_holds_in_sweden_has_what_holds_here_beside_it(
    browser_page: Page, site_url: str, strings: Callable[[str], Strings], language: str
) -> None:
    page, t = browser_page, strings(language)
    page.goto(f"{site_url}/{language}/roles/kaa-coordinator/")
    card = page.locator(".block-swedish-context").first
    expect(card.locator(".block-label").first).to_have_text(t("site.block.swedish-context"))
    here = card.locator(".counterpart")
    expect(here.locator(".block-label")).to_contain_text(t("site.context.here"))
    assert here.evaluate("node => node.closest('[lang]').lang") == language
    assert len(here.inner_text()) > 150
    page.goto(f"{site_url}/{language}/modules/{MODULE}/lesson-2-indicators/")
    none = page.locator(".block-swedish-context").first.locator(".counterpart-none")
    expect(none).to_have_text(t("site.context.none"))


def test_latvian_law_stands_below_the_swedish(browser_page: Page, site_url: str) -> None:
    page = browser_page
    page.goto(f"{site_url}/lv/modules/{MODULE}/lesson-4-absence-routine/")
    here = page.locator(".block-swedish-context .counterpart")
    expect(here).to_contain_text("Ministru kabineta")
    here.locator("a.cite").first.click()
    expect(page.locator(":target")).to_be_in_viewport()
    page.goto(f"{site_url}/modules/{MODULE}/lesson-4-absence-routine/")
    assert page.locator(".counterpart, .counterpart-none").count() == 0


def test_an_outdated_translation_names_the_section_and_leads_to_it(
    browser_page: Page, small: Small, strings: Callable[[str], Strings]
) -> None:
    page, t = browser_page, strings("lv")
    page.goto(f"{small.url}/lv/{LAW}")
    notice = page.get_by_role("note").first
    expect(notice).to_contain_text(t("shell.outdated.title"))
    expect(notice).to_contain_text(t.count("shell.outdated", 1))
    (link,) = notice.get_by_role("link").all()
    expect(link).to_have_text("Pienākums")
    assert link.get_attribute("hreflang") == "sv"
    note = page.locator("#skyldighet + .outdated-note")
    expect(note.locator(".badge")).to_have_text(t("shell.status.outdated"))
    expect(note.get_by_role("link")).to_have_text(t("shell.outdated.link"))
    assert page.locator(".outdated-note").count() == 1
    assert violations(page) == []
    note.get_by_role("link").click()
    expect(page).to_have_url(f"{small.url}/{LAW}#skyldighet")
    assert page.locator(".outdated-note").count() == 0
    page.goto(f"{small.url}/lv/translations/")
    row = page.get_by_role("row").filter(has_text="Likums")
    expect(row.locator(".badge-outdated")).to_have_text(t("shell.status.outdated"))


def test_every_language_writes_the_strings_that_its_pages_use(site_dir: Path) -> None:
    """No text of a page falls back to English in silence."""
    for language in CODES:
        own = json.loads(
            re.search(
                r'<script type="application/json" id="strings">(.*?)</script>',
                (site_dir / prefix(language) / "search/index.html").read_text("utf-8"),
            )[1]  # type: ignore[index]
        )
        english = load_strings(ROOT, "en").subset("search-page.")
        if language != "en":
            same = [key for key, text in own.items() if english.get(key) == text and len(text) > 3]
            assert same == [], language
