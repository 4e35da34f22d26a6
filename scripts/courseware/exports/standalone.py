"""A page of the site, scripts and all, as one file that works from a disk.

Browsers refuse modules and fetch on file://. So every module that the page may run becomes a data: address
under a name of its own in an import map (HTML Standard, 8.1.5.5), and what imports it by a relative address
does so by that name.
"""

from __future__ import annotations

import base64
import json
import posixpath
import re
from collections.abc import Mapping
from urllib.parse import unquote, urljoin, urlsplit

import lxml.html
from lxml.html import HtmlElement

from courseware.exports.pages import as_text, data_url, parse_page, settle_links

__all__ = ["one_file"]

POLICY = (
    "default-src 'none'; script-src 'unsafe-inline' data:; style-src 'unsafe-inline' data:; img-src data:;"
    " font-src data:; media-src data:; base-uri 'none'; form-action 'none'"
)
"""Nothing from outside the file; what is in it must be allowed to run."""

NAME = "kit/"
"""What the names of modules begin with in the import map."""

HIDDEN = 'a[href^="../"], a[href^="./"] { display: none }'
"""Links that scripts make to other pages of the site lead nowhere from a disk."""

_IMPORT = re.compile(
    r"""(?P<before>\bfrom\s*|\bimport\s*\(\s*|(?:^|[;\n])\s*import\s*)"""
    r"""(?P<quote>["'])(?P<path>\.{1,2}/[^"']*)(?P=quote)"""
)
_COMPOSED = re.compile(r"(?P<before>\bimport\s*\(\s*`)\./")
"""An import whose name is put together when it runs."""
_STYLE_URL = re.compile(r"""url\((["']?)(?!data:)([^)"']+)\1\)""")

NOT_HERE = "//nav | //noscript | //link[not(@rel='stylesheet')] | //two-languages | //cite-page | //base"
"""What leads to other pages; there are none here."""


def one_file(html: str, address: str, site_url: str, shared: Mapping[str, bytes]) -> str:
    """Gives a page with its styles, scripts and pictures in it.

    Args:
        html: The page as the site has it.
        address: Its own, below the site's root.
        site_url: Where the site is published, with a slash at its end; empty where it is not.
        shared: The site's files by their address below its root.
    """
    page = parse_page(html)
    for node in page.xpath(NOT_HERE):
        node.drop_tree()
    for node in page.xpath("//header[contains(@class, 'top')]"):
        node.drop_tree()
    settle_links(page, address, site_url, shared)
    for node in page.xpath("//*[@data-style]"):
        node.set("data-style", _css_url(_path(node.get("data-style"), address), shared))
    for meta in page.xpath("//meta[@http-equiv='Content-Security-Policy']"):
        meta.set("content", POLICY)
    for meta in page.xpath("//meta[@name='courseware']"):
        meta.set("data-root", site_url or ".")
        meta.set("data-inbox", "")
    _take_in_styles(page, address, shared)
    own = lxml.html.Element("style")
    own.text = HIDDEN
    page.find("head").append(own)
    _take_in_scripts(page, address, shared)
    return as_text(page)


def _take_in_styles(page: HtmlElement, address: str, shared: Mapping[str, bytes]) -> None:
    for link in page.xpath("//link[@rel='stylesheet']"):
        # It stays a link: scripts put further styles before it.
        path = _path(link.get("href"), address)
        link.set("href", _css_url(path, shared))


def _css_url(path: str, shared: Mapping[str, bytes]) -> str:
    """Gives a style sheet as an address that holds it, and the fonts that it names."""

    def taken(match: re.Match[str]) -> str:
        return f"url({data_url(match[2], path, shared) or 'data:,'})"

    text = _STYLE_URL.sub(taken, shared[path].decode())
    return f"data:text/css;base64,{base64.b64encode(text.encode()).decode()}"


def _take_in_scripts(page: HtmlElement, address: str, shared: Mapping[str, bytes]) -> None:
    entries: list[str] = []
    for script in page.xpath("//script[@src]"):
        path = _path(script.get("src"), address)
        if path not in shared:  # The preview's reload.
            script.drop_tree()
        elif script.get("type") == "module":
            entries.append(path)
            script.drop_tree()
        else:
            del script.attrib["src"]
            script.text = _safe(shared[path].decode())
    tags = {str(node.tag) for node in page.iter(lxml.html.etree.Element) if "-" in str(node.tag)}
    modules = _modules(entries, tags, shared)
    names = {f"{NAME}{path}": _module_url(text) for path, text in modules.items()}
    head = page.find("head")
    imports = lxml.html.Element("script", {"type": "importmap"})
    imports.text = json.dumps({"imports": names}, sort_keys=True)
    head.append(imports)
    start = lxml.html.Element("script", {"type": "module"})
    start.text = "\n".join(f'import "{NAME}{entry}";' for entry in entries)
    page.find("body").append(start)


def _modules(entries: list[str], tags: set[str], shared: Mapping[str, bytes]) -> dict[str, str]:
    """Gives every module that the page may import, its own imports by name."""
    found: dict[str, str] = {}
    waiting = list(entries)
    for entry in entries:
        # The first module imports the page's elements by a name that it puts together.
        folder = posixpath.dirname(entry)
        waiting += [f"{folder}/{tag}.js" for tag in sorted(tags) if f"{folder}/{tag}.js" in shared]
    while waiting:
        path = waiting.pop()
        if path in found or path not in shared:
            continue
        text = shared[path].decode()
        waiting.extend(_beside(match["path"], path) for match in _IMPORT.finditer(text))
        found[path] = _by_name(text, path)
    return dict(sorted(found.items()))


def _by_name(text: str, path: str) -> str:
    """Gives a module that imports others by their names in the import map."""

    def named(match: re.Match[str]) -> str:
        return f"{match['before']}{match['quote']}{NAME}{_beside(match['path'], path)}{match['quote']}"

    folder = f"{NAME}{posixpath.dirname(path)}/"
    text = _COMPOSED.sub(lambda match: f"{match['before']}{folder}", _IMPORT.sub(named, text))
    # A data: address is no base for others; nothing beside the file is there to be found.
    return text.replace("import.meta.url", "document.baseURI")


def _beside(relative: str, path: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), relative))


def _module_url(text: str) -> str:
    return f"data:text/javascript;base64,{base64.b64encode(text.encode()).decode()}"


def _safe(script: str) -> str:
    """Gives a script that cannot end the element it stands in."""
    return script.replace("</script", "<\\/script")


def _path(source: str, address: str) -> str:
    return unquote(urlsplit(urljoin(f"file:///{address}", source)).path).lstrip("/")
