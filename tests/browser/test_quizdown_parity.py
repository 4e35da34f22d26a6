"""quizdown-js reads and grades every quiz as we do, apart from its defects, which are listed by name.

quizdown-js comes out of the mkdocs-quizdown-plugin wheel and runs in a real Chromium that sees
nothing but that one script. `{#q1}` is ours and is taken out before (it would print it).
"""

from __future__ import annotations

import importlib.util
import itertools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from courseware.content.front_matter import split_front
from courseware.content.grade import grade
from courseware.content.model import Question
from courseware.content.quizdown import parse_quizdown

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
QUIZZES = sorted([*ROOT.glob("quizzes/*/*.md"), *ROOT.glob("tests/fixtures/quizzes/*.md")])
KINDS = {"SingleChoice": "single", "MultipleChoice": "multiple", "Sequence": "sequence"}

DEFECTS = {
    "long sequences": "A sequence of more than ten steps is never right: its positions are sorted as text.",
    "question options": "shuffleAnswers of a single question is documented and ignored.",
    "text after answers": "Text after the answers is shown with the question, before it is answered.",
    "dropped text": "Tables and HTML in a question are left out in silence.",
    "stray hints": "A comment that is not indented becomes a hint, which gives the answer away.",
    "endless options": "A --- without its end swallows every question behind it.",
}
"""Where we differ on purpose. Each has a test that shows the defect is still there."""

_SHOWN_AS = """
const shown = (html) => {
  const box = document.createElement("template");
  box.innerHTML = html;
  const elements = [...box.content.querySelectorAll("*")];
  return {
    text: box.content.textContent.replace(/\\s+/g, " ").trim(),
    tags: elements.map((one) => one.localName).filter((tag) => tag !== "p"),
    targets: elements.map((one) => one.getAttribute("href") ?? one.getAttribute("src")).filter(Boolean),
  };
};
"""

READ = (
    "(raw) => {"
    + _SHOWN_AS
    + """
  return quizdown.parseQuizdown(raw, {}).questions.map((question) => ({
    type: question.questionType,
    heading: shown(question.text),
    said: shown(question.explanation),
    hint: shown(question.hint),
    answers: [...question.answers].sort((a, b) => a.id - b.id).map((answer) => ({
      text: shown(answer.html), comment: shown(answer.comment), correct: answer.correct === true,
    })),
  }));
}
"""
)

SHOWN = (
    "(texts) => {"
    + _SHOWN_AS
    + """
  const marked = quizdown.getMarkedParser();
  return texts.map((markdown) => shown(marked.parser(marked.lexer(markdown))));
}
"""
)

# A choice holds the places of what is ticked, a sequence its answers in the order shown:
# exactly what the components of quizdown-js write into the question.
GRADE = """
([raw, index, responses]) => {
  const question = quizdown.parseQuizdown(raw, {}).questions[index];
  const answers = [...question.answers];
  return responses.map((response) => {
    if (question.questionType === "Sequence") {
      question.answers = response.map((id) => answers.find((answer) => answer.id === id));
      question.selected = question.answers.map((answer) => answer.id);
    } else {
      question.selected = response.map((id) => question.answers.findIndex((answer) => answer.id === id));
    }
    return question.isCorrect();
  });
}
"""


@pytest.fixture(scope="module")
def quizdown_script() -> bytes:
    """quizdown-js as mkdocs-quizdown-plugin ships it."""
    spec = importlib.util.find_spec("mkdocs_quizdown_plugin")
    assert spec is not None
    assert spec.submodule_search_locations
    return (Path(spec.submodule_search_locations[0]) / "assets" / "quizdown.js").read_bytes()


@pytest.fixture(scope="module")
def page(chromium: Browser, quizdown_script: bytes) -> Iterator[Page]:
    """A page with quizdown-js and no way out."""
    context = chromium.new_context(locale="en-GB")
    page = context.new_page()

    def answer(route: Route) -> None:
        if route.request.url == "http://quiz.test/":
            route.fulfill(
                content_type="text/html; charset=utf-8",
                body="<!doctype html><html lang=en><body><script src=/quizdown.js></script></body></html>",
            )
        elif route.request.url == "http://quiz.test/quizdown.js":
            route.fulfill(content_type="text/javascript", body=quizdown_script)
        else:
            route.abort()

    page.route("**/*", answer)
    page.goto("http://quiz.test/")
    yield page
    context.close()


