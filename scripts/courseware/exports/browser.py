"""Finds a Chromium: the one program outside Python that papers and browser tests need."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

__all__ = ["find_browser"]

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

PLAYWRIGHT = ("chromium-*/chrome-linux*/chrome", "chromium-*/chrome-mac*/*.app/Contents/MacOS/*")
"""Where `playwright install` puts its browsers, below its own folder."""


def find_browser() -> Path | None:
    """Gives a Chromium that starts: CHROMIUM, one on PATH, Playwright's; nothing where there is none."""
    return next((path for path in _candidates() if _works(path)), None)


def _candidates() -> Iterator[Path]:
    if os.environ.get("CHROMIUM"):
        yield Path(os.environ["CHROMIUM"])
    for name in NAMES:
        found = shutil.which(name)
        if found:
            yield Path(found)
    own = os.environ.get("PLAYWRIGHT_BROWSERS_PATH", "")
    folders = (Path(own) if own not in ("", "0") else None, *map(Path.expanduser, map(Path, CACHES)))
    for folder in folders:
        if folder is not None and folder.is_dir():
            for pattern in PLAYWRIGHT:
                yield from sorted(folder.glob(pattern), reverse=True)


CACHES = ("~/.cache/ms-playwright", "~/Library/Caches/ms-playwright")


def _works(path: Path) -> bool:
    # Ubuntu's /usr/bin/chromium-browser is a stub that only says "install the snap".
    try:
        run = subprocess.run([path, "--version"], capture_output=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return run.returncode == 0
