"""Contributions read from files and letters: whole or not at all, and nothing of a stranger's head."""

from __future__ import annotations

import base64
import contextlib
import io
import json
import os
import re
import time
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from contributed import CORRECTION, PRACTICE, SENDER, letter, mail, saved, write
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from people import PERSONS

from courseware.content.contributions import (
    FORMS,
    KINDS,
    Kind,
    asked_for,
    label_of,
    marker,
    questions_text,
)
from courseware.content.personal_data import personal_data
from courseware.errors import ProblemsFound
from courseware.intake.contributions import Contribution, read_contributions
from courseware.languages import CODES
from courseware.strings import strings_of

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 12, 1)
TEXTS = {code: strings_of(ROOT, code) for code in CODES}


def read(folder: Path, data: bytes, name: str = "a.json") -> Contribution:
    path = folder / name
    path.write_bytes(data)
    (found,) = read_contributions([path], TEXTS, TODAY)
    return found


def refused(folder: Path, data: bytes, name: str = "a.json") -> str:
    path = folder / name
    path.write_bytes(data)
    with pytest.raises(ProblemsFound) as told:
        read_contributions([path], TEXTS, TODAY)
    return str(told.value)


@pytest.mark.parametrize("kind", KINDS)
def test_what_the_form_saves(tmp_path: Path, kind: Kind) -> None:
    content = {**saved(kind), "seen": "2026-11-20"}
    found = read(tmp_path, b"\xef\xbb\xbf" + write(content))
    assert found.kind == kind
    assert found.answers == content["answers"]
    assert (found.day, found.seen) == (date(2026, 11, 26), "2026-11-20")