def _for_reference(path: Path) -> str:
    return re.sub(
        r"^( *#{1,6} .*?) *\{#[\w-]+\} *$", r"\1", path.read_text(encoding="utf-8"), flags=re.MULTILINE
    )


def _ours(path: Path) -> tuple[Question, ...]:
    """Gives our questions; a quiz file's own fields are no quizdown options, so they stay out."""
    text = path.read_text(encoding="utf-8")
    front, body, problems = split_front(text, path.name)
    assert problems == []
    read = parse_quizdown(body if front else text, path.name)
    assert read.problems == ()
    return read.questions


def _responses(question: Question) -> list[list[int]]:
    """Gives every response that matters: all of them where that is few."""
    places = range(len(question.answers))
    if question.kind == "single":
        return [[], *([place] for place in places)]
    if question.kind == "multiple":
        return [
            list(some) for size in range(len(places) + 1) for some in itertools.combinations(places, size)
        ]
    if len(places) <= 4:
        return [list(order) for order in itertools.permutations(places)]
    order = list(places)
    swapped = [[*order[:n], order[n + 1], order[n], *order[n + 2 :]] for n in range(len(order) - 1)]
    turned = [order[n:] + order[:n] for n in range(1, len(order))]
    return [order, order[::-1], *swapped, *turned]


