"""What waits for the inbox: offline, refused, busy, in two tabs, over plain http. Nothing is lost."""

from __future__ import annotations

import json
import threading
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from browser.lab import BASE, CODE, LESSONS, MODULE, Lab, wait_until
from browser.test_progress import LESSON_1, LESSON_2, enter_code, pass_quiz, read_lesson, stored
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

pytestmark = pytest.mark.browser


def waiting(page: Page) -> list[str]:
    return [each["id"] for each in stored(page, "outbox").get("statements", [])]


def fill_outbox(page: Page, count: int, padding: int = 0) -> list[str]:
    """Puts well-formed statements in the outbox, as many deeds would have."""
    ids: list[str] = page.evaluate(
        """async ([base, code, module, count, padding]) => {
            const { makeStatements, uuid } = await import('/assets/js/lib/statements.js');
            const { store } = await import('/assets/js/lib/store.js');
            const lesson = (n) => `${module}/l${n}${'x'.repeat(padding)}`;
            const made = Array.from({ length: count }, (_, n) => makeStatements(base).lesson(lesson(n),
                { id: uuid(), at: new Date(1.7e12 + n).toISOString(), version: 'v', lang: 'sv', code })[0]);
            store.update('outbox', (outbox) => void outbox.statements.push(...made));
            return made.map(({ id }) => id);
        }""",
        [BASE, CODE, MODULE, count, padding],
    )
    return ids


def test_what_is_done_offline_waits_and_is_sent_in_order(browser_page: Page, lab: Lab) -> None:
    page = browser_page
    enter_code(page, lab)
    page.goto(lab.url + LESSON_1)
    expect(page.get_by_role("button", name="Klar")).to_be_visible()
    page.context.set_offline(True)
    page.get_by_role("button", name="Klar").click()
    expect(page.locator(".lesson-state")).to_contain_text("En lektion återstår.")
    assert len(waiting(page)) == 1
    assert lab.inbox.posts == []
    page.context.set_offline(False)
    wait_until(page, lambda: not waiting(page))
    read_lesson(page, lab, LESSON_2)
    pass_quiz(page, lab)
    wait_until(page, lambda: not waiting(page))
    assert lab.inbox.verbs == ["experienced", "experienced", *["answered"] * 3, "passed", "completed"]


def test_what_waits_survives_the_browser_and_is_sent_from_any_page(browser_page: Page, lab: Lab) -> None:
    page = browser_page
    lab.inbox.answer = lambda _: (503, {"reason": "down"})
    enter_code(page, lab)
    read_lesson(page, lab)
    wait_until(page, lambda: len(lab.inbox.posts) > 0)
    page.goto(f"{lab.url}/progress/")
    expect(page.get_by_text("Ett meddelande väntar och skickas när det finns nät.")).to_be_visible()
    expect(page.get_by_text("väntar på att skickas")).to_be_visible()
    lab.inbox.answer = None
    page.goto(f"{lab.url}/two/")
    wait_until(page, lambda: not waiting(page))
    assert lab.inbox.verbs == ["experienced"]


@pytest.mark.parametrize(
    "answer",
    [
        (500, {}),
        (503, "<h1>Down</h1>"),
        (429, {"reason": "too-many-requests"}),
        (200, "<h1>Hotel</h1>"),
        (200, {"ok": True}),
        (200, []),
        (403, {"reason": "origin"}),
        (404, "nothing"),
    ],
    ids=["500", "503", "429", "portal", "no-list", "empty-list", "403", "404"],
)
def test_answers_that_are_no_receipt_lose_nothing(
    browser_page: Page, lab: Lab, answer: tuple[int, Any]
) -> None:
    page = browser_page
    page.clock.install()
    lab.inbox.answer = lambda _: answer
    enter_code(page, lab)
    page.clock.run_for(100)
    read_lesson(page, lab)
    wait_until(page, lambda: len(lab.inbox.posts) == 1)
    assert len(waiting(page)) == 1
    # It waits longer each time, and tries again by itself.
    page.clock.run_for(2600)
    wait_until(page, lambda: len(lab.inbox.posts) == 2)
    page.clock.run_for(2600)
    page.wait_for_timeout(200)
    assert len(lab.inbox.posts) == 2
    page.clock.run_for(2600)
    wait_until(page, lambda: len(lab.inbox.posts) == 3)
    lab.inbox.answer = None
    page.evaluate("dispatchEvent(new Event('online'))")
    wait_until(page, lambda: not waiting(page))
    assert lab.inbox.verbs == ["experienced"]
    assert stored(page, "outbox")["refused"] == []


