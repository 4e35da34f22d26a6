"""`<two-languages>` in a real browser: two languages side by side, a row a section, and back again."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import jinja2
import pytest
from browser.lab import MODULE, ROOT, Lab, quiz_markup
from browser.test_shell import overflow, violations
from playwright.sync_api import Browser, Page, Route

from courseware.languages import LANGUAGES
from courseware.site.theme import prepare_environment, read_assets
from courseware.strings import load_strings

pytestmark = pytest.mark.browser

LESSON = f"modules/{MODULE}/lesson-1-flag"
QUIZ = f"modules/{MODULE}/quiz"
KINDS = {"lesson": LESSON, "quiz": QUIZ}

TITLES = {"sv": "Flaggan", "en": "The flag", "lv": "Karodziņš", "pl": "Flaga"}
TEXT = """
<p>{code} först <a href="../lesson-2-talk/">länk</a> <a href="#see">ned</a>
<a class="term" href="../../../terms/#a" aria-describedby="term-a">ord</a><span class="tip" role="tooltip"
 id="term-a">Förklaring</span></p>
<h2 id="see">{code} se</h2>
<p>{code} text <span class="cites">(<a class="cite" href="#source-a">A 2020</a>)</span></p>
<h3 id="count">{code} räkna</h3>
<div class="table" role="group" tabindex="0" aria-labelledby="count">
<table><thead><tr>{cells}</tr></thead></table></div>
<div class="block block-case" role="group" aria-labelledby="block-1">
<p class="block-label" id="block-1">{code} fall</p>
<p>{code} berättelse</p></div>
"""
ONLY_SWEDISH = '<h2 id="sweden">sv bara här</h2><p>sv lag</p>'
ONLY_LATVIAN = '<h2 id="latvia">lv tikai šeit</h2><p>lv likums</p>'

COPIES = """() => [...document.querySelectorAll('[id]')].map(node => node.id)
  .filter((id, at, all) => all.indexOf(id) !== at)"""
BESIDE = {
    LESSON: (".text .beside-own", ".text .beside-other"),
    QUIZ: ("fieldset", ".beside-form > .beside-other"),
}
"""Where the first part of the text and its neighbour stand."""


def element(language: str, others: list[str], path: str, outdated: tuple[Any, ...]) -> str:
    """Gives the element as the page's template writes it."""
    env = prepare_environment(
        jinja2.Environment(loader=jinja2.FileSystemLoader(ROOT / "overrides"), autoescape=True),
        language,
        load_strings(ROOT, language),
        read_assets(ROOT),
    )
    pair = [
        {"code": code, "url": f"/{LANGUAGES[code].prefix}{path}/", "status": "machine"} for code in others
    ]
    document = {"pair": pair, "outdated": list(outdated), "lang": language}
    base = "/".join([".."] * (len(path.split("/")) + (language != "sv")))
    return env.get_template("partials/two-languages.html").render(doc=document, base_url=base)


@pytest.fixture
def pairs(lab: Lab) -> Lab:
    """A lesson and its quiz in four languages; each has something of its own, and the Latvian is outdated."""
    plain_page = lab.page

    def render(path: str) -> str | bytes | None:
        parts = [part for part in path.split("/") if part]
        depth = len(parts)
        language = parts.pop(0) if parts and parts[0] in TITLES else "sv"
        below = "/".join(parts)
        if below == f"{QUIZ}/key.json":
            return quiz_markup("sv").key
        others = [code for code in TITLES if code != language]
        if below == QUIZ:
            markup = quiz_markup(language).html
            body = f'<div class="text">{markup}</div>'
        elif below == LESSON:
            text = TEXT.format(code=language, cells="<th>kolumn</th>" * 9)
            text += {"sv": ONLY_SWEDISH, "lv": ONLY_LATVIAN}.get(language, "")
            body = (
                f'<p class="lead">{language} ingress</p>'
                + '{element}<div class="text">'
                + text
                + '</div><ul><li id="source-a">A</li></ul>'
                + f'<nav class="steps"><a href="../quiz/">{language}</a></nav>'
            )
        else:
            return None
        outdated = ("see", {"id": "q2"}) if language == "lv" else ()
        made = element(language, others, below, outdated)
        body = body.replace("{element}", made) if "{element}" in body else made + body
        html = plain_page(language, TITLES[language], body, depth)
        texts = json.dumps(load_strings(ROOT, language).subset("two-languages."))[1:-1]
        return html.replace('id="strings">{', f'id="strings">{{{texts},')

    lab.render = render  # type: ignore[method-assign]
    return lab


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    """The narrowest page that must work."""
    context = chromium.new_context(viewport={"width": 320, "height": 640})
    yield context.new_page()
    context.close()


