"""The forms of the page Contribute in a real browser, and all the way to a draft that an editor reads."""

from __future__ import annotations

import json
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from browser.test_shell import overflow, violations, visit
from click.testing import CliRunner
from contributed import CORRECTION, PRACTICE
from contributions_site import write_contributions
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from serving import serve_folder

from courseware.cli import courseware
from courseware.content.contributions import FORMS
from courseware.site.build import build_site
from courseware.strings import strings_of

pytestmark = pytest.mark.browser

LATVIAN = strings_of(Path(__file__).parents[2], "lv")
"""What Latvian readers are shown; translators may say it better any day."""

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "personal.json").read_text("utf-8"))
SMALL = (
    "one => [...one.querySelectorAll('button, a.button, input:not([type=file]), select, textarea, summary')]"
    ".map((node) => node.getBoundingClientRect().height).filter((height) => height > 0 && height < 24).length"
)
"""Counts targets below the 24 pixels of WCAG 2.2, success criterion 2.5.8."""
FROM_LATVIA = "baltic/contribute/?page=baltic/latvia/&lang=lv&date=2026-11-20#correction"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with an address to write to."""
    root = write_contributions(tmp_path_factory.mktemp("contributions") / "project")
    settings = root / "mkdocs.yml"
    text = settings.read_text("utf-8").replace('!ENV [CONTACT, ""]', "platform@example.org")
    settings.write_text(text, encoding="utf-8")
    build_site(root, languages=("sv", "en", "lv"), jobs=1, publish=False)
    return root


@pytest.fixture(scope="module")
def url(root: Path) -> Iterator[str]:
    with serve_folder(root / "site") as address:
        yield f"{address}/"


def form(page: Page, kind: str = "correction") -> Locator:
    return page.locator(f"contribution-form[data-kind={kind}]")


def field(page: Page, name: str, kind: str = "correction") -> Locator:
    return form(page, kind).locator(f"[data-ask={name}]")


def fill(page: Page, answers: dict[str, str], kind: str) -> None:
    for name, answer in answers.items():
        control = field(page, name, kind)
        if control.evaluate("one => one.tagName") == "SELECT":
            control.select_option(answer)
        else:
            control.fill(answer)


def press(page: Page, name: str, kind: str = "correction") -> None:
    form(page, kind).get_by_role("button", name=name, exact=True).click()


def mail_link(page: Page, kind: str = "correction") -> tuple[str, dict[str, str]]:
    link = form(page, kind).locator(".contribution-preview a.button").get_attribute("href") or ""
    parts = urlsplit(link)
    return unquote(parts.path), {key: value[0] for key, value in parse_qs(parts.query).items()}


def download(page: Page, kind: str) -> tuple[str, bytes]:
    with page.expect_download() as waiting:
        press(page, "Spara som fil", kind)
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()


def kept(page: Page) -> Any:
    return json.loads(page.evaluate("localStorage['courseware.contributions.v1'] || '{}'"))


def wait_for(page: Page, text: str) -> None:
    page.wait_for_function(
        "(text) => (localStorage['courseware.contributions.v1'] ?? '').includes(text)", arg=text
    )


def test_from_a_page_to_a_letter_by_keyboard_alone(browser_page: Page, url: str) -> None:
    page = browser_page
    visit(page, f"{url}lv/baltic/latvia/")
    page.get_by_role("link", name="Ieteikt labojumu").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/lv/baltic/contribute/?page=baltic/latvia/&lang=lv&date=2026-11-26#correction")
    expect(field(page, "page")).to_have_value("lv/baltic/latvia/")
    expect(field(page, "language")).to_have_value("lv")
    expect(page.locator("#correction")).to_be_in_viewport()
    expect(form(page).locator("datalist option")).to_have_count(2)
    field(page, "section").focus()
    for typed in ("Systemet", "Piecos gados.", "Sešos gados."):
        page.keyboard.type(typed)
        page.keyboard.press("Tab")
    for _ in range(4):
        page.keyboard.press("Tab")
    page.keyboard.type("konsultants")
    page.keyboard.press("Tab")
    page.keyboard.type("Latvija")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Pārbaudīt un apskatīt").first).to_be_focused()
    page.keyboard.press("Enter")
    title = page.get_by_role("heading", name=LATVIAN("contribution-form.preview"))
    expect(title).to_be_focused()
    page.keyboard.press("Tab")
    expect(form(page).get_by_role("link", name="Rakstīt e-pasta vēstuli")).to_be_focused()
    to, letter = mail_link(page)
    assert to == "platform@example.org"
    assert letter["subject"] == "Labojums: lv/baltic/latvia/"
    assert letter["body"].split("\r\n\r\n") == [
        "Labojums – Fullföljd utbildning",
        f"1. {LATVIAN('contribution.correction.page')}:\r\nlv/baltic/latvia/",
        f"2. {LATVIAN('contribution.correction.section')}:\r\nSystemet",
        f"3. {LATVIAN('contribution.correction.now')}:\r\nPiecos gados.",
        f"4. {LATVIAN('contribution.correction.should')}:\r\nSešos gados.",
        f"8. {LATVIAN('contribution.correction.language')}:\r\nLatviešu",
        f"9. {LATVIAN('contribution.correction.role')}:\r\nkonsultants",
        f"10. {LATVIAN('contribution.correction.country')}:\r\nLatvija",
        "[courseware-contribution/1 correction lv 2026-11-26]",
    ]


def test_everything_wrong_is_told_at_once_and_leads_to_its_field(browser_page: Page, url: str) -> None:
    page = browser_page
    visit(page, f"{url}baltic/contribute/")
    fill(
        page,
        {"now": "skriv till nagon@example.org", "source-year": "25", "source-address": "x"},
        "correction",
    )
    press(page, "Kontrollera och granska")
    summary = form(page).locator(".contribution-faults")
    expect(summary).to_be_focused()
    expect(summary.locator("strong")).to_have_text("7 saker att rätta")
    assert summary.locator("a").all_text_contents() == [
        "Sida: Fyll i fältet.",
        "Så står det nu: Här står något som ser ut som en e-postadress. Skriv funktionen i stället.",
        "Så borde det stå: Fyll i fältet.",
        "Källans adress: Skriv en webbadress som börjar med https://.",
        "Källans år: Skriv årtalet med fyra siffror.",
        "Din roll: Fyll i fältet.",
        "Land: Fyll i fältet.",
    ]
    assert violations(page) == []
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(field(page, "now")).to_be_focused()
    expect(field(page, "now")).to_have_attribute("aria-invalid", "true")
    expect(field(page, "now")).to_have_accessible_description(
        "Här står något som ser ut som en e-postadress. Skriv funktionen i stället. "
        "Kopiera meningen eller uppgiften från sidan."
    )
    fill(page, {**CORRECTION, "language": "sv"}, "correction")
    press(page, "Kontrollera och granska")
    expect(summary).to_be_hidden()
    expect(form(page).locator("[aria-invalid]")).to_have_count(0)
    expect(form(page).locator(".contribution-preview")).to_be_visible()
    field(page, "now").fill("något annat")
    expect(form(page).locator(".contribution-preview")).to_be_hidden()


def test_a_draft_stays_on_the_device_for_each_page_and_can_be_erased(browser_page: Page, url: str) -> None:
    page = browser_page
    visit(page, f"{url}lv/{FROM_LATVIA}")
    assert kept(page) == {}
    field(page, "should").fill("Sešos gados.")
    wait_for(page, "Sešos")
    visit(page, f"{url}baltic/contribute/")
    expect(field(page, "should")).to_have_value("")
    field(page, "title", "practice").fill("Vi ringer")
    page.goto(f"{url}about/")
    visit(page, f"{url}baltic/contribute/")
    expect(field(page, "title", "practice")).to_have_value("Vi ringer")
    visit(page, f"{url}en/{FROM_LATVIA}")
    expect(field(page, "should")).to_have_value("Sešos gados.")
    expect(field(page, "page")).to_have_value("lv/baltic/latvia/")
    press(page, "Erase the draft")
    expect(form(page).locator(".device-said")).to_be_focused()
    expect(field(page, "should")).to_have_value("")
    expect(field(page, "page")).to_have_value("lv/baltic/latvia/")
    assert list(kept(page)) == ["practice"]
    press(page, "Undo")
    expect(field(page, "should")).to_have_value("Sešos gados.")
    visit(page, f"{url}progress/")
    page.get_by_role("button", name="Radera allt här").click()
    page.get_by_role("dialog").get_by_role("button", name="Radera").click()
    expect(page.get_by_role("button", name="Ångra")).to_be_visible()
    assert kept(page) == {}


@pytest.mark.parametrize(
    "damaged", ["[]", "{", '{"practice": 7}', '{"practice": {"answers": {"title": 7}, "at": "x"}}']
)
def test_damaged_memory_counts_as_none(browser_page: Page, url: str, damaged: str) -> None:
    visit(browser_page, f"{url}baltic/contribute/")
    browser_page.evaluate("(text) => localStorage.setItem('courseware.contributions.v1', text)", damaged)
    visit(browser_page, f"{url}baltic/contribute/")
    expect(field(browser_page, "title", "practice")).to_have_value("")
    field(browser_page, "title", "practice").fill("helt")
    wait_for(browser_page, "helt")


def test_a_text_too_long_for_a_link_goes_by_file(browser_page: Page, url: str) -> None:
    page = browser_page
    visit(page, f"{url}baltic/contribute/")
    fill(page, {**PRACTICE, "what": "å" * 3000}, "practice")
    press(page, "Kontrollera och granska", "practice")
    preview = form(page, "practice").locator(".contribution-preview")
    expect(preview).to_contain_text("Texten är för lång för en e-postlänk.")
    to, letter = mail_link(page, "practice")
    assert to == "platform@example.org"
    name, data = download(page, "practice")
    assert letter["body"] == f"Bidraget ligger i den bifogade filen {name}."
    assert name.startswith("contribution-poland-20")
    assert json.loads(data)["answers"]["what"] == "å" * 3000
    assert "å".encode() in data, "readable to whoever opens it"
    expect(form(page, "practice").locator(".device-said")).to_have_text(f"Filen {name} är sparad på enheten.")


def test_a_file_is_opened_again_and_a_wrong_one_changes_nothing(
    browser_page: Page, url: str, tmp_path: Path
) -> None:
    page = browser_page
    visit(page, f"{url}baltic/contribute/")
    fill(page, PRACTICE, "practice")
    press(page, "Kontrollera och granska", "practice")
    name, data = download(page, "practice")
    (tmp_path / name).write_bytes(data)
    press(page, "Radera utkastet", "practice")
    field(page, "title", "practice").fill("ett annat")
    box = form(page, "practice").locator("input[type=file]")
    said = form(page, "practice").locator(".device-said")
    whole = json.loads(data)
    for number, wrong in enumerate(
        ("{", "[]", "null", json.dumps({**whole, "kind": "correction"}), json.dumps({**whole, "answers": 7}))
    ):
        path = tmp_path / f"{number}.json"
        path.write_text(wrong, encoding="utf-8")
        said.evaluate("one => (one.textContent = '')")
        box.set_input_files(path)
        expect(said).to_contain_text("Inget har ändrats.")
        expect(field(page, "title", "practice")).to_have_value("ett annat")
    strange = {
        **whole,
        "answers": {**whole["answers"], "level": "moon", "role": 7, "nobody": "x", "failed": "y" * 9000},
    }
    (tmp_path / "strange.json").write_text(json.dumps(strange), encoding="utf-8")
    box.set_input_files(tmp_path / "strange.json")
    expect(said).to_contain_text("Filen är öppnad i formuläret.")
    expect(field(page, "level", "practice")).to_have_value("")
    expect(field(page, "role", "practice")).to_have_value("")
    assert len(field(page, "failed", "practice").input_value()) == 4000
    press(page, "Ångra", "practice")
    expect(field(page, "title", "practice")).to_have_value("ett annat")
    box.set_input_files(tmp_path / name)
    expect(field(page, "what", "practice")).to_have_value(PRACTICE["what"])
    press(page, "Kontrollera och granska", "practice")
    assert download(page, "practice")[1] == data


def test_from_the_form_by_file_and_by_letter_to_one_draft_in_the_preview(
    browser_page: Page, root: Path, url: str, tmp_path: Path
) -> None:
    page = browser_page
    visit(page, f"{url}baltic/contribute/?page=baltic/latvia/&lang=lv&date=2026-11-20#correction")
    fill(page, {key: CORRECTION[key] for key in CORRECTION if key != "page"}, "correction")
    press(page, "Kontrollera och granska")
    name, data = download(page, "correction")
    assert name.startswith("contribution-latvia-20")
    (tmp_path / name).write_bytes(data)
    _, letter = mail_link(page)
    message = EmailMessage()
    message["From"], message["Subject"] = "Avsändare <avsandare@example.org>", letter["subject"]
    message.set_content(letter["body"])
    (tmp_path / "a.eml").write_bytes(message.as_bytes())
    arguments = [
        "--root",
        str(root),
        "contributions",
        "import",
        str(tmp_path / name),
        str(tmp_path / "a.eml"),
    ]
    done = CliRunner().invoke(courseware, arguments)
    assert done.exit_code == 0, done.output
    made = done.stdout.splitlines()
    assert len(made) == 1, "the file and the letter say the same"
    assert "a.eml is here already" in done.stderr
    preview = root / "build/preview"
    build_site(root, site_dir=preview, languages=("sv", "lv"), jobs=1, publish=False, drafts=True)
    with serve_folder(preview) as address:
        below = made[0].removeprefix("docs/").removesuffix(".md")
        visit(page, f"{address}/{below}/")
        notice = page.locator(".notice-draft")
        expect(notice).to_contain_text(LATVIAN("contribution.draft"))
        expect(notice).to_contain_text(
            f"{LATVIAN('contribution.draft.role')}: handläggare på ett ministerium · "
            f"{LATVIAN('contribution.draft.country')}: Latvija · "
            f"{LATVIAN('contribution.draft.language')}: Latviešu"
        )
        expect(page.locator("main")).to_contain_text("Det gäller sedan 2025.")
        expect(page.get_by_role("link", name="https://example.org/regler_2025?a=1&b=2")).to_be_visible()
        assert violations(page) == []
        page.get_by_role("link", name="Lettland").click()
        page.wait_for_url("**/lv/baltic/latvia/")
    (root / made[0]).unlink()


def test_without_scripts_the_questions_are_there_in_the_readers_language(
    chromium: Browser, root: Path, url: str
) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    for language, folder in (("sv", ""), ("lv", "lv/")):
        texts = strings_of(root, language)
        page.goto(f"{url}{folder}baltic/contribute/")
        expect(page.locator("contribution-form").first).to_be_hidden()
        for place, kind in enumerate(("correction", "practice")):
            listed = page.locator(".contribution-text").nth(place)
            questions = listed.locator("ol > li")
            expect(questions).to_have_count(len(FORMS[kind]))  # type: ignore[index]
            expect(questions.first).to_be_visible()
            expect(listed).to_contain_text("platform@example.org")
            name = listed.get_by_role("link").get_attribute("href")
            told = page.request.get(f"{url}{folder}baltic/contribute/{name}")
            assert told.body().decode("utf-8-sig").startswith(texts(f"contribution.{kind}"))
    context.close()


def test_where_no_address_is_set_the_reader_chooses_and_is_told_so(
    browser_page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CONTACT", raising=False)
    root = write_contributions(tmp_path / "project")
    build_site(root, languages=("sv",), jobs=1, publish=False)
    with serve_folder(root / "site") as address:
        visit(browser_page, f"{address}/{FROM_LATVIA.replace('lang=lv', 'lang=sv')}")
        fill(browser_page, {key: CORRECTION[key] for key in CORRECTION if key != "page"}, "correction")
        press(browser_page, "Kontrollera och granska")
        assert mail_link(browser_page)[0] == ""
        expect(form(browser_page)).to_contain_text("Ingen mottagare är angiven: du väljer den själv.")
        expect(browser_page.locator(".contribution-text").first).to_contain_text(
            "skicka till den som gav dig"
        )


def test_the_browser_sees_the_same_personal_data_as_the_import(browser_page: Page, url: str) -> None:
    browser_page.goto(f"{url}baltic/contribute/")
    module = browser_page.locator("script[type=module]").get_attribute("src")
    script = (
        "async ([main, given]) => {"
        " const m = await import(new URL('lib/personal.js', new URL(main, location.href)));"
        " return given.map((text) => m.personalData(text)) }"
    )
    found = browser_page.evaluate(script, [module, [vector["text"] for vector in VECTORS]])
    for vector, got in zip(VECTORS, found, strict=True):
        assert got == vector["found"], vector["text"]


def test_a_hostile_link_names_no_other_page(browser_context: BrowserContext, url: str) -> None:
    page = browser_context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for given in (
        "https://evil.example/x",
        "//evil.example/x",
        "../../../x",
        "javascript:alert(1)",
        "<b>x</b>",
        "%00",
    ):
        visit(page, f"{url}baltic/contribute/?page={given}&lang=../&date=<script>#correction")
        expect(form(page)).to_be_visible()
        assert page.evaluate("document.querySelectorAll('.contribution b, .contribution script').length") == 0
    assert [one for one in asked if not one.startswith(url)] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser_page: Page, url: str, scheme: Any) -> None:
    page = browser_page
    page.emulate_media(color_scheme=scheme)
    for address in ("baltic/contribute/", f"lv/{FROM_LATVIA}"):
        visit(page, url + address)
        assert violations(page) == []
        fill(page, {key: CORRECTION[key] for key in CORRECTION if key != "page"}, "correction")
        field(page, "page").fill("baltic/latvia/")
        form(page).locator("form button.button").click()
        expect(form(page).locator(".contribution-preview")).to_be_visible()
        assert violations(page) == []


def test_on_a_phone_and_on_paper(chromium: Browser, url: str) -> None:
    context = chromium.new_context(viewport={"width": 320, "height": 640}, locale="sv-SE")
    page = context.new_page()
    for address in ("baltic/contribute/", f"lv/{FROM_LATVIA}"):
        visit(page, url + address)
        assert overflow(page) == []
        form(page).locator("form button.button").click()
        assert overflow(page) == []
        assert form(page).evaluate(SMALL) == 0
        fill(page, CORRECTION, "correction")
        form(page).locator("form button.button").click()
        expect(form(page).locator(".contribution-preview")).to_be_visible()
        assert overflow(page) == []
        assert form(page).evaluate(SMALL) == 0
    page.emulate_media(media="print")
    expect(form(page)).to_be_hidden()
    expect(page.locator(".contribution-text li").first).to_be_visible()
    context.close()
