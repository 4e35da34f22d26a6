"""What comes in, what is stamped, and every reason to refuse, all of them at once."""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from packets import PROJECT, change, packet_of, plan, same_bytes, say, write

from courseware.content.check import check_library
from courseware.content.load import load_library
from courseware.errors import CoursewareError, ProblemsFound
from courseware.translations import put_in_place as putting
from courseware.translations.bring_in import Reviewer
from courseware.translations.check import check_translations
from courseware.translations.packet import Packet, Unit
from courseware.translations.status import translations

PAGE = "docs/en/index.md"
QUIZ = "quizzes/en/m01-mandate.md"
LESSON = "modules/m01-mandate/lesson-1-message.md"
TEACHER = Reviewer("teacher", datetime.date(2026, 12, 1))


def _outdated(root: Path, language: str = "en") -> dict[str, tuple[str, ...]]:
    found = translations(load_library(root), language)
    return {one.path: one.outdated for one in found if one.status == "outdated"}


def _refused(root: Path, packet: Packet | bytes, reviewer: Reviewer | None = None) -> list[str]:
    before = same_bytes(root)
    with pytest.raises(ProblemsFound) as caught:
        plan(root, packet, reviewer)
    assert same_bytes(root) == before
    return [f"{problem.path}: {problem.code}: {problem.message}" for problem in caught.value.problems]


def _all(language: str, text: Callable[[str], str] = lambda source: source) -> Callable[..., Unit]:
    return lambda key, section, unit: replace(unit, target=text(unit.source), done=True)


def test_a_changed_text_changes_one_line(two_languages: Path) -> None:
    words = {("index.md", "_title", "summary"): "Shorter: and better."}
    planned = plan(two_languages, change(packet_of(two_languages, "en"), say(words)))
    assert list(planned.files) == [PAGE]
    before = (two_languages / PAGE).read_text(encoding="utf-8").splitlines()
    write(two_languages, planned)
    after = (two_languages / PAGE).read_text(encoding="utf-8").splitlines()
    assert [new for old, new in zip(before, after, strict=True) if old != new] == [
        'summary: "Shorter: and better."'
    ]
    assert _outdated(two_languages) == {}


def test_line_endings_and_byte_order_mark_stay(two_languages: Path) -> None:
    path = two_languages / PAGE
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    words = {("index.md", "takeaway", "1"): "Take this"}
    write(two_languages, plan(two_languages, change(packet_of(two_languages, "en"), say(words))))
    raw = path.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf---\r\n")
    assert raw.count(b"\n") == raw.count(b"\r\n")
    assert b"## Take this {#takeaway}\r\n" in raw


def test_an_outdated_section_is_confirmed_by_the_mark_alone(edit: Callable[[str, str, str], Path]) -> None:
    root = edit("modules/sv/m01-mandate/lesson-1-message.md", "En tanke i varje stycke.", "En enda tanke.")
    packet = packet_of(root, "en", only_outdated=True)
    assert [section.address.section for page in packet.pages for section in page.sections] == ["message"]
    assert plan(root, packet).files == {}
    planned = plan(root, change(packet, say({}, done=True)))
    assert [section.texts for page in planned.pages for section in page.sections] == [()]
    write(root, planned)
    assert _outdated(root) == {}


def test_a_section_is_stamped_only_when_all_of_it_is_done(edit: Callable[[str, str, str], Path]) -> None:
    root = edit("quizzes/sv/m01-mandate.md", "Beskriv situation 2.", "Beskriv läge 2.")
    packet = packet_of(root, "en", only_outdated=True)
    words = {("modules/m01-mandate/quiz.md", "q2", "2"): "Describe situation 2."}
    planned = plan(root, change(packet, say(words)))
    assert any("are not marked as done" in note.message for note in planned.notes)
    write(root, planned)
    assert "Describe situation 2." in (root / QUIZ).read_text(encoding="utf-8")
    assert _outdated(root) == {QUIZ: ("q2",)}


def test_a_moved_tick_follows_swedish(two_languages: Path) -> None:
    path = two_languages / "quizzes/sv/m01-mandate.md"
    text = path.read_text(encoding="utf-8")
    question = text.index("{#q1}")
    for old, new in (("[x]", "[y]"), ("[ ]", "[x]"), ("[y]", "[ ]")):
        place = text.index(old, question)
        text = text[:place] + new + text[place + 3 :]
    path.write_text(text, encoding="utf-8")
    packet = packet_of(two_languages, "en", only_outdated=True)
    write(two_languages, plan(two_languages, change(packet, say({}, done=True))))
    assert not [one for one in check_translations(load_library(two_languages)) if one.path == QUIZ]


