"""The quiz as a reader meets it: with a keyboard, a pointer, a screen reader, on paper, without scripts."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser.lab import MODULE, VERSION, Lab
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

pytestmark = pytest.mark.browser

QUIZ = f"/modules/{MODULE}/quiz/"
RIGHT_ORDER = ["Se", "Fråga", "Göra", "Följa upp"]


def open_quiz(page: Page, lab: Lab, path: str = QUIZ) -> Page:
    page.goto(lab.url + path)
    expect(
        page.get_by_role("button", name=re.compile("Rätta quizet|Svara|Check the quiz")).first
    ).to_be_visible()
    return page


def order(scope: Page | Locator) -> list[str]:
    return scope.locator('[data-kind="sequence"] label').all_inner_texts()


def sort_steps(page: Page, wanted: list[str] | None = None) -> None:
    """Puts the steps in order with the buttons that a keyboard reaches."""
    for place, step in enumerate(wanted or RIGHT_ORDER):
        while order(page).index(step) > place:
            page.get_by_role("button", name=f"Flytta upp: {step}").press("Enter")


def answer(
    page: Page,
    *,
    q1: str = "Ringer hem samma dag",
    q2: tuple[str, ...] = ("Sen ankomst & ströfrånvaro", "Betyget F"),
) -> None:
    page.get_by_role("radio", name=q1).check()
    for text in q2:
        page.get_by_role("checkbox", name=text).check()
    sort_steps(page)


def progress(page: Page) -> Any:
    return json.loads(page.evaluate("localStorage['courseware.progress.v1'] || '{}'"))


def violations(page: Page) -> list[str]:
    results = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [f"{each['id']}: {[node['html'][:120] for node in each['nodes']]}" for each in results]


def test_right_answers_pass_and_are_remembered(browser_page: Page, lab: Lab) -> None:
    page = open_quiz(browser_page, lab)
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    answer(page)
    assert not [url for url in fetched if "key" in url], "the key is fetched at the first check only"
    page.get_by_role("button", name="Rätta quizet").click()
    expect(page.get_by_role("heading", name="Resultat")).to_be_focused()
    expect(page.locator(".quiz-score")).to_have_text(
        "Godkänt: 3 av 3 rätt, 100 procent. Gränsen är 80 procent."
    )
    attempt = progress(page)["quizzes"][MODULE]["attempts"][0]
    assert attempt["answers"] == {"q1": [1], "q2": [0, 2], "q3": [0, 1, 2, 3]}
    assert attempt["right"] == ["q1", "q2", "q3"]
    assert (attempt["score"], attempt["passed"], attempt["version"], attempt["lang"]) == (
        100,
        True,
        VERSION,
        "sv",
    )


def test_wrong_answers_teach(browser_page: Page, lab: Lab) -> None:
    page = open_quiz(browser_page, lab)
    answer(page, q1="Väntar en termin", q2=("Skonummer", "Betyget F"))
    page.get_by_role("button", name="Rätta quizet").click()
    expect(page.locator(".quiz-score")).to_contain_text("Inte godkänt än: 1 av 3 rätt, 33 procent.")
    first = page.locator('[data-question="q1"]')
    expect(first.locator(".quiz-verdict")).to_have_text("Inte rätt")
    expect(first.locator('[data-state="wrong"]')).to_contain_text("Stämmer inte. Då hinner det bli en vana.")
    expect(first.locator('li[data-state="right"], li[data-state="missed"]')).to_contain_text(
        "Rätt svar. Tidigt och vänligt."
    )
    expect(first.locator(".quiz-explanation strong")).to_have_text("skyndsamt")
    # The comment belongs to the answer also for those who hear the page.
    expect(first.get_by_role("radio", name="Väntar en termin")).to_have_accessible_description(
        "Stämmer inte. Då hinner det bli en vana."
    )
    second = page.locator('[data-question="q2"]')
    expect(second.locator('[data-state="missed"]')).to_contain_text(
        "Också rätt, men inte valt. Ett tidigt tecken."
    )
    assert progress(page)["quizzes"][MODULE]["attempts"][0]["passed"] is False


def test_everything_by_keyboard(browser_page: Page, lab: Lab) -> None:
    page = open_quiz(browser_page, lab)
    reached: list[str] = []

    def tab() -> str:
        page.keyboard.press("Tab")
        name: str = page.evaluate(
            "(e => e.ariaLabel || e.labels?.[0]?.innerText || e.innerText)(document.activeElement)"
        )
        reached.append(name)
        return name

    for _ in range(60):
        name = tab()
        focused = page.locator(":focus")
        if name == "Ringer hem samma dag" or "Sen ankomst" in name or name == "Betyget F":
            page.keyboard.press("Space")
        elif name in ("Väntar en termin", "Skriver en rapport"):
            for _ in range(3):
                if page.get_by_role("radio", name="Ringer hem samma dag").is_checked():
                    break
                page.keyboard.press("ArrowDown")
        elif name.startswith("Flytta upp: "):
            step = name.removeprefix("Flytta upp: ")
            while order(page).index(step) > RIGHT_ORDER.index(step):
                focused.press("Enter")
                expect(page.get_by_role("button", name=name)).to_be_focused()
        elif name == "Rätta quizet":
            page.keyboard.press("Enter")
            break
    expect(page.locator(".quiz-score")).to_contain_text("av 3 rätt")
    assert "Ledtråd" in reached
    for name in ("q1", "q2"):
        expect(page.locator(f'[data-question="{name}"] .quiz-verdict')).to_have_text("Rätt svar")
    assert any(name.startswith("Flytta ner: ") for name in reached)


def test_steps_can_be_dragged_and_moves_are_announced(browser_page: Page, lab: Lab) -> None:
    page = open_quiz(browser_page, lab)
    before = order(page)
    rows = page.locator('[data-kind="sequence"] li')
    handle = rows.nth(0).locator(".quiz-handle")
    handle.scroll_into_view_if_needed()
    start, end = handle.bounding_box(), rows.nth(2).bounding_box()
    assert start
    assert end
    page.mouse.move(start["x"] + 4, start["y"] + 4)
    page.mouse.down()
    page.mouse.move(start["x"] + 4, start["y"] + 30, steps=3)
    page.mouse.move(start["x"] + 4, end["y"] + end["height"] / 2, steps=8)
    page.mouse.up()
    assert order(page) == [before[1], before[2], before[0], before[3]]
    expect(page.locator("form > [role=status]")).to_have_text(f"Plats 3 av 4: {before[0]}")
    # Only the handle refuses to scroll; a finger anywhere else moves the page.
    touch = page.evaluate(
        """[...document.querySelectorAll('[data-kind=sequence] *')]
            .filter(e => getComputedStyle(e).touchAction === 'none').map(e => e.className)"""
    )
    assert touch == ["quiz-handle"] * 4


def test_moving_a_step_keeps_the_focus_at_the_ends_too(browser_page: Page, lab: Lab) -> None:
    page = open_quiz(browser_page, lab)
    last = order(page)[-1]
    button = page.get_by_role("button", name=f"Flytta upp: {last}")
    for _ in range(5):
        button.press("Enter")
        expect(button).to_be_focused()
    assert order(page)[0] == last


def test_unanswered_questions_are_pointed_out(browser_page: Page, lab: Lab) -> None:
    page = open_quiz(browser_page, lab)
    page.get_by_role("radio", name="Ringer hem").check()
    page.get_by_role("button", name="Rätta quizet").click()
    expect(page.get_by_role("alert")).to_have_text("2 frågor är inte besvarade än.")
    expect(page.locator('[data-question="q2"]')).to_have_accessible_description(
        re.compile("^Frågan är inte besvarad än.")
    )
    expect(page.locator('[data-question="q2"] input').first).to_be_focused()
    expect(page.locator('[data-question="q3"] .quiz-missing')).to_contain_text("Flytta minst ett steg")
    assert "attempts" not in str(progress(page).get("quizzes"))
    page.get_by_role("checkbox", name="Betyget F").check()
    expect(page.locator('[data-question="q2"] .quiz-missing')).to_have_count(0)


def test_one_question_at_a_time(browser_page: Page, lab: Lab) -> None:
    page = open_quiz(browser_page, lab)
    page.get_by_role("button", name="En fråga i taget").click()
    expect(page.get_by_role("group", name=re.compile("Fråga"))).to_have_count(1)
    page.get_by_role("button", name="Svara").click()
    expect(page.get_by_role("alert")).to_have_text("En fråga är inte besvarad än.")
    page.get_by_role("radio", name="Ringer hem").check()
    page.get_by_role("button", name="Svara").click()
    expect(page.locator('[data-question="q1"] .quiz-verdict')).to_be_focused()
    expect(page.locator('[data-question="q1"]')).to_contain_text("Varför")
    page.get_by_role("button", name="Nästa fråga").click()
    expect(page.get_by_role("group", name="Fråga 2 av 3 Vilka tecken räknas?")).to_be_visible()
    page.get_by_role("checkbox", name="Skonummer").check()
    page.get_by_role("button", name="Svara").click()
    page.get_by_role("button", name="Nästa fråga").click()
    page.get_by_role("button", name="Föregående fråga").click()
    expect(page.get_by_role("checkbox", name="Skonummer")).to_be_disabled()
    page.get_by_role("button", name="Nästa fråga").click()
    sort_steps(page)
    page.get_by_role("button", name="Svara").click()
    page.get_by_role("button", name="Se resultatet").click()
    expect(page.locator(".quiz-score")).to_contain_text("2 av 3 rätt, 66 procent")
    expect(page.get_by_role("group", name=re.compile("Fråga"))).to_have_count(3)
    # The choice of view is the reader's and stays.
    page.reload()
    expect(page.get_by_role("group", name=re.compile("Fråga"))).to_have_count(1)


def test_retry_keeps_nothing_and_asks_in_another_order(browser_page: Page, lab: Lab) -> None:
    page = open_quiz(browser_page, lab)
    answer(page)
    page.get_by_role("button", name="Rätta quizet").click()
    for _ in range(6):
        before = page.locator('[data-question="q1"] label').all_inner_texts()
        page.get_by_role("button", name="Gör om quizet").click()
        expect(page.locator("input:checked")).to_have_count(0)
        expect(page.locator(".quiz-feedback, .quiz-verdict, .quiz-explanation")).to_have_count(0)
        expect(page.locator(".quiz-result")).to_be_hidden()
        assert page.locator('[data-question="q1"] label').all_inner_texts() != before
        assert order(page) != RIGHT_ORDER
        answer(page)
        page.get_by_role("button", name="Rätta quizet").click()
        expect(page.locator(".quiz-score")).to_contain_text("3 av 3")
    assert len(progress(page)["quizzes"][MODULE]["attempts"]) == 7
    page.reload()
    expect(page.locator(".quiz-earlier")).to_contain_text("Du klarade quizet den")


def test_answers_survive_reload_and_language(browser_page: Page, lab: Lab) -> None:
    page = open_quiz(browser_page, lab)
    answer(page, q1="Skriver en rapport")
    page.goto(f"{lab.url}/en{QUIZ}")
    expect(page.get_by_role("radio", name="Skriver en rapport")).to_be_checked()
    assert order(page) == RIGHT_ORDER
    page.get_by_role("button", name="Check the quiz").click()
    expect(page.locator(".quiz-score")).to_have_text(
        "Not passed yet: 2 of 3 right, 66 per cent. The limit is 80 per cent."
        " Read why and try again when you like."
    )
    page.reload()
    expect(page.locator("input:checked")).to_have_count(0)


def test_key_that_does_not_come_loses_nothing(browser_page: Page, lab: Lab) -> None:
    page = open_quiz(browser_page, lab)
    answer(page)
    page.context.set_offline(True)
    page.get_by_role("button", name="Rätta quizet").click()
    expect(page.get_by_role("alert")).to_contain_text("Dina svar finns kvar")
    expect(page.get_by_role("radio", name="Ringer hem")).to_be_checked()
    page.context.set_offline(False)
    page.get_by_role("button", name="Rätta quizet").click()
    expect(page.locator(".quiz-score")).to_contain_text("3 av 3")
    assert len(progress(page)["quizzes"][MODULE]["attempts"]) == 1


def test_two_practices_on_one_page_do_not_meet_and_are_not_recorded(browser_page: Page, lab: Lab) -> None:
    page = open_quiz(browser_page, lab, "/two/")
    one, other = page.locator("#quiz-one"), page.locator("#quiz-other")
    for scope, choice in ((one, "Ringer hem"), (other, "Väntar")):
        scope.get_by_role("radio", name=choice).check()
        scope.get_by_role("checkbox", name="Betyget F").check()
        first = scope.get_by_role("button", name=re.compile("Flytta ner")).first
        first.click()
        scope.get_by_role("button", name="Rätta quizet").click()
    expect(one.locator('[data-question="q1"] .quiz-verdict')).to_have_text("Rätt svar")
    expect(other.locator('[data-question="q1"] .quiz-verdict')).to_have_text("Inte rätt")
    assert other.locator(".quiz-number").all_inner_texts() == ["Fråga 1 av 3", "Fråga 2 av 3", "Fråga 3 av 3"]
    assert progress(page).get("quizzes", {}) == {}


def test_screen_readers_get_groups_names_and_states(browser_page: Page, lab: Lab) -> None:
    page = open_quiz(browser_page, lab)
    expect(page.locator("form")).to_match_aria_snapshot("""
    - group "Fråga 1 av 3 Vad gör du först när frånvaron stiger?":
      - text: ""
      - paragraph: Eleven har varit borta tre måndagar.
      - paragraph: Ingen har frågat.
      - paragraph: Välj ett svar.
      - list:
        - listitem:
          - radio
        - listitem:
          - radio
        - listitem:
          - radio
      - group: Ledtråd
    - group "Fråga 2 av 3 Vilka tecken räknas?":
      - list:
        - listitem:
          - checkbox "Sen ankomst & ströfrånvaro"
        - listitem:
          - checkbox "Skonummer"
        - listitem:
          - checkbox "Betyget F"
    - group "Fråga 3 av 3 Ordna arbetet":
      - list:
        - listitem:
          - button /Flytta upp/
          - button /Flytta ner/
    """)
    expect(page.locator('[data-question="q1"]')).to_have_accessible_description(
        "Eleven har varit borta tre måndagar. Ingen har frågat. Välj ett svar."
    )


def test_a_fallback_quiz_says_which_words_are_whose(browser_page: Page, lab: Lab) -> None:
    """Swedish questions on an English page: a screen reader must change its voice at the right places."""
    page = open_quiz(browser_page, lab, "/en/fallback/")
    answer_language = """(selector) => [...document.querySelectorAll(selector)]
        .filter((node) => node.textContent.trim()).map((node) => node.closest('[lang]').lang)"""
    page.get_by_role("button", name="Check the quiz").click()
    words = ".quiz-number, .quiz-how, .quiz-missing, .quiz-alert, .quiz-actions, .quiz-views, summary"
    assert set(page.evaluate(answer_language, words)) == {"en"}
    assert set(page.evaluate(answer_language, "label, .quiz-text, .quiz-body, details div")) == {"sv"}
    page.get_by_role("radio", name="Väntar").check()
    page.get_by_role("checkbox", name="Betyget F").check()
    page.get_by_role("button", name="Move down: Se", exact=True).click()
    page.get_by_role("button", name="Check the quiz").click()
    expect(page.get_by_role("heading", name="Result")).to_be_focused()
    words = ".quiz-verdict, .quiz-feedback strong, .quiz-result, .quiz-explanation-title, .quiz-actions"
    assert set(page.evaluate(answer_language, words)) == {"en"}
    assert set(page.evaluate(answer_language, ".quiz-feedback span, .quiz-explanation > div")) == {"sv"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_before_or_after(chromium: Browser, lab: Lab, scheme: Any) -> None:
    context = chromium.new_context(
        locale="sv-SE", color_scheme=scheme, viewport={"width": 320, "height": 700}
    )
    page = open_quiz(context.new_page(), lab)
    assert violations(page) == []
    page.get_by_role("button", name="Rätta quizet").click()
    assert violations(page) == []
    answer(page, q1="Väntar en termin", q2=("Skonummer", "Betyget F"))
    page.get_by_role("button", name="Rätta quizet").click()
    expect(page.locator(".quiz-score")).to_contain_text("1 av 3")
    assert violations(page) == []
    # Nothing is cut off on the smallest phone, where axe does not look.
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    context.close()


def test_reads_without_scripts(chromium: Browser, lab: Lab) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(lab.url + QUIZ)
    expect(page.get_by_text("För att få svaren rättade behöver sidan skript.")).to_be_visible()
    expect(page.get_by_role("radio")).to_have_count(3)
    expect(page.get_by_role("spinbutton")).to_have_count(4)
    expect(page.get_by_role("button")).to_have_count(0)
    assert order(page) != RIGHT_ORDER
    page.get_by_text("Ledtråd").click()
    expect(page.get_by_text("Tänk på tiden.")).to_be_visible()
    page.get_by_role("radio").first.focus()
    page.keyboard.press("Enter")
    assert page.url == lab.url + QUIZ, "Enter must not send the form away"
    context.close()


def test_paper_has_boxes_to_write_in_and_all_questions(browser_page: Page, lab: Lab) -> None:
    page = open_quiz(browser_page, lab)
    page.get_by_role("button", name="En fråga i taget").click()
    page.emulate_media(media="print")
    for name in ("q1", "q2", "q3"):
        expect(page.locator(f'[data-question="{name}"]')).to_be_visible()
    expect(page.locator(".quiz-place").first).to_be_visible()
    expect(page.locator(".quiz-moves").first).to_be_hidden()
    expect(page.locator(".quiz-actions, .quiz-views").first).to_be_hidden()


def test_nothing_breaks_the_content_security_policy(browser_page: Page, lab: Lab) -> None:
    complaints: list[str] = []
    browser_page.on(
        "console",
        lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None,
    )
    browser_page.on("pageerror", lambda error: complaints.append(str(error)))
    page = open_quiz(browser_page, lab)
    answer(page)
    page.get_by_role("button", name="Rätta quizet").click()
    expect(page.locator(".quiz-score")).to_contain_text("3 av 3")
    assert complaints == []
