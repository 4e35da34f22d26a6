"""The pages that use a term or a source, named below it."""

from __future__ import annotations

from pathlib import Path

from courseware.site.uses import MANY, uses_html
from courseware.strings import load_strings

ROOT = Path(__file__).parents[2]


def test_a_few_pages_are_named_and_the_rest_is_folded_away() -> None:
    texts = load_strings(ROOT, "en")
    uses = [(f"law/{number}/", f"Page <{number}>", "en") for number in range(MANY + 2)]
    html = uses_html(uses, "terms/", texts)
    seen, folded = html.split("<details>")
    assert seen.count("<a ") == MANY
    assert folded.count("<a ") == 2
    assert '<a href="../law/0/">Page &lt;0&gt;</a>' in seen
    assert uses_html(uses[:MANY], "terms/", texts).count("<details>") == 0


def test_a_title_in_another_language_says_so_and_no_use_is_no_line() -> None:
    texts = load_strings(ROOT, "da")
    assert '<a href="../law/" lang="sv">Juridik</a>' in uses_html(
        [("law/", "Juridik", "sv")], "sources/", texts
    )
    assert uses_html([], "sources/", texts) == ""
