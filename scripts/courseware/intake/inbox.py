"""The only web server: the site and, on the same origin, the place that takes statements.

It knows no register and no key. It keeps what has the right form and says why the rest has not; whether
a code is genuine and the answers right is found out at import, elsewhere. No code and no body is logged.
"""

from __future__ import annotations

import hashlib
import json
import logging
import math
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import anyio
import anyio.to_thread
import msgspec
from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from courseware.intake.limits import RequestLimit
from courseware.intake.mailbox import Conflict, Mailbox, MailboxError, Posted
from courseware.intake.static_site import StaticSite
from courseware.receipts.codec import JsonError, read_json
from courseware.receipts.statements import StatementError, decode_statement

__all__ = ["STATEMENTS_PATH", "create_app"]

STATEMENTS_PATH = "/xapi/statements"
MAX_BYTES = 1024 * 1024
MAX_STATEMENTS = 500
READ_SECONDS = 30
QUEUE_SECONDS = 10
"""How long a request waits for those before it; more than that, and the sender had better come again."""
DEFAULT_CSP = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'"
)
"""The bound of every page; a page's own policy is as strict or stricter: only search runs WebAssembly."""

_ALL_METHODS = ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"]
"""All, so that none of them falls through to the site behind."""

_log = logging.getLogger(__name__)


class Refusal(Exception):
    """An answer in the four hundreds that names the statement and the reason."""

    def __init__(
        self,
        status: int,
        reason: str,
        message: str,
        index: int | None = None,
        id: Any = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.headers: dict[str, str] = {}
        self.content = {"statement": index, "id": id, "reason": reason, "message": message}


def create_app(
    site_dir: Path,
    inbox_path: Path,
    *,
    csp: str = DEFAULT_CSP,
    extra_routes: Sequence[BaseRoute] = (),
    allowed_hosts: Sequence[str] | None = None,
    clock: Callable[[], float] = time.time,
) -> Starlette:
    """Return the app that serves a built site and takes statements.

    Args:
        site_dir: The built site; may be rebuilt or replaced while the app runs.
        inbox_path: The inbox's SQLite file; made where it is missing.
        csp: The Content-Security-Policy sent with every answer.
        extra_routes: Routes that come before the site, such as the preview's reload events.
        allowed_hosts: Names under which statements are taken; None takes them under any.
        clock: Seconds since 1970; decides `stored` and the request limit.
    """
    inbox = _Inbox(Mailbox(inbox_path), allowed_hosts, clock)
    headers = _security_headers(csp)
    app = Starlette(
        routes=[
            *extra_routes,
            Route(STATEMENTS_PATH, inbox.take, methods=_ALL_METHODS),
            Mount("/", StaticSite(site_dir)),
        ],
        middleware=[Middleware(_Headers, headers=headers)],
        # Outside all middleware, so it is given the headers too.
        exception_handlers={Refusal: _refuse, Exception: partial(_fail, headers)},
    )
    app.state.mailbox = inbox.mailbox
    return app


def _security_headers(csp: str) -> dict[str, str]:
    return {
        # frame-ancestors works in a header only, so it is not part of the pages' own policy.
        "Content-Security-Policy": f"{csp.rstrip('; ')}; frame-ancestors 'self'",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        # The camera reads participants' codes at a workshop's check-in; the browser asks for leave.
        "Permissions-Policy": "camera=(self), geolocation=(), microphone=(), browsing-topics=()",
    }


class _Headers:
    """Adds to every answer what keeps a page to itself."""

    def __init__(self, app: ASGIApp, headers: Mapping[str, str]) -> None:
        self._app = app
        self._headers = headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, send_with_headers)


class _Inbox:
    def __init__(self, mailbox: Mailbox, hosts: Sequence[str] | None, clock: Callable[[], float]) -> None:
        self.mailbox = mailbox
        self._hosts = None if hosts is None else {_without_port(host.lower()) for host in hosts}
        self._clock = clock
        self._limit = RequestLimit()
        # One at a time, and none of the threads that serve pages: a locked file must not stop the site.
        self._one = anyio.CapacityLimiter(1)

    async def take(self, request: Request) -> Response:
        """Answer POST and PUT /xapi/statements (xAPI-Communication 2.1)."""
        if request.method not in ("POST", "PUT"):
            refusal = Refusal(405, "method", "statements can be sent here, and not read")
            refusal.headers["Allow"] = "POST, PUT"
            raise refusal
        self._check_sender(request)
        body = await _read_body(request)
        wanted = request.query_params.get("statementId")
        is_put = request.method == "PUT"
        if is_put and wanted is None:
            raise Refusal(400, "statement-id", "PUT needs ?statementId=")
        ids, posted = await anyio.to_thread.run_sync(_read_statements, body, wanted if is_put else None)
        stored = int(self._clock() * 1000)
        try:
            with anyio.fail_after(QUEUE_SECONDS):
                await anyio.to_thread.run_sync(self.mailbox.append, posted, stored, limiter=self._one)
        except Conflict as conflict:
            raise Refusal(409, "conflict", str(conflict), conflict.index, ids[conflict.index]) from None
        except (MailboxError, TimeoutError) as error:
            _log.error("statements could not be kept: %s", error or "too many requests are waiting")
            refusal = Refusal(503, "unavailable", "the inbox cannot keep anything just now; try again later")
            refusal.headers["Retry-After"] = "60"
            raise refusal from None
        return Response(status_code=204) if is_put else JSONResponse(ids)

    def _check_sender(self, request: Request) -> None:
        host = request.headers.get("host", "").lower()
        if self._hosts is not None and _without_port(host) not in self._hosts:
            raise Refusal(421, "host", "statements are not taken under this name")
        origin = request.headers.get("origin")
        # Only the host is compared: behind a proxy the scheme is often another one.
        if origin is not None and _host_of(origin) != host:
            raise Refusal(403, "origin", "statements are taken from this site's own pages only")
        wait = self._limit.wait_for(request.client.host if request.client else "", self._clock())
        if wait:
            refusal = Refusal(
                429, "too-many-requests", f"too many requests: try again in {math.ceil(wait)} seconds"
            )
            refusal.headers["Retry-After"] = str(math.ceil(wait))
            raise refusal
        kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
        if kind != "application/json":
            raise Refusal(415, "content-type", "statements are sent as application/json")
        if not request.headers.get("x-experience-api-version", "").startswith(("1.0", "2.0")):
            raise Refusal(400, "xapi-version", "the header X-Experience-API-Version must be 1.0.3 or 2.0.0")


