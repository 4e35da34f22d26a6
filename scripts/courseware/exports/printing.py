"""Pages printed to PDF by a Chromium that sees nothing but them."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

from courseware.errors import CoursewareError

__all__ = ["print_pages"]

SIDE_BY_SIDE = 2
"""Browsers at a time: each takes a few hundred megabytes."""

PATIENCE = 120
"""Seconds for one page; one takes about a second on an idle machine."""

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
    """Gives each page as a tagged PDF, in order.

    Args:
        pages: Whole HTML documents, each with the language of its reader.
        browser: A Chromium.
        done: Told each time one more is printed.

    Raises:
        CoursewareError: The browser does not print; says what it said.
    """

    def printed(page: tuple[str, str]) -> bytes:
        pdf = _print(*page, browser)
        if done is not None:
            done(1)
        return pdf

    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        return list(pool.map(printed, pages))


def _print(html: str, language: str, browser: Path) -> bytes:
    with tempfile.TemporaryDirectory(prefix="courseware-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        page, pdf = folder / "page.html", folder / "page.pdf"
        page.write_text(html, encoding="utf-8")
        # Chromium's sandbox refuses to run for root, which is who runs in a container.
        root = ("--no-sandbox",) if hasattr(os, "geteuid") and os.geteuid() == 0 else ()
        command = [
            str(browser), *QUIET, *root, f"--user-data-dir={folder / 'profile'}", f"--lang={language}",
            f"--print-to-pdf={pdf}", page.as_uri(),
        ]  # fmt: skip
        # A home of its own: what it writes is gone with the folder. Its fields are in the reader's language.
        own = {
            "HOME": name,
            "XDG_CONFIG_HOME": name,
            "XDG_CACHE_HOME": name,
            "LANGUAGE": language,
            "TZ": "UTC",
        }
        said = _run(command, {**os.environ, **own})
        data = pdf.read_bytes() if pdf.is_file() else b""
    if not data.startswith(b"%PDF"):
        raise CoursewareError(
            f"{browser} printed nothing. It said: {said or 'nothing'}\n"
            "Try another one: CHROMIUM=/path/to/chromium courseware export kit …, or leave the PDF files "
            "out: --no-pdf."
        )
    return data


def _run(command: Sequence[str], environment: dict[str, str]) -> str:
    """Runs a browser and gives the last line of what it said; ends it with all it started when it hangs."""
    process = subprocess.Popen(
        command,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _, said = process.communicate(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        raise CoursewareError(
            f"{command[0]} did not finish a page within {PATIENCE} seconds. Run the command again when the "
            "machine has less to do, or leave out the PDF files: --no-pdf."
        ) from None
    finally:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    lines = [line.strip() for line in said.decode(errors="replace").splitlines() if line.strip()]
    return lines[-1] if lines else ""
