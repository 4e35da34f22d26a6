"""Figures of the Baltic room are found in nine languages and looked up in the data beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from courseware.content.bibliography import CITATION
from courseware.content.check import check_content
from courseware.content.data_tables import OpenData, load_data
from courseware.content.documents import Document, documents
from courseware.content.figure_scan import scan_figures, values_of
from courseware.content.figure_trace import FigureValues, check_figure_trace, figure_values
from courseware.content.front_matter import Front
from courseware.content.load import Library, load_library
from courseware.content.numbers import figures
from courseware.languages import CODES

ROOT = Path(__file__).parents[2]

SEEN = {
    "a percentage": ("Andelen är 44,3 %.", ["44.3"]),
    "both ends of a range": ("7 to 30 per cent", ["7", "30"]),
    "a range in Swedish": ("mellan 7 och 30 procent", ["7", "30"]),
    "a range in Danish": ("fra 7 til 30 procent", ["7", "30"]),
    "a range in German": ("zwischen 7 und 30 Prozent", ["7", "30"]),
    "a range in Estonian": ("7 kuni 30 protsenti", ["7", "30"]),
    "a range in Finnish": ("7–30 prosenttia", ["7", "30"]),
    "a range in Lithuanian": ("nuo 7 iki 30 proc.", ["7", "30"]),
    "a range in Latvian": ("no 7 līdz 30 %", ["7", "30"]),
    "a range in Polish": ("od 7 do 30 procent", ["7", "30"]),
    "a Finnish ending": ("3 %:sta 5 %:iin", ["3", "5"]),
    "thousands with a space": ("93 497 plānu", ["93497"]),
    "thousands with a point": ("93.497 Pläne", ["93497"]),
    "thousands that look like a year": ("1605 bērni", ["1605"]),
    "a count and its whole": ("41 of 43 municipalities", ["41", "43"]),
    "a small count": ("in 16 EU countries", ["16"]),
    "a small count in Polish": ("7 krajów", ["7"]),
    "money in millions": ("39,81 miljoner euro", ["39.81"]),
    "money with an m": ("EUR 136 m of which 33.8 m", ["136", "33.8"]),
    "thousands in a word": ("116 tys. młodych", ["116"]),
    "a bare number with decimals": ("| DE | 13,1 |", ["13.1"]),
    "the cells of a row": ("| EE | 9,1 | 9,4 | 9,8 |", ["9.1", "9.4", "9.8"]),
    "a whole number of two digits": ("men 47 kom inte", ["47"]),
    "points": ("−7,7 procentenheter", ["7.7"]),
}
NOT_SEEN = [
    "18–24-åringar, aged 15–29, 20–24-vuotiaat, vanuses 16–26, do 18 lat, iki 16 metų, no 5 gadu vecuma",
    "obligatoriskt till 18, compulsory from 5 to 18",
    "årskurs 9, grades 5–12, 9. klasse, klass 9 elever, 5.–12. klasē, 10. klasės mokiniai",
    "sedan 2014, 2012–2018, 2017/18, 2004. gadā, 2014 School to Work blev",
    "9.12.2022, den 5. 12. 2022, 1.2. mennessä, 2022-11-28, kl. 9.30",
    "2011/C 191/01, OJ C 469, HE 54/2022, 1285/2016, COM(2019) 653, Prop. 57 L, Meld. St. 21, No. 89",
    "70. pants, 35.–41. pantu, 42 straipsnis, 70 artikla, artikkel 42, artykuł 70, artiklarna 36 och 41",
    "29 kap. 9 §, artikel 70, artiklarna 35–41, § 421s SGB III, 8.3.4.0/16/I/001, SFS 2010:800",
    "ISCED 0–2, ISCED 1, 24 and 34, edat_lfse_14, UP2, Plug In 2.0, CC BY 4.0",
    "[länk](https://example.org/44.3%25) och 120 minuter {#a44}",
    "1. Första punkten",
    "nio av 10, tolv utkast",
]


@pytest.mark.parametrize(("text", "expected"), SEEN.values(), ids=SEEN)
def test_a_figure_is_seen(text: str, expected: list[str]) -> None:
    found = scan_figures(text)
    assert len(found) == len(expected)
    for figure, value in zip(found, expected, strict=True):
        assert Decimal(value) in figure.values


@pytest.mark.parametrize("text", NOT_SEEN)
def test_what_has_structure_is_no_figure(text: str) -> None:
    assert scan_figures(text) == []


@pytest.mark.parametrize("text", [text for text, _ in SEEN.values()])
def test_what_the_number_lint_sees_is_seen(text: str) -> None:
    seen = {value for figure in scan_figures(text) for value in figure.values}
    for written in figures(text):
        number = re.match(r"[\d  .,]*\d", written)
        assert number is not None
        assert values_of(number[0]) & seen


def test_a_number_is_the_same_in_every_way_of_writing() -> None:
    ways = ("13000", "13 000", "13\u00a0000", "13,000", "13.000", "13’000")
    assert all(Decimal(13000) in values_of(way) for way in ways)
    assert Decimal("44.3") in values_of("44.3") & values_of("44,3")
    assert Decimal(10) in values_of("10,0")


def test_the_plan_of_a_meeting_is_no_finding() -> None:
    text = "2,5 timmar, 60 dagar, 12–25 deltagare, 4 sidor, 1.5 days, 6–8 weeks, 20 deltagare"
    assert scan_figures(text, planned=True) == []
    assert [figure.written for figure in scan_figures("44 % av 120 elever", planned=True)] == [
        "44 %",
        "120 elever",
    ]


VALUES: FigureValues = {
    Decimal(1185): {"hibb_jba": frozenset()},
    Decimal(47200): {"hibb_jba": frozenset()},
    Decimal("44.3"): {"b2b_2023": frozenset()},
    Decimal("13.1"): {"eurostat": frozenset({"2025"})},
    Decimal("9.5"): {"eurostat": frozenset({"2014", "2022"})},
}


def _found(body: str, key: str = "baltic/germany.md", **front: str) -> list[str]:
    document = Document("page", key, "sv", key, Front(front, {"summary": 3}, body_line=1), body)
    return [f"{problem.line} {problem.code}" for problem in check_figure_trace(document, VALUES)]


TRACED = {
    "the source beside it": ("1 185 unga [@hibb_jba].", []),
    "the source elsewhere in the section": ("1 185 unga.\n\nSå var det [@hibb_jba].", []),
    "a wrong digit": ("1 186 unga [@hibb_jba].", ["1 untraced-figure"]),
    "another source": ("1 185 unga [@b2b_2023].", ["1 untraced-figure"]),
    "no source": ("1 185 unga.", ["1 untraced-figure"]),
    "the source in another section": (
        "1 185 unga.\n\n## Mer {#more}\n\nSå var det [@hibb_jba].",
        ["1 untraced-figure"],
    ),
    "a heading": ("## 1 185 utan plats {#x}\n\nSå var det [@hibb_jba].", []),
    "a heading with a wrong digit": (
        "## 1 186 utan plats {#x}\n\nSå var det [@hibb_jba].",
        ["1 untraced-figure"],
    ),
    "the second line": ("Så var det [@hibb_jba].\nAv dem var 1 186 unga.", ["2 untraced-figure"]),
    "a row with its source": ("| 1 185 | [@hibb_jba] |\n| 44,3 | [@b2b_2023] |", []),
    "a row with its neighbour's source": (
        "| 44,3 | [@hibb_jba] |\n| 44,3 | [@b2b_2023] |",
        ["1 untraced-figure"],
    ),
    "a row without a source": (
        "Talen är Hamburgs [@hibb_jba].\n\n| år | unga |\n|---|---|\n| 2011 | 1 185 |",
        [],
    ),
    "our own": ("Efter 60 dagar och 90 procent [@platform].", []),
    "our own beside a source": ("90 procent [@platform], av 1 185 [@hibb_jba].", ["1 untraced-figure"]),
    "our own list": ("Förslag: [@platform]\n\n- 90 procent\n- 80 procent", []),
    "an invented case": (":::{case}\n38 av 100 kom.\n\nOch 12 procent. [@invented]\n:::", []),
    "a case with a finding": (":::{case}\n38 av 100 kom [@hibb_jba].\n:::", ["2 untraced-figure"] * 2),
    "not verified": ("Ungefär 44,3 procent [@unverified].", ["1 unverified-figure"]),
    "not verified, and in the section's source": (
        "Ungefär 44,3 procent [@unverified].\n\nAnnat [@b2b_2023].",
        ["1 unverified-figure"],
    ),
    "not verified, without a figure": ("Så är det för det mesta [@unverified].", []),
    "code": ("`44 %`", []),
    "a rate with its year": ("År 2025 var det 13,1 procent [@eurostat].", []),
    "a rate with the year of its table's head": (
        "| | 2014 | 2025 |\n|---|---|---|\n| DE | 9,5 | 13,1 [@eurostat] |",
        [],
    ),
    "a rate with another year": ("År 2024 var det 13,1 procent [@eurostat].", ["1 untraced-figure"]),
    "a rate without a year": ("Det var 13,1 procent [@eurostat].", ["1 untraced-figure"]),
}


@pytest.mark.parametrize(("body", "expected"), TRACED.values(), ids=TRACED)
def test_a_figure_is_looked_up_beside_its_source(body: str, expected: list[str]) -> None:
    assert _found(body) == expected


def test_a_summary_tells_figures_of_its_page() -> None:
    body = "Det var 1 185 [@hibb_jba]."
    assert _found(body, summary="Om 1 185 unga.") == []
    assert _found(body, summary="Om 1 186 unga.") == ["3 untraced-figure"]


def test_other_pages_are_left_to_the_number_lint() -> None:
    assert _found("1 186 unga.", "framework/index.md") == []


def test_a_way_out_is_shown() -> None:
    document = Document("page", "baltic/x.md", "sv", "x.md", Front(body_line=1), "44,3 procent [@hibb_jba].")
    (problem,) = check_figure_trace(document, VALUES)
    assert problem.hint == "Rows with it have the source b2b_2023. Cite it here, or correct the figure."


def test_a_missing_year_is_asked_for() -> None:
    document = Document("page", "baltic/x.md", "sv", "x.md", Front(body_line=1), "9,5 procent [@eurostat].")
    (problem,) = check_figure_trace(document, VALUES)
    assert problem.hint == "Its row is of 2014, 2022: name the year here, or correct the figure."


def test_a_row_that_is_not_verified_stands_behind_nothing() -> None:
    table = load_data(ROOT)[0].tables["baltic-figures"]
    values = figure_values(OpenData({"baltic-figures": table}, {}))
    assert "ikvd_2023" in values[Decimal(93497)]
    assert "jekabpils" in values[Decimal(39810000)]
    assert "jekabpils" in values[Decimal("39.81")]
    marked = replace(table, rows=tuple({**row, "mark": "K"} for row in table.rows))
    assert figure_values(OpenData({"baltic-figures": marked}, {})) == {}


def test_the_check_of_everything_traces_figures(two_languages: Path) -> None:
    folder = two_languages / "docs/sv/baltic"
    folder.mkdir()
    (folder / "latvia.md").write_text(
        "---\ntitle: Lettland\nsummary: Om landet.\n"
        "review: {date: 2026-11-26, next: 2027-11-26, evidence: limited}\n---\n\n"
        "Det är 44,3 procent [@unverified].\n",
        encoding="utf-8",
    )
    codes = [problem.code for problem in check_content(two_languages) if "latvia" in problem.path]
    assert "unverified-figure" in codes


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library(ROOT)


def _pages(library: Library, language: str) -> Iterator[Document]:
    return (document for document in documents(library, language) if document.key.startswith("baltic/"))


@pytest.mark.parametrize("language", CODES)
def test_every_figure_of_the_real_pages_is_traced(library: Library, language: str) -> None:
    values = figure_values(library.data)
    assert [
        problem for page in _pages(library, language) for problem in check_figure_trace(page, values)
    ] == []


PLANTED = {
    "sv": ("Det är {} planer och {} procent", " ", ","),
    "en": ("There are {} plans and {} per cent", ",", "."),
    "da": ("Der er {} planer og {} procent", ".", ","),
    "de": ("Es sind {} Pläne und {} Prozent", ".", ","),
    "et": ("Kavu on {} ja osakaal {} protsenti", " ", ","),
    "fi": ("Suunnitelmia on {} ja osuus {} prosenttia", " ", ","),
    "lt": ("Yra {} planai ir {} proc.", " ", ","),
    "lv": ("Ir {} plāni un {} procenti", " ", ","),
    "pl": ("Jest {} planów i {} procent", " ", ","),
}


@pytest.mark.parametrize("language", CODES)
def test_a_wrong_figure_on_a_real_page_is_found(library: Library, language: str) -> None:
    """Planted in a sentence of its own on a page of the language, and put into the first figure it tells."""
    values = figure_values(library.data)
    page = next(_pages(library, language))
    sentence, thousands, decimals = PLANTED[language]
    for plans, share, wrong in (("93|497", "44|3", 0), ("93|498", "44|3", 1), ("93|497", "44|4", 1)):
        said = sentence.format(plans.replace("|", thousands), share.replace("|", decimals))
        body = f"{page.body}\n\n## Prov {{#planted}}\n\n{said} [@ikvd_2023; @b2b_2023].\n"
        changed = Document(page.kind, page.key, language, page.path, page.front, body)
        assert len(list(check_figure_trace(changed, values))) == wrong, said


@pytest.mark.parametrize("language", CODES)
def test_every_figure_of_the_real_pages_could_be_found_wrong(library: Library, language: str) -> None:
    values = figure_values(library.data)
    for page in _pages(library, language):
        changed = _spoilt(page, values)
        if changed is not None:
            assert list(check_figure_trace(changed, values)), page.path


def _spoilt(page: Document, values: FigureValues) -> Document | None:
    """Gives a page with one wrong digit in the first figure that data stand behind."""
    planned = page.key.startswith(("baltic/formats/", "baltic/worksheets/"))
    known = set(values)
    for paragraph in re.split(r"\n\n", page.body):
        cited = CITATION.findall(paragraph)
        if not cited or any(mark in one for one in cited for mark in ("@platform", "@invented")):
            continue
        for figure in scan_figures(paragraph, planned=planned):
            for digit in "7392":
                wrong = re.sub(r"\d(?=\D*$)", digit, figure.written)
                spoilt = scan_figures(paragraph.replace(figure.written, wrong), planned=planned)
                if not any(one.values & known for one in spoilt if one.written == wrong):
                    body = page.body.replace(paragraph, paragraph.replace(figure.written, wrong))
                    return Document(page.kind, page.key, page.language, page.path, page.front, body)
    return None
