"""All pages of all languages as plain Markdown and HTML, composed once and before any language is built.

    build/pages/<lang>/…       Markdown, and the files that are published beside a page
    build/pages/<lang>.json    what templates need to know of each page (`doc`)
    build/pages/assets, data   shared by all languages

A generator that reads Markdown can build the site from this folder; nothing in it is MkDocs' own.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
from markupsafe import Markup as SafeText

from courseware.content.load import Library
from courseware.languages import CODES
from courseware.site.addresses import address_of
from courseware.site.atlas import Atlas, path_of
from courseware.site.bodies import Writer
from courseware.site.citation_exports import bibtex, ris
from courseware.site.documents import Documents
from courseware.site.made_files import MadeFiles
from courseware.site.open_data import open_data
from courseware.site.outputs import public_data
from courseware.site.tree import Tree
from courseware.strings import Strings
from courseware.translations.status import Translation
from courseware.translations.tbx import terms_tbx

__all__ = ["PAGES_FOLDER", "Stage", "StagedPage", "compose", "for_template", "read_documents", "write_stage"]

PAGES_FOLDER = "build/pages"


@dataclass(slots=True)
class StagedPage:
    """One page of one language."""

    language: str
    file: str
    """Below the language folder: "modules/m07/index.md"."""
    markdown: str
    document: dict[str, Any]
    source: str
    """The file it was made from, relative to the project folder; empty for pages made from strings alone."""
    files: dict[str, bytes]
    """Published beside the page, by name."""


@dataclass(slots=True)
class Stage:
    """Everything that is staged."""

    pages: dict[str, dict[str, StagedPage]]
    """By language, then file."""
    shared: dict[str, bytes] = field(default_factory=dict)
    """Files outside the languages, by published path: docs/assets/ and the open data."""

    def let_go(self) -> None:
        """Lets go of texts that are on disk by now; processes that are forked then start small."""
        for pages in self.pages.values():
            for page in pages.values():
                page.markdown = ""
                page.document = {name: page.document[name] for name in ("languages", "fallback", "kind")}


def compose(
    library: Library,
    texts: Mapping[str, Strings],
    to_html: Callable[[str], str],
    *,
    edit_base: str = "",
    contact: str = "",
    progress: Mapping[str, Sequence[Translation]] | None = None,
    made: MadeFiles | None = None,
) -> Stage:
    """Gives every page of every language, fallbacks included.

    Args:
        library: Everything that is written.
        texts: The strings of each language.
        to_html: Turns a piece of Markdown into HTML as the site does.
        edit_base: What an edit link begins with; empty for none.
        contact: Where contributions are sent; empty where the reader chooses.
        progress: Where every page stands in every translated language.
        made: Remembers files that take long to make.
    """
    made = made or MadeFiles()
    atlas = Atlas(library)
    stage = Stage({})
    for language in CODES:
        writer = Writer(atlas, language, texts[language], to_html, made, contact)
        documents = Documents(atlas, language, texts[language], progress or {}, edit_base)
        pages: dict[str, StagedPage] = {}
        # The pages of terms and sources name the pages that use each: they are written last.
        for place in sorted(atlas.places_in(language), key=lambda place: place.kind in ("sources", "terms")):
            body = writer.body(place)
            # The i18n plugin takes lines apart and joins them again; so we stage what it would make.
            markdown = lift_shared("\n".join(body.markdown.splitlines()), place.file)
            document = documents.document(place, body)
            source = path_of(atlas.source(language, place)[0])
            pages[place.file] = StagedPage(language, place.file, markdown, document, source, body.files)
        stage.pages[language] = dict(sorted(pages.items()))
    made.save()
    assets = library.root / "docs" / "assets"
    if assets.is_dir():
        for path in sorted(assets.rglob("*")):
            if path.is_file():
                stage.shared[f"assets/{path.relative_to(assets).as_posix()}"] = path.read_bytes()
    stage.shared.update(public_data(library.root))
    stage.shared.update(open_data(library))
    if library.bibliography:
        stage.shared["data/sources.bib"] = bibtex(library.bibliography)
        stage.shared["data/sources.ris"] = ris(library.bibliography)
    if library.terms:
        title = texts["en"]("terms.base")
        source = f"{texts['en']('shell.rights')} CC BY 4.0"
        stage.shared["data/terms.tbx"] = terms_tbx(library.terms, title=title, source=source)
    return stage


_SHARED_LINK = re.compile(r"(\]\(\s*<?)((?:\.\./)*(?:assets|data)/[^\s)>]*)")


def lift_shared(markdown: str, file: str) -> str:
    """Gives Markdown whose links to shared files point one folder higher, out of the language's own.

    Authors write as if every language had its own assets/ and data/; there is one of each, for all languages.
    """
    if "assets/" not in markdown and "data/" not in markdown:
        return markdown
    folder = posixpath.dirname(file)

    def lift(match: re.Match[str]) -> str:
        shared = posixpath.normpath(posixpath.join(folder, match[2])).startswith(("assets/", "data/"))
        return f"{match[1]}{'../' if shared else ''}{match[2]}"

    return _SHARED_LINK.sub(lift, markdown)


def staged_files(stage: Stage) -> Iterator[tuple[str, bytes]]:
    """Yields every file of the stage with its path below build/pages/."""
    for language, pages in stage.pages.items():
        for page in pages.values():
            yield f"{language}/{page.file}", page.markdown.encode()
            for name, data in page.files.items():
                yield f"{language}/{address_of(page.file)}{name}", data
        yield f"{language}.json", _page_data(pages)
    yield from stage.shared.items()


def write_stage(stage: Stage, tree: Tree, *, thoroughly: bool = False) -> None:
    """Writes the stage: only what changed, and removes what is no longer there."""
    keep: set[str] = set()
    for path, data in staged_files(stage):
        tree.write(path, data)
        keep.add(path)
    tree.sweep(keep, thoroughly=thoroughly)


def _page_data(pages: Mapping[str, StagedPage]) -> bytes:
    # The strings are the same for all pages with the same elements and voice: once is enough.
    strings: dict[str, dict[str, str]] = {}
    documents = {}
    for file, page in pages.items():
        key = " ".join((_voice(page.document), *page.document["elements"]))
        strings[key] = page.document["strings"]
        documents[file] = {**page.document, "strings": key}
    return msgspec.json.encode({"strings": strings, "pages": documents})


def read_documents(folder: Path, language: str) -> dict[str, dict[str, Any]]:
    """Gives `doc` of every page of a language as it was staged, by file."""
    data = msgspec.json.decode((folder / f"{language}.json").read_bytes())
    return {
        file: {**page, "strings": data["strings"][page["strings"]]} for file, page in data["pages"].items()
    }


def for_template(document: Mapping[str, Any], texts: Strings) -> dict[str, Any]:
    """Gives a page's `doc` as templates get it, and the texts that speak of it.

    What is HTML already is marked so; `doc.module` is the host of a page where that is a module.
    """
    sources = {key: SafeText(html) for key, html in document["sources"].items()}  # noqa: S704 (ours)
    host = document["host"]
    module = host if host and host["kind"] == "module" else None
    said = texts.voiced(_voice(document))
    return {"doc": {**document, "sources": sources, "module": module}, "t": said, "tn": said.count}


def _voice(document: Mapping[str, Any]) -> str:
    host = document["host"]
    return str(host["voice"]) if host else ""