async def _read_body(request: Request) -> bytes:
    too_large = Refusal(
        413, "too-large", f"a request may have {MAX_BYTES // 1024} KiB at most: send fewer at a time"
    )
    length = request.headers.get("content-length", "0")
    if length.isascii() and length.isdigit() and int(length[:20]) > MAX_BYTES:
        raise too_large
    body = bytearray()
    try:
        with anyio.fail_after(READ_SECONDS):
            async for chunk in request.stream():
                body += chunk
                if len(body) > MAX_BYTES:
                    raise too_large
    except TimeoutError:
        raise Refusal(408, "timeout", "the request took too long") from None
    except ClientDisconnect:
        raise Refusal(400, "disconnected", "the request ended before its body") from None
    return bytes(body)


def _read_statements(body: bytes, wanted: str | None) -> tuple[list[str], list[Posted]]:
    """Return the ids as they were sent, and what to keep."""
    try:
        text = body.decode("utf-8")
        data = read_json(text)
    except UnicodeDecodeError:
        raise Refusal(400, "text", "the request is not UTF-8") from None
    except JsonError as error:
        raise Refusal(400, error.reason, str(error)) from None
    single = isinstance(data, dict)
    if not single and not isinstance(data, list):
        raise Refusal(400, "schema", "send one statement or a list of them")
    if wanted is not None:
        if not single:
            raise Refusal(400, "schema", "PUT takes one statement")
        data = {"id": wanted, **data}
    parsed: list[Any] = [data] if single else data
    if not parsed:
        raise Refusal(400, "empty", "the list of statements is empty")
    if len(parsed) > MAX_STATEMENTS:
        raise Refusal(413, "too-many", f"a request may hold {MAX_STATEMENTS} statements at most")
    if wanted is not None:
        raws = [json.dumps(data, ensure_ascii=False).encode()]
    else:
        raws = [body] if single else [bytes(raw) for raw in msgspec.json.decode(body, type=list[msgspec.Raw])]
    posted = []
    for index, (raw, content) in enumerate(zip(raws, parsed, strict=True)):
        posted.append(_read_one(index, raw, content, wanted))
    return [str(content["id"]) for content in parsed], posted


def _read_one(index: int, raw: bytes, content: Any, wanted: str | None) -> Posted:
    sent_id = content.get("id") if isinstance(content, dict) else None
    shown = sent_id if isinstance(sent_id, str) and len(sent_id) <= 64 else None
    try:
        statement = decode_statement(raw)
    except StatementError as error:
        raise Refusal(400, error.reason, str(error), index, shown) from None
    if wanted is not None and not _is_id(wanted, statement.id):
        raise Refusal(400, "statement-id", "statementId and the statement's id differ", index, shown)
    # What record stores add on the way does not make it another statement (xAPI-Data 2.1, immutability).
    said = {key: value for key, value in content.items() if key not in ("stored", "authority", "version")}
    said["id"] = str(statement.id)
    canonical = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    return Posted(statement.id.bytes, hashlib.sha256(canonical).digest(), raw)


def _is_id(text: str, id: UUID) -> bool:
    try:
        return UUID(text) == id
    except ValueError:
        return False


def _without_port(host: str) -> str:
    """Return the name in a Host header, or an IPv6 address without the brackets that set off its port."""
    if host.startswith("["):
        return host[1:].partition("]")[0]
    name, _, port = host.rpartition(":")
    return name if name.count(":") == 0 and name and port.isdigit() else host


def _host_of(origin: str) -> str | None:
    try:
        return urlsplit(origin).netloc.lower()
    except ValueError:  # "http://[" is no address at all.
        return None


async def _refuse(_: Request, error: Exception) -> Response:
    assert isinstance(error, Refusal)  # noqa: S101 (the table of handlers says so)
    return JSONResponse(error.content, status_code=error.status, headers=error.headers)


async def _fail(headers: Mapping[str, str], _: Request, __: Exception) -> Response:
    content = {
        "statement": None,
        "id": None,
        "reason": "unexpected",
        "message": "the server failed; try again later",
    }
    return JSONResponse(content, status_code=500, headers=headers)