def texts(language: str) -> Callable[..., str]:
    strings = load_strings(ROOT, language)
    return lambda key, **values: strings(f"two-languages.{key}", **values)


def open_both(page: Page, lab: Lab, path: str, language: str = "lv", other: str = "sv") -> None:
    prefix = LANGUAGES[language].prefix
    page.goto(f"{lab.url}/{prefix}{path}/?with={other}")
    page.locator("main[data-beside]").wait_for()


def rows(page: Page) -> list[list[str]]:
    """Gives the first words of both cells of every row of the text."""
    found: list[list[str]] = page.locator(".text > .beside").evaluate_all(
        """all => all.map(row => [...row.children].map(cell => [...cell.children]
          .find(node => !node.matches('.beside-name')).textContent.trim().split(' ', 2).join(' ')))"""
    )
    return found


def test_sections_stand_beside_each_other_by_their_ids(browser_page: Page, pairs: Lab) -> None:
    page = browser_page
    page.goto(f"{pairs.url}/lv/{LESSON}/")
    say = texts("lv")
    button = page.get_by_role("button", name=say("read"))
    button.click()
    page.locator("main[data-beside]").wait_for()
    assert page.get_by_label(say("choice")).locator("option").all_inner_texts() == [
        "Svenska",
        "English",
        "Polski",
    ]
    missing = " ".join(say("missing").split(" ")[:2])
    assert rows(page) == [
        ["lv först", "sv först"],
        ["lv se", "sv se"],
        ["lv räkna", "sv räkna"],
        [missing, "sv bara"],
        ["lv tikai", missing],
    ]
    boxes = [cell.bounding_box() for cell in page.locator(".text > .beside:nth-child(2) > div").all()]
    assert all(boxes)
    assert boxes[0]["y"] == boxes[1]["y"]  # type: ignore[index]
    assert boxes[0]["x"] + boxes[0]["width"] <= boxes[1]["x"]  # type: ignore[index]
    assert page.locator("main > .beside .beside-other").inner_text().split("\n")[-1].startswith("sv ingress")
    assert "Svenska" in page.get_by_role("status").inner_text()
    assert page.url.endswith("/?with=sv")
    # The group may go on to the next page in the same two languages.
    assert (page.locator(".steps a").get_attribute("href") or "").endswith("/quiz/?with=sv")


def test_the_other_text_says_its_language_and_repeats_nothing(browser_page: Page, pairs: Lab) -> None:
    page = browser_page
    open_both(page, pairs, LESSON)
    others = page.locator(".beside-other")
    spoken = "all => all.map(cell => `${cell.role} ${cell.lang} ${cell.ariaLabel}`)"
    assert {*others.evaluate_all(spoken)} == {"group sv Svenska"}
    assert page.evaluate(COPIES) == []
    assert page.locator("h1, h2, h3").evaluate_all("all => all.map(node => node.textContent)") == [
        "Karodziņš", "lv se", "lv räkna", "sv bara här", "lv tikai šeit",
    ]  # fmt: skip
    assert others.locator(".tip, .term, .cite, script, [style], [aria-describedby]").count() == 0
    assert "(A 2020)" in page.locator(".beside-other").nth(2).inner_text()
    named = "all => all.map(box => document.getElementById(box.getAttribute('aria-labelledby')).textContent)"
    assert others.locator("[aria-labelledby]").evaluate_all(named) == ["sv räkna", "sv fall"]
    links = others.nth(1).locator("a").evaluate_all("all => all.map(link => link.href)")
    assert [urlsplit(link).path for link in links] == [f"/modules/{MODULE}/lesson-2-talk/", f"/lv/{LESSON}/"]
    assert links[1].endswith("#see")


