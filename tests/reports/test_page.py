"""The shell of the pages: escaped, whole, named parts; nothing that comes from somewhere else."""

from __future__ import annotations

from courseware.reports.page import Html, facts, html_page, section, table
from courseware.strings import Strings


def test_everything_but_html_is_escaped(t: Strings) -> None:
    body = section("A & B", facts([("<a>", "<b>"), ("code", Html("<code>1</code>")), ("empty", "")]))
    page = html_page(t, "<title>", body)
    assert "<title>&lt;title&gt;</title>" in page
    assert "<h2>A &amp; B</h2>" in page
    assert "<dt>&lt;a&gt;</dt><dd>&lt;b&gt;</dd>" in page
    assert "<dd><code>1</code></dd>" in page
    assert "empty" not in page
    assert page.startswith('<!doctype html>\n<html lang="sv">')


def test_a_page_fetches_and_runs_nothing(t: Strings) -> None:
    page = html_page(t, "x", "")
    assert not any(word in page for word in ("http:", "https:", "url(", "<script", "<link", "@import"))


def test_a_table_scrolls_by_itself_and_names_its_rows() -> None:
    made = table(
        "Minuter", ["Vem", "Minuter"], [("<1>", 60), ("2", None)], kinds=("", "number"), foot=("S", 60)
    )
    assert '<div class="table" role="group" tabindex="0" aria-label="Minuter">' in made
    assert '<th scope="col" class="number">Minuter</th>' in made
    assert '<tr><th scope="row">&lt;1&gt;</th><td class="number">60</td></tr>' in made
    assert '<td class="number"></td>' in made
    assert "<tfoot>" in made


def test_no_names_and_values_make_no_list() -> None:
    assert facts([("a", "")]) == ""
