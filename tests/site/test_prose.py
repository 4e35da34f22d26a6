from __future__ import annotations

from courseware.site.prose import Prose
from courseware.site.sources import places
from courseware.strings import Strings

BIBLIOGRAPHY = {
    "skola": {"title": "T", "author": [{"literal": "Skolverket"}], "issued": {"date-parts": [[2025]]}},
    "two": {"title": "T", "author": [{"family": "Ek", "given": "A"}, {"family": "Al", "given": "B"}]},
}
TEXTS = Strings(
    "sv",
    {
        "site.mark.platform": "vårt förslag",
        "site.mark.invented": "påhittat",
        "site.block.case": "Fall",
        "site.block.facilitator": "Ledare",
        "site.block.swedish-context": "Sverige",
    },
)


def prose() -> Prose:
    return Prose(BIBLIOGRAPHY, TEXTS)


def test_citation_names_who_and_when_and_leads_to_the_foot() -> None:
    page = prose()
    text = page.plain("Så är det [@skola, s. 4; @two].")
    assert text == (
        'Så är det <span class="cites">(<a class="cite" id="cite-skola-1" href="#source-skola" '
        'aria-describedby="entry-skola">Skolverket 2025, s. 4</a>; <a class="cite" id="cite-two-1" '
        'href="#source-two" aria-describedby="entry-two">Ek &amp; Al</a>)</span>.'
    )
    assert tuple(page.cited) == ("skola", "two")


def test_each_place_that_cites_can_be_found_again() -> None:
    page = prose()
    text = page.plain("Ett [@skola]. Två [@skola; @two].")
    assert places(text) == {"skola": [1, 2], "two": [1]}


def test_a_block_is_made_by_its_maker_and_cited_like_the_text_around_it() -> None:
    page = Prose(BIBLIOGRAPHY, TEXTS, {"evidence": lambda block: f"<p>{block.options['id']} [@skola]</p>"})
    text = page.plain("Ett [@skola].\n\n:::{evidence id=card}\n:::")
    assert '<p>card <span class="cites">(<a class="cite" id="cite-skola-2"' in text


def test_marks_are_words_and_no_sources() -> None:
    page = prose()
    assert page.plain("[@platform]") == '<span class="mark mark-platform">vårt förslag</span>'
    assert page.cited == {}


def test_citation_over_two_lines() -> None:
    assert "Skolverket 2025, s. 4" in prose().plain("Text [@skola,\ns. 4].")


def test_code_is_left_alone() -> None:
    text = "`[@skola]` och\n\n```\n[@skola]\n:::{case}\n:::\n```"
    page = prose()
    assert page.plain(text) == text
    assert page.cited == {}


def test_unknown_key_is_shown_as_it_is_written() -> None:
    assert prose().plain("[@okänd]") == '<span class="cites">(@okänd)</span>'


def test_block_is_labelled_for_everybody() -> None:
    html = prose().plain(':::{case title="Alnhärad & co"}\nText.\n:::')
    assert '<div class="block block-case" role="group" aria-labelledby="block-1" markdown="1">' in html
    assert '<p class="block-label" id="block-1">Fall: Alnhärad &amp; co</p>' in html


def test_facilitators_notes_are_left_out_unless_asked_for() -> None:
    text = "Före.\n\n:::{facilitator}\nHemligt.\n:::\n\nEfter."
    assert "Hemligt" not in prose().plain(text)
    assert "Hemligt" in prose().plain(text, notes=True)


def test_labels_of_several_blocks_have_ids_of_their_own() -> None:
    page = prose()
    html = page.plain(":::{case}\nEtt.\n:::") + page.plain(":::{swedish-context}\nTvå.\n:::")
    assert 'id="block-1"' in html
    assert 'id="block-2"' in html
