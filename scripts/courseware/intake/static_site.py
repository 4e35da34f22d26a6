"""Serve the built site from disk: the right page, the right 404, nothing outside the folder."""

from __future__ import annotations

import email.utils
import gzip
import mimetypes
import os
import re
import stat
import threading
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.types import Receive, Scope, Send

__all__ = ["StaticSite"]

_TYPES = mimetypes.MimeTypes(filenames=())
for _suffix, _type in {
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".json": "application/json",
    ".jsonl": "application/jsonl",
    ".csv": "text/csv",
    ".md": "text/markdown",
    ".svg": "image/svg+xml",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}.items():
    # The machine's own tables differ from one distribution to the next.
    _TYPES.add_type(_type, _suffix)

_COMPRESSIBLE = re.compile(r"text/|image/svg|application/(?:json|jsonl|xml|manifest|wasm)")
_SMALL = 1024 * 1024
"""Up to this size a file is read whole, compressed and remembered; above, it is streamed."""
_MEMORY = 32 * 1024 * 1024
_GZIP_REFUSED = re.compile(r"gzip\s*;\s*q=0(?:\.0*)?\s*(?:,|$)")


@dataclass(frozen=True, slots=True)
class _Found:
    path: Path
    size: int
    changed: int
    """Nanoseconds since 1970."""

    @property
    def tag(self) -> str:
        return f"{self.changed:x}-{self.size:x}"


class StaticSite:
    """An ASGI app that serves one folder to GET and HEAD."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._packed: OrderedDict[tuple[str, int, int], bytes] = OrderedDict()
        self._packed_bytes = 0
        self._packing = threading.Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive)
        if request.method in ("GET", "HEAD"):
            response = await anyio.to_thread.run_sync(self._respond, request)
        else:
            response = Response(status_code=405, headers={"Allow": "GET, HEAD"})
        await response(scope, receive, send)

    def _respond(self, request: Request) -> Response:
        path = request.scope["path"]
        found = self._find(path)
        if isinstance(found, str):
            query = request.scope["query_string"].decode("latin-1")
            return RedirectResponse(found + (f"?{query}" if query else ""), status_code=308)
        if found is None:
            return self._not_found(path, request)
        return self._file(found, request)

    def _find(self, path: str) -> _Found | str | None:
        """Return the file of a URL path, a path to go to instead, or None."""
        parts = path.split("/")[1:]
        inner = parts[:-1] if parts and parts[-1] == "" else parts
        # Empty parts too: "//elsewhere.example/.." must never become a redirect to another host.
        if any(_is_unsafe(part) for part in inner):
            return None
        root = os.path.realpath(self._folder)
        full = os.path.realpath(os.path.join(root, *inner))  # noqa: PTH118 (pathlib would swallow "..")
        if full != root and not full.startswith(root + os.sep):
            return None  # A symbolic link leads out of the site.
        try:
            status = Path(full).stat()
            if stat.S_ISDIR(status.st_mode):
                if parts and parts[-1] != "":
                    index = Path(full) / "index.html"
                    return _folder_address(inner) if index.is_file() else None
                full = os.path.realpath(Path(full) / "index.html")
                if not full.startswith(root + os.sep):
                    return None
                status = Path(full).stat()
            elif parts[-1] == "":
                return None
        except (OSError, ValueError):
            return None
        if not stat.S_ISREG(status.st_mode):
            return None
        return _Found(Path(full), status.st_size, status.st_mtime_ns)

    def _not_found(self, path: str, request: Request) -> Response:
        first = path.split("/")[1] if path.count("/") > 1 else ""
        for candidate in (f"/{first}/404.html", "/404.html"):
            page = self._find(candidate)
            if isinstance(page, _Found):
                return self._file(page, request, status=404)
        return Response("404 Not Found\n", status_code=404, media_type="text/plain")

    def _file(self, found: _Found, request: Request, status: int = 200) -> Response:
        kind = _TYPES.guess_type(found.path.name)[0] or "application/octet-stream"
        charset = "; charset=utf-8" if kind.startswith("text/") or kind == "image/svg+xml" else ""
        # no-cache: keep it, but ask whether it is still the same. A page is right the moment it is built.
        headers = {"Content-Type": kind + charset, "Cache-Control": "no-cache"}
        packed = bool(_COMPRESSIBLE.match(kind)) and 200 < found.size <= _SMALL
        if packed:
            headers["Vary"] = "Accept-Encoding"
        packed = packed and _accepts_gzip(request.headers.get("accept-encoding", ""))
        if status == 200:
            headers["ETag"] = f'"{found.tag}{"-gz" if packed else ""}"'
            headers["Last-Modified"] = email.utils.formatdate(found.changed // 1_000_000_000, usegmt=True)
            if _is_unchanged(request, headers["ETag"], found.changed // 1_000_000_000):
                return Response(status_code=304, headers=headers)
        if found.size > _SMALL:
            return FileResponse(found.path, status_code=status, headers=headers, media_type=kind)
        try:
            body = self._pack(found) if packed else found.path.read_bytes()
        except OSError:  # Rebuilt between looking and reading.
            return Response("404 Not Found\n", status_code=404, media_type="text/plain")
        if packed:
            headers["Content-Encoding"] = "gzip"
        headers["Content-Length"] = str(len(body))
        return Response(b"" if request.method == "HEAD" else body, status_code=status, headers=headers)

    def _pack(self, found: _Found) -> bytes:
        key = (str(found.path), found.changed, found.size)
        packed = self._packed.get(key)
        if packed is None:
            packed = gzip.compress(found.path.read_bytes(), compresslevel=6, mtime=0)
            with self._packing:  # Two threads that pack the same file must not count it twice.
                if key not in self._packed:
                    self._packed[key] = packed
                    self._packed_bytes += len(packed)
                while self._packed_bytes > _MEMORY:
                    _, dropped = self._packed.popitem(last=False)
                    self._packed_bytes -= len(dropped)
        return packed


def _folder_address(parts: list[str]) -> str:
    """Return the address of a folder, with each part escaped and a slash at the end."""
    return "/" + "".join(quote(part) + "/" for part in parts)


def _is_unsafe(part: str) -> bool:
    # Dot files are never part of a site; ".well-known" is where machines look for what they need.
    hidden = part.startswith(".") and part != ".well-known"
    return not part or hidden or "\0" in part or "\\" in part or (os.sep != "/" and os.sep in part)


def _accepts_gzip(header: str) -> bool:
    return "gzip" in header and not _GZIP_REFUSED.search(header)


def _is_unchanged(request: Request, tag: str, changed: int) -> bool:
    """Say whether the reader has this already (RFC 9110, 13.1: the tag decides where it is given)."""
    tags = request.headers.get("if-none-match")
    if tags is not None:
        return tags.strip() == "*" or tag in (known.strip().removeprefix("W/") for known in tags.split(","))
    since = request.headers.get("if-modified-since")
    if since is None:
        return False
    try:
        return changed <= email.utils.parsedate_to_datetime(since).timestamp()
    except (ValueError, TypeError, OverflowError):
        return False
