"""From staged pages to finished HTML, one language at a time, without MkDocs' own build loop.

The loop is ours; Files, Page, the Markdown extensions and the template environment are MkDocs', so that the
bytes are those of `mkdocs build` (tests/site/test_build.py compares them).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import mkdocs
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.utils import get_build_datetime

from courseware.site.addresses import language_prefix, output_of, up_to_root
from courseware.site.markup import Markup, anchors_in
from courseware.site.notfound import notfound
from courseware.site.search import is_searched
from courseware.site.search_text import SearchText, search_text
from courseware.site.stage import PAGES_FOLDER, for_template
from courseware.site.theme import Assets, prepare_environment
from courseware.site.tree import digest_of

if TYPE_CHECKING:
    from courseware.content.terms import Term
    from courseware.site.settings import Settings
    from courseware.strings import Strings

__all__ = ["Renderer", "Result", "render_notfound"]


@dataclass(slots=True)
class Result:
    """One finished page."""

    file: str
    digest: str
    spare: str
    """Where its bytes wait to be moved into place; empty where they stand there already."""
    anchors: list[str] = field(default_factory=list)
    links: list[tuple[str, str, str]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    searched: str = ""
    """Where the text that is searched waits; empty for a page that is not."""
    words: str = ""
    """Every word of that text, with spaces between."""


class Renderer:
    """Renders the pages of one language; made once a process and language."""

    def __init__(
        self,
        settings: Settings,
        language: str,
        documents: Mapping[str, Mapping[str, Any]],
        shared: Iterable[str],
        texts: Strings,
        assets: Assets,
        cache: Path,
        salt: str,
        terms: Mapping[str, Term],
    ) -> None:
        """Prepares a language.

        Args:
            settings: The settings of the build.
            language: Which language.
            documents: `doc` of all its staged pages, by file: links may point at any of them.
            shared: Staged files outside the languages.
            texts: The strings of the language.
            assets: The shell's files.
            cache: Folder of what is remembered.
            salt: A hash of all that decides how Markdown becomes HTML.
            terms: The term base.
        """
        config = settings.config
        self._config = config
        self._texts = texts
        self._language = language
        self._documents = documents
        self._prefix = language_prefix(language)
        files = Files([])
        stage = str(settings.root / PAGES_FOLDER)
        for file in documents:
            files.append(
                File(f"{language}/{file}", stage, config.site_dir, True, dest_uri=output_of(language, file))
            )
        for path in shared:
            files.append(File(path, stage, config.site_dir, True))
        self._files = files
        side = "root" if not self._prefix else "below"
        self._markup = Markup(config, files, language, cache / "markdown", f"{salt}\0{side}")
        self._env = prepare_environment(
            config.theme.get_env(), language, texts, assets, bytecode=cache / "templates", terms=terms
        )
        self._template = self._env.get_template("main.html")

    def render(self, file: str) -> tuple[bytes, Result, SearchText | None]:
        """Gives the bytes of a page, what is to be known about it, and what of it is searched."""
        target = self._files.get_file_from_path(f"{self._language}/{file}")
        assert target is not None  # noqa: S101 (it was put there above)
        page = Page(None, target, self._config)
        markdown = target.content_string
        rendered = self._markup.render(page, markdown, self._markup.key(file, markdown))
        context = self._context(up_to_root(page.url), self._documents[file])
        context["page"] = page
        data = self._template.render(context).encode("utf-8", errors="xmlcharrefreplace")
        target.page = None  # A file lives as long as its language; a finished page need not.
        result = Result(
            file,
            digest_of(data),
            "",
            sorted(anchors_in(rendered.content)),
            rendered.anchors,
            rendered.warnings,
        )
        document = self._documents[file]
        return data, result, search_text(data, document) if is_searched(document) else None

    def render_as(self, template: str, file: str, markdown: str, document: Mapping[str, Any]) -> str:
        """Gives a staged page as another template shows it, with a text and a `doc` that are not staged.

        Args:
            template: Below overrides/: "paper.html".
            file: The page whose address its links start from.
            markdown: As it would be staged.
            document: As it would be staged, and what the template needs besides.
        """
        target = self._files.get_file_from_path(f"{self._language}/{file}")
        assert target is not None  # noqa: S101 (every page of the language was put there)
        page = Page(None, target, self._config)
        self._markup.render(page, markdown, self._markup.key(file, markdown))
        context = self._context(up_to_root(page.url), document)
        context["page"] = page
        target.page = None
        return self._env.get_template(template).render(context)

    def _context(self, base_url: str, document: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "base_url": base_url,
            "config": self._config,
            **for_template(document, self._texts),
            "nav": (),
            "pages": (),
            "extra_css": [],
            "extra_javascript": [],
            "mkdocs_version": mkdocs.__version__,
            "build_date_utc": get_build_datetime(),
        }


def render_notfound(
    settings: Settings,
    language: str,
    texts: Mapping[str, Strings],
    assets: Assets,
    bytecode: Path | None = None,
    terms: Mapping[str, Term] | None = None,
) -> bytes:
    """Gives the page for addresses that do not exist; served at any depth, so its links start at the root."""
    config = settings.config
    env = prepare_environment(
        config.theme.get_env(), language, texts[language], assets, bytecode=bytecode, terms=terms
    )
    document = notfound(language, texts)
    context = {
        "base_url": urlsplit(config.site_url or "/").path,
        "config": config,
        **for_template(document, texts[language]),
        "page": SimpleNamespace(content="", toc=[], title=document["title"], meta={}, url="404.html"),
        "nav": (),
        "pages": (),
        "extra_css": [],
        "extra_javascript": [],
        "mkdocs_version": mkdocs.__version__,
        "build_date_utc": get_build_datetime(),
    }
    return env.get_template("404.html").render(context).encode("utf-8", errors="xmlcharrefreplace")