def test_swedish_that_changes_meanwhile_leaves_the_section_outdated(two_languages: Path) -> None:
    packet = packet_of(two_languages, "en")
    source = two_languages / "docs/sv/index.md"
    text = source.read_text(encoding="utf-8")
    source.write_text(text.replace("En tanke", "En enda tanke") + "\nMer.\n", encoding="utf-8")
    words = {("index.md", "message", "1"): "Say it", ("index.md", "takeaway", "1"): "Take it"}
    planned = plan(two_languages, change(packet, say(words)))
    assert [note.code for note in planned.notes].count("packet-outdated") == 2
    write(two_languages, planned)
    assert _outdated(two_languages) == {PAGE: ("message", "takeaway")}
    assert "## Take it {#takeaway}" in (two_languages / PAGE).read_text(encoding="utf-8")


def test_work_done_here_meanwhile_is_kept_or_refused(two_languages: Path) -> None:
    packet = packet_of(two_languages, "en")
    path = two_languages / PAGE
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("## Takeaway", "## Ours"), encoding="utf-8")
    planned = plan(two_languages, packet)
    assert planned.files == {}
    assert [note.code for note in planned.notes] == ["packet-kept"]
    words = {("index.md", "takeaway", "1"): "Theirs"}
    (problem,) = _refused(two_languages, change(packet, say(words)))
    assert problem.startswith(f"{PAGE}: packet-conflict: takeaway was changed both here and in the packet")
    words = {("index.md", "takeaway", "1"): "Ours"}
    assert plan(two_languages, change(packet, say(words))).files == {}


def test_a_new_language_is_made_from_the_swedish_files(two_languages: Path) -> None:
    packet = change(packet_of(two_languages, "lv", only_missing=True), _all("lv"))
    planned = plan(two_languages, packet)
    assert all(page.new for page in planned.pages)
    write(two_languages, planned)
    library = load_library(two_languages)
    found = [one for one in (*check_library(library), *check_translations(library)) if "/lv/" in one.path]
    assert found == []
    assert {(one.status, one.kind) for one in translations(library, "lv")} == {("current", "machine")}
    module = (two_languages / "modules/lv/m01-mandate/index.md").read_text(encoding="utf-8")
    front = module[: module.index("---\n", 4)]
    for neutral in ("order:", "minutes:", "roles:", "strands:", "phase:"):
        assert neutral not in front
    assert "passMark" not in (two_languages / "quizzes/lv/m01-mandate.md").read_text(encoding="utf-8")


def test_a_new_page_is_whole_or_not_made(two_languages: Path) -> None:
    packet = packet_of(two_languages, "lv", pages=["index.md"])
    planned = plan(two_languages, packet)
    assert (planned.files, [note.code for note in planned.notes]) == ({}, ["packet-skipped"])
    half = change(packet, say({("index.md", "_title", "title"): "Nosaukums"}))
    found = _refused(two_languages, half)
    assert any("_title summary" in line and "packet-empty" in line for line in found)
    assert any("takeaway 1" in line for line in found)
    lost = replace(packet.pages[0], sections=packet.pages[0].sections[1:])
    found = _refused(two_languages, change(replace(packet, pages=(lost,)), _all("lv")))
    assert found == ["docs/lv/index.md: packet-section: the new page cannot be made: the packet lacks its "
                     "section '_title'."]  # fmt: skip


def test_a_new_section_comes_after_the_one_before_it(two_languages: Path) -> None:
    path = two_languages / "docs/sv/index.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("## Ta med", "## Nytt {#new}\n\nText.\n\n## Ta med"), encoding="utf-8")
    packet = packet_of(two_languages, "en", only_outdated=True, pages=["index.md"])
    words = {("index.md", "new", "1"): "New", ("index.md", "new", "2"): "Words."}
    write(two_languages, plan(two_languages, change(packet, say(words))))
    assert "\n\n## New {#new}\n\nWords.\n\n## Takeaway {#takeaway}\n" in (two_languages / PAGE).read_text(
        encoding="utf-8"
    )
    assert _outdated(two_languages) == {}


