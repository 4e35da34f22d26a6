"""Quizdown as questions, and every mistake with its line."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courseware.content.model import Question
from courseware.content.quizdown import Quizdown, parse_quizdown

EVERYTHING = """\
---
shuffleAnswers: false
shuffle_questions: true
passingGrade: 70
---

# What does the *principal* decide? {#q1}

---
shuffleAnswers: true
---

A picture first.

```python
# not a heading
1. [x] not an answer
```

> Think of the routine
> and who owns it.

1. [ ] The threshold
    > Close.
2. [X] The routine,
   with a time limit in every step

    > Yes.
    > Every step.
3. [ ] Nothing

Read lesson 4 again.

###### Which signals carry weight? {#q2}

- [x] Attendance
- [ ] Birthplace
    - never for one student
    > No.
- [x] Results

## Put the steps in order

1. See
   > first
1. Talk
10. Follow up
"""


def test_every_part_of_a_question_is_read() -> None:
    read = parse_quizdown(EVERYTHING, "page.md")
    assert read.problems == ()
    assert read.options == {"shuffleAnswers": False, "shuffleQuestions": True, "passMark": 70}
    first, second, third = read.questions
    assert (first.id, first.kind, first.heading, first.line) == (
        "q1",
        "single",
        "What does the *principal* decide?",
        7,
    )
    assert first.body == "A picture first.\n\n```python\n# not a heading\n1. [x] not an answer\n```"
    assert first.hint == "Think of the routine\nand who owns it."
    assert first.explanation == "Read lesson 4 again."
    assert first.shuffle
    assert [(answer.text, answer.correct, answer.comment, answer.line) for answer in first.answers] == [
        ("The threshold", False, "Close.", 23),
        ("The routine,\nwith a time limit in every step", True, "Yes.\nEvery step.", 25),
        ("Nothing", False, "", 30),
    ]
    assert first.correct == (1,)
    assert (second.id, second.kind, second.correct, second.shuffle) == ("q2", "multiple", (0, 2), False)
    assert second.answers[1].text == "Birthplace\n  - never for one student"
    assert second.answers[1].comment == "No."
    assert (third.id, third.kind, third.correct, third.shuffle) == ("q3", "sequence", (0, 1, 2), True)
    assert [answer.text for answer in third.answers] == ["See", "Talk", "Follow up"]
    assert third.answers[0].comment == "first"


def test_common_indentation_is_taken_off() -> None:
    indented = textwrap.indent(EVERYTHING, "    ")
    plain, moved = parse_quizdown(EVERYTHING, "p"), parse_quizdown(indented, "p")
    assert moved.questions == plain.questions


def test_lines_are_counted_from_where_the_block_stands() -> None:
    assert parse_quizdown(EVERYTHING, "page.md", 101).questions[0].line == 107


def test_windows_line_ends_change_nothing() -> None:
    assert (
        parse_quizdown(EVERYTHING.replace("\n", "\r\n"), "p").questions
        == parse_quizdown(EVERYTHING, "p").questions
    )


def _one(body: str) -> Quizdown:
    return parse_quizdown(body, "quiz.md", ids_required=True)


GOOD = "1. [x] a\n2. [ ] b\n"

MISTAKES = {
    "no questions": ("Only text.", ["1: no-questions", "1: text-outside-question"]),
    "text before": (f"Welcome!\n\n# Q {{#q1}}\n\n{GOOD}", ["1: text-outside-question"]),
    "no text": (f"# {{#q1}}\n\n{GOOD}", ["1: empty-question"]),
    "no id": (f"# Q\n\n{GOOD}", ["1: missing-question-id"]),
    "a bad id": (f"# Q {{#Q_1}}\n\n{GOOD}", ["1: bad-question-id"]),
    "a class in the heading": (f"# Q {{#q1 .big}}\n\n{GOOD}", ["1: heading-extra"]),
    "the same id twice": (f"# Q {{#q1}}\n\n{GOOD}\n# R {{#q1}}\n\n{GOOD}", ["6: repeated-question-id"]),
    "no answers": ("# Q {#q1}\n\nText.", ["1: no-answers"]),
    "one answer": ("# Q {#q1}\n\n1. [x] a", ["3: few-answers"]),
    "none ticked": ("# Q {#q1}\n\n1. [ ] a\n2. [ ] b", ["3: single-choice"]),
    "two ticked": ("# Q {#q1}\n\n1. [x] a\n2. [x] b", ["3: single-choice"]),
    "nothing right": ("# Q {#q1}\n\n- [ ] a\n- [ ] b", ["3: no-right-answer"]),
    "a box without a space": ("# Q {#q1}\n\n1. [x] a\n2. []b", ["4: bad-checkbox"]),
    "a box that says v": ("# Q {#q1}\n\n- [v] a\n- [x] b", ["3: bad-checkbox"]),
    "no box": ("# Q {#q1}\n\n- a\n- [x] b", ["3: bad-checkbox"]),
    "only the second has a box": ("# Q {#q1}\n\n1. a\n2. [x] b", ["3: bad-checkbox"]),
    "an empty answer": ("# Q {#q1}\n\n1. a\n2.\n3. c", ["4: empty-answer"]),
    "answers alike": ("# Q {#q1}\n\n1. [x] a\n2. [ ] a", ["4: repeated-answer"]),
    "mixed marks": ("# Q {#q1}\n\n- [x] a\n* [ ] b", ["4: mixed-markers"]),
    "numbers and bullets": ("# Q {#q1}\n\n1. [x] a\n- [ ] b", ["4: mixed-markers"]),
    "two lists": (f"# Q {{#q1}}\n\n{GOOD}\nText\n\n- x\n- y", ["8: second-list"]),
    "a comment not indented": ("# Q {#q1}\n\n1. [x] a\n> why\n2. [ ] b", ["4: comment-indent"]),
    "a comment after an empty line": (f"# Q {{#q1}}\n\n{GOOD}\n> why", ["6: stray-quote"]),
    "a comment too deep": ("# Q {#q1}\n\n1. [x] a\n           > why\n2. [ ] b", ["4: comment-indent"]),
    "a lazy answer": ("# Q {#q1}\n\n1. [x] a\nmore\n2. [ ] b", ["4: lazy-answer"]),
    "a lazy hint": (f"# Q {{#q1}}\n\n> think\nharder\n\n{GOOD}", ["4: lazy-quote"]),
    "a lazy comment": ("# Q {#q1}\n\n1. [x] a\n    > why\n    not\n2. [ ] b", ["5: lazy-quote"]),
    "an underlined text": (f"# Q {{#q1}}\n\nText\n---\n\n{GOOD}", ["4: underlined-heading"]),
    "options that never end": (f"# Q {{#q1}}\n\n---\n\n{GOOD}", ["3: unclosed-options"]),
    "options of a question": (
        f"# Q {{#q1}}\n---\nshuffleAnsers: false\n---\n\n{GOOD}",
        ["2: unknown-quiz-option"],
    ),
    "a question option that is no truth": (
        f"# Q {{#q1}}\n---\nshuffleAnswers: maybe\n---\n\n{GOOD}",
        ["2: bad-quiz-option"],
    ),
    "options that are no YAML": (f"---\na: [\n---\n# Q {{#q1}}\n\n{GOOD}", ["3: bad-yaml"]),
    "an unknown option": (f"---\npassMrak: 80\n---\n# Q {{#q1}}\n\n{GOOD}", ["1: unknown-quiz-option"]),
    "a pass mark of text": (f"---\npassMark: high\n---\n# Q {{#q1}}\n\n{GOOD}", ["1: bad-quiz-option"]),
    "a pass mark too high": (f"---\npassMark: 101\n---\n# Q {{#q1}}\n\n{GOOD}", ["1: bad-quiz-option"]),
    "two pass marks": (
        f"---\npassMark: 80\npassingGrade: 70\n---\n# Q {{#q1}}\n\n{GOOD}",
        ["1: bad-quiz-option"],
    ),
}


@pytest.mark.parametrize(("text", "expected"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_named_with_its_line(text: str, expected: list[str]) -> None:
    assert [f"{problem.line}: {problem.code}" for problem in sorted(_one(text).problems)] == expected


def test_every_mistake_says_what_to_do() -> None:
    for text, _ in MISTAKES.values():
        for problem in _one(text).problems:
            assert problem.message
            assert problem.hint


def test_all_mistakes_are_found_at_once() -> None:
    text = "\n\n".join(text for text, _ in MISTAKES.values() if text.startswith("# "))
    codes = {problem.code for problem in _one(text).problems}
    assert len(codes) > 15


def test_a_misspelt_option_gets_a_suggestion() -> None:
    (problem,) = _one(f"---\nshufleAnswers: true\n---\n# Q {{#q1}}\n\n{GOOD}").problems
    assert str(problem) == (
        "quiz.md:1: unknown-quiz-option: 'shufleAnswers' is not an option of a quiz. "
        "Did you mean 'shuffleAnswers'?"
    )


_LINES = st.sampled_from(
    [
        "# Q {#q1}",
        "## R",
        "---",
        "shuffleAnswers: true",
        "1. [x] a",
        "2. [ ] b",
        "- [x] c",
        "* d",
        "10. e",
        "> hint",
        "    > comment",
        "   more",
        "\t> tab",
        "```",
        "~~~",
        "",
        "===",
        "text",
        "1.",
        "-",
        "[x]",
        "#",
        "      - nested",
    ]
)


@settings(deadline=None)  # the machine may be busy; slowness is not what this shows
@given(st.lists(st.one_of(_LINES, st.text(max_size=30)), max_size=30).map("\n".join))
def test_any_text_gives_questions_or_problems_never_a_crash(text: str) -> None:
    read = parse_quizdown(text, "quiz.md", ids_required=True)
    assert read.questions or read.problems
    height = text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    for problem in read.problems:
        assert 1 <= problem.line <= height
    if not read.problems:
        for question in read.questions:
            assert question.correct
            assert len(question.answers) >= 2


_WORDS = st.text(st.sampled_from("abcåäö xyz"), min_size=1, max_size=12).map(str.strip).filter(bool)


@st.composite
def _questions(draw: st.DrawFn) -> tuple[str, Question]:
    kind = draw(st.sampled_from(["single", "multiple", "sequence"]))
    texts = draw(st.lists(_WORDS, min_size=2, max_size=5, unique=True))
    ticked = {draw(st.integers(0, len(texts) - 1))}
    if kind == "multiple":
        ticked |= draw(st.sets(st.integers(0, len(texts) - 1)))
    lines = [f"{'#' * draw(st.integers(1, 6))} {draw(_WORDS)} {{#q1}}", ""]
    hint = draw(st.one_of(st.just(""), _WORDS))
    if hint:
        lines += [f"> {hint}", ""]
    from courseware.content.model import Answer

    answers = []
    for position, text in enumerate(texts):
        mark = "-" if kind == "multiple" else f"{position + 1}."
        box = "" if kind == "sequence" else "[x] " if position in ticked else "[ ] "
        comment = draw(st.one_of(st.just(""), _WORDS))
        answers.append(Answer(text, kind == "sequence" or position in ticked, comment, len(lines) + 1))
        lines.append(f"{mark} {box}{text}")
        if comment:
            lines.append(f"    > {comment}")
    heading = lines[0].split(" ", 1)[1].removesuffix(" {#q1}")
    question = Question("q1", kind, heading, "", hint, tuple(answers), "", True, 1)  # type: ignore[arg-type]
    return "\n".join(lines), question


@settings(deadline=None)  # the machine may be busy; slowness is not what this shows
@given(_questions())
def test_what_is_written_is_what_is_read(case: tuple[str, Question]) -> None:
    text, question = case
    read = parse_quizdown(text, "quiz.md", ids_required=True)
    assert read.problems == ()
    assert read.questions == (question,)
