"""Contributions as drafts: shown as they were written, whatever they hold; written whole or not at all."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import small_projects
from contributed import CORRECTION, SENDER, letter, mail, saved, write
from contributions_site import LATVIA
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from courseware.content.active_html import active_html
from courseware.content.check import check_content
from courseware.content.front_matter import split_front
from courseware.content.load import Library, load_library
from courseware.content.markdown import headings, images, links
from courseware.errors import CoursewareError, ProblemsFound
from courseware.intake import contribution_pages
from courseware.intake.contribution_pages import Drafted, draft_pages, escape, paragraphs, write_drafts
from courseware.intake.contributions import read_contributions
from courseware.languages import CODES
from courseware.site.prepare import markdown_of
from courseware.site.prose import Prose
from courseware.site.settings import read_settings
from courseware.strings import strings_of

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 12, 1)
TEXTS = {code: strings_of(ROOT, code) for code in CODES}


two_languages = small_projects.two_languages


@pytest.fixture
def project(two_languages: Path) -> Path:
    """A small project with a page to correct."""
    path = two_languages / "docs/sv/baltic/latvia.md"
    path.parent.mkdir(parents=True)
    path.write_text(LATVIA, encoding="utf-8")
    return two_languages


@pytest.fixture(scope="module")
def shown() -> Callable[[str], str]:
    """Turns Markdown into HTML as the site does, blocks and citations included."""
    to_html = markdown_of(read_settings(ROOT))
    sources: dict[str, Any] = {"esf2020": {"id": "esf2020", "type": "report", "title": "T"}}
    return lambda text: to_html(Prose(sources, TEXTS["sv"], language="sv").plain(text))


def drafts_of(root: Path, *contents: dict[str, Any], folder: Path | None = None) -> list[Drafted]:
    paths = []
    for number, content in enumerate(contents):
        path = (folder or root.parent) / f"{number}.json"
        path.write_bytes(write(content))
        paths.append(path)
    return draft_pages(load_library(root), read_contributions(paths, TEXTS, TODAY), TEXTS)[0]


def test_a_practice_is_a_draft_page_in_its_language(project: Path) -> None:
    (draft,) = drafts_of(project, saved())
    assert draft.path == "docs/pl/baltic/practices/poland-vi-ringer-den-som-uteblev.md"
    front, body, problems = split_front(draft.content, draft.path)
    assert problems == []
    assert front["draft"] == {
        "kind": "practice",
        "role": "samordnare",
        "language": "pl",
        "country": "PL",
        "date": date(2026, 11, 26),
    }
    assert front["translation"] == "original"
    assert [heading.id for heading in headings(body)] == [
        "target-group", "what", "method", "result", "limits", "failed", "cost", "conditions", "privacy",
        "sources",
    ]  # fmt: skip
    assert "- **Szczebel:** gmina" in body
    assert "- ringer före fredag\n- frågar vad som hände" in body
    write_drafts(project, [draft])
    assert [problem for problem in check_content(project) if "practices" in problem.path] == []


def test_a_correction_leads_to_its_page(project: Path) -> None:
    (draft,) = drafts_of(project, {**saved("correction"), "seen": "2026-11-20"})
    assert draft.path == "docs/lv/baltic/corrections/2026-11-26-latvia-1.md"
    _, body, _ = split_front(draft.content, draft.path)
    assert body.startswith(
        "\n- **Lapa:** [Lettland](../latvia.md) (baltic/latvia/)\n- **Sadaļa:** Systemet börjar tidigt\n"
    )
    assert "<https://example.org/regler_2025?a=1&b=2>" in body
    assert "2026-11-20" in body
    write_drafts(project, [draft])
    assert [problem for problem in check_content(project) if "corrections" in problem.path] == []


@pytest.mark.parametrize(
    "page",
    ["baltic/latvia/", "/baltic/latvia", "lv/baltic/latvia/", "https://example.org/lv/baltic/latvia/#system",
     "https://example.org/mapp/baltic/latvia/index.html?x=1", " /pl/baltic/latvia/ "],
)  # fmt: skip
def test_the_same_page_however_it_is_named(project: Path, page: str) -> None:
    (draft,) = drafts_of(project, saved("correction", page=page))
    assert "[Lettland](../latvia.md)" in draft.content


def test_a_page_for_who_leads_is_corrected_in_its_workshop(project: Path) -> None:
    (draft,) = drafts_of(project, saved("correction", page="lv/modules/m01-mandate/run-sheet/"))
    assert "(../../modules/m01-mandate/workshop.md)" in draft.content
    assert draft.path.endswith("-workshop-1.md")


@pytest.mark.parametrize("page", ["/", "https://example.org/", "lv/", "https://example.org/mapp/pl/"])
def test_the_start_page_can_be_corrected_too(project: Path, page: str) -> None:
    (draft,) = drafts_of(project, saved("correction", page=page))
    assert draft.path.endswith("/2026-11-26-index-1.md")
    assert "(../../index.md)" in draft.content


@pytest.mark.parametrize(
    "page", ["baltic/lativa/", "../../../etc/passwd", "https://example.org/baltic/", "x", "%2e%2e/%2e%2e"]
)
def test_a_page_that_is_not_here(project: Path, page: str) -> None:
    with pytest.raises(ProblemsFound, match=r"0\.json: page: contribution-page: is no page here\."):
        drafts_of(project, saved("correction", page=page))


def test_each_correction_of_a_page_has_a_number(project: Path) -> None:
    drafts = drafts_of(project, *(saved("correction", now=f"text {number}") for number in range(3)))
    assert [draft.path.rpartition("-")[2] for draft in drafts] == ["1.md", "2.md", "3.md"]
    write_drafts(project, drafts)
    (after,) = drafts_of(project, saved("correction", now="något nytt"))
    assert after.path.endswith("-4.md")


def test_a_title_that_is_taken_or_cannot_be_a_name(project: Path) -> None:
    titles = ["Samma", "samma!", "Ж ☃", "../../../index", "a" * 200, "CON", "ŁÓDŹ: ßtart"]
    drafts = drafts_of(project, *(saved(title=title) for title in titles))
    names = [Path(draft.path).name for draft in drafts]
    assert names[:2] == ["poland-samma.md", "poland-samma-2.md"]
    assert len(set(names)) == len(names)
    for draft in drafts:
        assert re.fullmatch(r"docs/pl/baltic/practices/poland(?:-[a-z0-9-]+)?\.md", draft.path), draft.path
        assert len(Path(draft.path).name) <= 50


def test_the_same_content_makes_one_draft_also_once_it_is_published(project: Path) -> None:
    one, two = saved(), {**saved(), "date": "2026-11-27"}
    (draft,) = drafts_of(project, one, two)
    write_drafts(project, [draft])
    assert drafts_of(project, one, two) == []
    path = project / draft.path
    text = path.read_text("utf-8")
    path.write_text(re.sub(r"draft:\n(?:  .*\n)+", "", text), encoding="utf-8")
    assert "baltic/practices/" + path.name in load_library(project).pages["pl"]
    assert drafts_of(project, one) == []


def test_nothing_of_the_sender_is_written(project: Path) -> None:
    path = project.parent / "a.eml"
    path.write_bytes(mail(f"Jag heter {SENDER}.\n\n" + letter("correction", TEXTS["sv"]) + f"\n\n{SENDER}"))
    (draft,), _ = draft_pages(load_library(project), read_contributions([path], TEXTS, TODAY), TEXTS)
    for word in (*SENDER.split(), "avsandare", "example.org>"):
        assert word not in draft.content


def test_all_files_are_written_or_none(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drafts = drafts_of(project, saved(title="Ett"), saved(title="Två"), saved(title="Tre"))
    before = {path: path.read_bytes() for path in project.rglob("*") if path.is_file()}
    taken = project / drafts[2].path
    taken.parent.mkdir(parents=True)
    taken.write_bytes(b"\xff")
    with pytest.raises(CoursewareError, match=r"cannot be written: File exists\. Nothing was changed\."):
        write_drafts(project, drafts)
    taken.unlink()
    assert {path: path.read_bytes() for path in project.rglob("*") if path.is_file()} == before
    moved = []

    def replace(self: Path, target: Path) -> Path:
        if len(moved) == 2:
            raise OSError(28, "No space left on device", str(target))
        moved.append(target)
        return Path(self).rename(target)

    monkeypatch.setattr(contribution_pages.Path, "replace", replace)
    with pytest.raises(CoursewareError, match=r"No space left on device\. Nothing was changed\."):
        write_drafts(project, drafts)
    monkeypatch.undo()
    assert {path: path.read_bytes() for path in project.rglob("*") if path.is_file()} == before
    write_drafts(project, drafts)
    assert len(load_library(project).drafts["pl"]) == 3


NASTY = (
    "# rubrik", "## rubrik {#id}", "* punkt", "- [ ] ruta", "1. ett", "1) ett", "> citat", "    kod",
    "\tkod", "```python", "~~~", "---", "===", "***", "___", ":::{facilitator}", ":::", ": definition",
    "[^1]: not", "[^1]", "[x](javascript:alert(1))", "![x](http://example.org/x.png)", "[x][y]",
    "[y]: http://example.org", "[@esf2020]", "[@platform]", "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>", "<!-- -->", "<!--", "<b>fet</b>", "&lt;script&gt;", "&amp;", "&#60;",
    "&", "a & b", "a\\b", "\\", "`kod`", "``", "*kursiv*", "_kursiv_", "**fet**", "__fet__", "| a | b |",
    "|---|---|", "a | b", "{: .klass}", "{#id}", "{{ doc }}", "{% raw %}", "${x}", "$x$",
    "http://example.org/a_b_c", "<https://example.org>", "<mailto:x>", "href=javascript:alert(1)",
    "[x](data:text/html,x)", "rad  ", "rad\\", "+ punkt", "2019. Ett år", "a<b", "a>b", "x{#y}",
    "*[HTML]: x", "<div markdown=1>", "</div>", "<details>", "]]>", "<?php", "\u2022 punkt", "– punkt", "!",
    "![", "!!! note", "- ", "-", "+", "#", "1.", ">", "=", "~", ":", "\\# x", "\\[@esf2020]", "&#58;::",
)  # fmt: skip


class _Text(HTMLParser):
    """Gives what of a piece of HTML is read, and which elements it has."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        assert not attrs, f"<{tag} {attrs}>"
        self.words += " "

    def handle_data(self, data: str) -> None:
        self.words += data


