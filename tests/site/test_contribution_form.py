"""The forms as they are staged: with their questions, in the reader's language, and where they are sent."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from contributions_site import write_contributions
from site_project import ROOT

from courseware.content.contributions import FORMS, KINDS
from courseware.content.load import load_library
from courseware.errors import CoursewareError
from courseware.languages import CODES
from courseware.site.settings import read_settings
from courseware.site.stage import Stage, compose
from courseware.strings import load_strings


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    root = write_contributions(tmp_path_factory.mktemp("staged") / "project")
    texts = {code: load_strings(ROOT, code) for code in CODES}
    return compose(load_library(root, strict=True), texts, str, contact="platform@example.org")


@pytest.mark.parametrize("language", CODES)
def test_every_language_has_both_forms_and_their_questions_as_text(stage: Stage, language: str) -> None:
    page = stage.pages[language]["baltic/contribute.md"]
    texts = load_strings(ROOT, language)
    assert sorted(page.files) == ["correction.txt", "practice.txt"]
    assert "contribution-form" in page.document["elements"]
    assert page.document["strings"]["contribution-form.check"] == texts("contribution-form.check")
    for kind in KINDS:
        assert page.files[f"{kind}.txt"].decode("utf-8-sig").startswith(texts(f"contribution.{kind}"))
        asked = re.findall(rf'id="{kind}-[0-9]-[a-z-]+" data-ask="([a-z-]+)"', page.markdown)
        assert asked == [ask.id for ask in FORMS[kind]]
    assert page.markdown.count("platform@example.org") == 4
    ids = re.findall(r' id="([^"]+)"', page.markdown)
    assert len(ids) == len(set(ids))
    spoken = '<div class="contribution no-search" lang="' + language if language not in ("sv", "en") else ""
    assert spoken in page.markdown


def test_pages_of_the_room_lead_to_the_form_and_no_others(stage: Stage) -> None:
    correct = {file: page.document["correct"] for file, page in stage.pages["lv"].items()}
    assert correct["baltic/latvia.md"] == {"url": "baltic/contribute/", "page": "baltic/latvia/"}
    assert correct["baltic/index.md"] == {"url": "baltic/contribute/", "page": "baltic/"}
    assert correct["baltic/contribute.md"] is None
    assert {file for file, link in correct.items() if link and not file.startswith("baltic/")} == set()


@pytest.mark.parametrize(
    ("set_to", "address"),
    [
        ("", ""),
        ("platform@example.org", "platform@example.org"),
        (" a.b+c@x-y.example ", "a.b+c@x-y.example"),
    ],
)
def test_the_address_comes_from_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, set_to: str, address: str
) -> None:
    monkeypatch.setenv("CONTACT", set_to)
    assert read_settings(write_contributions(tmp_path / "project")).contact == address


@pytest.mark.parametrize(
    "wrong", ["Anna", "a@b", "a@x.example,b@x.example", "a@x.example?bcc=b@x.example", "17"]
)
def test_an_address_that_is_none_ends_the_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wrong: str
) -> None:
    monkeypatch.setenv("CONTACT", wrong)
    settings = read_settings(write_contributions(tmp_path / "project"))
    with pytest.raises(CoursewareError, match="must be one e-mail address of a function"):
        _ = settings.contact