def test_a_row_says_that_its_translation_is_older_than_the_swedish(browser_page: Page, pairs: Lab) -> None:
    page = browser_page
    open_both(page, pairs, LESSON, "lv", "sv")
    note = page.locator(".beside-note", has_text=texts("lv")("outdated"))
    assert note.count() == 1
    assert note.locator("xpath=..").inner_text().startswith("lv se")
    open_both(page, pairs, LESSON, "sv", "lv")
    note = page.locator(".beside-note", has_text=texts("sv")("outdated"))
    assert note.locator("xpath=..").get_attribute("lang") == "lv"
    assert note.get_attribute("lang") == "sv"


def test_the_address_opens_both_and_only_what_the_page_is_in(browser_page: Page, pairs: Lab) -> None:
    page = browser_page
    open_both(page, pairs, LESSON, "pl", "lv")
    assert rows(page)[1] == ["pl se", "lv se"]
    page.get_by_label(texts("pl")("choice")).select_option(label="English")
    page.locator("main[data-beside=en]").wait_for()
    assert rows(page)[1] == ["pl se", "en se"]
    assert page.url.endswith("?with=en")
    page.goto(f"{pairs.url}/pl/{LESSON}/?with=fi")
    page.wait_for_load_state("networkidle")
    assert page.locator("[data-beside], .beside").count() == 0
    assert page.get_by_role("button", name=texts("pl")("read")).is_visible()
    page.get_by_role("button", name=texts("pl")("read")).click()
    page.locator("main[data-beside=sv]").wait_for()


def test_going_back_leaves_the_page_as_it_was(browser_page: Page, pairs: Lab) -> None:
    page = browser_page
    page.goto(f"{pairs.url}/lv/{LESSON}/")
    page.locator("two-languages:not([hidden])").wait_for()
    # tables.js has its own say about which box is a stop for the Tab key.
    whole = """() => [...document.querySelectorAll('main > :not(two-languages)')]
      .map(node => node.outerHTML.replaceAll(' tabindex="0"', '')).join('')"""
    before = page.evaluate(whole)
    say = texts("lv")
    page.set_viewport_size({"width": 1280, "height": 300})
    page.get_by_role("button", name=say("read")).click()
    page.locator("main[data-beside]").wait_for()
    page.evaluate("document.activeElement.blur()")
    page.evaluate("scrollTo(0, document.querySelector('#count').getBoundingClientRect().top + scrollY - 50)")
    top = page.locator("#count").bounding_box()
    page.get_by_role("button", name=say("stop")).evaluate("button => button.click()")
    page.locator("main:not([data-beside])").wait_for()
    assert page.evaluate(whole) == before
    assert page.url.endswith(f"/lv/{LESSON}/")
    after = page.locator("#count").bounding_box()
    assert top
    assert after
    assert abs(after["y"] - top["y"]) < 2
    assert page.get_by_role("status").inner_text() == say("ended")


def test_a_quiz_keeps_its_answers_in_two_languages_and_back(browser_page: Page, pairs: Lab) -> None:
    page = browser_page
    page.goto(f"{pairs.url}/lv/{QUIZ}/")
    page.locator("quiz-form:defined .quiz-actions button").wait_for()
    first = page.locator("fieldset[data-question=q1]")
    first.get_by_label("Ringer hem samma dag").check()
    say = texts("lv")
    page.get_by_role("button", name=say("read")).click()
    page.locator("form.beside-form").wait_for()
    assert first.get_by_label("Ringer hem samma dag").is_checked()
    order = "all => all.map(item => item.dataset.value)"
    for name in ("q1", "q2", "q3"):
        own = page.locator(f"fieldset[data-question={name}]")
        beside = page.locator(f"fieldset[data-question={name}] + .beside-other[lang=sv]")
        assert beside.locator("input, button, label, fieldset, legend").count() == 0
        values = own.locator("[data-value]").evaluate_all(order)
        assert beside.locator("[data-value]").evaluate_all(order) == values
    assert page.evaluate(COPIES) == []
    steps = page.locator("fieldset[data-question=q3]")
    steps.locator("[data-way=down]").first.click()
    moved = steps.locator("[data-value]").evaluate_all(order)
    assert (
        page.locator("fieldset[data-question=q3] + .beside-other [data-value]").evaluate_all(order) == moved
    )
    # One question at a time hides the neighbours of the others.
    page.locator(".quiz-views [data-view=one]").click()
    assert page.locator(".beside-form > .beside-other:visible").count() == 1
    page.locator(".quiz-views [data-view=all]").click()
    note = page.locator("fieldset[data-question=q2] + .beside-other .beside-note")
    assert note.inner_text() == say("outdated")
    page.get_by_role("button", name=say("stop")).click()
    assert page.locator(".beside-other, .beside-form").count() == 0
    assert first.get_by_label("Ringer hem samma dag").is_checked()
    assert steps.locator("[data-value]").evaluate_all(order) == moved
    page.get_by_role("button", name=load_strings(ROOT, "lv")("quiz-form.check")).click()
    assert page.locator(".quiz-missing").count() == 1


