"""Everything a build starts from: settings, texts, assets and the stage."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import markdown

from courseware.content.load import Library, load_library
from courseware.content.terms import Term
from courseware.languages import CODES, SOURCE
from courseware.site.inline import quicken
from courseware.site.made_files import MadeFiles
from courseware.site.stage import Stage, compose
from courseware.site.theme import Assets, read_assets
from courseware.strings import Strings, read_strings
from courseware.translations.status import Translation, source_hashes, source_words, translations

if TYPE_CHECKING:
    from courseware.site.settings import Settings

__all__ = ["CACHE_FOLDER", "Prepared", "markdown_of", "prepare"]

CACHE_FOLDER = "build/cache"


@dataclass(frozen=True, slots=True)
class Prepared:
    """What all languages of a build share."""

    settings: Settings
    texts: dict[str, Strings]
    assets: Assets
    stage: Stage
    salt: str
    """A hash of all that decides how Markdown becomes HTML, and pages become files."""
    theme: dict[str, str]
    """By language: a hash of what its templates show beside `doc`: markup, texts, assets, terms."""
    terms: Mapping[str, Term]
    """The term base, which texts are linked to."""

    @property
    def cache(self) -> Path:
        """The folder of what is remembered between builds."""
        return self.settings.root / CACHE_FOLDER

    @property
    def bytecode(self) -> Path:
        """The folder of compiled templates."""
        return self.cache / "templates"


def prepare(settings: Settings, library: Library | None = None, *, drafts: bool = False) -> Prepared:
    """Gives what a build starts from.

    Args:
        settings: The settings of the build.
        library: Everything that is written, where it is loaded already.
        drafts: Whether contributors' drafts are among the pages, as in a preview.

    Raises:
        ProblemsFound: A file cannot be read as what it should be.
    """
    root = settings.root
    library = library or load_library(root, strict=True)
    written = {language: read_strings(root, language) for language in CODES}
    texts = {
        language: Strings(
            language, written[language], tuple(written[code] for code in ("en", "sv") if code != language)
        )
        for language in CODES
    }
    assets = read_assets(root)
    salt = settings.fingerprint()
    made = MadeFiles(root / CACHE_FOLDER / "made", f"{salt} {version('python-docx')}")
    stage = compose(
        library.with_drafts() if drafts else library,
        texts,
        markdown_of(settings, made),
        edit_base=settings.edit_base,
        contact=settings.contact,
        progress=_progress(library),
        made=made,
    )
    theme = hashlib.sha256(f"{salt}\0{assets.version}\0".encode())
    for path in sorted((root / "overrides").rglob("*.html")):
        theme.update(f"{path.relative_to(root)}\0".encode())
        theme.update(path.read_bytes())
    theme.update(repr(library.terms).encode())
    spoken = {language: repr(sorted(written[language].items())) for language in CODES}
    shown = {
        language: hashlib.sha256(
            "\0".join((theme.hexdigest(), spoken[language], spoken["en"], spoken["sv"])).encode()
        ).hexdigest()
        for language in CODES
    }
    return Prepared(settings, texts, assets, stage, salt, shown, library.terms)


def _progress(library: Library) -> dict[str, list[Translation]]:
    """Gives where every Swedish page stands in each of the other languages."""
    hashes, words = source_hashes(library), source_words(library)
    return {
        language: translations(library, language, hashes, words) for language in CODES if language != SOURCE
    }


def markdown_of(settings: Settings, made: MadeFiles | None = None) -> Callable[[str], str]:
    """Gives what turns a piece of Markdown into HTML as the site does.

    Args:
        settings: The settings of the build.
        made: Remembers the pieces.
    """
    made = made or MadeFiles()
    config = settings.config
    instance = markdown.Markdown(
        extensions=config["markdown_extensions"], extension_configs=config["mdx_configs"] or {}
    )
    quicken(instance)

    @lru_cache(maxsize=20_000)
    def to_html(text: str) -> str:
        # Answers are short and mostly bare words, which Markdown only wraps; fallbacks repeat them.
        if _WORDS.fullmatch(text):
            return f"<p>{text.rstrip()}</p>"
        return made.text(("markdown", text), lambda: instance.reset().convert(text))

    return to_html


_WORDS = re.compile(r"[^\W\d_](?:[^\W_]|[ ,.;?!%()–’”-])*")
"""One line that begins with a letter and holds nothing that Markdown could take for markup."""
