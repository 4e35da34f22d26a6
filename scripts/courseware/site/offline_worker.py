"""The script at the site's root that keeps run mode and check-in for when the network is gone."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from courseware.errors import CoursewareError
from courseware.site.theme import without_comments

if TYPE_CHECKING:
    from pathlib import Path

    from courseware.site.theme import Assets

__all__ = ["WORKER", "offline_worker"]

WORKER = "run-offline.js"
"""Its address, and its file below overrides/. At the root, because a worker sees only what lies below it."""

STARTS = ("js/theme.js", "js/main.js", "js/run-mode.js", "js/check-in.js")
"""Scripts that the kept pages begin with; what they import comes along."""

STYLES = ("css/shell.css", "css/leading.css", "css/run.css")

_IMPORT = re.compile(rb"(?:\bfrom\s*|\bimport\s*\(?\s*)[\"'](\.{1,2}/[^\"'`$]+\.js)[\"']")


def offline_worker(root: Path, assets: Assets) -> bytes:
    """Gives the worker of a build: which edition it is, and what the kept pages are made of.

    Raises:
        CoursewareError: The worker's source is missing, or imports a script that is not there.
    """
    path = root / "overrides" / WORKER
    if not path.is_file():
        raise CoursewareError(f"overrides/{WORKER} is missing: run mode needs it to do without a network.")
    source = without_comments(path.name, path.read_bytes())
    needed = [assets.address(name) for name in kept_assets(assets.files)]
    for line, value in (
        (b'const VERSION = "";', f'const VERSION = "{assets.version}";'),
        (
            b"const ASSETS = /** @type {string[]} */ ([]);",
            f"const ASSETS = {json.dumps(needed, separators=(',', ':'))};",
        ),
    ):
        if source.count(line) != 1:
            raise CoursewareError(
                f"overrides/{WORKER} lacks the line '{line.decode()}' that the build fills in."
            )
        source = source.replace(line, value.encode())
    return source


def kept_assets(files: Mapping[str, bytes]) -> list[str]:
    """Gives every asset that run mode and check-in use from their first moment, in a fixed order.

    The decoder of QR codes is left out: only a page with a camera asks the worker for it.
    """
    found = dict.fromkeys(name for name in (*STYLES, *STARTS) if name in files)
    waiting = [name for name in found if name.endswith(".js")]
    while waiting:
        name = waiting.pop()
        for target in _imports(name, files):
            if target not in found:
                found[target] = None
                waiting.append(target)
    fonts = (name for name in files if name.startswith(("fonts/", "img/favicon")))
    return sorted({*found, *fonts})


def _imports(name: str, files: Mapping[str, bytes]) -> Iterable[str]:
    for match in _IMPORT.finditer(files[name]):
        target = posixpath.normpath(posixpath.join(posixpath.dirname(name), match[1].decode()))
        if target not in files:
            raise CoursewareError(f"{name} imports {target}, which is not there.")
        if not target.endswith("qr-decode.js"):
            yield target