def test_a_lost_network_is_told_with_two_ways_on(browser_page: Page, pairs: Lab) -> None:
    page = browser_page
    page.goto(f"{pairs.url}/lv/{LESSON}/")
    say = texts("lv")
    down = True

    def answer(route: Route) -> None:
        if down:
            route.abort()
        else:
            route.continue_()

    page.route(re.compile(rf"{pairs.url}/{LESSON}/$"), answer)
    page.get_by_role("button", name=say("read")).click()
    page.get_by_role("button", name=say("retry")).wait_for()
    assert page.get_by_role("status").inner_text() == say("failed", language="Svenska")
    link = page.get_by_role("link", name=say("open", language="Svenska"))
    assert urlsplit(link.evaluate("link => link.href")).path == f"/{LESSON}/"
    assert page.locator(".beside").count() == 0
    assert violations(page) == []
    down = False
    page.get_by_role("button", name=say("retry")).click()
    page.locator("main[data-beside]").wait_for()
    assert page.get_by_role("button", name=say("retry")).count() == 0
    assert page.get_by_role("button", name=say("stop")).evaluate(
        "button => button === document.activeElement"
    )


def test_a_page_that_fell_back_is_no_translation(browser_page: Page, pairs: Lab) -> None:
    page = browser_page
    body = '<html lang="sv"><main><div class="text" data-fallback>x</div></main>'
    page.route(
        re.compile(rf"{pairs.url}/{LESSON}/$"),
        lambda route: route.fulfill(content_type="text/html", body=body),
    )
    page.goto(f"{pairs.url}/lv/{LESSON}/?with=sv")
    page.get_by_role("button", name=texts("lv")("retry")).wait_for()
    assert page.locator(".beside").count() == 0


def test_only_the_last_choice_counts(browser_page: Page, pairs: Lab) -> None:
    page = browser_page
    held: list[Route] = []
    page.route(re.compile(rf"{pairs.url}/{LESSON}/$"), lambda route: held.append(route))
    page.goto(f"{pairs.url}/lv/{LESSON}/?with=sv")
    say = texts("lv")
    page.get_by_role("status").get_by_text(say("loading", language="Svenska")).wait_for()
    page.get_by_label(say("choice")).select_option(label="English")
    page.locator("main[data-beside=en]").wait_for()
    assert page.locator("[lang=sv].beside-other").count() == 0
    assert "English" in page.get_by_role("status").inner_text()


def test_the_keyboard_is_enough(browser_page: Page, pairs: Lab) -> None:
    page = browser_page
    page.goto(f"{pairs.url}/lv/{LESSON}/")
    page.locator("two-languages:not([hidden])").wait_for()
    say = texts("lv")
    active = "() => document.activeElement.textContent.trim()"
    page.keyboard.press("Tab")
    assert page.evaluate(active) == say("read")
    page.keyboard.press("Enter")
    page.locator("main[data-beside]").wait_for()
    assert page.evaluate(active) == say("stop")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.tagName") == "SELECT"
    page.keyboard.press("Tab")
    assert page.evaluate(active) == say("print")
    # Row by row: the reader's own first, then the other.
    page.keyboard.press("Tab")
    cell = "() => document.activeElement.closest('.beside-own, .beside-other').className"
    seen = []
    for _ in range(5):
        seen.append(page.evaluate(cell))
        page.keyboard.press("Tab")
    assert seen == ["beside-own"] * 3 + ["beside-other"] * 2
    assert page.evaluate(cell) == "beside-own"
    page.get_by_role("button", name=say("stop")).focus()
    page.keyboard.press("Space")
    page.locator("main:not([data-beside])").wait_for()
    assert page.evaluate(active) == say("read")


