"""Tables of the open data: what is wrong with a file is said with its line and the way out."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courseware.content.check import check_content
from courseware.content.data_package import PACKAGE_FILE, Resource, load_package
from courseware.content.data_tables import LIMIT, load_data, read_table, select
from courseware.content.external_links import mentions
from courseware.content.load import load_library
from courseware.errors import Problem

HEADER = "group_sv,group_en,year,share,persons,open,url,source,mark"
GOOD = f"{HEADER}\nFlickor,Girls,2023,85.8,12,true,https://a.example/x,skolverket2025,S\n"
FIELDS: list[dict[str, Any]] = [
    {
        "name": "group_sv",
        "type": "string",
        "title": {"": "Grupp", "en": "Group"},
        "constraints": {"required": True},
    },
    {"name": "group_en", "type": "string"},
    {"name": "year", "type": "year", "title": {"": "År", "en": "Year"}},
    {"name": "share", "type": "number", "unit": "percent", "title": {"": "Andel", "en": "Share"}},
    {
        "name": "persons",
        "type": "integer",
        "unit": "persons",
        "title": {"": "Antal", "en": "Persons"},
        "constraints": {"minimum": 5, "maximum": 500, "unique": True},
    },
    {"name": "open", "type": "boolean", "title": {"": "Öppen", "en": "Open"}},
    {"name": "url", "type": "string", "format": "uri", "title": {"": "Adress", "en": "Address"}},
    {"name": "source", "type": "string", "title": {"": "Källa", "en": "Source"}},
    {
        "name": "mark",
        "type": "string",
        "title": {"": "Märke", "en": "Mark"},
        "constraints": {"enum": ["S", "K", "K?"]},
    },
]  # fmt: skip


def package(**more: Any) -> dict[str, Any]:
    entry = {
        "name": "groups",
        "path": "groups.csv",
        "title": {"": "Grupper", "en": "Groups"},
        "schema": {"fields": FIELDS},
        **more,
    }
    return {"languages": ["sv", "en"], "resources": [entry]}


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Writes a description and a table, and gives the project."""

    def written(table: bytes | str = GOOD, described: Any = None) -> Path:
        folder = tmp_path / "docs" / "data"
        folder.mkdir(parents=True, exist_ok=True)
        raw = described if isinstance(described, str) else json.dumps(described or package(), indent=1)
        (folder / "datapackage.json").write_text(raw, encoding="utf-8")
        (folder / "groups.csv").write_bytes(table if isinstance(table, bytes) else table.encode())
        return tmp_path

    return written


@pytest.fixture
def resource(write: Callable[..., Path]) -> Resource:
    return load_package(write())[0]["groups"]


def test_a_good_table_is_read_with_its_lines(write: Callable[..., Path]) -> None:
    data, problems = load_data(write())
    assert problems == []
    table = data.tables["groups"]
    assert table.lines == (2,)
    assert table.rows[0]["group_en"] == "Girls"
    assert table.resource.bases == ("group", "year", "share", "persons", "open", "url", "source", "mark")


