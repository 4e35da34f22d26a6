"""The printed form of a quiz, and the key beside it."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

from browser.lab import BASE, LESSONS, MODULE, ROOT, VERSION, make_quiz, question, quiz_markup, to_html
from markdown import Markdown

from courseware.site.quiz_form import decode_key, encode_key, printed_order, render_quiz
from courseware.strings import load_strings

VOID = {"input", "br", "img", "hr"}


class Tree(HTMLParser):
    """Notes every tag with its attributes and checks that tags close in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_form_is_well_formed_and_has_native_controls() -> None:
    tree = Tree(quiz_markup().html)
    kinds = [attributes.get("type") for tag, attributes in tree.tags if tag == "input"]
    assert kinds == ["radio"] * 3 + ["checkbox"] * 3 + ["number"] * 4
    assert [tag for tag, _ in tree.tags].count("legend") == 3
    assert not [
        attributes
        for _, attributes in tree.tags
        if "style" in attributes or any(a.startswith("on") for a in attributes)
    ]


def test_form_says_what_the_browser_needs_to_record_it() -> None:
    element = next(attributes for tag, attributes in Tree(quiz_markup().html).tags if tag == "quiz-form")
    assert element["data-module"] == MODULE
    assert element["data-version"] == VERSION
    assert element["data-lessons"] == " ".join(LESSONS)
    assert element["data-pass-mark"] == "80"
    practice = next(
        attributes for tag, attributes in Tree(quiz_markup(practice=True).html).tags if tag == "quiz-form"
    )
    assert "data-module" not in practice


def test_page_holds_neither_key_nor_comments() -> None:
    """Nothing in the page tells right from wrong, not even the numbers of the steps."""
    html = quiz_markup().html
    for secret in ("Tidigt och vänligt", "skyndsamt", "Ett tidigt tecken", "correct", BASE):
        assert secret not in html
    steps = re.findall(r'data-value="(\d)"><input class="quiz-place".*?<label[^>]*>([^<]+)', html)
    assert [value for value, _ in steps] == ["0", "1", "2", "3"]
    assert [text for _, text in steps] != ["Se", "Fråga", "Göra", "Följa upp"]


def test_changing_what_is_right_changes_only_the_key() -> None:
    """Two quizzes that differ in nothing but the right answer print the same page."""
    quiz = make_quiz()
    turned = question("q1", "single", "Vad?", ("a", True, "x"), ("b", False, ""))
    other = question("q1", "single", "Vad?", ("a", False, ""), ("b", True, "y"))
    pages = []
    for each in (turned, other):
        made = render_quiz(
            replace(quiz, questions=(each,)),
            language="sv",
            strings=load_strings(ROOT, "sv"),
            markdown=to_html,
        )
        pages.append(made)
    assert pages[0].html == pages[1].html
    assert pages[0].key != pages[1].key


def test_key_is_whole_and_not_readable_at_a_glance() -> None:
    data = quiz_markup().key
    for secret in (b"correct", b"skyndsamt", b"Tidigt"):
        assert secret not in data
    key = decode_key(data)
    assert key["q1"]["correct"] == [1]
    assert key["q1"]["comments"] == {"0": "Då hinner det bli en vana.", "1": "Tidigt och vänligt."}
    assert key["q1"]["explanation"] == "<p>Skolan ska <strong>skyndsamt</strong> utreda.</p>"
    assert key["q2"]["correct"] == [0, 2]
    assert key["q3"]["correct"] == [0, 1, 2, 3]
    assert sorted(key["q3"]["order"]) == [0, 1, 2, 3]
    assert key["q3"]["order"] == list(printed_order(MODULE, make_quiz().questions[2]))


def test_key_survives_every_sign() -> None:
    key = {"q": {"explanation": 'åäö ŽŪ "\\" </script> \n\t \x7f 😀 ~!'}}
    assert decode_key(encode_key(key)) == key


def test_steps_are_printed_alike_in_every_language_and_never_in_the_right_order() -> None:
    for count in range(2, 12):
        for name in range(40):
            steps = question(f"q{name}", "sequence", "?", *((str(n), True, "") for n in range(count)))
            order = printed_order("m", steps)
            assert sorted(order) == list(range(count))
            assert order != tuple(range(count))
    sv, en = quiz_markup("sv").html, quiz_markup("en").html
    pattern = r'quiz-place".*?<label[^>]*>([^<]+)'
    assert re.findall(pattern, sv) == re.findall(pattern, en)


def test_markdown_leaves_the_form_alone() -> None:
    """Staged pages are Markdown: the form must come out of it as it went in, twice on a page."""
    form = quiz_markup(quiz_id="one", practice=True).html
    other = quiz_markup(quiz_id="other", practice=True).html
    page = Markdown(extensions=["md_in_html", "attr_list", "tables", "toc"]).convert(
        f"Före *x*\n\n{form}\n\n{other}\n\nEfter"
    )
    assert form in page
    assert other in page
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_code_with_blank_lines_does_not_end_the_block() -> None:
    code = question(
        "q1", "single", "Läs `a < b`", ("a", True, ""), ("b\n\nc", False, ""), body="    rad 1\n\n    rad 2"
    )
    quiz = replace(make_quiz(), questions=(code,))
    html = render_quiz(quiz, language="sv", strings=load_strings(ROOT, "sv"), markdown=to_html).html
    assert "\n\n" not in html
    assert "rad 1&#10;&#10;rad 2" in html
    assert html in Markdown().convert(html)
    assert '<span class="quiz-par">b</span>' in html
    assert "<code>a &lt; b</code>" in html
    Tree(html)


def test_words_around_a_fallback_quiz_are_in_the_language_of_the_page() -> None:
    html = render_quiz(
        make_quiz("sv"), language="sv", strings=load_strings(ROOT, "en"), markdown=to_html
    ).html
    assert '<quiz-form id="quiz-m07-early-detection" lang="sv"' in html
    assert '<span class="quiz-number" lang="en">Question 1 of 3</span>' in html
    assert '<summary lang="en">Hint</summary>' in html