def _id(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_there_are_quizzes_of_every_kind() -> None:
    assert len(QUIZZES) >= 5
    kinds = {question.kind for path in QUIZZES for question in _ours(path)}
    assert kinds == {"single", "multiple", "sequence"}


@pytest.mark.parametrize("path", QUIZZES, ids=_id)
def test_both_read_the_same(page: Page, path: Path) -> None:
    reference: list[dict[str, Any]] = page.evaluate(READ, _for_reference(path))
    ours = _ours(path)
    assert len(reference) == len(ours)
    for theirs, question in zip(reference, ours, strict=True):
        # What follows the answers is an explanation to us (defect "text after answers").
        said = "\n\n".join(text for text in (question.body, question.explanation) if text)
        answers = [text for answer in question.answers for text in (answer.text, answer.comment)]
        heading, body, hint, *rest = page.evaluate(
            SHOWN, [f"# {question.heading}", said, question.hint, *answers]
        )
        assert theirs == {
            "type": next(name for name, kind in KINDS.items() if kind == question.kind),
            "heading": heading,
            "said": body,
            "hint": hint,
            "answers": [
                {"text": text, "comment": comment, "correct": answer.correct and question.kind != "sequence"}
                for answer, text, comment in zip(question.answers, rest[::2], rest[1::2], strict=True)
            ],
        }


@pytest.mark.parametrize("path", QUIZZES, ids=_id)
def test_both_grade_the_same(page: Page, path: Path) -> None:
    raw = _for_reference(path)
    for index, question in enumerate(_ours(path)):
        if question.kind == "sequence" and len(question.answers) > 10:
            continue  # defect "long sequences"
        responses = _responses(question)
        graded = [grade(question.kind, question.correct, response) for response in responses]
        assert True in graded
        assert False in graded
        assert page.evaluate(GRADE, [raw, index, responses]) == graded, question.id


def test_a_quiz_played_by_hand_gets_full_marks(page: Page) -> None:
    """Clicks, ticks and moves what we call right, and reads quizdown-js's own verdict."""
    path = ROOT / "tests/fixtures/quizzes/every-kind.md"
    page.evaluate(
        """(raw) => {
          document.querySelectorAll("main").forEach((old) => old.remove());
          const main = document.body.appendChild(document.createElement("main"));
          quizdown.createApp(raw, main, { locale: "en" });
        }""",
        _for_reference(path),
    )
    for number, question in enumerate(_ours(path)):
        if question.hint:
            page.get_by_title("Hint").click()
            page.get_by_text("The student comes" if question.kind == "sequence" else "Who knows").wait_for()
        if question.kind == "sequence":
            for place, answer in enumerate(question.answers):
                item = page.locator(".list .item", has_text=answer.text.split("\n")[0])
                while int(item.get_attribute("data-index") or 0) > place:
                    before = item.get_attribute("data-index")
                    item.locator("button.up").dispatch_event("click")
                    page.wait_for_function(
                        "([item, before]) => item.dataset.index !== before",
                        arg=[item.element_handle(), before],
                    )
        else:
            for place in question.correct:
                words = question.answers[place].text.split("\n")[0].split("`")[0].strip()
                page.locator("label", has_text=words).locator("span").first.click()
        if number < len(_ours(path)) - 1:
            page.get_by_title("Next").click()
            page.get_by_role("heading", level=3, name=f"Q{number + 2}:").wait_for()
    page.get_by_title("Evaluate").click()
    verdict = page.get_by_role("heading", level=1)
    verdict.wait_for()
    assert verdict.inner_text().strip() == "04/04"
    # Comments on what was chosen are shown with the verdict.
    assert page.get_by_text("Yes. The mentor knows the student.").is_visible()


LONG = "# Order\n\n" + "".join(f"{n}. step {n}\n" for n in range(1, 12))


def test_defect_long_sequences(page: Page) -> None:
    (question,) = parse_quizdown(LONG, "long.md").questions
    assert grade("sequence", question.correct, list(range(11)))
    assert page.evaluate(GRADE, [LONG, 0, [list(range(11))]]) == [False]


def test_defect_question_options(page: Page) -> None:
    raw = "# Q\n\n---\nshuffleAnswers: false\n---\n\n" + "".join(
        f"{n}. [{'x' if n == 1 else ' '}] answer {n}\n" for n in range(1, 9)
    )
    (question,) = parse_quizdown(raw, "q.md").questions
    assert not question.shuffle
    orders = page.evaluate(
        """(raw) => Array.from({ length: 5 }, () =>
             quizdown.parseQuizdown(raw, {}).questions[0].answers.map((answer) => answer.id))""",
        raw,
    )
    assert any(order != list(range(8)) for order in orders)


def test_defect_text_after_answers(page: Page) -> None:
    raw = "# Q\n\nBefore.\n\n1. [x] a\n2. [ ] b\n\nAfterwards."
    (question,) = parse_quizdown(raw, "q.md").questions
    assert (question.body, question.explanation) == ("Before.", "Afterwards.")
    assert "Afterwards." in page.evaluate(READ, raw)[0]["said"]["text"]


def test_defect_dropped_text(page: Page) -> None:
    raw = "# Q\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n1. [x] a\n2. [ ] b\n"
    (question,) = parse_quizdown(raw, "q.md").questions
    assert question.body.startswith("| a | b |")
    assert page.evaluate(READ, raw)[0]["said"]["text"] == ""


def test_defect_stray_hints(page: Page) -> None:
    raw = "# Q\n\n1. [x] a\n2. [ ] b\n\n> because a is right\n"
    assert [problem.code for problem in parse_quizdown(raw, "q.md").problems] == ["stray-quote"]
    assert page.evaluate(READ, raw)[0]["hint"]["text"] == "because a is right"


def test_defect_endless_options(page: Page) -> None:
    raw = "# Q\n\n1. [x] a\n2. [ ] b\n\n---\n\n# R\n\n1. [x] a\n2. [ ] b\n"
    read = parse_quizdown(raw, "q.md")
    assert [problem.code for problem in read.problems] == ["unclosed-options"]
    assert len(read.questions) == 2
    outcome = page.evaluate(
        """(raw) => {
             try { return quizdown.parseQuizdown(raw, {}).questions.length; } catch (error) { return -1; }
           }""",
        raw,
    )
    assert outcome != 2


def test_every_defect_has_its_test() -> None:
    tests = {
        name.removeprefix("test_defect_").replace("_", " ")
        for name in globals()
        if name.startswith("test_defect_")
    }
    assert tests == set(DEFECTS)
