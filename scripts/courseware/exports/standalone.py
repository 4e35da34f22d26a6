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
from collections.abc import Iterator, Mapping
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

_IMPORT = re.compile(
    r"""(?P<before>\bfrom\s*|\bimport\s*\(\s*|(?:^|[;\n])\s*import\s*)(?P<quote>["'`])(?P<path>\.{1,2}/[^"'`]*)(?P=quote)"""
)
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
        node.set("data-style", data_url(node.get("data-style"), address, shared) or "")
    for meta in page.xpath("//meta[@http-equiv='Content-Security-Policy']"):
        meta.set("content", POLICY)
    for meta in page.xpath("//meta[@name='courseware']"):
        meta.set("data-root", site_url or ".")
        meta.set("data-inbox", "")
    _take_in_styles(page, address, shared)
    _take_in_scripts(page, address, shared)
    return as_text(page)


def _take_in_styles(page: HtmlElement, address: str, shared: Mapping[str, bytes]) -> None:
    for link in page.xpath("//link[@rel='stylesheet']"):
        path = _path(link.get("href"), address)
        style = lxml.html.Element("style")
        style.text = _STYLE_URL.sub(
            lambda match, path=path: f"url({data_url(match[2], path, shared) or 'data:,'})",  # type: ignore[misc]
            shared[path].decode(),
        )
        link.getparent().replace(link, style)


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
        waiting.extend(_imported(text, path))
        found[path] = _IMPORT.sub(
            lambda match, path=path: (  # type: ignore[misc]
                f"{match['before']}{match['quote']}{NAME}{_beside(match['path'], path)}{match['quote']}"
            ),
            text,
        )
    return dict(sorted(found.items()))


def _imported(text: str, path: str) -> Iterator[str]:
    for match in _IMPORT.finditer(text):
        if match["quote"] != "`":
            yield _beside(match["path"], path)


def _beside(relative: str, path: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), relative))


def _module_url(text: str) -> str:
    return f"data:text/javascript;base64,{base64.b64encode(text.encode()).decode()}"


def _safe(script: str) -> str:
    """Gives a script that cannot end the element it stands in."""
    return script.replace("</script", "<\\/script")


def _path(source: str, address: str) -> str:
    return unquote(urlsplit(urljoin(f"file:///{address}", source)).path).lstrip("/")