@pytest.mark.parametrize("language", CODES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_letter_says_the_same_as_the_file_in_every_language(
    tmp_path: Path, kind: Kind, language: str
) -> None:
    file = read(tmp_path, write(saved(kind)))
    text = letter(kind, TEXTS[language])
    quoted = "Hej!\n\n" + "\n".join(f"> {line}" for line in text.splitlines()) + f"\n\n-- \n{SENDER}\n"
    signed = text.replace(marker(kind, language), f"\n-- \n{SENDER}\ntel. 10000000")
    windows = text.replace("\n", "\r\n")
    html = "<html><head><style>p{}</style></head><body>" + "".join(
        f"<div>{line or '<br>'}</div>" for line in text.replace("&", "&amp;").splitlines()
    )
    numberless = re.sub(r"(?m)^[0-9]+\. ", "", text)
    ways = {
        "plain.txt": text.encode(),
        "marked.txt": b"\xef\xbb\xbf" + windows.encode(),
        "wide.txt": text.encode("utf-16"),
        "quoted.txt": quoted.encode(),
        "signed.txt": signed.encode(),
        "numberless.txt": numberless.encode(),
        "qp.eml": mail(text),
        "base64.eml": mail(windows, how="base64"),
        "html.eml": mail(html, subtype="html"),
        "reply.eml": mail(quoted),
        "called-text.txt": mail(text, how="base64"),
        "attached.eml": mail(f"Hälsningar\n{SENDER}", attached=write(saved(kind))),
    }
    for name, data in ways.items():
        found = read(tmp_path, data, name)
        assert found.kind == kind, name
        assert found.language == file.language, name
        assert {key: text.split() for key, text in found.answers.items()} == {
            key: text.split() for key, text in file.answers.items()
        }, name
        assert found.fingerprint == file.fingerprint, name
        assert SENDER.split()[1] not in repr(found.answers)
    assert read(tmp_path, ways["qp.eml"], "day.eml").day == date(2026, 11, 25)


@pytest.mark.parametrize("charset", ["windows-1257", "iso-8859-13", "utf-8"])
def test_a_mail_in_the_encoding_that_it_says(tmp_path: Path, charset: str) -> None:
    answers = {**CORRECTION, "now": "Sākas agri ž", "should": "Sākas vēlu š", "section": "x"}
    text = letter("correction", TEXTS["lv"], answers).replace("–", "-")
    found = read(tmp_path, mail(text, how="base64", charset=charset), "a.eml")
    assert found.answers["now"] == "Sākas agri ž"


@pytest.mark.parametrize("language", CODES)
@pytest.mark.parametrize("kind", KINDS)
def test_the_questions_filled_in_by_hand_with_their_help_left_standing(
    tmp_path: Path, kind: Kind, language: str
) -> None:
    answers = PRACTICE if kind == "practice" else CORRECTION
    for number in ("{}. ", "{}) ", "", "\u2022 "):  # The list on the page, as programs copy it.
        copied = [
            f"{number.format(place)}{label_of(kind, ask, TEXTS[language])}: "
            f"{asked_for(kind, ask, TEXTS[language])}\n{answers[ask.id]}"
            for place, ask in enumerate(FORMS[kind], 1)
        ]
        found = read(tmp_path, "\n".join(copied).encode(), "a.txt")
        assert found.answers["role"] == answers["role"]
        assert found.fingerprint == read(tmp_path, write(saved(kind))).fingerprint
    lines = []
    asks = iter(FORMS[kind])
    for line in questions_text(kind, TEXTS[language]).splitlines():
        lines.append(line)
        if line.startswith("("):
            lines.append(answers[next(asks).id])
    found = read(tmp_path, "\n".join(lines).encode(), "a.txt")
    assert found.answers["language"] == answers["language"]
    assert found.answers["role"] == answers["role"]
    assert all("(" not in text for key, text in found.answers.items() if key != "source-address")


def test_an_answer_may_be_a_numbered_list_where_the_questions_lost_their_numbers(tmp_path: Path) -> None:
    told = "1. först\n2. sedan\n3. till sist\n4. klart"
    text = letter("practice", TEXTS["sv"], {**PRACTICE, "limits": "x"})
    text = re.sub(r"(?m)^[0-9]+\. ", "", text).replace("\nx\n", f"\n{told}\n")
    found = read(tmp_path, text.encode(), "a.txt")
    assert found.answers["limits"] == told


def test_a_long_text_of_anything_is_read_at_once(tmp_path: Path) -> None:
    """No pattern goes through a text again and again."""
    started = time.monotonic()
    for sign in (
        "a",
        "0",
        "+1 (",
        "00 ",
        "tel ",
        "[at](",
        "@a.",
        "a@",
        "070-",
        "&#",
        "\\",
        "*_",
        "](",
        "href=",
    ):
        many = (sign * 4000)[:4000]
        (tmp_path / "a.json").write_bytes(write(saved(**dict.fromkeys(("what", "method", "result"), many))))
        with contextlib.suppress(ProblemsFound):
            read_contributions([tmp_path / "a.json"], TEXTS, TODAY)
    (tmp_path / "a.txt").write_bytes(b"1. Titel x\n" * 4900)
    with pytest.raises(ProblemsFound):
        read_contributions([tmp_path / "a.txt"], TEXTS, TODAY)
    assert time.monotonic() - started < 30


def test_answers_may_hold_lines_that_look_like_questions(tmp_path: Path) -> None:
    told = "Land: det finns flera.\nKällor\nTitel: ingen.\n3. Något: annat."
    found = read(tmp_path, letter("practice", TEXTS["sv"], {**PRACTICE, "limits": told}).encode(), "a.txt")
    assert found.answers["limits"].splitlines() == told.splitlines()


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"title": None}, "answers.title: contribution-empty: is not answered."),
        ({"title": " \u200b "}, "answers.title: contribution-empty"),
        ({"title": 7}, "answers.title: json-text: is not a text."),
        ({"title": ["a"]}, "answers.title: json-text"),
        ({"title": "x" * 201}, "answers.title: contribution-long: has 201 characters; 200 are allowed."),
        ({"what": "x" * 4001}, "answers.what: contribution-long"),
        ({"country": "XX"}, "answers.country: contribution-choice: is not among the choices."),
        ({"language": "../../etc"}, "answers.language: contribution-choice"),
        (
            {"level": "municipalty"},
            "answers.level: contribution-choice: is not among the choices. Did you mean",
        ),
        ({"what": "a\x00b"}, "answers.what: control-character: holds the character U+0000"),
        ({"what": "a\x1bb"}, "answers.what: control-character: holds the character U+001B"),
        ({"role": "a\u202eb"}, "answers.role: control-character: holds the character U+202E"),
        ({"what": "\ufffd"}, "answers.what: control-character: holds the character U+FFFD"),
        ({"tittle": "x"}, "answers.tittle: unknown-key"),
        ({"a/../b": "x"}, "answers: unknown-key: there is no key (not a word) here."),
    ],
)
def test_an_answer_that_cannot_be_is_refused_by_its_field(
    tmp_path: Path, changes: dict[str, Any], told: str
) -> None:
    assert f"a.json: {told}" in refused(tmp_path, write(saved(**changes)))


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"source-year": "25"}, "answers.source-year: contribution-year: is not a year."),
        ({"source-year": "3025"}, "answers.source-year: contribution-year"),
        ({"source-address": "javascript:alert(1)"}, "answers.source-address: contribution-address"),
        ({"source-address": "https://x"}, "answers.source-address: contribution-address"),
        ({"page": ""}, "answers.page: contribution-empty"),
    ],
)
def test_a_source_that_cannot_be(tmp_path: Path, changes: dict[str, Any], told: str) -> None:
    assert f"a.json: {told}" in refused(tmp_path, write(saved("correction", **changes)))


