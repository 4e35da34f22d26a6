"""A small site with one page of everything that is drawn or tried, built and served as the real one is."""

from __future__ import annotations

import functools
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from widgets_site import write_widgets

from courseware.site.build import build_site

__all__ = ["QuietHandler", "serve_widgets"]


class QuietHandler(SimpleHTTPRequestHandler):
    """Serves files and says nothing of it."""

    def log_message(self, *_: object) -> None:
        """Keeps quiet."""


@contextmanager
def serve_widgets(folder: Path) -> Iterator[str]:
    """Builds the site in three languages and gives its address."""
    root = write_widgets(folder / "project")
    build_site(root, languages=("sv", "en", "lv"), jobs=1)
    handler = functools.partial(QuietHandler, directory=str(root / "site"))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join(5)
