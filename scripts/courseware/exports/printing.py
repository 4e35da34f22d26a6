"""Pages printed to PDF by a Chromium that sees nothing but them."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Lock

from courseware.errors import CoursewareError
from courseware.exports.workplace import own_folder

__all__ = ["print_pages"]

SIDE_BY_SIDE = 2
"""Browsers at a time: each takes a few hundred megabytes."""

PATIENCE = 120
"""Seconds for one page; one takes about a second on an idle machine."""

LONGEST_PATH = 50
"""Characters of a folder in which a browser can make its socket: the system takes 103 for the whole path."""

MOST_SAID = 4096
"""Bytes of what a browser says in which its last line is looked for."""

QUIET = (
    "--headless",
    "--disable-gpu",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-extensions",
    "--disable-sync",
    "--disable-breakpad",
    "--disable-dev-shm-usage",
    "--no-proxy-server",
    # Nothing that a page names is fetched from anywhere: it holds all it shows.
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--generate-pdf-document-outline",
    "--no-pdf-header-footer",
)


def print_pages(
    pages: Sequence[tuple[str, str]], browser: Path, done: Callable[[int], object] | None = None
) -> list[bytes]:
    """Gives each page as a tagged PDF, in order. Whatever ends it, no browser stays behind.

    Args:
        pages: Whole HTML documents, each with the language of its reader.
        browser: A Chromium.
        done: Told each time one more is printed.

    Raises:
        CoursewareError: The browser does not print; says what it said.
    """
    browsers = _Browsers(browser)

    def printed(folder: Path, page: tuple[str, str]) -> bytes:
        pdf = _print(*page, folder, browsers)
        if done is not None:
            done(1)
        return pdf

    with own_folder() as place, ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        folders = [place / str(number) for number in range(len(pages))]
        try:
            return list(pool.map(printed, folders, pages))
        except BaseException:
            browsers.end()  # Else the two that are at work would be waited for.
            raise


def _print(html: str, language: str, folder: Path, browsers: _Browsers) -> bytes:
    folder.mkdir()
    page, pdf = folder / "page.html", folder / "page.pdf"
    page.write_text(html, encoding="utf-8")
    # Chromium's sandbox refuses to run for root, which is who runs in a container.
    root = ("--no-sandbox",) if hasattr(os, "geteuid") and os.geteuid() == 0 else ()
    options = [
        *QUIET, *root, f"--user-data-dir={folder / 'profile'}", f"--lang={language}",
        f"--print-to-pdf={pdf}", page.as_uri(),
    ]  # fmt: skip
    said = browsers.run(options, folder, language)
    data = pdf.read_bytes() if pdf.is_file() else b""
    shutil.rmtree(folder, ignore_errors=True)
    if not data.startswith(b"%PDF"):
        raise CoursewareError(
            f"{browsers.program} printed nothing. It said: {said or 'nothing'}\n"
            "Try another one: CHROMIUM=/path/to/chromium courseware export kit …, or leave the PDF files "
            "out: --no-pdf."
        )
    return data


class _Browsers:
    """The browsers that are at work."""

    def __init__(self, program: Path) -> None:
        self.program = program
        self._lock = Lock()
        self._running: set[int] = set()
        self._ended = False
        # A browser whose starter is killed is killed too, where the system has the word for it (util-linux).
        guard = shutil.which("setpriv")
        self._command = (*((guard, "--pdeathsig", "KILL", "--") if guard else ()), str(program))

    def run(self, options: Sequence[str], folder: Path, language: str) -> str:
        """Runs one and gives the last line of what it said; ends it with all it started when it hangs."""
        # A home of its own: what it writes is gone with the folder. Its fields are in the reader's language.
        own = dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"), str(folder))
        if len(str(folder)) <= LONGEST_PATH:
            own["TMPDIR"] = str(folder)
        with (folder / "said").open("w+b") as said:
            with self._lock:
                if self._ended:
                    raise CoursewareError("The printing was ended.")
                process = subprocess.Popen(
                    [*self._command, *options],
                    env={**os.environ, **own, "LANGUAGE": language, "TZ": "UTC"},
                    stdout=subprocess.DEVNULL,
                    stderr=said,
                    stdin=subprocess.DEVNULL,
                    start_new_session=True,
                )
                self._running.add(process.pid)
            try:
                process.wait(timeout=PATIENCE)
            except subprocess.TimeoutExpired:
                raise CoursewareError(
                    f"{self.program} did not finish a page within {PATIENCE} seconds. Run the command again "
                    "when the machine has less to do, or leave out the PDF files: --no-pdf."
                ) from None
            finally:
                with self._lock:
                    self._running.discard(process.pid)
                _kill(process.pid)
                process.wait()
            said.seek(max(0, said.seek(0, os.SEEK_END) - MOST_SAID))
            lines = [line.strip() for line in said.read().decode(errors="replace").splitlines()]
        return next((line for line in reversed(lines) if line), "")

    def end(self) -> None:
        """Ends all of them, and lets none begin."""
        with self._lock:
            self._ended = True
            for pid in self._running:
                _kill(pid)


def _kill(pid: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)