@pytest.mark.parametrize("key", [ask.id for ask in FORMS["practice"] if not ask.choices])
def test_personal_data_is_refused_by_its_field_and_never_repeated(tmp_path: Path, key: str) -> None:
    number = PERSONS[0][0]
    secrets = {
        f"{number[:8]}-{number[8:]}": "identity number",
        "hemlig@example.org": "e-mail address",
        "+371 10 000 000": "telephone number",
    }
    for secret, kind in secrets.items():
        content = saved(**{key: f"Ring {secret} nu"})
        told = refused(tmp_path, write(content))
        assert f"a.json: answers.{key}: personal-data: holds what looks like a" in told
        assert kind in told
        assert secret not in told
        told = refused(tmp_path, letter("practice", TEXTS["lv"], content["answers"]).encode(), "a.txt")
        assert f"a.txt: {key} (" in told
        assert secret not in told


def test_everything_wrong_in_all_files_is_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(write(saved(title=None, country="XX")))
    (tmp_path / "b.json").write_bytes(b"{")
    (tmp_path / "c.json").write_bytes(write(saved()))
    (tmp_path / "d.txt").write_bytes(b"Hej")
    with pytest.raises(ProblemsFound) as told:
        read_contributions(
            [tmp_path / f"{name}" for name in ("a.json", "b.json", "c.json", "d.txt")], TEXTS, TODAY
        )
    places = [problem.path for problem in told.value.problems]
    assert places == ["a.json: answers.country", "a.json: answers.title", "b.json", "d.txt"]
    assert "4 to put right. Nothing was changed." in str(told.value)


def _zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("../../docs/sv/index.md", "x")
    return out.getvalue()


DEEP_MAIL = b"".join(
    b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (number, number) for number in range(3000)
)


@pytest.mark.parametrize(
    ("data", "name", "told"),
    [
        (_zip(), "a.json", "is a zip archive or an Office document."),
        (_zip(), "a.eml", "is a zip archive or an Office document."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.msg", "is in Outlook's own format."),
        (b"", "a.json", "is not JSON."),
        (b"", "a.txt", "holds no questions of ours"),
        (b"", "a.eml", "holds no questions of ours"),
        (b"\xff\xfe\x00", "a.txt", "is not UTF-8."),
        ("Så står det nu".encode("latin-1"), "a.txt", "is not UTF-8."),
        (b'{"format": "caf\xe9"}', "a.json", "is not UTF-8."),
        (b"null", "a.json", "is not JSON."),
        (b"[]", "a.json", "is JSON, but no contribution"),
        (b"{}", "a.json", "is JSON, but no contribution"),
        (b'{"format": "courseware-contribution/2"}', "a.json", "is JSON, but no contribution"),
        (b'{"format": "courseware-session/1"}', "a.json", "is JSON, but no contribution"),
        (b'{"format": "courseware-contribution/1"}', "a.json", "kind: contribution-kind: is no kind"),
        (b'{"format": NaN}', "a.json", "holds a number that no contribution has."),
        (b'{"format": 1, "format": 2}', "a.json", "the key 'format' stands twice"),
        (b"[" * 100_000, "a.json", "is nested deeper than any contribution file."),
        (b'{"a":' * 50_000, "a.json", "is nested deeper than any contribution file."),
        (b'{"format": ' + b"9" * 10_000 + b"}", "a.json", "holds a number that no contribution has."),
        (b"{" + b" " * 400_000, "a.json", "is larger than 300 kB"),
        (b"x" * 5_000_001, "a.txt", "is larger than 5 MB"),
        (b"\n" * 200_000, "a.txt", "is longer than any contribution."),
        (DEEP_MAIL, "a.eml", "a.eml"),
        (b"Content-Type: text/plain; charset=klingon\n\nHej", "a.eml", "is not in the encoding that"),
        (b"Content-Type: text/plain; charset=utf-8\n\n\xff\xfe\xfa", "a.eml", "is not in the encoding"),
        (b"%PDF-1.7\n\xe2\xe3\xcf\xd3", "a.pdf", "is not UTF-8."),
    ],
    ids=range(27),
)  # fmt: skip
def test_files_that_are_something_else(tmp_path: Path, data: bytes, name: str, told: str) -> None:
    assert told in refused(tmp_path, data, name)


def test_a_file_that_would_never_end(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.json")
    with pytest.raises(ProblemsFound, match=r"a\.json: contribution-file: is no file\."):
        read_contributions([tmp_path / "a.json"], TEXTS, TODAY)


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("2026-12-03", "is not a day on which"),
        ("2026-02-30", "is no day"),
        ("2020-01-01", "is not a day on which"),
        (20261126, "is no day"),
        (None, "is no day"),
        ("2026-11-26T10:00", "is no day"),
    ],
)
def test_a_day_that_cannot_be(tmp_path: Path, day: Any, told: str) -> None:
    assert told in refused(tmp_path, write({**saved(), "date": day}))


