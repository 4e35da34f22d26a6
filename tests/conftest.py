"""Fixtures that every room's tests share: the built site, a server for it, and a real browser."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

ROOT = Path(__file__).parents[1]

CHROMIUM_FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    # Without these Chromium calls its maker at every start.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds the switch that rewrites golden files."""
    parser.addoption(
        "--update-golden", action="store_true", help="write the expected files anew; read the diff"
    )


@pytest.fixture(scope="session")
def project_root() -> Path:
    """The repository itself, for tests of the real content."""
    return ROOT


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Whether golden files are to be rewritten."""
    return bool(request.config.getoption("--update-golden"))


@pytest.fixture(autouse=True)
def _own_data_folder(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keeps every test away from the platform's real data folder and key."""
    home = tmp_path_factory.mktemp("data")
    monkeypatch.setenv("COURSEWARE_DATA", str(home))
    monkeypatch.setenv("COURSEWARE_KEY_FILE", str(home / "config" / "master.key"))
    monkeypatch.delenv("COURSEWARE_DATABASE_URL", raising=False)


@pytest.fixture(scope="session")
def run_courseware() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs the command line as a user would, in a process of its own."""

    def run(*arguments: object, check: bool = True, **env: str) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-c", "from courseware.cli import main; main()", *map(str, arguments)],
            capture_output=True,
            text=True,
            encoding="utf-8",
            env={**os.environ, **env},
            cwd=ROOT,
            check=False,
        )
        if check and done.returncode != 0:
            raise AssertionError(
                f"courseware {' '.join(map(str, arguments))}: {done.returncode}\n{done.stderr}{done.stdout}"
            )
        return done

    return run


@pytest.fixture(scope="session")
def site_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real site, built once a session as `courseware build` builds it."""
    target = tmp_path_factory.mktemp("built") / "project"
    copy_project(target)
    subprocess.run(
        [sys.executable, "-c", "from courseware.cli import main; main()", "--root", str(target), "build"],
        check=True,
    )
    return target / "site"


def copy_project(target: Path) -> Path:
    """Copies what people write, without what was built, so that a test may change it."""
    target.mkdir(parents=True)
    for name in ("docs", "modules", "quizzes", "overrides"):
        shutil.copytree(ROOT / name, target / name)
    shutil.copy2(ROOT / "mkdocs.yml", target / "mkdocs.yml")
    return target


@pytest.fixture(scope="session")
def site_url(site_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the built site, served by our own server on a free port."""
    import uvicorn

    from courseware.intake.inbox import create_app

    app = create_app(site_dir, tmp_path_factory.mktemp("inbox") / "inbox.sqlite")
    server = uvicorn.Server(
        uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning", lifespan="off")
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        if not thread.is_alive():
            raise RuntimeError("the test server did not start")
        thread.join(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One Chromium a session: $CHROMIUM as `make test` finds it, else the one on the PATH."""
    from playwright.sync_api import sync_playwright

    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    flags = [*CHROMIUM_FLAGS, "--no-sandbox"] if os.geteuid() == 0 else CHROMIUM_FLAGS
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=flags)
        yield browser
        browser.close()


@pytest.fixture
def browser_context(chromium: Browser) -> Iterator[BrowserContext]:
    """A browser profile of its own, in Swedish and Swedish time, that refuses to leave this machine."""
    context = chromium.new_context(
        locale="sv-SE", timezone_id="Europe/Stockholm", viewport={"width": 1280, "height": 900}
    )
    context.set_default_timeout(10_000)
    yield context
    context.close()


@pytest.fixture
def browser_page(browser_context: BrowserContext) -> Page:
    """A fresh page in a profile of its own."""
    return browser_context.new_page()
