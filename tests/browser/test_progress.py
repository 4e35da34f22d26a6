"""What the reader has done: kept on the device, shown where it matters, the reader's to carry and erase."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser.lab import BASE, CODE, LESSONS, MODULE, OTHER_CODE, Lab, wait_until
from browser.test_quiz import answer, open_quiz, progress
from playwright.sync_api import expect

from courseware.receipts.codec import read_receipt
from courseware.receipts.statements import decode_statement

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = pytest.mark.browser

LESSON_1, LESSON_2 = (f"/modules/{MODULE}/{lesson}/" for lesson in LESSONS)


def read_lesson(page: Page, lab: Lab, path: str = LESSON_1) -> None:
    page.goto(lab.url + path)
    page.get_by_role("button", name=re.compile("^(Klar|Done)$")).click()
    expect(page.get_by_text(re.compile("^(Läst|Read on)"))).to_be_visible()


def pass_quiz(page: Page, lab: Lab) -> None:
    open_quiz(page, lab)
    answer(page)
    page.get_by_role("button", name="Rätta quizet").click()
    expect(page.locator(".quiz-score")).to_contain_text("Godkänt")


def stored(page: Page, name: str) -> Any:
    return json.loads(page.evaluate(f"localStorage['courseware.{name}.v1'] || '{{}}'"))


def enter_code(page: Page, lab: Lab, code: str = CODE, *, earlier: bool | None = None) -> None:
    page.goto(f"{lab.url}/progress/")
    page.get_by_label("Kod", exact=True).fill(code)
    page.get_by_role("button", name="Använd koden").click()
    if earlier is not None:
        page.get_by_role("dialog", name="Ska det du redan gjort räknas?").get_by_role(
            "button", name="Ja, räkna det" if earlier else "Nej, börja nu"
        ).click()
    expect(page.get_by_text(f"Koden {code} används nu")).to_be_visible()


def import_copy(page: Page, file: Any) -> None:
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Hämta in en kopia").click()
    chooser.value.set_files(file)


def test_a_lesson_is_done_by_its_button_only(browser_page: Page, lab: Lab) -> None:
    page = browser_page
    page.goto(lab.url + LESSON_1)
    expect(page.get_by_role("button", name="Klar")).to_be_visible()
    page.mouse.wheel(0, 5000)
    assert progress(page)["lessons"] == {}
    page.get_by_role("button", name="Klar").press("Enter")
    expect(page.locator(".lesson-state")).to_contain_text("En lektion återstår.")
    assert list(progress(page)["lessons"]) == [f"{MODULE}/{LESSONS[0]}"]
    page.get_by_role("button", name="Inte klar ändå").click()
    expect(page.get_by_role("button", name="Klar", exact=True)).to_be_focused()
    assert progress(page)["lessons"] == {}


def test_progress_survives_reload_language_and_tab(browser_context: BrowserContext, lab: Lab) -> None:
    page = browser_context.new_page()
    read_lesson(page, lab)
    page.reload()
    expect(page.get_by_text(re.compile("^Läst"))).to_be_visible()
    page.goto(f"{lab.url}/en{LESSON_1}")
    expect(page.get_by_text(re.compile("^Read on"))).to_be_visible()
    # Two tabs agree without a reload.
    module = browser_context.new_page()
    module.goto(f"{lab.url}/modules/{MODULE}/")
    expect(module.locator(f'[data-lesson="{LESSONS[0]}"]')).to_contain_text("läst")
    expect(module.get_by_role("status")).to_have_text("En lektion återstår. Quizet återstår.")
    read_lesson(page, lab, f"/en{LESSON_2}")
    expect(module.locator(f'[data-lesson="{LESSONS[1]}"]')).to_contain_text("läst")
    expect(module.get_by_role("status")).to_have_text("Quizet återstår.")
    pass_quiz(page, lab)
    expect(page.locator(".quiz-next")).to_contain_text("Hela självstudiedelen är klar.")
    expect(module.get_by_role("status")).to_have_text("Självstudiedelen är klar.")
    expect(module.locator("[data-quiz]")).to_contain_text("godkänt, 100 procent")
    module.goto(f"{lab.url}/roles/principal/")
    expect(module.locator("li")).to_contain_text("klar")
    assert progress(module)["role"] == "principal"


def test_two_tabs_add_to_each_other(browser_context: BrowserContext, lab: Lab) -> None:
    one, two = browser_context.new_page(), browser_context.new_page()
    one.goto(lab.url + LESSON_1)
    two.goto(lab.url + LESSON_2)
    for page in (one, two):
        page.get_by_role("button", name="Klar").click()
    assert len(progress(one)["lessons"]) == 2


def test_start_page_leads_back(browser_page: Page, lab: Lab) -> None:
    page = browser_page
    page.goto(f"{lab.url}/")
    expect(page.get_by_role("link")).to_have_count(0)
    page.goto(lab.url + LESSON_2)
    expect(page.get_by_role("button", name="Klar")).to_be_visible()
    page.goto(f"{lab.url}/en/")
    link = page.get_by_role("link", name="Continue where you were: Lektion 2")
    assert link.locator("span").get_attribute("lang") == "sv"
    link.click()
    expect(page).to_have_url(f"{lab.url}/en{LESSON_2}")


def test_whoever_has_read_a_lesson_goes_on_with_the_next(browser_page: Page, lab: Lab) -> None:
    page = browser_page
    read_lesson(page, lab)
    page.goto(f"{lab.url}/")
    expect(page.get_by_role("link", name="Fortsätt där du var: Lektion 2")).to_have_attribute(
        "href", lab.url + LESSON_2
    )
    page.goto(lab.url + LESSON_1)
    page.get_by_role("button", name="Inte klar ändå").click()
    page.goto(f"{lab.url}/")
    expect(page.get_by_role("link", name="Fortsätt där du var: Lektion 1")).to_be_visible()


def test_a_stored_path_cannot_lead_off_the_site(browser_page: Page, lab: Lab) -> None:
    page = browser_page
    for path in ("https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"):
        page.goto(f"{lab.url}/")
        page.evaluate(
            """path => localStorage['courseware.progress.v1'] = JSON.stringify(
                {v: 1, last: {path, title: 'x', lang: 'sv', at: '2026-01-01'}})""",
            path,
        )
        page.reload()
        expect(page.get_by_role("heading", name="Start")).to_be_visible()
        page.wait_for_function("() => !!customElements.get('continue-link')")
        expect(page.get_by_role("link")).to_have_count(0)


def test_a_new_edition_asks_for_the_lesson_again(browser_page: Page, lab: Lab) -> None:
    read_lesson(browser_page, lab)
    lab.version = "fedcba9876543210"
    browser_page.reload()
    expect(browser_page.get_by_text("Du läste en tidigare utgåva")).to_be_visible()
    read_lesson(browser_page, lab)
    assert progress(browser_page)["lessons"][f"{MODULE}/{LESSONS[0]}"]["version"] == lab.version


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "Skriv koden först."),
        ("938NK-R0BAH-4Q8", "Koden har fjorton tecken, du skrev 13."),
        ("938NU-R0BAH-4Q8D", "Tecken 5 finns inte i någon kod."),
        ("938NK-R0BAH-4QD8", "Något tecken är fel eller två har bytt plats."),
    ],
)
def test_a_mistyped_code_is_explained(browser_page: Page, lab: Lab, typed: str, told: str) -> None:
    page = browser_page
    page.goto(f"{lab.url}/progress/")
    page.get_by_label("Kod", exact=True).fill(typed)
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text(told)
    expect(page.get_by_label("Kod", exact=True)).to_be_focused()
    expect(page.get_by_label("Kod", exact=True)).to_have_accessible_description(re.compile(re.escape(told)))
    expect(page.get_by_label("Kod", exact=True)).to_have_value(typed)
    expect(page.get_by_label("Kod", exact=True)).to_have_attribute("aria-invalid", "true")
    assert stored(page, "code") == {}


def test_without_a_code_nothing_leaves(browser_page: Page, lab: Lab) -> None:
    read_lesson(browser_page, lab, LESSON_1)
    read_lesson(browser_page, lab, LESSON_2)
    pass_quiz(browser_page, lab)
    browser_page.goto(f"{lab.url}/progress/")
    expect(browser_page.get_by_text("Självstudiedelen klar")).to_be_visible()
    expect(browser_page.get_by_role("button", name="Spara kvitto")).to_have_count(0)
    assert lab.inbox.posts == []
    assert stored(browser_page, "outbox") == {}


def test_earlier_work_counts_when_the_reader_says_so(browser_page: Page, lab: Lab) -> None:
    page = browser_page
    for path in (LESSON_1, LESSON_2):
        read_lesson(page, lab, path)
    pass_quiz(page, lab)
    at = progress(page)["lessons"][f"{MODULE}/{LESSONS[0]}"]["at"]
    enter_code(page, lab, earlier=True)
    expect(page.get_by_text("Allt är skickat.")).to_be_visible()
    assert lab.inbox.verbs == ["experienced", "experienced", *["answered"] * 3, "passed", "completed"]
    first = next(iter(lab.inbox.stored.values()))
    assert first["timestamp"] == at, "the time is when it was done, not when the code came"
    for statement in lab.inbox.stored.values():
        decode_statement(json.dumps(statement))
        assert statement["actor"]["account"] == {"homePage": BASE, "name": CODE}
    # Asked once: a reload sends and asks nothing more.
    page.reload()
    expect(page.get_by_text("Allt är skickat.")).to_be_visible()
    assert len(lab.inbox.posts) == 1


def test_earlier_work_does_not_count_when_the_reader_says_no_but_may_later(
    browser_page: Page, lab: Lab
) -> None:
    page = browser_page
    read_lesson(page, lab, LESSON_1)
    enter_code(page, lab, earlier=False)
    read_lesson(page, lab, LESSON_2)
    pass_quiz(page, lab)
    page.goto(f"{lab.url}/progress/")
    expect(page.get_by_text("Allt är skickat.")).to_be_visible()
    assert lab.inbox.verbs == ["experienced", *["answered"] * 3, "passed"], (
        "a part is not complete without its first lesson"
    )
    page.get_by_role("button", name="Räkna det för koden").click()
    expect(page.get_by_text("Självstudiedelen klar")).to_be_visible()
    expect(page.get_by_text("Allt är skickat.")).to_be_visible()
    assert lab.inbox.verbs[5:] == ["experienced", "completed"]
    completed = list(lab.inbox.stored.values())[-1]
    assert (
        completed["timestamp"]
        == next(each for each in lab.inbox.stored.values() if "passed" in each["verb"]["id"])["timestamp"]
    )


def test_personal_link_asks_first_and_leaves_the_address(browser_page: Page, lab: Lab) -> None:
    page = browser_page
    urls: list[str] = []
    page.on("request", lambda request: urls.append(request.url))
    page.goto(f"{lab.url}{LESSON_1}#code={CODE.lower()}")
    dialog = page.get_by_role("dialog", name="Använda koden här?")
    expect(dialog).to_contain_text(CODE)
    expect(page).to_have_url(f"{lab.url}/progress/")
    dialog.get_by_role("button", name="Avbryt").click()
    assert stored(page, "code") == {}
    page.goto(f"{lab.url}/en/#code={CODE}")
    page.get_by_role("dialog", name="Use the code here?").get_by_role("button", name="Use the code").click()
    expect(page.get_by_text(f"The code {CODE} is now in use")).to_be_focused()
    assert stored(page, "code")["code"] == CODE
    assert not [url for url in urls if CODE in url.upper().split("#")[0]]
    page.goto(f"{lab.url}/progress/#code=938NK-R0BAH-4Q8E")
    expect(page.get_by_text("Länkens kod är inte hel.")).to_be_visible()
    assert stored(page, "code")["code"] == CODE


def test_escape_is_no(browser_page: Page, lab: Lab) -> None:
    page = browser_page
    page.goto(f"{lab.url}/progress/#code={CODE}")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert stored(page, "code") == {}


def test_another_code_does_not_inherit(browser_page: Page, lab: Lab) -> None:
    """Two people at one computer: what the first did stays the first one's."""
    page = browser_page
    enter_code(page, lab)
    for path in (LESSON_1, LESSON_2):
        read_lesson(page, lab, path)
    pass_quiz(page, lab)
    page.goto(f"{lab.url}/progress/")
    expect(page.get_by_text("Allt är skickat.")).to_be_visible()
    sent = len(lab.inbox.stored)
    page.goto(f"{lab.url}/progress/#code={OTHER_CODE}")
    page.get_by_role("dialog").get_by_role("button", name="Använd koden").click()
    page.get_by_role("dialog", name="Byta kod?").get_by_role("button", name="Byt kod").click()
    expect(page.get_by_text(f"Koden {OTHER_CODE} används nu")).to_be_visible()
    expect(page.get_by_text("gjort med en annan kod").first).to_be_visible()
    assert CODE not in page.evaluate("JSON.stringify(localStorage)")
    page.goto(lab.url + LESSON_1)
    page.get_by_role("button", name="Klar", exact=True).click()
    page.goto(f"{lab.url}/progress/")
    expect(page.get_by_text("Allt är skickat.")).to_be_visible()
    new = list(lab.inbox.stored.values())[sent:]
    assert [each["actor"]["account"]["name"] for each in new] == [OTHER_CODE]