def test_an_adapted_section_is_one_text(edit: Callable[[str, str, str], Path]) -> None:
    root = edit(PAGE, "translation: machine", "translation: adapted")
    edit(PAGE, "## Takeaway {#takeaway}\n", "## Takeaway {#takeaway}\n\nA paragraph of its own.\n")
    packet = packet_of(root, "en", pages=["index.md"])
    units = [
        unit
        for page in packet.pages
        for section in page.sections
        for unit in section.units
        if section.address.section == "takeaway"
    ]
    assert [unit.id for unit in units] == ["whole"]
    text = units[0].target.replace("of its own", "of our own")
    planned = plan(root, change(packet, say({("index.md", "takeaway", "whole"): text})))
    write(root, planned)
    assert "\nA paragraph of our own.\n" in (root / PAGE).read_text(encoding="utf-8")


def test_reviewed_is_said_of_whole_pages_only(two_languages: Path) -> None:
    packet = packet_of(two_languages, "en", pages=["index.md"])
    planned = plan(two_languages, packet, TEACHER)
    write(two_languages, planned)
    text = (two_languages / PAGE).read_text(encoding="utf-8")
    assert "translation: reviewed\nreviewer: {role: \"teacher\", date: 2026-12-01}\n" in text  # fmt: skip
    assert check_translations(load_library(two_languages)) == []
    again = plan(two_languages, packet_of(two_languages, "en", pages=["index.md"]), TEACHER)
    assert again.files == {}
    part = replace(packet.pages[0], sections=packet.pages[0].sections[:1])
    (problem,) = _refused(two_languages, replace(packet, pages=(part,)), TEACHER)
    assert (
        "packet-reviewer: cannot be called reviewed: the packet lacks its sections _top, message, takeaway"
        in problem
    )
    open_ = change(packet, say({}, done=False))
    (problem,) = _refused(two_languages, open_, TEACHER)
    assert "not everything is marked as done in" in problem


def test_a_new_page_can_be_reviewed_from_the_start(two_languages: Path) -> None:
    packet = change(packet_of(two_languages, "lv", pages=["index.md"]), _all("lv"))
    write(two_languages, plan(two_languages, packet, TEACHER))
    text = (two_languages / "docs/lv/index.md").read_text(encoding="utf-8")
    assert "translation: reviewed\nreviewer: {role" in text
    assert [one for one in check_translations(load_library(two_languages)) if "docs/lv" in one.path] == []


def _lost(key: str, section: str, unit: Unit) -> Iterable[Unit] | None:
    return None if (key, section, unit.id) == ("index.md", "message", "1") else [unit]


def _twice(key: str, section: str, unit: Unit) -> Iterable[Unit]:
    return [unit, unit] if (key, section, unit.id) == ("index.md", "message", "1") else [unit]


def _foreign(key: str, section: str, unit: Unit) -> Iterable[Unit]:
    added = replace(unit, id="99")
    return [unit, added] if (key, section, unit.id) == ("index.md", "message", "1") else [unit]


def _moved(key: str, section: str, unit: Unit) -> Unit:
    return (
        replace(unit, source="Något annat")
        if (key, section, unit.id) == ("index.md", "message", "1")
        else unit
    )


STRUCTURE = {
    "missing": (_lost, "packet-unit: message 1 is missing."),
    "twice": (_twice, "packet-unit: message 1 stands twice."),
    "foreign": (_foreign, "packet-unit: message 99 is not in this section."),
    "moved": (_moved, "packet-source: message the Swedish text of 1 was changed or moved; it reads «"),
}


@pytest.mark.parametrize(("edited", "expected"), STRUCTURE.values(), ids=STRUCTURE)
def test_a_packet_that_lost_its_form_is_refused(
    two_languages: Path, edited: Callable[..., Unit], expected: str
) -> None:
    (problem,) = _refused(two_languages, change(packet_of(two_languages, "en"), edited))
    assert problem.startswith(f"{PAGE}: {expected}")


def test_an_order_of_its_own_is_no_harm(two_languages: Path) -> None:
    packet = packet_of(two_languages, "en")
    pages = tuple(
        replace(
            page,
            sections=tuple(replace(one, units=one.units[::-1]) for one in page.sections[::-1]),
        )
        for page in packet.pages[::-1]
    )
    assert plan(two_languages, replace(packet, pages=pages)).files == {}


def test_a_page_or_section_twice_is_refused(two_languages: Path) -> None:
    packet = packet_of(two_languages, "en", pages=["index.md"])
    found = _refused(two_languages, replace(packet, pages=packet.pages * 2))
    assert f"{PAGE}: packet-section: message stands twice in the packet." in found