def test_a_mail_of_an_impossible_day_gets_todays(tmp_path: Path) -> None:
    text = letter("practice", TEXTS["en"])
    for day in (b"Wed, 25 Nov 2086 10:00:00 +0200", b"yesterday", b"Wed, 99 Nov 2026 99:00:00 +9999", b""):
        data = mail(text).replace(b"Wed, 25 Nov 2026 10:00:00 +0200", day)
        assert read(tmp_path, data, "a.eml").day == TODAY


def test_a_question_that_stands_twice(tmp_path: Path) -> None:
    text = letter("practice", TEXTS["en"]).replace("2. Country:", "1. Title:\nAnother\n\n2. Country:")
    assert "title (Title): contribution-repeated: stands twice." in refused(tmp_path, text.encode(), "a.txt")


def test_a_form_that_cannot_be_told_is_named(tmp_path: Path) -> None:
    assert "begin with a number" in refused(tmp_path, b"1. Title: x\n2. Country: y\n", "a.txt")
    half = "\n".join(letter("practice", TEXTS["en"]).splitlines()[:12])
    told = refused(tmp_path, half.encode(), "a.txt")
    assert "role (Your role): contribution-empty: is not answered. Ask the contributor." in told


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=2000))
def test_any_bytes_are_read_or_refused(tmp_path: Path, data: bytes) -> None:
    for name in ("a.json", "a.txt", "a.eml"):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(ProblemsFound):
            read_contributions([tmp_path / name], TEXTS, TODAY)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_json_in_any_place_is_read_or_refused(tmp_path: Path, data: st.DataObject) -> None:
    content = saved(data.draw(st.sampled_from(KINDS)))
    places = ["kind", "date", "seen", "answers", *content["answers"]]
    for place in data.draw(st.lists(st.sampled_from(places), max_size=3)):
        value = data.draw(JSON)
        if place in ("kind", "date", "seen", "answers"):
            content[place] = value
        elif isinstance(content["answers"], dict):
            content["answers"][place] = value
    path = tmp_path / "a.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    try:
        (found,) = read_contributions([path], TEXTS, TODAY)
    except ProblemsFound:
        return
    assert set(found.answers) <= {ask.id for ask in FORMS[found.kind]}
    assert all(text and "\r" not in text for text in found.answers.values())


LINES = st.lists(
    st.text(alphabet="abc åäö.,:;()0123456789>-*#[]", min_size=1, max_size=60), min_size=1, max_size=6
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=LINES, language=st.sampled_from(CODES))
def test_what_the_file_says_the_letter_says_too(tmp_path: Path, lines: list[str], language: str) -> None:
    """However the text looks: the same content by both ways is one contribution."""
    answers = {**PRACTICE, "what": "x " + "\n".join(lines).strip()}
    (tmp_path / "a.json").write_bytes(write(saved(**answers)))
    (tmp_path / "a.eml").write_bytes(mail(letter("practice", TEXTS[language], answers)))
    if personal_data(answers["what"]):
        return  # Refused, as other tests show.
    one, two = read_contributions([tmp_path / "a.json", tmp_path / "a.eml"], TEXTS, TODAY)
    bare = " ".join(line.lstrip("> *") for line in one.answers["what"].split("\n"))
    assert two.answers["what"].split() == bare.split()


def test_one_letter_in_base64_without_a_charset(tmp_path: Path) -> None:
    body = base64.encodebytes(letter("practice", TEXTS["en"]).encode())
    data = b"MIME-Version: 1.0\nContent-Transfer-Encoding: base64\n\n" + body
    assert read(tmp_path, data, "a.eml").answers["title"] == PRACTICE["title"]