def test_removing_the_code_can_be_undone(browser_page: Page, lab: Lab) -> None:
    page = browser_page
    enter_code(page, lab)
    read_lesson(page, lab)
    page.goto(f"{lab.url}/progress/")
    expect(page.get_by_text("Allt är skickat.")).to_be_visible()
    page.get_by_role("button", name="Ta bort koden").click()
    page.get_by_role("dialog").get_by_role("button", name="Ta bort koden").click()
    expect(page.get_by_text("Koden är borttagen.")).to_be_visible()
    assert CODE not in page.evaluate("JSON.stringify(localStorage)")
    page.get_by_role("button", name="Ångra").click()
    expect(page.locator("strong.code")).to_have_text(CODE)
    expect(page.get_by_text("Allt är skickat.")).to_be_visible()
    assert len(lab.inbox.stored) == 1
    assert len(set(lab.inbox.sent)) == 1, "sent again under the same id"


def test_receipt_holds_the_same_statements(browser_page: Page, lab: Lab) -> None:
    page = browser_page
    enter_code(page, lab)
    for path in (LESSON_1, LESSON_2):
        read_lesson(page, lab, path)
    pass_quiz(page, lab)
    page.goto(f"{lab.url}/progress/")
    expect(page.get_by_text("Allt är skickat.")).to_be_visible()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Spara kvitto").click()
    name = waiting.value.suggested_filename
    assert re.fullmatch(rf"kvitto-{MODULE}-\d{{4}}-\d\d-\d\d\.json", name)
    data = waiting.value.path().read_bytes()
    statements = [json.loads(each) for each in read_receipt(data).statements]
    assert statements == list(lab.inbox.stored.values())


