"""A built site with a workshop to run, served as the real one is, and what a facilitator does on it."""

from __future__ import annotations

import datetime as dt
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uvicorn
from browser.test_shell import visit
from leading_site import write_leading
from playwright.sync_api import Page, expect

from courseware.intake.inbox import create_app
from courseware.site.build import build_site

__all__ = ["MODULE", "RUN", "Hall", "begin", "kept_run", "open_run", "serve_hall"]

MODULE = "m01-mandate"
RUN = f"/modules/{MODULE}/run/"
LANGUAGES = ("sv", "en", "lv")


class Hall:
    """The site, where it lies and how it is built anew."""

    def __init__(self, root: Path, url: str) -> None:
        self.root, self.url = root, url

    def build(self) -> None:
        build_site(self.root, languages=LANGUAGES, jobs=1)


@contextmanager
def serve_hall(folder: Path, write: Callable[[Path], Path] = write_leading) -> Iterator[Hall]:
    """Builds the site and serves it by our own server, security headers and all.

    Args:
        folder: Where to.
        write: Writes the project.
    """
    hall = Hall(write(folder / "project"), "")
    hall.build()
    app = create_app(hall.root / "site", folder / "inbox.sqlite")
    server = uvicorn.Server(
        uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning", lifespan="off")
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        if not thread.is_alive():
            raise RuntimeError("the test server did not start")
        thread.join(0.02)
    hall.url = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    yield hall
    server.should_exit = True
    thread.join(10)


def open_run(
    page: Page, hall: Hall, at: dt.datetime | None = None, language: str = "", address: str = RUN
) -> Page:
    """Opens run mode, at a moment of the reader's clock where one is given; it stands until moved."""
    if at:
        page.clock.install(time=at - dt.timedelta(minutes=1))
        page.clock.pause_at(at)
    visit(page, f"{hall.url}{language}{address}")
    expect(page.locator(".run-start, .run-wall, .run-end").first).to_be_visible()
    return page


def begin(page: Page) -> None:
    """Starts the workshop."""
    page.get_by_role("button", name="Starta", exact=True).click()
    expect(page.locator(".run-wall")).to_be_visible()


def kept_run(page: Page, day: int = 1) -> dict[str, Any]:
    """Gives what the device keeps of the workshop, empty where nothing is kept."""
    found: dict[str, Any] = json.loads(page.evaluate("() => localStorage['courseware.runs.v1'] || '{}'"))
    run: dict[str, Any] = found.get(f"{MODULE}/{day}", {})
    return run
