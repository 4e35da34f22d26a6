"""The pages of an exchange format: those of a workshop, without what only a module has."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from exchange_site import FOLDER, write_exchange
from lxml import html

from courseware.content.load import load_library
from courseware.content.workshop import LEADERS_PAGES
from courseware.site.atlas import Atlas
from courseware.site.build import build_site
from courseware.strings import VOICES, load_strings

Read = Callable[[str], html.HtmlElement]
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = write_exchange(tmp_path_factory.mktemp("exchange"))
    build_site(made, languages=("sv", "en", "lv"))
    return made


@pytest.fixture(scope="module")
def read(root: Path) -> Read:
    return lambda address: html.fromstring((root / "site" / address / "index.html").read_bytes())


def words(node: html.HtmlElement) -> str:
    return " ".join(node.text_content().split())


def hrefs(page: html.HtmlElement, path: str) -> list[str]:
    return [str(link) for link in page.xpath(f"{path}/@href")]


def test_there_is_a_place_for_every_page_and_none_of_them_is_a_modules(root: Path) -> None:
    atlas = Atlas(load_library(root))
    kinds = {place.file: place.kind for place in atlas.places.values() if place.host == FOLDER}
    assert kinds == {
        f"{FOLDER}/index.md": "format",
        **{f"{FOLDER}/{name}.md": name for name in ("workshop", *LEADERS_PAGES)},
    }
    assert atlas.sheets["b1-record"].file == "baltic/worksheets/b1-record.md"
    assert [each.id for each in atlas.formats("lv")] == ["peer-review"]


def test_a_formats_page_shows_time_sheets_and_every_door(read: Read) -> None:
    page = read(FOLDER)
    facts = [words(part) for part in page.xpath("//dl[@class='facts']/div/dd")]
    assert facts == ["2,2 tim 2 träffar", "Ett brev med råd", "Protokollsblad B1"]
    assert hrefs(page, "//dl[@class='facts']//a") == ["../../../baltic/worksheets/b1-record/"]
    assert hrefs(page, "//div[@class='doors']/a") == [f"../../../{FOLDER}/workshop/", "#leading"]
    assert hrefs(page, "//nav[@class='leading']//a") == [
        f"../../../{FOLDER}/{name}/" for name in LEADERS_PAGES
    ]
    assert "räknas inte som projekttimmar" in words(page.xpath("//section[@aria-labelledby='leading']")[0])


def test_the_way_up_is_that_of_its_section(read: Read) -> None:
    above = ["Start", "Östersjön", "Former för utbyte"]
    for name, wanted in (("", above), ("run-sheet", [*above, "Kollegial granskning"])):
        links = read(f"{FOLDER}/{name}").xpath("//nav[@class='crumbs']//a")
        assert [words(link) for link in links] == wanted
    up = "../../../"
    assert hrefs(read(FOLDER), "//nav[@class='crumbs']//a") == [up, f"{up}baltic/", f"{up}baltic/formats/"]


def test_every_page_leads_to_the_others_and_is_titled_by_the_format(read: Read) -> None:
    for name in LEADERS_PAGES:
        page = read(f"{FOLDER}/{name}")
        here = page.xpath("//nav[@class='leading']//a[@aria-current]")
        assert len(here) == 1
        assert "Kollegial granskning – Fullföljd utbildning" in page.xpath("string(//title)")


def test_a_run_sheet_has_the_days_of_the_source_and_no_meeting_cut(read: Read) -> None:
    page = read(f"{FOLDER}/run-sheet")
    assert [words(cell) for cell in page.xpath("//td[@class='run-time']")] == [
        *("0:00", "0:40", "0:55", "1:25", "0:00", "0:45")
    ]
    assert "130 min, varav 15 min rast. Utan raster: 115 min." in words(page)
    assert page.xpath("//select[@id='plan-length']/option/@value") == ["0", "90", "60"]
    assert page.xpath("//th[@class='run-what']/a/@href")[0].endswith(f"{FOLDER}/facilitator/#questions")
    letter = words(page.xpath("//div[@class='invitation-letter']")[0])
    assert "Vad du tar med står på utbytets sida, under rubriken: Ta med ert utkast" in letter
    assert "lektioner" not in letter


def test_the_agenda_says_whose_it_is(read: Read) -> None:
    for name in ("run-sheet", "checklist", "sign-in", "slides", "run"):
        (text,) = read(f"{FOLDER}/{name}").xpath("//script[@class='agenda-data']/text()")
        data = json.loads(text)
        assert data["format"] == "peer-review"
        assert "module" not in data


def test_nobody_checks_in(read: Read) -> None:
    for name in ("workshop", *LEADERS_PAGES):
        assert not read(f"{FOLDER}/{name}").xpath("//main//a[contains(@href, 'check-in')]")
    sheet = read(f"{FOLDER}/sign-in")
    assert not sheet.xpath("//p[@class='sign-code']")
    assert "Förvara den skild från protokollet" in words(sheet.xpath("//p[@class='sign-why']")[0])
    assert words(sheet.xpath("//dl[@class='sign-facts']//dt")[0]) == "Utbytesformat"


def test_slides_begin_with_the_agenda_of_each_day_and_promise_no_outcomes(read: Read) -> None:
    page = read(f"{FOLDER}/slides")
    kinds = [node.get("class").split()[1] for node in page.xpath("//section[contains(@class, 'slide-')]")]
    assert kinds == [
        *("slide-title", "slide-agenda", "slide-activity", "slide-break", "slide-activity"),
        *("slide-agenda", "slide-activity"),
    ]
    assert "Ett brev med råd" in words(page.xpath("//*[@data-slot='product']")[0])


def test_a_checklist_names_the_formats_sheets_and_keeps_the_list_apart(read: Read) -> None:
    page = read(f"{FOLDER}/checklist")
    items = [words(item) for item in page.xpath("//ul[@class='checks']/li")]
    for wanted in (
        "Läs själv om syfte, förberedelse och uppföljning: öppna utbytets sida",
        "Frågekort: 1 per deltagare",
        "Protokollsblad B1: 1 per deltagare",
        "Bladet till den som skriver",
        "Förvara närvarolistan skild från protokollet. Protokollet anger roller och länder, inga namn.",
    ):
        assert wanted in items
    assert not any("administratör" in item or "självstudier" in item for item in items)


def test_a_script_gets_the_texts_of_exchanges_under_the_names_it_knows(read: Read) -> None:
    (text,) = read(f"{FOLDER}/run").xpath("//script[@id='strings']/text()")
    shown = json.loads(text)
    assert shown["run.save"] == "Spara minuterna till protokollet"
    assert shown["run.next"] == "Nästa"
    assert not any(key.startswith("exchange.") for key in shown)
    (text,) = read("modules/m01-mandate/run").xpath("//script[@id='strings']/text()")
    assert json.loads(text)["run.save"] == "Spara filen till projektet"


def test_the_list_of_workshops_has_the_formats_below_a_heading_of_their_own(read: Read) -> None:
    page = read("facilitator")
    (listed,) = page.xpath("//nav[@aria-labelledby='formats']")
    assert words(listed.xpath("./h2")[0]) == "Utbytesformat"
    assert words(listed.xpath(".//li/a")[0]) == "Kollegial granskning"
    links = hrefs(listed, ".//ul[@class='workshop-pages']//a")
    assert links == [f"../{FOLDER}/{name}/" for name in LEADERS_PAGES]
    assert hrefs(page, "//p[@class='where']/a") == ["#workshops", "#formats"]
    assert not page.xpath("//nav[@aria-labelledby='workshops']//a[contains(@href, 'formats')]")


def test_a_translated_page_stands_beside_a_swedish_workshop(read: Read) -> None:
    page = read(f"en/{FOLDER}")
    assert words(page.xpath("//h1")[0]) == "Peer review"
    assert "A letter with advice" in words(page.xpath("//dl[@class='facts']")[0])
    assert not page.xpath("//meta[@name='robots']")
    workshop = read(f"en/{FOLDER}/workshop")
    assert workshop.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert workshop.xpath("//h1/@lang") == ["sv"]
    assert words(workshop.xpath("//nav[@class='crumbs']//a")[-1]) == "Peer review"


def test_a_language_without_the_format_shows_it_in_swedish_with_its_own_words(read: Read) -> None:
    texts = load_strings(ROOT, "lv").voiced("exchange")
    for name in ("run-sheet", "checklist", "sign-in", "run"):
        page = read(f"lv/{FOLDER}/{name}")
        assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]
        assert page.xpath("//h1/@lang") == ["sv"]
    assert texts("sign-in.why") in words(read(f"lv/{FOLDER}/sign-in"))
    assert texts("run.unscripted") in words(read(f"lv/{FOLDER}/run"))


def test_worksheets_below_the_room_are_worksheets(root: Path, read: Read) -> None:
    folder = root / "site/baltic/worksheets/b1-record"
    assert {path.name for path in folder.iterdir()} == {
        *("index.html", "b1-record.docx", "b1-record-example.docx")
    }
    page = read("baltic/worksheets/b1-record")
    assert page.xpath("//work-sheet")
    assert page.xpath("//p[@class='print-hint']")
    assert not (root / "site/lv/baltic/worksheets/b1-record/b1-record.docx").exists()


def test_an_example_from_no_municipality_names_none(root: Path) -> None:
    made = Document(str(root / "site/baltic/worksheets/b1-record/b1-record-example.docx"))
    texts = [paragraph.text for paragraph in made.paragraphs]
    assert load_strings(ROOT, "sv")("site.sheet.invented-example") in texts
    assert not any("Alnhärad" in text for text in texts)


def test_a_voice_changes_what_it_says_and_nothing_else() -> None:
    for language in ("sv", "en", "lv"):
        texts = load_strings(ROOT, language)
        for voice in VOICES:
            said = texts.voiced(voice)
            own = texts.subset(f"{voice}.")
            assert own
            for key, text in own.items():
                assert said.subset(key.removeprefix(f"{voice}."))[key.removeprefix(f"{voice}.")] == text
            assert said("shell.site") == texts("shell.site")
        assert texts.voiced("") is texts