def test_site_without_inbox_keeps_a_receipt(browser_page: Page, lab: Lab) -> None:
    lab.has_inbox = False
    page = browser_page
    enter_code(page, lab)
    read_lesson(page, lab)
    page.goto(f"{lab.url}/progress/")
    expect(page.get_by_text("Den här platsen tar inte emot resultat direkt.")).to_be_visible()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Spara kvitto").click()
    assert len(read_receipt(waiting.value.path().read_bytes()).statements) == 1
    assert lab.inbox.posts == []


def test_copy_moves_to_another_device_without_the_code(
    chromium: Browser, browser_page: Page, lab: Lab, tmp_path: Any
) -> None:
    page = browser_page
    enter_code(page, lab)
    read_lesson(page, lab)
    pass_quiz(page, lab)
    page.goto(f"{lab.url}/progress/")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Ladda ner en kopia").click()
    copy = tmp_path / "copy.json"
    waiting.value.save_as(copy)
    assert CODE not in copy.read_text("utf-8")
    expect(page.get_by_text("Allt är skickat.")).to_be_visible()
    first = dict(lab.inbox.stored)

    other = chromium.new_context(locale="sv-SE").new_page()
    other.goto(f"{lab.url}/progress/")
    import_copy(other, copy)
    expect(other.get_by_text("2 saker är inhämtade.")).to_be_visible()
    import_copy(other, copy)
    expect(other.get_by_text("Allt i kopian finns redan här.")).to_be_visible()
    # The same code on the other device makes the same statements: nothing is counted twice.
    enter_code(other, lab, earlier=True)
    expect(other.get_by_text("Allt är skickat.")).to_be_visible()
    assert lab.inbox.stored == first
    other.context.close()


