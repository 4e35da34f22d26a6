"""`courseware links`, `check --links` and `readability` as a user meets them."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from courseware.cli import courseware, links
from courseware.content.link_visitor import Visit, Visitor

PROJECTS = Path(__file__).parents[1] / "fixtures" / "projects"
PAGE = "docs/sv/index.md"


class _Site(BaseHTTPRequestHandler):
    def do_HEAD(self) -> None:
        self.send_response(404 if "gone" in self.path else 200)
        self.end_headers()

    do_GET = do_HEAD

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


@pytest.fixture
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def project(tmp_path: Path, site: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small project that links to a page that is there and to one that is not, on this machine."""
    root = Path(shutil.copytree(PROJECTS / "two-languages", tmp_path / "project"))
    page = root / PAGE
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("En tanke", f"[En]({site}/here) [tanke]({site}/gone)"), encoding="utf-8")
    monkeypatch.setattr(links, "Visitor", partial(Visitor, loopback=True))
    return root


def run(project: Path, *arguments: str, **more: Any) -> Result:
    return CliRunner().invoke(courseware, ["--root", str(project), *arguments], **more)


def test_the_list_says_where_each_address_stands(project: Path, site: str) -> None:
    done = run(project, "links", "list")
    assert done.stdout.splitlines() == [
        f"{site}/gone  [not-checked]",
        f"    {PAGE}:11",
        f"{site}/here  [not-checked]",
        f"    {PAGE}:11",
    ]
    rows = json.loads(run(project, "links", "list", "--json").stdout)
    assert (rows[0]["url"], rows[0]["checked"], rows[0]["places"]) == (f"{site}/gone", None, [f"{PAGE}:11"])


def test_noting_visits_nobody(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Visitor, "visit", lambda self, url: pytest.fail("visited"))
    done = run(project, "links", "list", "--out", str(project / "docs/data/links.csv"))
    assert "2 addresses noted" in done.stderr
    assert "2 never visited" in done.stderr


def test_a_visit_is_noted_and_judged_without_network(project: Path, site: str) -> None:
    done = run(project, "links", "check", "--delay", "0")
    assert done.exit_code == 1
    assert done.stdout.splitlines() == [f"gone 404: {site}/gone", f"    {PAGE}:11"]
    assert "2 addresses visited: 1 gone, 1 ok." in done.stderr
    judged = run(project, "check", "--links")
    assert [line.split()[1] for line in judged.stdout.splitlines()] == ["link-gone:"]
    late = run(project, "check", "--links", "--today", "2036-01-01")
    assert [line.split()[1] for line in late.stdout.splitlines()] == ["link-gone:", "link-stale:"]


def test_a_run_that_was_stopped_goes_on(project: Path, site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def visit(self: Visitor, url: str) -> Visit:
        asked.append(url)
        if len(asked) == 2:
            raise KeyboardInterrupt
        return Visit("ok", 200)

    monkeypatch.setattr(Visitor, "visit", visit)
    assert run(project, "links", "check", "--delay", "0", "--jobs", "1").exit_code != 0
    record = (project / "docs/data/links.csv").read_text(encoding="utf-8")
    assert record.count(",ok,200,") == 1
    assert run(project, "links", "check", "--only-new", "--delay", "0").exit_code == 0
    assert asked == [f"{site}/gone", f"{site}/here", f"{site}/here"]
    assert "Every address has been visited" in run(project, "links", "check", "--only-new").stderr
    assert len(asked) == 3


def test_a_place_that_cannot_be_written_to_is_told_before_the_visits(project: Path) -> None:
    done = run(project, "links", "check", "--out", str(project / "nowhere" / "links.csv"))
    assert done.exit_code == 1
    assert "does not exist" in str(done.exception or done.output)


def test_addresses_outside_are_judged_on_request_only(project: Path) -> None:
    assert run(project, "check").exit_code == 0
    assert run(project, "check", "--links").exit_code == 1


def test_a_damaged_record_is_named(project: Path) -> None:
    (project / "docs/data/links.csv").write_text("nonsense\n", encoding="utf-8")
    assert run(project, "check").exit_code == 0
    assert "bad-link-record" in (said := run(project, "check", "--links").stdout)
    assert "remove it and make it anew: courseware links list --out" in said


def test_readability_shows_the_hardest_first_and_marks_what_is_too_hard(project: Path) -> None:
    done = run(project, "readability", "--language", "sv")
    assert done.exit_code == 0
    assert all(line.startswith("LIX ") for line in done.stdout.splitlines())
    page = project / "docs/sv/worksheets/t1-baseline-sheet.md"
    hard = "Verksamhetsutvecklingens huvudsakliga förutsättningar beskrivs kontinuerligt. " * 30
    page.write_text(page.read_text(encoding="utf-8") + f"\n{hard}\n", encoding="utf-8")
    done = run(project, "readability")
    assert done.exit_code == 1
    first = done.stdout.splitlines()[0]
    assert first.endswith("docs/sv/worksheets/t1-baseline-sheet.md")
    assert "> 45" in first
    assert done.stderr == "1 page above the limit.\n"
    rows = json.loads(run(project, "readability", "docs/en", "--json").stdout)
    assert {row["lix"] for row in rows} == {None}


def test_long_sentences_of_a_named_file_are_shown(project: Path) -> None:
    page = project / "docs/en/index.md"
    page.write_text(page.read_text(encoding="utf-8") + "\n" + "word " * 30 + "end.\n", encoding="utf-8")
    assert "31 words: word" in run(project, "readability", "docs/en/index.md").stdout
    assert "31 words: word" not in run(project, "readability", "docs/en").stdout
