"""Passing over inline patterns changes nothing but the time."""

from __future__ import annotations

import random
from xml.etree import ElementTree

import markdown
import pytest
from markdown import inlinepatterns
from markdown.inlinepatterns import SimpleTextInlineProcessor

from courseware.site.inline import NEEDS, quicken

EXTENSIONS = ["attr_list", "def_list", "footnotes", "md_in_html", "sane_lists", "tables", "toc"]
PIECES = [
    "word", "två ord", " ", "  \n", "\n", "\n\n", "*", "**", "***", "_", "__", "`", "``", "\\", "\\\\", "[",
    "]", "[a](b.md)", "[a][r]", "![x](y.png)", "![x][r]", "!", "(", ")", "<", ">", "<br>", "<b>", "</b>",
    "<!-- n -->", "<https://example.org>", "<a@example.org>", "&", "&amp;", "&#8211;", "[^1]", "{#id}",
    "{.k}", "# ", "- ", "| ", "|", ":", "*em*", "__strong__", "snake_case_word", "2 * 3",
]  # fmt: skip
REFERENCES = '\n\n[r]: http://example.org "t"\n[^1]: A *note* with [a link](c.md).\n'


def make() -> markdown.Markdown:
    """Gives Markdown with the extensions of mkdocs.yml."""
    return markdown.Markdown(extensions=EXTENSIONS)


@pytest.mark.parametrize("seed", range(12))
def test_html_is_that_of_markdown_itself(seed: int) -> None:
    draw = random.Random(seed)  # noqa: S311 (the same texts every time)
    plain, quick = make(), make()
    quicken(quick)
    for _ in range(25):
        text = "".join(draw.choices(PIECES, k=draw.randrange(1, 40))) + REFERENCES
        assert quick.reset().convert(text) == plain.reset().convert(text), repr(text)


def test_every_pattern_of_markdown_is_known() -> None:
    unknown = {pattern.pattern for pattern in make().inlinePatterns} - set(NEEDS)
    assert not unknown, "after an upgrade: say in NEEDS what these need, or builds become slow"


def test_fewer_patterns_are_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    tried = 0
    stock = inlinepatterns.InlineProcessor.getCompiledRegExp

    def count(pattern: inlinepatterns.InlineProcessor) -> object:
        nonlocal tried
        tried += 1
        return stock(pattern)

    monkeypatch.setattr(inlinepatterns.InlineProcessor, "getCompiledRegExp", count)
    text = "Bara ord här.\n\nOch *ett* till.\n"
    make().convert(text)
    before, tried = tried, 0
    quick = make()
    quicken(quick)
    quick.convert(text)
    assert before > 3 * tried > 0


def test_a_pattern_that_is_not_known_is_always_tried() -> None:
    class Shout(SimpleTextInlineProcessor):
        def handleMatch(  # type: ignore[override]
            self, match: object, data: str
        ) -> tuple[ElementTree.Element, int, int]:
            element = ElementTree.Element("strong")
            element.text = "!"
            start = data.index("§")
            return element, start, start + 1

    instance = make()
    instance.inlinePatterns.register(Shout(r"(§)"), "shout", 55)
    quicken(instance)
    assert instance.convert("Ett ord § till") == "<p>Ett ord <strong>!</strong> till</p>"
