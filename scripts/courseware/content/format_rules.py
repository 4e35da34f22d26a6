"""Rules for exchange formats: both files are there, and readers come to them.

An exchange format is no module: it has no lessons and no quiz, and nobody's hours depend on it. So its agenda
needs no question before and after, no homework and no cut for an ordinary meeting of 20 minutes; what any
agenda needs is in `workshop_rules`.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from courseware.content.agenda_plan import MEETING
from courseware.content.load import Library
from courseware.content.reader import format_folder
from courseware.errors import Problem
from courseware.ids import ID_PATTERN, IDS_FILE
from courseware.languages import SOURCE

__all__ = ["check_formats"]


def check_formats(library: Library) -> Iterator[Problem]:
    """Yields what an exchange format lacks."""
    folders: dict[str, str] = {}
    pages = library.pages[SOURCE]
    for page in pages.values():
        if page.kind != "format":
            continue
        folder = format_folder(page.path)
        identity = posixpath.basename(folder)
        if not ID_PATTERN.fullmatch(identity):
            hint = "Rename its folder: peer-review."
            yield Problem(page.source_path, 0, "bad-id", f"'{identity}' is not English kebab-case.", hint)
        if identity in folders or identity in library.ids.modules:
            hint = (
                f"{folders.get(identity, IDS_FILE)} has it already, and plans are kept by it: choose another."
            )
            message = f"'{identity}' is the name of something else too."
            yield Problem(page.source_path, 0, "repeated-format", message, hint)
            continue
        folders[identity] = page.source_path
        index = pages.get(f"{posixpath.dirname(folder)}/index.md")
        if index is not None and index.pages and page.path not in index.pages:
            hint = f"Add '{identity}/index' to pages in {index.source_path}."
            message = "the exchange format lies in a section's folder and is not in its list."
            yield Problem(page.source_path, 1, "unlisted-page", message, hint)
    for language, formats in library.formats.items():
        for exchange in formats.values():
            source = library.formats[SOURCE][exchange.id]
            if language != SOURCE and source.product and not exchange.product:
                hint = f"Translate it from {source.path}."
                yield Problem(exchange.path, 1, "missing-field", "the format needs 'product'.", hint)
    for exchange in library.formats[SOURCE].values():
        workshop = exchange.workshop
        if workshop is None:
            path = f"docs/{SOURCE}/{exchange.folder}/workshop.md"
            hint = "Write its agenda: timed activities, as a module's workshop.md has."
            yield Problem(path, 0, "missing-workshop", "the exchange format has no workshop.md.", hint)
            continue
        marked = sum(activity.meeting for activity in workshop.activities)
        if marked not in (0, MEETING):
            message = f"meeting= makes {marked} minutes; a meeting version takes {MEETING}."
            hint = "Mark activities that make it together, or none."
            yield Problem(workshop.path, 0, "meeting-minutes", message, hint)
