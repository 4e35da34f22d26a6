"""The first use of a term becomes a link, in running text only, and nothing else of a text changes."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courseware.content.terms import Term
from courseware.site.term_links import TermLinks


def term(term_id: str, meanings: dict[str, str] | None = None, **words: str) -> Term:
    return Term(term_id, words, meanings or {"en": "Meaning."}, {}, "", frozenset(), 0)


TEACHER = term(
    "teacher", {"en": "Who teaches.", "lv": "Kas māca."}, en="teacher", sv="lärare", lv="skolotājs"
)
STUDENT = term("student", {"en": "Who is <taught> & learns."}, en="student", sv="elev")
TERMS = {one.id: one for one in (TEACHER, STUDENT)}
TIP = re.compile(r'<a class="term"[^>]*>(.*?)</a><span class="tip"[^>]*>.*?</span>', re.DOTALL)


def linked(html: str, text_language: str = "en", reader: str = "en") -> str:
    return TermLinks(TERMS, text_language, reader).link(html, "../terms/")


def words(html: str, text_language: str = "en") -> list[str]:
    """Gives the words of a text that became links."""
    return TIP.findall(linked(html, text_language))


def test_a_term_leads_to_its_entry_and_has_its_meaning_beside_it() -> None:
    assert linked("<p>A teacher.</p>") == (
        '<p>A <a class="term" href="../terms/#teacher" aria-describedby="term-teacher">teacher</a>'
        '<span class="tip" role="tooltip" id="term-teacher">Who teaches.</span>.</p>'
    )


def test_only_the_first_use_on_a_page_is_linked() -> None:
    assert words("<p>Teachers and a student.</p><p>A teacher, students.</p>") == ["Teachers", "student"]


def test_an_id_stands_once_though_a_term_stands_in_two_places() -> None:
    html = linked("<p>A teacher</p><p>teacher</p>")
    assert html.count('id="term-teacher"') == 1


def test_a_meaning_is_told_in_the_readers_language() -> None:
    html = linked("<p>En lärare.</p>", "sv", "lv")
    assert 'id="term-teacher" lang="lv">Kas māca.</span>' in html


def test_a_meaning_in_the_language_of_the_text_needs_no_mark() -> None:
    assert 'id="term-teacher">Kas māca.</span>' in linked("<p>Skolotājs.</p>", "lv", "lv")


def test_a_meaning_that_exists_in_english_only_says_so() -> None:
    assert 'id="term-student" lang="en">' in linked("<p>En elev.</p>", "sv", "sv")


def test_a_meaning_is_text() -> None:
    assert ">Who is &lt;taught&gt; &amp; learns.</span>" in linked("<p>A student.</p>")


NOT_LINKED = [
    *(f"<h{level}>A teacher</h{level}>" for level in range(1, 7)),
    '<a href="x">a teacher</a>',
    "<code>teacher</code>",
    "<pre><code>teacher</code></pre>",
    '<label for="x">teacher</label>',
    "<fieldset><legend>teacher</legend></fieldset>",
    "<table><tr><th>teacher</th></tr></table>",
    "<table><caption>teacher</caption></table>",
    "<figure><figcaption>teacher</figcaption></figure>",
    '<div class="drawing simulator no-search"><strong>teacher</strong></div>',
    "<dl><dt>teacher</dt></dl>",
    "<button>teacher</button>",
    "<details><summary>teacher</summary></details>",
    "<blockquote><q>teacher</q></blockquote>",
    "<abbr>teacher</abbr>",
    "<select><option>teacher</option></select>",
    "<svg><text>teacher</text></svg>",
    "<script>teacher</script>",
    "<style>teacher</style>",
    "<textarea>teacher</textarea>",
    '<p lang="sv">teacher</p>',
    '<div class="block" lang="lv"><p>teacher</p></div>',
    '<span class="cites">(<span>teacher</span>)</span>',
    '<span class="mark mark-platform">teacher</span>',
    '<p class="block-label">teacher</p>',
    '<p class="counterpart-none">teacher</p>',
    '<ol class="stations"><li>teacher</li></ol>',
    "<!-- teacher > teacher -->",
    '<img alt="teacher" src="x">',
    '<p title="teacher">x</p>',
]


@pytest.mark.parametrize("html", NOT_LINKED)
def test_what_is_no_running_text_is_left_as_it_is(html: str) -> None:
    assert linked(html) == html


@pytest.mark.parametrize("html", NOT_LINKED)
def test_text_behind_such_a_place_is_linked_again(html: str) -> None:
    assert words(f"{html}<p>A teacher.</p>") == ["teacher"]


@pytest.mark.parametrize(
    "html",
    [
        "<p><strong>teacher</strong></p>",
        "<ul><li>teacher</li></ul>",
        "<table><tr><td>teacher</td></tr></table>",
        "<dl><dd>teacher</dd></dl>",
        '<p lang="en">teacher</p>',
        '<p class="markings">teacher</p>',
        '<p hreflang="sv">teacher</p>',
        "<p>a<br>teacher</p>",
        "<header>teacher</header>",
        '<p><img class="mark" src="x">teacher</p>',
        '<p><svg class="mark"/>teacher</p>',
    ],
)
def test_running_text_is_linked_wherever_it_stands(html: str) -> None:
    assert words(html) == ["teacher"]


@pytest.mark.parametrize(
    "html",
    [
        '<div lang="sv"><div>x</div><p>teacher</p></div>',
        '<div class="sources"><div><div></div></div>teacher</div>',
        '<span class="cites"><span>a</span>, teacher</span>',
        '<form><p>x<br></p><input type="text">teacher</form>',
        '<div lang="sv"><img src="x"><hr/>teacher</div>',
        '<div lang="sv"><p lang="en">teacher</p></div>',
        '<ul lang="sv"><li>teacher<li>teacher</ul>',
    ],
)
def test_a_closed_element_ends_with_its_own_tag_and_with_no_inner_one(html: str) -> None:
    assert words(html) == []
    assert words(f"{html} teacher") == ["teacher"]


def test_entities_survive_around_a_link() -> None:
    html = linked("<p>R&amp;D &lt;b&gt; teacher &amp;amp; &amp;lt;</p>")
    assert html.startswith("<p>R&amp;D &lt;b&gt; <a ")
    assert html.endswith("</span> &amp;amp; &amp;lt;</p>")


def test_a_word_written_with_an_entity_is_found() -> None:
    assert words("<p>En l&auml;rare.</p>", "sv") == ["lärare"]


def test_a_phrase_is_not_linked_over_a_tag() -> None:
    terms = {"early": term("early", en="early detection")}
    html = "<p>early <em>detection</em></p>"
    assert TermLinks(terms, "en", "en").link(html, "") == html


def test_a_lone_sign_is_not_lost() -> None:
    assert linked("a teacher <").endswith(" <")


@pytest.mark.parametrize(
    "html", ["", "<p>&nbsp;&quot;x&#39;&copy</p>", "a < b", "<P CLASS=x>Text</P>\n", "<!-- a --><br/>"]
)
def test_a_text_without_terms_comes_back_byte_for_byte(html: str) -> None:
    assert linked(html) == html


def test_without_terms_nothing_is_read() -> None:
    html = "<p>A teacher &quot;</p>"
    assert TermLinks({}, "en", "en").link(html, "") is html


_TEXT = st.sampled_from(
    ["teacher", "Teachers", " student’s ", "&amp;", "&lt;", " ", "\n", "x", "å", "<", "&", '"', ". "]
)
_NAMES = st.sampled_from(["p", "div", "span", "em", "h2", "code", "th", "a", "li"])
_ATTRIBUTES = st.sampled_from(
    ["", ' lang="sv"', ' lang="en"', ' class="cites"', ' class="tip x"', ' id="a" title="teacher"']
)
_VOIDS = st.sampled_from(["<br>", "<br />", '<img alt="teacher">', "<!-- teacher -->"])


def _element(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    element = st.builds(
        lambda name, attributes, text: f"<{name}{attributes}>{text}</{name}>", _NAMES, _ATTRIBUTES, inner
    )
    return st.lists(st.one_of(element, _VOIDS, _TEXT), max_size=5).map("".join)


HTML = st.recursive(_TEXT, _element, max_leaves=25)


@settings(max_examples=300, deadline=None)
@given(HTML)
def test_taking_the_links_out_gives_the_text_back(html: str) -> None:
    with_links = linked(html)
    plain = TIP.sub(r"\1", with_links)
    # A text that got a link has its entities in their shortest form; it says the same.
    assert unescape(plain) == unescape(html)
    assert re.findall("<[^<>]*>", plain) == re.findall("<[^<>]*>", html)
    assert len(TIP.findall(with_links)) <= len(TERMS)


@settings(max_examples=200, deadline=None)
@given(HTML.map(lambda html: re.sub(r"&(?!amp;|lt;)", "&amp;", html).replace("< ", "&lt; ")))
def test_taking_the_links_out_of_finished_html_gives_its_bytes_back(html: str) -> None:
    assert TIP.sub(r"\1", linked(html)) == html
