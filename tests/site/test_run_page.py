"""The page of run mode as the server writes it, and the worker that keeps it for when the network is gone."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from leading_site import write_leading
from site_project import tree

from courseware.errors import CoursewareError
from courseware.site.build import build_site
from courseware.site.offline_worker import WORKER, kept_assets, offline_worker
from courseware.site.theme import Assets, read_assets


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    root = write_leading(tmp_path_factory.mktemp("run") / "project")
    build_site(root, languages=("sv", "en", "lv"), jobs=1)
    return tree(root / "site")


def page(site: dict[str, bytes], address: str) -> str:
    return site[f"{address}index.html"].decode()


def test_each_part_has_its_needs_its_key_and_its_notes_and_not_the_participants_text(
    site: dict[str, bytes],
) -> None:
    text = page(site, "modules/m01-mandate/run/")
    parts = re.split(r'<div class="run-note" data-activity="', text)
    assert [part.split('"')[0] for part in parts[1:]] == [
        "before-question", "checkin", "draw", "break-1", "own", "gallery", "homework",
    ]  # fmt: skip
    draw = next(part for part in parts if part.startswith("draw"))
    order = [draw.index(piece) for piece in ("Kartan", "Nämnden först.", "Rita fel först med flit.")]
    assert order == sorted(order)
    assert "Nämnd, förvaltning, skola." not in text
    whole = parts[0]
    assert "Blanka A3-ark" in whole
    assert "En vägg att sätta upp ark på" in whole


def test_the_agenda_of_the_page_has_the_same_parts(site: dict[str, bytes]) -> None:
    text = page(site, "modules/m01-mandate/run/")
    data = json.loads(re.search(r'class="agenda-data">(.*?)</script>', text)[1])  # type: ignore[index]
    assert [each["id"] for each in data["activities"]] == re.findall(r'data-activity="([^"]+)"', text)
    assert sum(each["minutes"] for each in data["activities"] if not each["break"]) == 105


def test_a_language_without_the_workshop_shows_it_in_swedish_and_says_so(site: dict[str, bytes]) -> None:
    text = page(site, "lv/modules/m01-mandate/run/")
    assert '<run-mode data-lang="sv">' in text
    assert '<div class="text" lang="sv" data-fallback>' in text
    assert "Šī lapa vēl nav iztulkota." in text
    assert "hreflang" not in re.search(r"<head>.*</head>", text, re.DOTALL)[0]  # type: ignore[index]


def test_the_page_to_check_in_is_in_every_language(site: dict[str, bytes]) -> None:
    for prefix, title in (("", "Checka in"), ("en/", "Check in"), ("lv/", "Reģistrēties")):
        assert f">{title}</h1>" in page(site, f"{prefix}check-in/")


def test_only_the_pages_that_show_it_pay_for_it(site: dict[str, bytes]) -> None:
    paying = {path for path, data in site.items() if path.endswith(".html") and b"css/run.css" in data}
    assert paying == {
        f"{prefix}{address}index.html"
        for prefix in ("", "en/", "lv/")
        for address in ("check-in/", "modules/m01-mandate/run/")
    }


def test_what_the_worker_keeps_is_published_and_is_all_that_is_needed(site: dict[str, bytes]) -> None:
    worker = site[WORKER].decode()
    kept = json.loads(re.search(r"ASSETS = (\[.*?\]);", worker)[1])  # type: ignore[index]
    assert set(kept) <= set(site)
    version = re.search(r'VERSION = "([0-9a-f]{10})";', worker)
    assert version is not None
    assert all(path.startswith(f"assets/{version[1]}/") for path in kept)
    names = {path.split("/", 2)[2] for path in kept}
    assert {
        "js/run-mode.js",
        "js/run/check-ins.js",
        "js/vendor/qr.js",
        "css/run.css",
        "js/lib/agenda.js",
    } <= names
    assert "js/vendor/qr-decode.js" not in names, "only who has a camera needs it"
    assert "js/quiz-form.js" not in names
    assert len(site[WORKER]) < 6_000


def test_the_worker_changes_with_the_build_and_with_nothing_else(project_root: Path) -> None:
    assets = read_assets(project_root)
    assert offline_worker(project_root, assets) == offline_worker(project_root, assets)
    other = Assets({**assets.files, "css/run.css": b"a { b: c }"})
    assert offline_worker(project_root, other) != offline_worker(project_root, assets)


def test_a_script_that_is_not_there_is_named() -> None:
    with pytest.raises(CoursewareError, match=r"js/main\.js imports js/gone\.js, which is not there"):
        kept_assets({"js/main.js": b'import { a } from "./gone.js";\n'})


def test_a_worker_that_cannot_be_filled_in_is_named(project_root: Path, tmp_path: Path) -> None:
    assets = read_assets(project_root)
    with pytest.raises(CoursewareError, match=r"overrides/run-offline\.js is missing"):
        offline_worker(tmp_path, assets)
    (tmp_path / "overrides").mkdir()
    (tmp_path / "overrides" / WORKER).write_text("const VERSION = 1;\n", encoding="utf-8")
    with pytest.raises(CoursewareError, match="lacks the line"):
        offline_worker(tmp_path, assets)


def test_the_vendored_library_is_whole_and_says_whose_it_is(project_root: Path) -> None:
    vendor = project_root / "overrides/assets/js/vendor"
    assert "Copyright (c) 2023 Paul Miller" in (vendor / "LICENSE-qr.txt").read_text("utf-8")
    published = read_assets(project_root).files
    assert b"SPDX-License-Identifier: MIT" in published["js/vendor/qr.js"]
    assert b"from './qr.js'" in published["js/vendor/qr-decode.js"].split(b"\n", 1)[0]
