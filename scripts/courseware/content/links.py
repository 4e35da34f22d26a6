"""Links and anchors between pages, followed as they will stand once staged.

A link is written relative to where its page will be: `modules/<lang>/m07-…/index.md` is staged as
`modules/m07-…/index.md`, so `../../worksheets/t6-indicator-card.md` leads to
`docs/<lang>/worksheets/t6-indicator-card.md`. A page that is not translated yet falls back to
Swedish, so a link to it is fine in every language.
"""

from __future__ import annotations

import difflib
import posixpath
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote

from courseware.content.documents import Document, documents, draft_documents
from courseware.content.load import Library
from courseware.content.markdown import headings, images, links
from courseware.content.workshop import LEADERS_PAGES
from courseware.errors import Problem
from courseware.ids import did_you_mean
from courseware.languages import CODES, SOURCE

__all__ = ["GENERATED", "check_links"]

GENERATED = (
    "check-in.md", "evidence.md", "facilitator.md", "modules/index.md", "progress.md", "search.md",
    "sources.md", "terms.md", "translations.md",
)  # fmt: skip
"""Pages that staging makes; what anchors they have is not known here."""

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
_HTML_ID = re.compile(r"\bid\s*=\s*[\"']([^\"']+)[\"']")


def check_links(library: Library) -> Iterator[Problem]:
    """Yields every link and image that leads nowhere."""
    source = {document.key: document for document in documents(library, SOURCE)}
    generated = set(GENERATED)
    for host in library.hosts(SOURCE):
        if host.workshop is not None:
            generated.update(f"{host.folder}/{name}.md" for name in LEADERS_PAGES)
    anchors: dict[str, Collection[str]] = {}
    files: dict[str, bool] = {}
    for language in CODES:
        own = {document.key: document for document in documents(library, language)}
        pages: Mapping[str, Document] = {**source, **own}
        for document in (*own.values(), *draft_documents(library, language)):
            if "](" in document.body or "]:" in document.body or "<img" in document.body:
                yield from _check(library.root, document, pages, generated, anchors, files)


def _check(
    root: Path,
    document: Document,
    pages: Mapping[str, Document],
    generated: Collection[str],
    anchors: dict[str, Collection[str]],
    files: dict[str, bool],
) -> Iterator[Problem]:
    found = links(document.body, document.front.body_line)
    pictures = {(image.target, image.line) for image in images(document.body, document.front.body_line)}
    for target, line in [*((link.target, link.line) for link in found), *pictures]:
        if _SCHEME.match(target):
            continue
        if not target:
            yield Problem(document.path, line, "empty-link", "a link leads nowhere.", "Write its target.")
            continue
        path, _, anchor = target.partition("#")
        path, anchor = unquote(path.partition("?")[0]), unquote(anchor)
        if path.startswith("/"):
            hint = "Write it relative to this page, so that it holds in every language and on every host."
            yield Problem(document.path, line, "absolute-link", f"'{target}' starts at the root.", hint)
            continue
        key = posixpath.normpath(posixpath.join(document.folder, path)) if path else document.key
        page = pages.get(key)
        if page is None:
            if key in generated or _exists(root, key, files):
                continue
            hint = _nearest(key, document.folder, [*pages, *generated], path)
            yield Problem(document.path, line, "broken-link", f"'{target}' is no page or file.", hint)
        elif anchor:
            known = anchors.get(page.path)
            if known is None:
                known = anchors[page.path] = _anchors(page)
            if anchor not in known:
                hint = did_you_mean(anchor, known) or "Give the heading that id, or link to the page."
                message = f"'{target}': {page.path} has no heading {{#{anchor}}}."
                yield Problem(document.path, line, "broken-anchor", message, hint)


def _anchors(page: Document) -> Collection[str]:
    found = {heading.id for heading in headings(page.body) if heading.id}
    if "id=" in page.body or "id =" in page.body:
        found.update(_HTML_ID.findall(page.body))
    return found


def _exists(root: Path, key: str, files: dict[str, bool]) -> bool:
    """Tells whether a link leads to a published file: shared assets and open data."""
    if key not in files:
        published = key.startswith(("assets/", "data/"))
        files[key] = published and ((root / "docs" / key).is_file() or (root / "overrides" / key).is_file())
    return files[key]


def _nearest(key: str, folder: str, known: Collection[str], written: str) -> str:
    if key.startswith(("assets/", "data/")):
        return f"Put the file at docs/{key}."
    name = posixpath.basename(written)
    likely = [f"{key.rstrip('/')}.md", f"{key.rstrip('/')}/index.md", posixpath.join(folder, name)]
    best = next((candidate for candidate in likely if candidate in known), None)
    if best is None:
        same = [candidate for candidate in known if name and posixpath.basename(candidate) == name]
        near = same if len(same) == 1 else difflib.get_close_matches(key, known, n=1, cutoff=0.6)
        best = near[0] if near else None
    if best is None:
        return "Write the path of a page, relative to where this page is staged."
    return f"Did you mean '{posixpath.relpath(best, folder or '.')}'?"