DAMAGES: Mapping[str, tuple[bytes | str, int, str, str]] = {
    "empty": (b"", 0, "bad-data", "the file is empty."),
    "blank": (b" \n\n", 0, "bad-data", "the file is empty."),
    "bom": (b"\xef\xbb\xbf" + GOOD.encode(), 1, "bad-data", "the file begins with a byte order mark."),
    "utf-16": (GOOD.encode("utf-16"), 1, "bad-data", "the file begins with a byte order mark."),
    "cp1252": (
        f"{HEADER}\nPöjkar,,,,,,,x,\n".encode("cp1252"),
        2,
        "bad-data",
        "the file is not saved as UTF-8.",
    ),
    "nul": (GOOD.replace("Girls", "Gi\x00rls"), 2, "bad-data", "a character that no text has (code 0)."),
    "turned": (
        GOOD.replace("Girls", "Gi\u202erls"),
        2,
        "bad-data",
        "a character that no text has (code 8238).",
    ),
    "semicolons": (
        GOOD.replace(",", ";"),
        1,
        "data-columns",
        "the columns are not separated by commas.",
    ),
    "columns": (
        GOOD.replace("share", "part", 1),
        1,
        "data-columns",
        "columns differ from the description: missing share; not described: part.",
    ),
    "order": (
        GOOD.replace("year,share", "share,year", 1),
        1,
        "data-columns",
        "columns differ from the description: another order.",
    ),
    "ragged": (GOOD + "a,b\n", 3, "data-columns", "2 cells; the first line names 9."),
    "empty line": (GOOD + "\n", 3, "data-columns", "an empty line."),
    "quote": (GOOD + '"a,b\n', 3, "bad-data", "not readable as CSV: unexpected end of data."),
    "no rows": (HEADER + "\n", 1, "bad-data", "there are no rows below the names of the columns."),
    "not a number": (GOOD.replace("85.8", "85,8".replace(",", "·")), 2, "data-value", "'share' is '85·8'."),
    "over a hundred": (GOOD.replace("85.8", "858"), 2, "data-value", "'share' is '858'."),
    "too many digits": (
        GOOD.replace(",12,", f",{'9' * 400},"),
        2,
        "data-value",
        f"'persons' is '{'9' * 40}'.",
    ),
    "other digits": (GOOD.replace("2023", "٢٠٢٣"), 2, "data-value", "'year' is '٢٠٢٣'."),
    "not whole": (GOOD.replace(",12,", ",12.5,"), 2, "data-value", "'persons' is '12.5'."),
    "too few": (GOOD.replace(",12,", ",4,"), 2, "data-value", "'persons' is '4'."),
    "too many": (GOOD.replace(",12,", ",501,"), 2, "data-value", "'persons' is '501'."),
    "year": (GOOD.replace("2023", "23"), 2, "data-value", "'year' is '23'."),
    "boolean": (GOOD.replace("true", "ja"), 2, "data-value", "'open' is 'ja'."),
    "address": (
        GOOD.replace("https://", "javascript:"),
        2,
        "data-value",
        "'url' is 'javascript:a.example/x'.",
    ),
    "formula": (GOOD.replace("Girls", "=1+1"), 2, "data-value", "'group_en' is '=1+1'."),
    "required": (GOOD.replace("Flickor", ""), 2, "data-value", "'group_sv' is empty."),
    "enum": (GOOD.replace(",S\n", ",X\n"), 2, "data-value", "'mark' is 'X'."),
    "twice": (GOOD + GOOD.split("\n")[1] + "\n", 3, "data-value", "'persons' is '12' again."),
    "not to be published": (
        GOOD.replace(",S\n", ",K?\n"),
        2,
        "unpublishable-source",
        "the row is marked K?.",
    ),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_is_said_with_its_line_and_a_way_out(write: Callable[..., Path], damage: str) -> None:
    raw, line, code, message = DAMAGES[damage]
    _, problems = load_data(write(raw))
    assert [(one.path, one.line, one.code, one.message) for one in problems] == [
        ("docs/data/groups.csv", line, code, message)
    ]
    assert problems[0].hint


def test_lines_are_counted_within_quotes(write: Callable[..., Path]) -> None:
    _, problems = load_data(write(GOOD.replace("Girls", '"Gi\nrls"') + "a,b\n"))
    assert [one.line for one in problems] == [4]


def test_what_is_too_large_is_not_even_opened(write: Callable[..., Path]) -> None:
    _, problems = load_data(write(b"x" * (LIMIT * 5)))
    assert [(one.code, one.message) for one in problems] == [("bad-data", "the file has 10.0 MB.")]


@pytest.mark.parametrize("kind", ["link", "folder", "pipe"])
def test_what_is_no_file_is_not_followed(write: Callable[..., Path], kind: str) -> None:
    root = write()
    path = root / "docs/data/groups.csv"
    path.rename(root / "elsewhere.csv")
    if kind == "link":
        path.symlink_to(root / "elsewhere.csv")
    elif kind == "folder":
        path.mkdir()
    else:
        os.mkfifo(path)
    data, problems = load_data(root)
    assert [one.code for one in problems] == ["bad-data"]
    assert data.tables == {}


def test_a_described_table_must_be_there_and_one_there_described(write: Callable[..., Path]) -> None:
    root = write()
    (root / "docs/data/groups.csv").rename(root / "docs/data/others.csv")
    _, problems = load_data(root)
    assert [(one.code, one.path) for one in problems] == [
        ("missing-data", PACKAGE_FILE),
        ("undescribed-data", "docs/data/others.csv"),
    ]


@given(
    raw=st.one_of(
        st.binary(max_size=300), st.text(max_size=200).map(lambda text: f"{HEADER}\n{text}".encode())
    )
)
def test_no_bytes_at_all_raise_anything(raw: bytes) -> None:
    fields = tuple(field for field in _RESOURCE.fields)
    table, problems = read_table(raw, _RESOURCE)
    assert problems or (table is not None and all(len(row) == len(fields) for row in table.rows))


def _described() -> Resource:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "docs/data"
        path.mkdir(parents=True)
        (path / "datapackage.json").write_text(json.dumps(package()), encoding="utf-8")
        return load_package(Path(folder))[0]["groups"]


_RESOURCE = _described()


@pytest.mark.parametrize(
    ("where", "years"),
    [
        ("", ["2023", "2024", "2025"]),
        ("year=2024", ["2024"]),
        ("group=Pojkar", ["2024"]),
        ("group_en=Boys", ["2024"]),
        (" source ~ b ", ["2023", "2025"]),
        ("year=1999", []),
        ("source~b; year=2025", ["2025"]),
        ("group=Alla;year=2023", []),
    ],
)
def test_rows_are_chosen_by_a_value_or_one_in_a_list(
    resource: Resource, where: str, years: list[str]
) -> None:
    rows = "Flickor,Girls,2023,1,,,,a; b,\nPojkar,Boys,2024,2,,,,bc,\nAlla,All,2025,3,,,,b,\n"
    table, _ = read_table(f"{HEADER}\n{rows}".encode(), resource)
    assert table is not None
    assert [row["year"] for row in select(table, where)] == years


@pytest.mark.parametrize("where", ["year", "yaer=2024", "year>2020", "year=2024; yaer=2"])
def test_a_condition_that_means_nothing_says_what_does(resource: Resource, where: str) -> None:
    table, _ = read_table(GOOD.encode(), resource)
    assert table is not None
    with pytest.raises(ValueError, match=r"Write column=value|Did you mean|Columns:"):
        select(table, where)


# The description


def wrong(described: Any, write: Callable[..., Path]) -> list[Problem]:
    return [one for one in load_data(write(GOOD, described))[1] if one.code == "bad-datapackage"]


def field(**changes: Any) -> list[dict[str, Any]]:
    return [{**one, **(changes if one["name"] == "share" else {})} for one in FIELDS]


CHART = {"kind": "bars", "label": "group", "y": "share"}
STANDING = {"kind": "standing", "country": "group_sv", "x": "year", "y": "share", "target": 9}


@pytest.mark.parametrize(
    ("described", "message"),
    [
        ("{", "not readable as JSON"),
        ("[]", "there is no list of resources."),
        ({**package(), "languages": ["en"]}, "the languages are not given."),
        ({"languages": ["sv", "en"], "resources": ["x"]}, "resource 1 is no mapping."),
        (package(name="Groups!"), "resource 1 has no name."),
        (package(path="../secret.csv"), "'groups' has no path to a CSV file."),
        (package(schema={}), "'groups' describes no fields."),
        (package(title="Grupper"), "'groups' has no title in both languages."),
        (package(schema={"fields": field(type="decimal")}), "'groups.share' has the type 'decimal'."),
        (package(schema={"fields": field(unit="procent")}), "'groups.share' has no known unit."),
        (
            package(schema={"fields": field(title={"": "Andel"})}),
            "'groups.share' has no title in both languages.",
        ),
        (package(schema={"fields": field(constraints={"max": 1})}), "constraints that nobody checks"),
        (package(schema={"fields": field(constraints={"pattern": "("})}), "the pattern is none"),
        (package(schema={"fields": field(constraints={"pattern": []})}), "the pattern is none"),
        (package(schema={"fields": field(constraints={"pattern": 0})}), "the pattern is none"),
        (package(schema={"fields": field(constraints={"enum": 5})}), "the enum is none"),
        (package(schema={"fields": field(constraints={"enum": None})}), "the enum is none"),
        (package(schema={"fields": field(constraints={"minimum": "five"})}), "the minimum is none"),
        (package(schema={"fields": field(constraints={"maximum": True})}), "the maximum is none"),
        (package(schema={"fields": field(constraints={"required": "no"})}), "the required is none"),
        (package(schema={"fields": field(constraints={"minimum": float("nan")})}), "not readable as JSON"),
        (package(title={"": "\ud800", "en": "b"}), "not readable as JSON"),
        (package(title={"": "\x1b[31m", "en": "b"}), "not readable as JSON"),
        (package(courseware={"charts": {"a": {**CHART, "top": 10**400}}}), "top is 1000"),
        (package(schema={"fields": [*FIELDS, FIELDS[3]]}), "'groups' has the field 'share' twice."),
        (package(schema={"fields": FIELDS[:1]}), "'group' is not in both languages."),
        (package(courseware={"charts": {"a": {**CHART, "kind": "pie"}}}), "there is no kind 'pie'."),
        (
            package(courseware={"charts": {"a": {"kind": "bars", "y": "share"}}}),
            "it does not say what label is.",
        ),
        (package(courseware={"charts": {"a": {**CHART, "y": "group"}}}), "'group' holds no numbers."),
        (package(courseware={"charts": {"a": {**CHART, "y": "chare"}}}), "y is 'chare', which is no column."),
        (package(courseware={"charts": {"a": {**CHART, "colour": "red"}}}), "'colour' means nothing."),
        (package(courseware={"charts": {"a": {**CHART, "top": -1}}}), "top is -1."),
        (
            package(courseware={"charts": {"a": {"kind": "lines", "x": "group", "y": "share"}}}),
            "a line needs years along its foot.",
        ),
        (package(courseware={"charts": []}), "the charts of 'groups' are no mapping."),
        (package(courseware={"charts": {"a": {**STANDING, "x": "open"}}}), "a line needs years"),
        (package(courseware={"charts": {"a": {**STANDING, "target": "nine"}}}), "target is nine."),
        (package(courseware={"charts": {"a": {**STANDING, "also": "year=2023"}}}), "also is no list"),
        (package(courseware={"charts": {"a": {**CHART, "target": 9}}}), "'target' means nothing to bars."),
        (package(courseware={"charts": {"a": {**CHART, "like": "b"}}}), "like is 'b'."),
        (package(courseware={"charts": {"a": {"like": ["b"]}}}), "like is '['b']'."),
        (
            package(courseware={"charts": {"a": {**CHART, "like": "b"}, "b": {"like": "a", "kind": "dots"}}}),
            "like is 'b'.",
        ),
    ],
)
def test_a_description_that_is_none_is_said_with_a_way_out(
    write: Callable[..., Path], described: Any, message: str
) -> None:
    problems = wrong(described, write)
    assert message in problems[0].message
    assert problems[0].hint
    assert problems[0].path == PACKAGE_FILE


def test_a_description_is_found_by_its_line(write: Callable[..., Path]) -> None:
    text = json.dumps(package(schema={"fields": field(unit="procent")}), indent=1)
    line = next(number for number, one in enumerate(text.split("\n"), 1) if '"share"' in one)
    assert [one.line for one in wrong(text, write)] == [line]


# In use


@pytest.fixture
def course(two_languages: Path) -> Path:
    """A project without problems, with a table of its own."""
    folder = two_languages / "docs/data"
    described = package(courseware={"charts": {"a": CHART, "b": {**CHART, "where": "year=2023"}}})
    (folder / "terms.csv").unlink()
    names = [{"name": "name", "type": "string", "title": {"": "Namn", "en": "Name"}}]
    described["resources"].append(
        {
            "name": "plain",
            "path": "plain.csv",
            "title": {"": "Namn", "en": "Names"},
            "sources": [{"title": "x"}],
            "schema": {"fields": names},
        }
    )
    (folder / "plain.csv").write_text("name\nAlnhärad\n", encoding="utf-8")
    (folder / "datapackage.json").write_text(json.dumps(described), encoding="utf-8")
    key = json.loads((folder / "bibliography.json").read_text(encoding="utf-8"))[0]["id"]
    (folder / "groups.csv").write_text(GOOD.replace("skolverket2025", key), encoding="utf-8")
    return two_languages


def found(root: Path) -> list[tuple[str, str]]:
    return [(one.code, one.message) for one in check_content(root)]


def test_the_course_with_a_table_has_no_problems(course: Path) -> None:
    assert found(course) == []


@pytest.mark.parametrize(
    ("new", "problem"),
    [
        ("nosuchkey", ("unknown-source", "'nosuchkey' is not in the bibliography.")),
        ("", ("data-source", "the row has no source.")),
        ("platform", None),
        ("url", None),  # an address is where its row comes from
    ],
)
def test_every_row_has_a_known_source(course: Path, new: str, problem: tuple[str, str] | None) -> None:
    path = course / "docs/data/groups.csv"
    cells = path.read_text(encoding="utf-8").split(",")
    cells[-3:-1] = ["" if new != "url" else "https://a.example/", new if new != "url" else ""]
    path.write_text(",".join(cells), encoding="utf-8")
    assert found(course) == ([problem] if problem else [])


def test_a_source_that_only_a_table_names_counts_as_cited(course: Path) -> None:
    bibliography = course / "docs/data/bibliography.json"
    sources = json.loads(bibliography.read_text(encoding="utf-8"))
    sources.append({"id": "ny", "type": "report", "title": "Ny", "custom": {"mark": "S"}})
    bibliography.write_text(json.dumps(sources), encoding="utf-8")
    assert [code for code, _ in found(course)] == ["unused-source"]
    table = course / "docs/data/groups.csv"
    table.write_text(table.read_text(encoding="utf-8") + "Pojkar,Boys,2023,84.6,,,,ny,\n", encoding="utf-8")
    assert found(course) == []
    sources[-1]["custom"]["mark"] = "K?"
    bibliography.write_text(json.dumps(sources), encoding="utf-8")
    assert found(course) == [("unpublishable-source", "'ny' is marked K? and may not be published.")]


@pytest.mark.parametrize(
    ("block", "message"),
    [
        (":::{chart data=groups view=a}", ""),
        (":::{chart data=groups}", "'groups' has several drawings."),
        (":::{chart data=groups view=c}", "'groups' has no drawing 'c'."),
        (":::{chart data=plain}", "'plain' has no drawing."),
        (":::{chart data=gruops}", "there is no table 'gruops'."),
        (':::{table data=groups where="year=2023" columns="group,share"}', ""),
        (':::{table data=groups where="year=1999"}', "no row of 'groups' fits where."),
        (':::{table data=groups where="yaer=2023"}', "'groups' has no column 'yaer'. Did you mean 'year'?"),
        (':::{table data=groups columns="group,shear"}', "'groups' has no column 'shear'."),
        (":::{table data=groups colums=group}", "'table' has no option 'colums'."),
        (":::{table}", "'table' needs data."),
    ],
)
def test_a_block_names_what_there_is(course: Path, block: str, message: str) -> None:
    for language in ("sv", "en"):
        page = course / "docs" / language / "index.md"
        page.write_text(page.read_text(encoding="utf-8") + f"\n{block}\nText.\n:::\n", encoding="utf-8")
    problems = [one for one in check_content(course) if one.code != "unused-source"]
    assert {one.message for one in problems} == ({message} if message else set())
    assert all(one.line for one in problems)


def test_a_table_that_cannot_be_read_is_reported_once(course: Path) -> None:
    (course / "docs/data/groups.csv").write_bytes(b"\xff")
    page = course / "docs/sv/index.md"
    page.write_text(
        page.read_text(encoding="utf-8") + "\n:::{table data=groups}\nText.\n:::\n", encoding="utf-8"
    )
    assert [code for code, _ in found(course) if code != "unused-source"] == ["bad-data"]


def test_the_projects_own_tables_have_no_problems(project_root: Path) -> None:
    data, problems = load_data(project_root)
    assert problems == []
    assert len(data.tables) >= 12


def test_a_cell_beyond_measure_is_said_once_and_ends_nothing(course: Path) -> None:
    path = course / "docs/data/groups.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("Girls", "x" * 200_000), encoding="utf-8")
    (course / "docs/data/folder.csv").mkdir()
    assert ("bad-data", "not readable as CSV: field larger than field limit (131072).") in found(course)
    assert mentions(load_library(course)) == []


def test_a_line_over_years_needs_them(course: Path) -> None:
    path = course / "docs/data/datapackage.json"
    described = json.loads(path.read_text(encoding="utf-8"))
    entry = next(one for one in described["resources"] if one["name"] == "groups")
    entry["courseware"] = {"charts": {"a": {"kind": "lines", "x": "year", "y": "share"}}}
    path.write_text(json.dumps(described), encoding="utf-8")
    assert found(course) == []
    table = course / "docs/data/groups.csv"
    table.write_text(table.read_text(encoding="utf-8").replace(",2023,", ",,"), encoding="utf-8")
    assert found(course) == [("bad-chart", "the chart 'a' has a value without year.")]


def test_a_chart_may_be_like_another(write: Callable[..., Path]) -> None:
    described = package(courseware={"charts": {"a": STANDING, "b": {"kind": "spark", "like": "a"}}})
    charts = load_package(write(GOOD, described))[0]["groups"].charts
    assert charts["b"].kind == "spark"
    assert (charts["b"].columns, charts["b"].target) == (charts["a"].columns, 9)


RATES = "country,year,sex,share,source\nSE,2024,total,7,platform\nLV,2024,total,8,platform\n"


@pytest.fixture
def rates(course: Path) -> Callable[..., Path]:
    """Adds a table by country, its chart and a page that shows it."""

    def added(more: str = "", block: str = "", **changes: Any) -> Path:
        kinds = {"country": "string", "year": "year", "sex": "string", "share": "number", "source": "string"}
        fields = [
            {"name": name, "type": kind, "title": {"": name, "en": name}}
            | ({"unit": "percent"} if name == "share" else {})
            for name, kind in kinds.items()
        ]
        chart = {"kind": "standing", "country": "country", "x": "year", "y": "share", "sex": "sex", **changes}
        path = course / "docs/data/datapackage.json"
        described = json.loads(path.read_text(encoding="utf-8"))
        described["resources"].append(
            {
                "name": "rates",
                "path": "rates.csv",
                "title": {"": "Andelar", "en": "Rates"},
                "schema": {"fields": fields},
                "courseware": {"charts": {"standing": chart, "spark": {"kind": "spark", "like": "standing"}}},
            }
        )
        path.write_text(json.dumps(described), encoding="utf-8")
        (course / "docs/data/rates.csv").write_text(RATES + more, encoding="utf-8")
        for language in ("sv", "en") if block else ():
            page = course / "docs" / language / "index.md"
            page.write_text(page.read_text("utf-8") + f"\n{block}\nText.\n:::\n", encoding="utf-8")
        return course

    return added


@pytest.mark.parametrize(
    ("more", "changes", "message"),
    [
        ("", {}, ""),
        ("LV,2024,men,9,platform\n", {"where": "sex=total", "also": ["sex=men"]}, ""),
        ("LV,2023,men,9,platform\n", {}, "mixes total, men."),
        ("LV,2024,total,9,platform\n", {}, "has a second value for LV 2024."),
        ("", {"also": ["sex=men"]}, "no row fits 'sex=men'."),
        ("", {"also": ["gender=men"]}, "'rates' has no column 'gender'."),
        ("LV,,total,9,platform\n", {}, "has a value without year."),
    ],
)
def test_countries_are_compared_by_one_measure(
    rates: Callable[..., Path], more: str, changes: dict[str, Any], message: str
) -> None:
    said = found(rates(more, **changes))
    assert {code for code, _ in said} == ({"bad-chart"} if message else set())
    assert all(message in text for _, text in said)


@pytest.mark.parametrize(
    ("block", "message"),
    [
        (":::{chart data=rates view=standing}", ""),
        (":::{chart data=rates view=spark country=LV}", ""),
        (":::{chart data=rates view=spark}", "it draws one country and names none."),
        (":::{chart data=rates view=spark country=NO}", "'NO' has no value in it."),
        (":::{chart data=rates view=standing country=LV}", "country belongs to a drawing of one country."),
    ],
)
def test_a_drawing_of_one_country_names_it(rates: Callable[..., Path], block: str, message: str) -> None:
    said = found(rates(block=block))
    assert {text for _, text in said} == ({message} if message else set())