def test_a_page_that_is_not_here_is_named(two_languages: Path) -> None:
    packet = packet_of(two_languages, "en", pages=["index.md"])
    page = replace(packet.pages[0], key="../../etc/passwd")
    assert _refused(two_languages, replace(packet, pages=(page,))) == [
        "../../etc/passwd: packet-page: there is no such page."
    ]


def test_a_packet_of_another_project_is_refused(two_languages: Path) -> None:
    packet = replace(packet_of(two_languages, "en"), project="https://other.example/")
    with pytest.raises(CoursewareError, match=r"of the project https://other.example/; this one is"):
        plan(two_languages, packet)


MODULE = "modules/m01-mandate/index.md"
MARKS = {
    "link": ("](lesson-1-message.md)", "](lesson-2.md)", "parity-link"),
    "link lost": ("[lektionen](lesson-1-message.md)", "lektionen", "parity-link"),
    "source": ("@skollag, 3 kap.; ", "", "parity-citation"),
    "figure": ("1,250", "1,520", "parity-figure"),
    "code": ("1,250", "`1,250`", "packet-mark"),
    "placeholder": ("1,250", "1,250 {count}", "packet-mark"),
    "bold": ("1,250", "**1,250", "packet-mark"),
    "address": ("1,250", "1,250 [x](https://example.org/)", "packet-mark"),
    "tag": ("1,250", "<b>1,250</b>", "packet-mark"),
    "script": ("1,250", "1,250 <script>alert()</script>", "packet-mark"),
    "character": ("1,250", "1,250\u202e", "packet-character"),
    "too long": ("1,250", "1,250 " + "a" * 20_001, "packet-long"),
    "empty": (None, "", "packet-empty"),
    "list": (None, "- en punkt", "packet-markup"),
}


@pytest.mark.parametrize(("old", "new", "code"), MARKS.values(), ids=MARKS)
def test_what_must_not_change_is_named_with_page_and_unit(
    two_languages: Path, old: str | None, new: str, code: str
) -> None:
    hits: list[str] = []

    def edit(key: str, section: str, unit: Unit) -> Unit:
        if key == MODULE and not hits and section != "_title" and unit.id != "1":
            if old is None:
                hits.append(f"{section} {unit.id}")
                return replace(unit, target=new)
            if old in unit.target:
                hits.append(f"{section} {unit.id}")
                return replace(unit, target=unit.target.replace(old, new, 1))
        return unit

    found = _refused(two_languages, change(packet_of(two_languages, "en"), edit))
    assert hits
    assert any(line.startswith(f"modules/en/m01-mandate/index.md: {code}: {hits[0]}") for line in found), (
        found
    )


def test_every_reason_is_given_at_once(two_languages: Path) -> None:
    words = {
        ("index.md", "takeaway", "2"): "# Take",
        ("index.md", "_title", "title"): "",
        (LESSON, "takeaway", "2"): "| a",
    }
    found = _refused(two_languages, change(packet_of(two_languages, "en"), say(words)))
    assert len(found) == 3


def test_what_check_would_say_of_the_result_refuses_it(two_languages: Path) -> None:
    # A number lint problem: a figure that Swedish has not is found by parity; a lost question is not asked.
    packet = packet_of(two_languages, "lv", pages=[LESSON])
    found = _refused(two_languages, change(packet, _all("lv")))
    assert any(": missing-index:" in line for line in found)


def test_terms_are_listed_and_not_refused(two_languages: Path) -> None:
    path = two_languages / "docs/data/terms.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    names = lines[0].split(",")
    row = {"id": "zebra", "definition_en": "x", "sv": "budskapet", "en": "message"}
    path.write_text("\n".join([*lines, ",".join(row.get(name, "") for name in names), ""]), encoding="utf-8")
    packet = packet_of(two_languages, "en", pages=["index.md"])
    assert [str(term) for term in packet.terms] == ["budskapet = message"]
    words = {("index.md", "message", "1"): "Say the news in the heading"}
    planned = plan(two_languages, change(packet, say(words)))
    assert [note.code for note in planned.notes] == ["packet-term", "term-departure"]
    assert planned.notes[0].message.endswith("budskapet is agreed as message.")
    assert list(planned.files) == [PAGE]


