"""Tables can be walked through by ear and scrolled by thumb."""

from __future__ import annotations

from markdown import Markdown

from courseware.site.tables import finish_tables


def made(text: str) -> str:
    """Gives the HTML that a page has, with the extensions of mkdocs.yml that tables need."""
    markdown = Markdown(
        extensions=["tables", "attr_list"], extension_configs={"tables": {"use_align_attribute": True}}
    )
    return finish_tables(markdown.convert(text), "Tabell")


CROSS = "| | Yes | No |\n|---|---:|:---:|\n| **Flagged** | 60 | 45 |\n| **Not** | 40 | 255 |"


def test_cross_table_has_headers_both_ways_and_an_empty_corner() -> None:
    html = made(CROSS)
    assert "<td></td>" in html
    assert '<th scope="col" data-align="right">Yes</th>' in html
    assert '<th scope="row">Flagged</th>' in html
    assert '<td data-align="center">255</td>' in html
    assert " align=" not in html
    assert "<strong>" not in html


def test_bold_in_some_first_cells_is_only_bold() -> None:
    for row in ("| plain | 1 |", "| **Name:** in short | 1 |", "| **a** and **b** | 1 |"):
        html = made(f"| A | B |\n|---|---|\n| **bold** | 1 |\n{row}")
        assert 'scope="row"' not in html
        assert html.count('scope="col"') == 2


def test_table_is_named_by_its_heading_or_else_by_what_it_is() -> None:
    html = made(f"{CROSS}\n\n## One {{#one}}\n\ntext\n\n{CROSS}\n\n### Two {{#two}}\n\n{CROSS}")
    boxes = [part.split(">")[0] for part in html.split('<div class="table" role="group" tabindex="0" ')[1:]]
    assert boxes == ['aria-label="Tabell"', 'aria-labelledby="one"', 'aria-labelledby="two"']
    assert html.count("</table></div>") == 3


def test_scopes_that_somebody_wrote_are_kept() -> None:
    html = finish_tables(
        '<table class="agenda"><thead><tr><th scope="col" align="right">Min</th></tr></thead>'
        '<tbody>\n<tr><td>1</td></tr>\n</tbody>\n<tfoot><tr><th scope="row">Sum</th></tr></tfoot></table>',
        "Tabell",
    )
    assert '<th scope="col" data-align="right">Min</th>' in html
    assert '<th scope="row">Sum</th>' in html


def test_text_without_tables_is_left_alone() -> None:
    text = '<p>&lt;td align="right"&gt;</p>'
    assert finish_tables(text, "Tabell") is text
