"""Content says something; what would do something in a reader's browser is named and refused."""

from __future__ import annotations

import pytest

from courseware.content.active_html import active_html
from courseware.content.parse import parse_file

ACTIVE = [
    "<script>alert(1)</script>",
    "<SCRIPT src=//elsewhere.example></SCRIPT>",
    "text <script",
    "<iframe src='//elsewhere.example'></iframe>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    '<img src="x"onerror=alert(1)>',
    '<p style="color: red">x</p>',
    "<a href='javascript:alert(1)'>x</a>",
    "<a href=javascript:alert(1)>x</a>",
    "[x](javascript:alert(1))",
    "[x](<javascript:alert(1)>)",
    "[x](&#106;avascript:alert(1))",
    "[x](JaVaScRiPt&colon;alert(1))",
    "[x][1]\n\n[1]: javascript:alert(1)",
    "<javascript:alert(1)>",
    "<meta http-equiv=refresh content=0>",
    "<base href=//elsewhere.example/>",
]

HARMLESS = [
    "a < b and c > d, on = off",
    "`<script>` is a tag",
    "```html\n<script>alert(1)</script>\n```",
    "<https://example.org/?onload=1>",
    "[x](https://example.org/javascript:1)",
    "[x](page.md#on-time) and one<br>two",
    "JavaScript: a language. style = how",
    '<abbr title="on time">x</abbr>',
    "| a | b |\n|---|:-:|\n| &nbsp;<br>&nbsp; | 1 |",
]


@pytest.mark.parametrize("text", ACTIVE)
@pytest.mark.parametrize("kind", ["page", "quiz"])
def test_what_would_run_is_named_with_its_line(text: str, kind: str) -> None:
    parsed = parse_file(f"---\ntitle: x\n---\nFirst.\n\n{text}\n".encode(), "page.md", kind, "sv")
    lines = [problem.line for problem in parsed.problems if problem.code == "active-html"]
    assert lines == [6 + text.count("\n")] * len(lines)
    assert lines


@pytest.mark.parametrize("text", HARMLESS)
def test_what_only_says_something_is_left_alone(text: str) -> None:
    parsed = parse_file(f"---\ntitle: x\n---\n{text}\n".encode(), "page.md", "page", "sv")
    assert [problem for problem in parsed.problems if problem.code == "active-html"] == []


@pytest.mark.parametrize(
    "text", ["<" * 100_000, "<a " * 50_000, '<a href="' * 30_000, "[" * 100_000, ":" * 100_000]
)
def test_no_text_makes_it_slow(text: str) -> None:
    import time

    began = time.process_time()
    list(active_html(text))
    assert time.process_time() - began < 3
