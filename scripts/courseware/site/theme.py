"""What every template can use: texts, numbers, dates and addresses of one language."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup as SafeText

from courseware.charts.bars import draw_bar
from courseware.charts.chain import draw_chain, draw_logo, draw_progress
from courseware.charts.glass import draw_glass
from courseware.languages import CODES, LANGUAGES, SOURCE
from courseware.site.addresses import language_prefix
from courseware.site.page_citation import page_bibtex
from courseware.site.tables import finish_tables
from courseware.site.term_links import TermLinks
from courseware.site.written import day, decimal, percent
from courseware.strings import Strings

if TYPE_CHECKING:
    import jinja2

    from courseware.content.terms import Term

__all__ = [
    "ASSETS_FOLDER",
    "Assets",
    "before_takeaway",
    "hold_numbers",
    "prepare_environment",
    "read_assets",
    "without_comments",
]

ASSETS_FOLDER = "overrides/assets"
_HELD = re.compile(
    r"<(pre|code|script|style)\b.*?</\1>|<[^<>]*>|(?P<space>(?<=\d)[ ](?=[%‰]|\d{3}(?!\d)))", re.DOTALL
)
"""What stays as it is, or a space where no line may end."""
ELSEWHERE = ("http://", "https://", "mailto:", "tel:", "#", "data:")


class Assets:
    """The styles, scripts, fonts and pictures of the shell, and the version their address carries.

    The version is one hash over all of them and part of the folder's name, so that a browser may keep them
    for ever, and so that modules importing each other by relative address are always of one build.
    """

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.files = dict(sorted(files.items()))
        version = hashlib.sha256()
        for path, data in self.files.items():
            version.update(f"{path}\0{len(data)}\0".encode())
            version.update(data)
        self.version = version.hexdigest()[:10]

    def address(self, path: str) -> str:
        """Gives the published address below the site root: "css/main.css" → "assets/1f0c…/css/main.css"."""
        return f"assets/{self.version}/{path}"


def read_assets(root: Path) -> Assets:
    """Gives the assets of a project folder."""
    folder = root / ASSETS_FOLDER
    return Assets(
        {
            path.relative_to(folder).as_posix(): without_comments(path.name, path.read_bytes())
            for path in sorted(folder.rglob("*"))
            if path.is_file() and not path.name.startswith(".")
        }
    )


_SCRIPT_COMMENT = re.compile(
    rb"^[ \t]*(?://[^\n]*|/\*(?!!)(?:(?!\*/).)*\*/)[ \t]*\n", re.MULTILINE | re.DOTALL
)
_STYLE_COMMENT = re.compile(rb"/\*.*?\*/\s*", re.DOTALL)


def without_comments(name: str, data: bytes) -> bytes:
    """Gives a script or style sheet without its comments, which are for us: a quarter of what readers fetch.

    Of scripts only comments that have lines of their own; no string or template holds such a line. A comment
    that begins with an exclamation mark says whose work it is, and stays.
    """
    if name.endswith(".js"):
        return _SCRIPT_COMMENT.sub(b"", data)
    return _STYLE_COMMENT.sub(b"", data) if name.endswith(".css") else data


def prepare_environment(
    env: jinja2.Environment,
    language: str,
    texts: Strings,
    assets: Assets,
    bytecode: Path | None = None,
    terms: Mapping[str, Term] | None = None,
) -> jinja2.Environment:
    """Gives a template environment the globals and filters of one language, and switches autoescape on."""
    import jinja2

    env.autoescape = True
    # Letters as themselves: escaped, a Latvian or Polish page carries a hundred compressed bytes more.
    env.policies["json.dumps_kwargs"] = {"sort_keys": True, "ensure_ascii": False, "separators": (",", ":")}
    if bytecode is not None:
        # Python's version is in the bytecode's own header; Jinja's is not.
        folder = bytecode / f"jinja-{jinja2.__version__}"
        folder.mkdir(parents=True, exist_ok=True)
        env.bytecode_cache = jinja2.FileSystemBytecodeCache(str(folder))
    env.globals["t"] = texts
    env.globals["tn"] = texts.count
    env.globals["root"] = {
        "source": SOURCE,
        "terms": bool(terms),
        "languages": {
            code: {"code": code, "name": LANGUAGES[code].name, "url": f"/{LANGUAGES[code].prefix}"}
            for code in CODES
        },
    }
    for draw in (draw_bar, draw_chain, draw_glass, draw_logo, draw_progress):
        env.globals[draw.__name__] = _safe(draw)
    env.globals["asset"] = jinja2.pass_context(
        lambda context, path: _from_root(context, assets.address(path))
    )
    env.filters["url"] = jinja2.pass_context(_url_filter(language, assets))
    env.filters["fmt_number"] = partial(decimal, language=language)
    env.filters["allow_wasm"] = allow_wasm
    env.filters["fmt_percent"] = partial(percent, language=language)
    env.filters["fmt_date"] = partial(day, language=language)
    env.filters["finish_tables"] = finish_tables
    env.filters["hold_numbers"] = hold_numbers
    env.filters["link_terms"] = jinja2.pass_context(_terms_filter(language, terms or {}))
    env.filters["before_takeaway"] = before_takeaway
    env.filters["page_bibtex"] = page_bibtex
    env.filters["mark_outdated"] = jinja2.pass_context(_mark_outdated)
    return env


def allow_wasm(policy: str) -> str:
    """Gives a security policy under which WebAssembly runs: the page of search needs it, no other does."""
    return policy.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'", 1)


def _terms_filter(language: str, terms: Mapping[str, Term]) -> Callable[..., str]:
    """Gives the filter that links the first use of each term, in texts of any language."""

    @lru_cache(maxsize=4)
    def links(text_language: str) -> TermLinks:
        return TermLinks(terms, text_language, language)

    def link_terms(context: jinja2.runtime.Context, html: str, text_language: str) -> str:
        if not terms or context["doc"]["kind"] == "terms":
            return html
        return links(text_language).link(html, _from_root(context, language_prefix(language) + "terms/"))

    return link_terms


def _mark_outdated(
    context: jinja2.runtime.Context, html: str, changed: Sequence[Mapping[str, str]], text: str, link: str
) -> str:
    """Gives a text where each section whose Swedish has changed says so below its heading.

    Args:
        context: The page's.
        html: The text.
        changed: The sections: id and address from the site's root.
        text: What to say.
        link: What leads to the Swedish section.
    """
    for section in changed:
        url = escape(_from_root(context, section["url"][1:]))
        heading = re.compile(
            rf'(<h([2-6])\b[^>]*\bid="{re.escape(section["id"])}"[^>]*>.*?</h\2>)', re.DOTALL
        )
        note = (
            f'<p class="outdated-note no-search"><span class="badge badge-outdated">{escape(text)}</span> '
            f'<a href="{url}" hreflang="sv">{escape(link)}</a></p>'
        )
        html = heading.sub(lambda match, note=note: match[1] + note, html, count=1)  # type: ignore[misc]
    return html


_TAKEAWAY = re.compile(r'<h2[^>]*\bid="takeaway"')


def before_takeaway(html: str, listed: str = "") -> str:
    """Gives a text with a list before what the reader takes away, or at its end."""
    found = _TAKEAWAY.search(html) if listed else None
    cut = found.start() if found else len(html)
    return f"{html[:cut]}{listed}\n{html[cut:]}" if listed else html


def hold_numbers(html: str) -> str:
    """Gives a text where no line breaks within a number or before its percent sign."""
    return _HELD.sub(lambda match: "\N{NO-BREAK SPACE}" if match["space"] else match[0], html)


def _safe(draw: Callable[..., str]) -> Callable[..., str]:
    def drawn(*arguments: Any, **options: Any) -> str:
        return SafeText(draw(*arguments, **options))  # noqa: S704 (our own drawing)

    return drawn


def _from_root(context: jinja2.runtime.Context, path: str) -> str:
    base = context["base_url"]
    if base == ".":
        return path or "./"
    return f"{base.rstrip('/')}/{path}"


def _url_filter(language: str, assets: Assets) -> Callable[[jinja2.runtime.Context, str], str]:
    """Gives the filter that makes an address relative to the page that shows it.

    "modules/" means this language's own page, "/en/modules/" the site root, "assets/css/x.css" the shell.
    """
    prefix = language_prefix(language)

    def url(context: jinja2.runtime.Context, value: str) -> str:
        if value.startswith(ELSEWHERE):
            return value
        if value.startswith("/"):
            return _from_root(context, value[1:])
        if value.startswith("assets/"):
            path = value[len("assets/") :]
            return _from_root(context, assets.address(path) if path in assets.files else value)
        if value.startswith("data/"):
            return _from_root(context, value)
        return _from_root(context, prefix + value)

    return url