def test_a_refused_statement_is_put_aside_and_the_rest_goes_on(browser_page: Page, lab: Lab) -> None:
    page = browser_page
    lab.inbox.answer = lambda _: (503, {})
    enter_code(page, lab)
    ids = fill_outbox(page, 10)
    refused = {ids[3], ids[7]}

    def answer(statements: list[dict[str, Any]]) -> tuple[int, Any]:
        for place, each in enumerate(statements):
            if each["id"] in refused:
                # One named by its id, one only by its place.
                told = {
                    "statement": place,
                    "id": each["id"] if each["id"] == ids[3] else None,
                    "reason": "schema",
                    "message": "result.response is missing",
                }
                return 400, told
        return 200, None

    lab.inbox.answer = answer
    page.evaluate("dispatchEvent(new Event('online'))")
    wait_until(page, lambda: not waiting(page))
    assert set(lab.inbox.stored) == set(ids) - refused
    assert [(each["id"], each["reason"]) for each in stored(page, "outbox")["refused"]] == [
        (ids[3], "schema"),
        (ids[7], "schema"),
    ]
    expect(page.get_by_text("2 meddelanden togs inte emot:")).to_be_visible()
    expect(page.get_by_text("Meddelandet var trasigt.")).to_be_visible()


def test_a_refused_deed_can_be_sent_again(browser_page: Page, lab: Lab) -> None:
    page = browser_page
    lab.inbox.answer = lambda statements: (
        400,
        {"statement": 0, "id": statements[0]["id"], "reason": "odd", "message": "No."},
    )
    enter_code(page, lab)
    read_lesson(page, lab)
    wait_until(page, lambda: not waiting(page))
    page.goto(f"{lab.url}/progress/")
    expect(page.get_by_text("togs inte emot").first).to_be_visible()
    expect(page.get_by_text("Okänt skäl: odd.")).to_be_visible()
    lab.inbox.answer = None
    page.get_by_role("button", name="Skicka igen").click()
    expect(page.get_by_text("Allt är skickat.")).to_be_visible()
    assert lab.inbox.verbs == ["experienced"]
    assert stored(page, "outbox")["refused"] == []


def test_batches_stay_below_the_limits(browser_page: Page, lab: Lab) -> None:
    page = browser_page
    lab.inbox.answer = lambda _: (503, {})
    enter_code(page, lab)
    ids = fill_outbox(page, 1100)
    lab.inbox.answer = None
    lab.inbox.posts.clear()
    page.evaluate("dispatchEvent(new Event('online'))")
    wait_until(page, lambda: not waiting(page), 20)
    assert list(lab.inbox.stored) == ids
    assert [len(post) for post in lab.inbox.posts] == [500, 500, 100]
    # Fat statements: the server asserts that no request reaches 1 MiB.
    lab.inbox.answer = lambda _: (503, {})
    fat = fill_outbox(page, 300, padding=4000)
    lab.inbox.answer = None
    page.evaluate("dispatchEvent(new Event('online'))")
    wait_until(page, lambda: not waiting(page), 20)
    assert set(fat) <= set(lab.inbox.stored)


def test_a_batch_that_is_too_large_for_a_stranger_is_halved(browser_page: Page, lab: Lab) -> None:
    page = browser_page
    lab.inbox.answer = lambda _: (503, {})
    enter_code(page, lab)
    ids = fill_outbox(page, 20)
    lab.inbox.answer = lambda statements: (
        (413, {"reason": "too-large"})
        if len(statements) > 5 or statements[0]["id"] == ids[0]
        else (200, None)
    )
    page.evaluate("dispatchEvent(new Event('online'))")
    wait_until(page, lambda: not waiting(page))
    assert set(lab.inbox.stored) == set(ids[1:])
    assert [each["id"] for each in stored(page, "outbox")["refused"]] == [ids[0]]


@pytest.mark.parametrize("secure", [True, False], ids=["web-locks", "lease"])
def test_two_tabs_do_not_send_twice(browser_context: BrowserContext, lab: Lab, secure: bool) -> None:
    origin = lab.url
    if not secure:
        origin = "http://lan.example"

        def answer(route: Any) -> None:
            request = route.request
            path = request.url.removeprefix(origin)
            if request.method == "POST":
                status, told = lab.inbox.post(json.loads(request.post_data))
                route.fulfill(status=status, json=told)
            else:
                status, kind, body = lab.file(path)
                route.fulfill(status=status, content_type=kind, body=body)

        browser_context.route(f"{origin}/**", answer)
    pages = [browser_context.new_page() for _ in range(3)]
    release = threading.Event()
    pages[0].goto(f"{origin}/progress/")
    pages[0].get_by_label("Kod", exact=True).fill(CODE)
    pages[0].keyboard.press("Enter")
    for page in pages:
        page.goto(origin + LESSON_1)
        expect(page.get_by_role("button", name="Klar")).to_be_visible()

    if secure:
        # Slow, so that the tabs have time to get in each other's way.
        lab.inbox.answer = lambda _: (release.wait(1), (200, None))[1]  # type: ignore[func-returns-value]
    ids = fill_outbox(pages[0], 700)
    for page in pages:
        page.evaluate("dispatchEvent(new Event('online'))")
    wait_until(pages[1], lambda: not waiting(pages[1]), 15)
    pages[1].wait_for_timeout(500)
    counts = Counter(lab.inbox.sent)
    assert set(counts) == set(ids)
    assert set(counts.values()) == {1}


def test_a_lesson_that_counts_cannot_be_unsaid(browser_page: Page, lab: Lab) -> None:
    page = browser_page
    enter_code(page, lab)
    read_lesson(page, lab)
    expect(page.get_by_role("button")).to_have_count(0)
    assert list(stored(page, "progress")["lessons"]) == [f"{MODULE}/{LESSONS[0]}"]
