"""The small course of site_project.py with a page to correct, and the page where that is done."""

from __future__ import annotations

import functools
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from site_project import ROOT, write_project

__all__ = ["LATVIA", "serve_folder", "write_contributions"]

LATVIA = """---
title: Lettland
summary: En påhittad sida om ett land.
review: {date: 2026-11-26, next: 2027-11-26, evidence: own proposal}
---
Sidan är för prov.

## Systemet börjar tidigt {#system}

Skolplikten börjar vid fem år. [@invented]

### Vem som följer upp {#follow-up}

Kommunen. [@invented]
"""


def write_contributions(root: Path) -> Path:
    """Writes the project."""
    write_project(root)
    for language in ("sv", "en"):
        for name in ("baltic/contribute.md", "baltic/worksheets/b5-practice.md", "guides/contributions.md"):
            target = root / f"docs/{language}/{name}"
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / f"docs/{language}/{name}", target)
    (root / "docs/sv/baltic/latvia.md").write_text(LATVIA, encoding="utf-8")
    return root


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Keeps quiet."""


@contextmanager
def serve_folder(folder: Path) -> Iterator[str]:
    """Serves a built site on a free port."""
    handler = functools.partial(_Quiet, directory=str(folder))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join(5)
