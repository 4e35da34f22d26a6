"""Pages of the site made to stand alone: no scripts, no path of this machine, links that lead somewhere.

A link within the page stays; one to the site becomes absolute where the site is published, and plain text
where it is not; pictures are taken in.
"""

from __future__ import annotations

import base64
import posixpath
from collections.abc import Mapping
from urllib.parse import unquote, urljoin, urlsplit

import lxml.html
from lxml.html import HtmlElement

__all__ = ["as_text", "data_url", "link_names", "parse_page", "settle_links", "stand_alone"]

_KINDS = {
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".css": "text/css",
    ".js": "text/javascript",
}

NO_PAPER = (
    "//script | //noscript | //template | //nav | //iframe | //object | //embed | //base | //link"
    " | //two-languages | //cite-page | //*[@hidden]"
    " | //*[contains(concat(' ', normalize-space(@class), ' '), ' print-hint ')]"
    " | //*[contains(concat(' ', normalize-space(@class), ' '), ' aside ')]"
    " | //*[contains(concat(' ', normalize-space(@class), ' '), ' quiz-unscripted ')]"
)
"""What has no use away from the site."""

ELSEWHERE = ("http", "https", "mailto", "tel")


def stand_alone(html: str, address: str, site_url: str, shared: Mapping[str, bytes]) -> str:
    """Gives a page without scripts, to be printed or read from a disk.

    Args:
        html: The page, its styles in it.
        address: Its own, below the site's root: "modules/m05-root-causes/handouts/".
        site_url: Where the site is published, with a slash at its end; empty where it is not.
        shared: Pictures by their address below the site's root.
    """
    page = parse_page(html)
    for node in page.xpath(NO_PAPER):
        node.drop_tree()
    for node in page.iter(lxml.html.etree.Element):
        for name in list(node.attrib):
            if name.startswith("on") or name in ("srcset", "action", "formaction", "ping", "style"):
                del node.attrib[name]
    settle_links(page, address, site_url, shared)
    return as_text(page)


def parse_page(html: str) -> HtmlElement:
    """Gives the tree of a whole page."""
    parser = lxml.html.HTMLParser(encoding="utf-8")
    return lxml.html.document_fromstring(html.encode(), parser=parser)


def as_text(page: HtmlElement) -> str:
    """Gives a tree as a page again."""
    text: str = lxml.html.tostring(page, encoding="unicode", doctype="<!doctype html>")
    return f"{text}\n"


def settle_links(page: HtmlElement, address: str, site_url: str, shared: Mapping[str, bytes]) -> None:
    """Makes every link of a tree lead somewhere from any place, or takes it away; takes pictures in."""
    anchors = {node.get("id") for node in page.xpath("//*[@id]")}
    for link in page.xpath("//a[@href]"):
        target = _target(link.get("href"), address, site_url)
        if target is None or (target.startswith("#") and target[1:] not in anchors):
            # A link that leads nowhere reads as one that is broken; its words still say what they say.
            for name in ("href", "target", "rel", "download", "hreflang", "aria-describedby"):
                link.attrib.pop(name, None)
            link.tag = "span"
        else:
            if not target.startswith("#") and not urlsplit(link.get("href")).scheme:
                # On paper the address of another site is printed beside its name, our own is not.
                link.set("class", f"{link.get('class') or ''} in-site".strip())
            link.set("href", target)
            link.attrib.pop("download", None)
    for picture in page.xpath("//img | //source | //video | //audio"):
        source = picture.get("src")
        if source is None or source.startswith("data:"):
            continue
        data = data_url(source, address, shared)
        if data is None:
            picture.tail = f"{picture.get('alt') or ''}{picture.tail or ''}"
            picture.drop_tree()
        else:
            picture.set("src", data)


def data_url(source: str, address: str, shared: Mapping[str, bytes]) -> str | None:
    """Gives a file of the site as an address that holds it, nothing where the site has no such file."""
    path = (
        "" if "://" in source else unquote(urlsplit(urljoin(f"file:///{address}", source)).path).lstrip("/")
    )
    if path not in shared:
        return None
    kind = _KINDS.get(posixpath.splitext(path)[1], "application/octet-stream")
    return f"data:{kind};base64,{base64.b64encode(shared[path]).decode()}"


def link_names(page_html: str) -> dict[str, str]:
    """Gives what each link of a page is called, by where it leads."""
    found: dict[str, str] = {}
    for link in parse_page(page_html).xpath("//a[@href]"):
        words = " ".join((link.get("aria-label") or link.text_content()).split())
        if words:
            found.setdefault(link.get("href"), words)
    return found


def _target(href: str, address: str, site_url: str) -> str | None:
    """Gives where a link leads from any place, or nothing."""
    if href.startswith("#"):
        return href
    scheme = urlsplit(href).scheme
    if scheme:
        return href if scheme in ELSEWHERE else None
    whole = urlsplit(urljoin(f"file:///{address}", href))
    if whole.path.lstrip("/") == address and whole.fragment:
        return f"#{whole.fragment}"
    if not site_url or href.startswith("//"):
        return None
    return urljoin(site_url, whole.path.lstrip("/")) + (f"#{whole.fragment}" if whole.fragment else "")