def read_html(html: str) -> _Text:
    reader = _Text()
    reader.feed(html)
    reader.close()
    return reader


def words_of(text: str) -> list[str]:
    """Gives the words of what was written, bullets that become lists left out."""
    return " ".join(re.sub(r"^[-*\u2022\u2013][ \t]+(?=\S)", "", line) for line in text.split("\n")).split()


@pytest.mark.parametrize("text", NASTY)
def test_what_was_written_is_what_is_read(shown: Callable[[str], str], text: str) -> None:
    for written in (
        text,
        f"x {text} y",
        f"{text}\n{text}",
        f"Ord\n{text}\nord",
        f"- {text}",
        f"{text}\n\n{text}",
    ):
        clean = "\n".join(" ".join(line.split()) for line in written.split("\n"))
        made = paragraphs(clean)
        read = read_html(shown(made))
        assert read.tags <= {"p", "ul", "li"}, (written, made, shown(made))
        assert read.words.split() == words_of(clean), (written, made)
        assert headings(made) == []
        assert links(made) == []
        assert images(made) == []
        assert list(active_html(made)) == []
    one = read_html(shown(f"- **Land:** {escape(text)}"))
    assert one.words.split() == ["Land:", *text.split()]


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    pieces=st.lists(
        st.sampled_from(
            [*NASTY, "\n", "\n\n", " ", "ord", "Ārzemēs", "[", "]", "(", ")", "`", "*", "_", "<", "@"]
        )
        | st.text(alphabet="ab [](){}<>*_`#&;:=|\\!~+-.\n1", max_size=8),
        max_size=12,
    )
)
@example(pieces=["[", "[@esf2020]"])
@example(pieces=["<", "!-- "])
def test_any_text_is_shown_as_it_is(shown: Callable[[str], str], pieces: list[str]) -> None:
    text = "\n".join(" ".join(line.split()) for line in "".join(pieces).split("\n")).strip()
    text = re.sub(r"\n{3,}", "\n\n", text)
    made = paragraphs(text)
    read = read_html(shown(made))
    assert read.tags <= {"p", "ul", "li"}, made
    assert read.words.split() == words_of(text), made
    assert list(active_html(made)) == []


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    title=st.text(min_size=1, max_size=80) | st.sampled_from(NASTY),
    role=st.text(min_size=1, max_size=80)
    | st.sampled_from(["a: b", "- x", "'", '"', "# x", "!!python/x", "*a", "&a"]),
    what=st.text(min_size=1, max_size=200),
)
def test_front_matter_holds_what_was_written_and_no_more(
    tmp_path_factory: pytest.TempPathFactory, library: Library, title: str, role: str, what: str
) -> None:
    path = tmp_path_factory.mktemp("any") / "a.json"
    path.write_text(json.dumps(saved(title=title, role=role, what=what)), encoding="utf-8")
    try:
        found = read_contributions([path], TEXTS, TODAY)
        ((draft,), _) = draft_pages(library, found, TEXTS)
    except ProblemsFound:
        return  # Refused by the name of its field.
    front, _, problems = split_front(draft.content, draft.path)
    assert problems == []
    assert set(front) == {"title", "summary", "draft", "contribution", "translation"}
    assert set(front["draft"]) == {"kind", "role", "language", "country", "date"}
    round_ones = str.maketrans("<>[]{}", "‹›()()")
    assert front["draft"]["role"].split() == found[0].answers["role"].translate(round_ones).split()
    assert front["title"].split() == found[0].answers["title"].translate(round_ones).split()


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """An empty project, read."""
    root = tmp_path_factory.mktemp("empty")
    (root / "docs/data").mkdir(parents=True)
    (root / "docs/data/ids.yml").write_text("modules: []\nroles: []\nworksheets: []\n", encoding="utf-8")
    return load_library(root)


def test_a_text_that_no_page_can_hold_is_refused(project: Path) -> None:
    with pytest.raises(ProblemsFound, match=r"0\.json: contribution-page: cannot be made a page"):
        drafts_of(project, saved(title="href=javascript:alert(1)"))


def test_one_bad_contribution_keeps_all_from_being_written(project: Path) -> None:
    with pytest.raises(ProblemsFound):
        drafts_of(project, saved(), {**saved("correction"), "answers": {**CORRECTION, "page": "nowhere/"}})
    assert not (project / "docs/pl").exists()
