"""The pages of who leads a workshop: views of one agenda, in the reader's language around the text's."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from leading_site import write_leading
from lxml import html

from courseware.content.load import load_library
from courseware.content.workshop import LEADERS_PAGES
from courseware.site.build import build_site
from courseware.site.leaders_pages import agenda_data, leaders_page
from courseware.strings import load_strings

FOLDER = "modules/m01-mandate"
Read = Callable[[str], html.HtmlElement]


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Read:
    root = write_leading(tmp_path_factory.mktemp("leading"))
    build_site(root, languages=("sv", "en", "lv"))

    def page(address: str) -> html.HtmlElement:
        return html.fromstring((root / "site" / address / "index.html").read_bytes())

    return page


def words(node: html.HtmlElement) -> str:
    return " ".join(node.text_content().split())


def test_each_leads_to_all_of_them(read: Read) -> None:
    for name in ("", *LEADERS_PAGES):
        page = read(f"{FOLDER}/{name}")
        links = page.xpath("//nav[@class='leading']//a")
        ends = [link.get("href").rstrip("/").split("/")[-1] for link in links]
        here = [link for link in links if link.get("aria-current")]
        assert [end if end not in (".", "") else name for end in ends] == list(LEADERS_PAGES)
        assert len(here) == (1 if name else 0)


def test_a_run_sheet_is_a_table_counted_from_the_start(read: Read) -> None:
    rows = [[words(cell) for cell in row] for row in read(f"{FOLDER}/run-sheet").xpath("//table//tr")]
    assert [row[:1] + row[2:4] for row in rows[1:]] == [
        ["0:00", "Före-frågan hoppa inte över", "Lappar och ett kuvert"],
        ["0:10", "Incheckning", ""],
        ["0:25", "Rita kedjan hoppa inte över", "Kartan över arbetsbladet"],
        ["1:00", "Paus", ""],
        ["1:15", "Vem äger steget? hoppa inte över", ""],
        ["1:40", "Gallerivandring", ""],
        ["1:55", "Uppgift hemma hoppa inte över", ""],
        ["2:00", "Slut", ""],
    ]
    page = read(f"{FOLDER}/run-sheet")
    assert "120 min, varav 15 min rast. Utan raster: 105 min." in words(page)
    assert page.xpath("//th[@class='run-what']/a/@href")[0].endswith(
        "modules/m01-mandate/facilitator/#before-question"
    )
    assert page.xpath("//td[@class='run-needs']//a/@href") == ["../../../worksheets/t1-chain/"]
    assert "source-" not in html.tostring(page, encoding="unicode")


def test_the_agenda_is_there_as_data(read: Read) -> None:
    for name in ("run-sheet", "checklist", "sign-in"):
        (text,) = read(f"{FOLDER}/{name}").xpath("//script[@class='agenda-data']/text()")
        data = json.loads(text)
        assert data["module"] == "m01-mandate"
        assert [each["id"] for each in data["activities"]][2:4] == ["draw", "break-1"]
        assert data["activities"][2] == {
            "id": "draw", "title": "Rita kedjan", "minutes": 35, "core": True, "short": 20, "meeting": 10,
            "break": False, "session": 1,
        }  # fmt: skip
        assert data["activities"][3]["break"] is True


def test_a_checklist_names_what_the_source_asks_for(read: Read) -> None:
    page = read(f"{FOLDER}/checklist")
    items = [words(item) for item in page.xpath("//ul[@class='checks']/li")]
    for wanted in (
        "Blanka A3-ark, två per grupp",
        "En vägg att sätta upp ark på",
        "Lappar och ett kuvert (Före-frågan)",
        "Kartan över arbetsbladet (Rita kedjan)",
        "Kedjans länkar: 1 per deltagare",
        "Kedjan: 1 per deltagare",
        "Fotografera eller samla in produkten: Ansvarskarta",
    ):
        assert wanted in items
    assert len(items) == len(set(items)) == len(page.xpath("//ul[@class='checks']//input[@type='checkbox']"))


def test_a_sign_in_sheet_has_rows_a_reason_and_the_address_of_the_check_in(read: Read) -> None:
    page = read(f"{FOLDER}/sign-in")
    assert len(page.xpath("//table[@class='sign']/tbody/tr")) == 15
    assert words(page.xpath("//dd[@data-slot='minutes']")[0]) == "105"
    assert words(page.xpath("//*[@data-slot='address']")[0]).endswith("/check-in/")
    assert page.xpath("//p[@class='sign-why']/a/@href") == ["../../../privacy/"]


def test_swedish_text_on_a_foreign_page_says_so(read: Read) -> None:
    texts = load_strings(Path(__file__).parents[2], "lv")
    for name in ("run-sheet", "checklist", "sign-in"):
        page = read(f"lv/{FOLDER}/{name}")
        assert page.get("lang") == "lv"
        assert words(page.xpath("//p[@class='block-label']")[0]) == texts(f"leading.{name}")
        assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]
        for node in page.xpath("//main//text()[contains(., 'Rita kedjan') or contains(., 'Lappar')]"):
            holder = node.getparent()
            if holder.tag != "script":
                assert holder.xpath("ancestor-or-self::*[@lang][1]/@lang") == ["sv"], node
    row = read(f"lv/{FOLDER}/run-sheet").xpath("//tr[@data-id='draw']//span[contains(@class, 'mark')]")[0]
    assert row.xpath("ancestor-or-self::*[@lang][1]/@lang") == ["lv"]


def test_they_are_neither_searched_nor_listed_nor_cited(read: Read) -> None:
    listed = html.tostring(read("search"), encoding="unicode")
    for name in LEADERS_PAGES:
        assert f"{FOLDER}/{name}/" not in listed
    for name in set(LEADERS_PAGES) - {"facilitator"}:
        assert not read(f"{FOLDER}/{name}").xpath("//*[contains(@class, 'cite-page')]")


def test_every_page_has_a_template_and_a_name() -> None:
    root = Path(__file__).parents[2]
    texts = load_strings(root, "sv")
    for name in LEADERS_PAGES:
        assert (root / "overrides/kinds" / f"{name}.html").is_file()
        assert f"leading.{name}" in texts


def test_an_activity_without_an_anchor_has_an_id_all_the_same(tmp_path: Path) -> None:
    root = write_leading(tmp_path)
    file = root / "modules/sv/m01-mandate/workshop.md"
    file.write_text(re.sub(r" \{#(checkin|gallery)\}", "", file.read_text("utf-8")), encoding="utf-8")
    module = load_library(root).modules["sv"]["m01-mandate"]
    assert module.workshop is not None
    ids = [each["id"] for each in agenda_data(module.workshop, module)["activities"]]
    assert ids == ["before-question", "part-2", "draw", "break-1", "own", "part-6", "homework"]
    shown = leaders_page("run-sheet", module.workshop, module, str)
    assert [row["id"] for row in shown["days"][0]["activities"]] == ids
