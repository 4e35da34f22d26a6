"""The door for plain `mkdocs build`: stage, hand over, get out of the way.

`courseware build` does not come through here; it renders the same stage with its own loop (site/build.py) and
gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jinja2
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from courseware.errors import CoursewareError
from courseware.languages import CODES, SOURCE
from courseware.site.addresses import output_of
from courseware.site.prepare import prepare
from courseware.site.search import search_files
from courseware.site.settings import Settings
from courseware.site.stage import PAGES_FOLDER, for_template, read_documents, write_stage
from courseware.site.state import WATCHED
from courseware.site.theme import ASSETS_FOLDER, prepare_environment
from courseware.site.tree import Tree
from courseware.site.whole import whole_site

if TYPE_CHECKING:
    from courseware.site.prepare import Prepared

__all__ = ["CoursewarePlugin"]


class PluginConfig(Config):  # type: ignore[no-untyped-call]  # MkDocs' own hook has no types
    """No options: what there is to set stands in mkdocs.yml's own fields and under `extra`."""


class CoursewarePlugin(BasePlugin[PluginConfig]):  # type: ignore[no-untyped-call]
    """Gives MkDocs the staged pages, and templates what they need to know of each."""

    def __init__(self) -> None:
        super().__init__()
        self._prepared: Prepared | None = None
        self._documents: dict[str, dict[str, dict[str, Any]]] = {}

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Stages once, before the first language, and points MkDocs at the stage."""
        if not _i18n(config).building:
            root = Path(config.config_file_path).parent
            settings = Settings(root, config)
            try:
                self._prepared = prepare(settings)
                write_stage(self._prepared.stage, Tree(root / PAGES_FOLDER, {}), thoroughly=True)
            except CoursewareError as error:
                raise PluginError(str(error)) from error
            self._documents = {language: read_documents(root / PAGES_FOLDER, language) for language in CODES}
        config.docs_dir = str(Path(config.config_file_path).parent / PAGES_FOLDER)
        # One 404 page a language and one sitemap are written at the end, for all languages together.
        config.theme.static_templates -= {"404.html", "sitemap.xml"}
        return config

    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Keeps of the theme only our own assets, under an address with their version."""
        assets = self._ready.assets
        stage = str(Path(config.docs_dir))
        ours = str(self._ready.settings.root / ASSETS_FOLDER)
        for file in list(files):
            source = file.abs_src_path or ""
            if source.startswith(f"{stage}/"):
                if "/" not in file.src_uri:  # <lang>.json is for templates, not for readers
                    files.remove(file)
            elif source.startswith(f"{ours}/"):
                path = source[len(ours) + 1 :]
                if path in assets.files:
                    file.dest_uri = assets.address(path)
                    file.url = file.dest_uri
                    file.abs_dest_path = str(Path(config.site_dir) / file.dest_uri)
                else:
                    files.remove(file)
            else:
                files.remove(file)
        return files

    def on_env(self, env: jinja2.Environment, config: MkDocsConfig, files: Files) -> jinja2.Environment:
        """Gives templates the texts of the language that is being built."""
        language = _language(config)
        ready = self._ready
        return prepare_environment(env, language, ready.texts[language], ready.assets, terms=ready.terms)

    def on_page_context(self, context: Any, page: Page, config: MkDocsConfig, nav: Any) -> Any:
        """Gives a page its `doc` and the texts that speak of it."""
        language = _language(config)
        _, _, file = page.file.src_uri.partition("/")
        context.update(for_template(self._documents[language][file], self._ready.texts[language]))
        return context

    @event_priority(-200)  # After i18n, which builds the other languages in its own on_post_build.
    def on_post_build(self, config: MkDocsConfig) -> None:
        """Writes what belongs to the whole site, after the last language."""
        if _i18n(config).building:
            return
        site = Path(config.site_dir)
        assets = self._ready.assets
        # MkDocs copies the files as they lie; readers get them without our comments.
        shared = {assets.address(path): data for path, data in assets.files.items()}
        _write(site, {**shared, **whole_site(self._ready)})
        for language in CODES:
            _write(
                site, search_files(language, self._documents[language], partial(_published, site, language))
            )

    def on_serve(self, server: LiveReloadServer, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
        """Follows the real folders too, not only the stage that `docs_dir` points at."""
        for folder in WATCHED:
            if (self._ready.settings.root / folder).is_dir():
                server.watch(str(self._ready.settings.root / folder))
        return server

    @property
    def _ready(self) -> Prepared:
        if self._prepared is None:
            raise PluginError("courseware: nothing is staged; list the plugin once in mkdocs.yml.")
        return self._prepared


def _write(site: Path, files: Mapping[str, bytes]) -> None:
    for path, data in files.items():
        target = site / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


def _published(site: Path, language: str, file: str) -> bytes:
    return (site / output_of(language, file)).read_bytes()


def _i18n(config: MkDocsConfig) -> Any:
    """Gives the i18n plugin, which builds one language after the other; it has no types."""
    i18n = config.plugins.get("i18n")
    if i18n is None:
        raise PluginError("mkdocs.yml: the plugin 'i18n' must follow 'courseware'.")
    return i18n


def _language(config: MkDocsConfig) -> str:
    return str(_i18n(config).current_language or SOURCE)
