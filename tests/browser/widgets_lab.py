"""A small site with one page of everything that is drawn or tried, built and served as the real one is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from serving import serve_folder
from widgets_site import write_widgets

from courseware.site.build import build_site

__all__ = ["serve_widgets"]


@contextmanager
def serve_widgets(folder: Path) -> Iterator[str]:
    """Builds the site in three languages and gives its address."""
    root = write_widgets(folder / "project")
    build_site(root, languages=("sv", "en", "lv"), jobs=1)
    with serve_folder(root / "site") as address:
        yield address