def test_reader_texts_change_line_by_line(two_languages: Path) -> None:
    path = two_languages / "overrides/strings/en.yml"
    path.write_text('# one\n"a.x": "Hello {name}" # two\n\n"a.y": \'It\'\'s\'\n', encoding="utf-8")
    (two_languages / "overrides/strings/sv.yml").write_text(
        '"a.x": "Hej {name}"\n"a.y": "Det är"\n', encoding="utf-8"
    )
    packet = packet_of(two_languages, "en", pages=["strings"])
    assert plan(two_languages, packet).files == {}
    words = {("strings", "a", "a.x"): 'Hi "{name}"'}
    write(two_languages, plan(two_languages, change(packet, say(words))))
    assert path.read_text(encoding="utf-8") == (
        '# one\n"a.x": "Hi \\"{name}\\"" # two\n\n"a.y": \'It\'\'s\'\n'
    )
    words = {("strings", "a", "a.x"): "Hi {nome}"}
    (problem,) = _refused(
        two_languages, change(packet_of(two_languages, "en", pages=["strings"]), say(words))
    )
    assert "text-placeholder: 'a.x' has the placeholders {nome}." in problem
    with pytest.raises(ProblemsFound, match="packet-reviewer"):
        plan(two_languages, packet_of(two_languages, "en", pages=["strings"]), TEACHER)


def test_a_failed_write_leaves_everything_as_it_was(
    two_languages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    english = change(packet_of(two_languages, "en"), say({("index.md", "takeaway", "1"): "Take it"}))
    latvian = change(packet_of(two_languages, "lv"), _all("lv"))
    before = same_bytes(two_languages)
    real, calls = Path.replace, []

    def failing(self: Path, target: Path) -> Path:
        calls.append(target)
        if len(calls) == 3:
            raise OSError(28, "No space left on device")
        return real(self, target)

    for packet in (latvian, english):
        planned = plan(two_languages, packet)
        calls.clear()
        if packet is english:
            calls.extend([Path(), Path()])
        monkeypatch.setattr(Path, "replace", failing)
        with pytest.raises(CoursewareError) as caught:
            write(two_languages, planned)
        monkeypatch.setattr(Path, "replace", real)
        assert str(caught.value) == (
            "The files cannot be written: No space left on device. Nothing was changed."
        )
        assert same_bytes(two_languages) == before
    assert not (two_languages / "docs/lv").exists()


def test_a_killed_write_is_finished_by_the_next(two_languages: Path) -> None:
    packet = change(packet_of(two_languages, "lv"), _all("lv"))
    planned = plan(two_languages, packet)
    child = os.fork()
    if child == 0:
        real, calls = Path.replace, []

        def dying(self: Path, target: Path) -> Path:
            calls.append(target)
            if len(calls) == 3:
                os._exit(9)
            return real(self, target)

        Path.replace = dying  # type: ignore[method-assign]
        write(two_languages, planned)
        os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    assert len(list((two_languages).rglob("lv/**/*.md"))) == 2
    planned = plan(two_languages, packet)
    assert len(planned.files) == 4
    write(two_languages, planned)
    assert {one.status for one in translations(load_library(two_languages), "lv")} == {"current"}


def test_a_file_that_changes_under_the_import_stops_it(two_languages: Path) -> None:
    packet = change(packet_of(two_languages, "en"), say({("index.md", "takeaway", "1"): "Take it"}))
    planned = plan(two_languages, packet)
    (two_languages / PAGE).write_bytes((two_languages / PAGE).read_bytes() + b"\n")
    before = same_bytes(two_languages)
    with pytest.raises(CoursewareError, match="was changed while this ran"):
        putting.put_in_place(two_languages, planned.files, planned.present)
    assert same_bytes(two_languages) == before


def test_a_page_is_named_as_people_do(two_languages: Path) -> None:
    for name in ("index.md", "docs/en/index.md", "docs/sv/index.md"):
        assert [page.key for page in packet_of(two_languages, "en", pages=[name]).pages] == ["index.md"]
    folder = packet_of(two_languages, "en", pages=["modules/m01-mandate/"])
    assert len(folder.pages) == 4
    with pytest.raises(
        CoursewareError, match=r"'indx.md' is no page with a Swedish text. Did you mean 'index.md'\?"
    ):
        packet_of(two_languages, "en", pages=["indx.md"])


def test_what_no_document_can_carry_is_refused_by_name(edit: Callable[[str, str, str], Path]) -> None:
    root = edit(PAGE, "## Takeaway", "## Take\x07away")
    with pytest.raises(
        ProblemsFound, match=rf"{PAGE}: control-character: 'takeaway' holds the character U\+0007"
    ):
        packet_of(root, "en")


def test_the_packet_says_nothing_about_this_machine(two_languages: Path) -> None:
    assert packet_of(two_languages, "en").project == PROJECT
    assert str(two_languages) not in repr(packet_of(two_languages, "en"))
