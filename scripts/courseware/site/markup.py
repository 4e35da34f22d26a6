"""The Markdown of one language, set up once instead of once a page.

MkDocs makes a new Markdown instance with all extensions for every page. This gives the same HTML from one
instance, and remembers a page's result under a hash of everything that decides it.
"""

from __future__ import annotations

import logging
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import markdown
import msgspec
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import (
    Page,
    _ExtractTitleTreeprocessor,
    _RelativePathTreeprocessor,
)
from mkdocs.structure.toc import get_toc

from courseware.content.active_html import active_html
from courseware.site.inline import quicken
from courseware.site.tree import digest_of

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

__all__ = ["ACTIVE", "Markup", "Rendered", "anchors_in"]

ACTIVE = "active HTML: "
"""What a warning begins with that is not about a link."""

_IDS = re.compile(r"""<[a-zA-Z][^<>]*?\s(?:id|name)="([^"]+)\"""")


class Rendered(msgspec.Struct):
    """The HTML of one page's text and what is to be known about it."""

    content: str
    toc: list[dict[str, Any]]
    title: str | None
    targets: list[str]
    """Every staged file that it links to, without the language folder."""
    anchors: list[tuple[str, str, str]]
    """Links to anchors: (staged file, anchor, link as written)."""
    warnings: list[str] = []
    """What MkDocs says about its links. A page with warnings is never remembered."""


def anchors_in(html: str) -> set[str]:
    """Gives every anchor that can be linked to in a piece of HTML."""
    return set(_IDS.findall(html))


class _Recorder(logging.Handler):
    """Keeps the warnings that MkDocs logs while one page is rendered."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


class _RecordingFiles:
    """Finds staged files as `Files` does and remembers which were found."""

    def __init__(self, files: Files, language: str) -> None:
        self._files = files
        self._prefix = f"{language}/"
        self.found: set[str] = set()

    def get_file_from_path(self, path: str) -> File | None:
        file = self._files.get_file_from_path(path)
        if file is not None:
            self.found.add(file.src_uri.removeprefix(self._prefix))
        return file


class Markup:
    """Renders the staged pages of one language."""

    def __init__(self, config: MkDocsConfig, files: Files, language: str, cache: Path, salt: str) -> None:
        self._language = language
        self._files = files
        self._cache = cache
        # Pages at the root and pages below a language folder lie at different depths, so that links out of
        # the language's tree differ. All other languages share what they have in common: Swedish fallbacks.
        self._salt = salt
        self._recording = _RecordingFiles(files, language)
        self._markdown = markdown.Markdown(
            extensions=config["markdown_extensions"], extension_configs=config["mdx_configs"] or {}
        )
        quicken(self._markdown)
        nowhere = File("index.md", None, "", True)
        self._links = _RelativePathTreeprocessor(nowhere, self._recording, config)  # type: ignore[arg-type]
        self._links._register(self._markdown)
        self._title = _ExtractTitleTreeprocessor()
        self._title._register(self._markdown)
        self._recorder = _Recorder()

    def key(self, file: str, text: str) -> str:
        """Gives the name under which a page's result is remembered."""
        return digest_of(f"{self._salt}\0{file}\0{text}".encode())

    def recall(self, key: str) -> Rendered | None:
        """Gives a remembered result, unless a page that it links to is gone."""
        try:
            rendered = msgspec.json.decode((self._cache / key).read_bytes(), type=Rendered)
        except (OSError, msgspec.DecodeError, msgspec.ValidationError):
            return None
        own = self._language + "/"
        for target in rendered.targets:
            if self._files.get_file_from_path(own + target) is None:
                return None
        return rendered

    def render(self, page: Page, text: str, key: str) -> Rendered:
        """Gives the HTML of a page, remembered or new."""
        file = page.file
        rendered = self.recall(key)
        if rendered is None:
            rendered = self._convert(file, text)
            if not rendered.warnings:
                spare = self._cache / f".{key}.{self._language}"
                spare.write_bytes(msgspec.json.encode(rendered))
                spare.replace(self._cache / key)
        page.markdown = text
        page.content = rendered.content
        page.toc = get_toc(rendered.toc)  # type: ignore[arg-type]
        page._title_from_render = rendered.title
        return rendered

    def _convert(self, file: File, text: str) -> Rendered:
        self._markdown.reset()
        self._links.file = file
        self._links.links_to_anchors = {}
        self._title.title = None
        self._recording.found = set()
        self._recorder.messages = []
        log = logging.getLogger("mkdocs")
        log.addHandler(self._recorder)
        try:
            content = self._markdown.convert(text)
        finally:
            log.removeHandler(self._recorder)
        prefix = f"{self._language}/"
        return Rendered(
            content=content,
            toc=getattr(self._markdown, "toc_tokens", []),
            title=self._title.title,
            targets=sorted(self._recording.found),
            anchors=[
                (target.src_uri.removeprefix(prefix), anchor, link)
                for target, links in self._links.links_to_anchors.items()
                for anchor, link in links.items()
            ],
            warnings=[
                *self._recorder.messages,
                # The reader of sources has named what it saw; this is what Markdown made of the text.
                *(f"{ACTIVE}{what} does not belong in a text." for _, what in active_html(content)),
            ],
        )