@pytest.mark.parametrize(
    "content",
    [
        "",
        "not json",
        "[]",
        '{"format": "courseware-receipt", "version": 1}',
        '{"format":"courseware-progress","version":2,"progress":{}}',
    ],
)
def test_a_strange_file_changes_nothing(browser_page: Page, lab: Lab, tmp_path: Any, content: str) -> None:
    page = browser_page
    read_lesson(page, lab)
    before = progress(page)
    page.goto(f"{lab.url}/progress/")
    file = tmp_path / "copy.json"
    file.write_text(content, "utf-8")
    import_copy(page, file)
    expect(page.get_by_text("Filen är inte en kopia härifrån. Inget har ändrats.")).to_be_visible()
    assert progress(page)["lessons"] == before["lessons"]


def test_a_copy_with_rubbish_brings_in_what_is_whole(browser_page: Page, lab: Lab, tmp_path: Any) -> None:
    page = browser_page
    good = {
        "id": "00000000-0000-4000-8000-000000000001",
        "at": "2026-03-01T10:00:00.000Z",
        "version": "v",
        "lang": "sv",
    }
    rubbish = {
        "lessons": {"m/good": good, "m/bad": {"id": "<img>"}, "m/worse": 7},
        "quizzes": {
            "m": {
                "attempts": [{**good, "answers": {"q": "x"}, "right": [], "score": 1, "passed": True}, None]
            },
            "n": 3,
        },
        "parts": [],
        "last": {"path": 5},
    }
    file = tmp_path / "copy.json"
    file.write_text(json.dumps({"format": "courseware-progress", "version": 1, "progress": rubbish}), "utf-8")
    page.goto(f"{lab.url}/progress/")
    import_copy(page, file)
    expect(page.get_by_text("En sak är inhämtad.")).to_be_visible()
    assert list(progress(page)["lessons"]) == ["m/good"]
    page.get_by_role("button", name="Ångra").click()
    expect(page.get_by_text("Ändringen är ångrad.")).to_be_visible()
    assert progress(page)["lessons"] == {}


