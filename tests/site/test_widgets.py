"""Blocks that are drawn or tried, as a page holds them: whole without scripts, in two languages at once."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from markdown import Markdown

from courseware.site.prose import Prose
from courseware.site.widgets import Widgets
from courseware.strings import load_strings

ROOT = Path(__file__).parents[2]
EXTENSIONS = ["attr_list", "md_in_html", "sane_lists", "tables"]
Make = Callable[..., tuple[str, Widgets]]


@pytest.fixture
def make() -> Make:
    """Makes a page of a text, as the site does."""

    def made(text: str, language: str = "sv", reader: str = "sv") -> tuple[str, Widgets]:
        texts = load_strings(ROOT, reader)
        to_html = Markdown(extensions=EXTENSIONS)
        widgets = Widgets(texts, language, lambda part: to_html.reset().convert(part))
        prose = Prose(
            {"k": {"title": "T", "author": [{"literal": "SKR"}]}}, texts, widgets.makers, language=language
        )
        widgets.plain = prose.plain
        return Markdown(extensions=EXTENSIONS).convert(prose.plain(text)), widgets

    return made


def test_figure_is_a_picture_with_its_words(make: Make) -> None:
    text = (
        ':::{figure draw=pyramid title="Stöd & mer"}\nInledning. [@k]\n\n'
        "- **Intensiv:** för *några*. [@platform]\n- **Allmän:** [alla](a.md)\n:::"
    )
    html, widgets = make(text)
    assert "<figcaption>Stöd &amp; mer</figcaption>" in html
    assert 'href="#source-k"' in html
    assert "<strong>Intensiv:</strong> för <em>några</em>." in html
    assert '<a href="a.md">alla</a>' in html
    assert "<desc" in html
    assert "uppifrån och ned: Intensiv, Allmän." in html
    assert ":::" not in html
    assert list(widgets.elements) == []


def test_numbered_steps_and_the_way_up_are_two_lists(make: Make) -> None:
    text = ':::{figure draw=spiral title="T"}\n1. **A:** a\n2. **B:** b\n3. **C:** c\n\n- **Upp:** d\n:::'
    html, _ = make(text)
    assert re.search(r"<ol>(?:(?!</ol>).)*C:(?:(?!</ol>).)*</ol>.*<ul>.*Upp:", html, re.DOTALL)
    assert "Vägen upp: Upp." in html


def test_process_nests_by_any_indent_and_says_what_is_a_decision(make: Make) -> None:
    text = ':::{figure draw=process title="T"}\n- **Fas 1**\n  - **M01 A:** karta\n  - ? **Välj?** två\n:::'
    html, _ = make(text)
    assert re.search(
        r"Fas 1</strong>.*<ul>\s*<li><strong>M01 A</strong> <span class=\"step-text\">karta", html, re.S
    )
    assert re.search(r'class="unseen">Beslut: </span></span><strong>Välj\?</strong>', html)
    assert re.search(r'<p [^>]*class="process-key no-search"[^>]*>Beslut</p>', html)
    assert "process-key" not in make(text.replace("? **Välj?**", "**Välj**"))[0]


def test_ledger_is_a_table_whose_marks_are_words_too(make: Make) -> None:
    text = (
        ':::{figure draw=ledger title="T"}\n| Post | Kommun | År |\n|---|---|---|\n'
        "| Stöd | − [@k] | 0–3 |\n| Vård | (+) | 2–10+ |\n:::"
    )
    html, _ = make(text)
    assert '<th scope="row">Stöd</th>' in html
    assert '<span class="unseen">betalar</span>' in html
    assert 'href="#source-k"' in html
    assert html.count('<svg class="years"') == 2
    assert "Linjen går från 0 till 15 år." in html
    assert "Linjen går från 0 till 50 år." in make(text.replace("0–3", "5–45"))[0]
    assert "<p><table" not in html


def test_figure_inside_a_case(make: Make) -> None:
    text = (
        ':::{case}\nFall. [@invented]\n\n:::{figure draw=levels title="T"}\n- **A:** a\n- **B:** b\n:::\n:::'
    )
    html, _ = make(text)
    assert re.search(
        r'class="block block-case".*<figure class="drawing drawing-levels">.*<svg', html, re.DOTALL
    )
    assert "&lt;" not in html


def test_bodies_that_check_refuses_still_make_a_page(make: Make) -> None:
    for body in ("", "text", "- a", "| a |", "1. **A**\n  - **B**"):
        for draw in ("pyramid", "cycle", "spiral", "levels", "process", "ledger", "what"):
            html, _ = make(f':::{{figure draw={draw} title="T"}}\n{body}\n:::')
            assert "figcaption" in html


def test_simulator_says_its_figures_and_examples(make: Make) -> None:
    text = (
        ":::{simulator base=25 sensitivity=60 specificity=85}\nDra. [@platform]\n\n"
        "- **Låg:** base=25 sensitivity=80 specificity=60 [@invented]\n:::"
    )
    html, widgets = make(text)
    assert "Av 26 flaggade hade 11 klarat sig ändå." in html
    assert 'data-value="ppv">57\N{NO-BREAK SPACE}%' in html
    assert "Av 50 flaggade hade 30 klarat sig ändå." in html
    assert "påhittat" in html
    assert list(widgets.elements) == ["precision-simulator"]


def test_on_a_foreign_page_our_words_are_the_readers(make: Make) -> None:
    html, _ = make(
        ":::{simulator base=25 sensitivity=60 specificity=85}\n"
        "- **Låg:** base=9 sensitivity=8 specificity=7\n:::",
        reader="lv",
    )
    assert (
        '<precision-simulator data-base="25" data-sensitivity="60" data-specificity="85" lang="lv">' in html
    )
    assert '<strong lang="sv">Låg</strong>' in html
    figure, _ = make(':::{figure draw=levels title="T"}\n- **A:** a\n- **B:** b\n:::', reader="lv")
    assert '<div class="drawing-picture" lang="lv">' in figure


def test_several_of_a_kind_have_names_of_their_own(make: Make) -> None:
    block = ':::{figure draw=levels title="T"}\n- **A:** a\n- **B:** b\n:::\n\n'
    html, _ = make(block * 2)
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids)) == 4


ASSESSMENT = (
    ":::{self-assessment id=chain}\n1. **Mandat.** Vad? [@platform]\n"
    "   - Nej [@k]\n   - *Lite*\n   - Mer\n   - Allt\n:::"
)


def test_self_assessment_is_a_form_of_radio_buttons(make: Make) -> None:
    html, widgets = make(ASSESSMENT)
    assert html.count('type="radio"') == 4
    assert 'data-id="chain" data-count="1" data-lang="sv"' in html
    assert '<span class="assessment-label">Mandat</span>' in html
    assert "<em>Lite</em>" in html
    assert 'href="#source-k"' in html
    assert "Utan skript sparas inget." in html
    assert re.search(r'<label class="assessment-notes no-search" for="([^"]+)">.*<textarea id="\1"', html)
    assert list(widgets.elements) == ["self-assessment"]


def test_self_assessment_in_swedish_on_a_foreign_page(make: Make) -> None:
    html, _ = make(ASSESSMENT, reader="pl")
    assert '<label class="assessment-notes' in html
    assert 'lang="pl">Notatka' in html


def test_a_number_before_a_name_begins_no_list(make: Make) -> None:
    _, widgets = make("")
    assert widgets.voice.said("1. Syfte *och* mål") == "1. Syfte <em>och</em> mål"
    assert widgets.voice.said("- streck") == "- streck"
    assert widgets.voice.said("3,5 timmar") == "3,5 timmar"