def test_a_table_scrolls_in_its_own_cell(browser_page: Page, pairs: Lab) -> None:
    page = browser_page
    open_both(page, pairs, LESSON)
    table = page.locator(".beside-other .table")
    page.wait_for_function("() => document.querySelector('.beside-other .table').tabIndex === 0")
    assert table.evaluate("box => box.scrollWidth > box.clientWidth")
    assert overflow(page) == []


@pytest.mark.parametrize("language", ["lv", "pl"])
@pytest.mark.parametrize("path", KINDS.values(), ids=KINDS)
def test_a_phone_shows_the_rows_one_below_the_other(
    phone: Page, pairs: Lab, path: str, language: str
) -> None:
    page = phone
    open_both(page, pairs, path, language)
    assert overflow(page) == []
    assert page.locator(".beside-other .beside-name").nth(1).is_visible()
    own, other = BESIDE[path]
    first, second = page.locator(own).first.bounding_box(), page.locator(other).first.bounding_box()
    assert first
    assert second
    assert first["y"] + first["height"] <= second["y"]
    assert violations(page) == []


@pytest.mark.parametrize("language", ["lv", "pl"])
@pytest.mark.parametrize("path", KINDS.values(), ids=KINDS)
def test_axe_finds_nothing_in_light_and_dark(
    browser_page: Page, pairs: Lab, path: str, language: str
) -> None:
    page = browser_page
    open_both(page, pairs, path, language)
    assert violations(page) == []
    page.emulate_media(color_scheme="dark")
    assert violations(page) == []


@pytest.mark.parametrize("path", KINDS.values(), ids=KINDS)
def test_paper_has_two_columns_also_from_a_phone(phone: Page, pairs: Lab, path: str) -> None:
    page = phone
    open_both(page, pairs, path)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 660, "height": 900})
    own, other = BESIDE[path]
    first, second = page.locator(own).first.bounding_box(), page.locator(other).first.bounding_box()
    assert first
    assert second
    assert first["x"] + first["width"] <= second["x"]
    assert abs(first["y"] - second["y"]) < 2
    assert not page.locator("two-languages").is_visible()
    breaks = "all => all.filter(node => getComputedStyle(node).breakAfter !== 'avoid').length"
    assert page.locator("h2, h3, .beside-heading, .beside-legend").evaluate_all(breaks) == 0
    assert page.locator(".beside").first.evaluate("row => getComputedStyle(row).breakInside") == "auto"
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")


def test_forced_colours_keep_the_languages_apart(chromium: Browser, pairs: Lab) -> None:
    context = chromium.new_context(forced_colors="active", viewport={"width": 320, "height": 640})
    page = context.new_page()
    open_both(page, pairs, LESSON)
    edge = "cell => parseFloat(getComputedStyle(cell).borderLeftWidth)"
    assert page.locator(".beside-other").first.evaluate(edge) >= 1
    context.close()


def test_without_scripts_there_is_nothing_to_press(chromium: Browser, pairs: Lab) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{pairs.url}/lv/{LESSON}/?with=sv")
    assert not page.locator("two-languages").is_visible()
    context.close()


def test_the_first_view_carries_only_the_button(browser_page: Page, pairs: Lab) -> None:
    asked: list[str] = []
    browser_page.on("request", lambda request: asked.append(urlsplit(request.url).path.rsplit("/", 1)[-1]))
    browser_page.goto(f"{pairs.url}/lv/{LESSON}/")
    browser_page.wait_for_load_state("networkidle")
    assert "two-languages.js" in asked
    assert not {"side-by-side.js", "other-text.js", "two-languages.css"} & {*asked}
    small = (ROOT / "overrides/assets/js/two-languages.js").stat().st_size
    assert small < 2048


def test_real_pages_know_the_languages_that_they_are_really_in(site_dir: Path) -> None:
    """Elements and texts come with the pairs; a page that fell back offers none."""
    found = 0
    for path in site_dir.rglob("index.html"):
        html = path.read_text(encoding="utf-8")
        offered = "<two-languages" in html
        found += offered
        assert offered == ('"two-languages.read"' in html), path
        if "data-fallback" in html or 'class="kind-start"' in html or 'class="kind-progress"' in html:
            assert not offered, path
    assert found > 0