def test_erase_leaves_no_trace_and_can_be_undone(browser_page: Page, lab: Lab) -> None:
    page = browser_page
    enter_code(page, lab)
    read_lesson(page, lab)
    page.goto(f"{lab.url}/progress/")
    page.get_by_role("button", name="Radera allt här").click()
    page.get_by_role("dialog").get_by_role("button", name="Avbryt").click()
    assert stored(page, "code")["code"] == CODE
    page.get_by_role("button", name="Radera allt här").click()
    page.get_by_role("dialog").get_by_role("button", name="Radera").click()
    expect(page.get_by_text("Allt är raderat här.")).to_be_focused()
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('courseware.'))") == []
    page.get_by_role("button", name="Ångra").click()
    expect(page.locator("strong.code")).to_have_text(CODE)
    assert len(progress(page)["lessons"]) == 1


def test_blocked_storage_is_told_and_the_quiz_works(browser_context: BrowserContext, lab: Lab) -> None:
    browser_context.add_init_script(
        """Object.defineProperty(window, 'localStorage', {
            get() { throw new DOMException('no', 'SecurityError'); } })"""
    )
    page = browser_context.new_page()
    open_quiz(page, lab)
    expect(page.get_by_text("Webbläsaren tillåter inte att sidan sparar något.")).to_be_visible()
    answer(page)
    page.get_by_role("button", name="Rätta quizet").click()
    expect(page.locator(".quiz-score")).to_contain_text("3 av 3")
    page.get_by_role("button", name="Gör om quizet").click()
    expect(page.locator(".quiz-earlier")).to_contain_text("Du klarade quizet")


def test_full_storage_is_told_and_what_is_done_is_sent(browser_page: Page, lab: Lab) -> None:
    page = browser_page
    enter_code(page, lab)
    page.evaluate("""() => {
        let piece = 'x'.repeat(1 << 20);
        for (let n = 0; piece.length > 1; ) {
            try { localStorage['fill' + n++] = piece; } catch { piece = piece.slice(piece.length >> 1); }
        }
    }""")
    page.goto(lab.url + LESSON_1)
    page.get_by_role("button", name="Klar").click()
    expect(page.get_by_text("Webbläsarens lagring är full.")).to_be_visible()
    expect(page.get_by_text(re.compile("^Läst"))).to_be_visible()
    # What is not kept is still sent, by the page that holds it.
    wait_until(page, lambda: lab.inbox.verbs == ["experienced"])


@pytest.mark.parametrize("broken", ["{", "[]", "null", "7", '"x"'])
def test_corrupt_storage_is_put_aside_and_told(browser_page: Page, lab: Lab, broken: str) -> None:
    page = browser_page
    page.goto(f"{lab.url}/404")
    page.evaluate("text => localStorage['courseware.progress.v1'] = text", broken)
    page.goto(f"{lab.url}/progress/")
    expect(page.get_by_text("Det som var sparat här gick inte att läsa")).to_be_visible()
    assert page.evaluate("localStorage['courseware.progress.v1.corrupt']") == broken
    read_lesson(page, lab)
    page.reload()
    expect(page.get_by_text(re.compile("^Läst"))).to_be_visible()


def test_half_broken_progress_keeps_its_good_half(browser_page: Page, lab: Lab) -> None:
    page = browser_page
    read_lesson(page, lab)
    page.evaluate("""() => {
        const key = 'courseware.progress.v1', value = JSON.parse(localStorage[key]);
        value.lessons['m07-early-detection/lesson-2-talk'] = {at: 'yesterday'};
        value.quizzes = {'m07-early-detection': {attempts: 'many'}};
        delete value.parts;
        localStorage[key] = JSON.stringify(value);
    }""")
    page.goto(f"{lab.url}/modules/{MODULE}/")
    expect(page.get_by_role("status")).to_have_text("En lektion återstår. Quizet återstår.")


def test_a_newer_editions_progress_is_left_alone(browser_page: Page, lab: Lab) -> None:
    page = browser_page
    page.goto(f"{lab.url}/404")
    newer = '{"v":2,"shape":"unknown"}'
    page.evaluate("text => localStorage['courseware.progress.v1'] = text", newer)
    page.goto(lab.url + LESSON_1)
    expect(page.get_by_text("kommer från en nyare utgåva")).to_be_visible()
    page.get_by_role("button", name="Klar").click()
    expect(page.get_by_text(re.compile("^Läst"))).to_be_visible()
    assert page.evaluate("localStorage['courseware.progress.v1']") == newer


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_progress_page(chromium: Browser, lab: Lab, scheme: Any) -> None:
    context = chromium.new_context(
        locale="sv-SE", color_scheme=scheme, viewport={"width": 320, "height": 700}
    )
    page = context.new_page()
    read_lesson(page, lab)
    pass_quiz(page, lab)

    def complaints() -> list[str]:
        return [each["id"] for each in Axe().run(page).response["violations"]]

    page.goto(f"{lab.url}/progress/")
    expect(page.get_by_role("heading", name="Det du har gjort")).to_be_visible()
    assert complaints() == []
    page.get_by_role("button", name="Använd koden").click()
    assert complaints() == []
    page.get_by_label("Kod", exact=True).fill(CODE)
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert complaints() == []
    page.get_by_role("button", name="Ja, räkna det").click()
    expect(page.get_by_text("Allt är skickat.")).to_be_visible()
    assert complaints() == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    context.close()
