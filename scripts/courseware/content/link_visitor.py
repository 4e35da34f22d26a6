"""Visits to addresses outside the site: polite, bounded, and never into a private network.

The one part of the content that asks the network, and only when somebody runs `courseware links check`.
A name is resolved once, and the visit goes to the very address that was looked at: a server that
answers differently the second time leads nowhere new. Proxies are not used.
"""

from __future__ import annotations

import http.client
import ipaddress
import queue
import re
import socket
import ssl
import threading
from collections.abc import Generator, Iterable
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import quote, urldefrag, urljoin, urlsplit

from courseware.content.external_links import Result

__all__ = ["USER_AGENT", "Visit", "Visitor"]

USER_AGENT = "FullfoljdUtbildning-LinkCheck/1.0"
TIMEOUT = 20.0
"""Seconds for connecting, and for each answer."""
MAX_HOPS = 8
_TRIES = 3
"""How many times its timeout one answer may take as a whole, however slowly it drips in."""
_BUSY = 429
"""Asks for rest: no second question follows at once."""
_CONTROL = re.compile(r"[\x00-\x20\x7f-\x9f]")
_PERMANENT = (301, 308)
_REDIRECTS = (*_PERMANENT, 302, 303, 307)
_GONE = (404, 410)
_SAFE = "/:?#[]@!$&'()*+,;=%~-._"
"""What stays as it is in a path that holds other letters."""


@dataclass(frozen=True, slots=True)
class Visit:
    """What was found at an address."""

    result: Result
    status: int | None = None
    address: str = ""
    """Where the visit ended, if elsewhere."""


class _Private(Exception):
    """The address lies where a reader of the site could not go."""


class Visitor:
    """Visits addresses, each host by one visit at a time."""

    def __init__(self, *, delay: float = 1.0, timeout: float = TIMEOUT, loopback: bool = False) -> None:
        """Prepares.

        Args:
            delay: Seconds between two visits to the same host.
            timeout: Seconds to wait for a connection, and for each answer.
            loopback: Whether this very machine may be visited: for tests alone.
        """
        self._delay = delay
        self._timeout = timeout
        self._loopback = loopback
        self._tls = ssl.create_default_context()

    def visit_all(self, urls: Iterable[str], jobs: int) -> Generator[tuple[str, Visit], None, None]:
        """Yields what each visit found, as they end; who stops early waits for none of the others.

        Args:
            urls: Addresses.
            jobs: Hosts to visit at the same time.
        """
        hosts: dict[str, list[str]] = {}
        for url in dict.fromkeys(urls):
            hosts.setdefault(_host_of(url), []).append(url)
        waiting: queue.SimpleQueue[list[str]] = queue.SimpleQueue()
        for group in sorted(hosts.values(), key=len, reverse=True):  # The longest round is begun first.
            waiting.put(group)
        ended: queue.SimpleQueue[tuple[str, Visit] | BaseException] = queue.SimpleQueue()
        stop = threading.Event()

        def work() -> None:
            try:
                while True:
                    try:
                        group = waiting.get_nowait()
                    except queue.Empty:
                        return
                    for number, url in enumerate(group):
                        if stop.is_set() or (number and stop.wait(self._delay)):
                            return
                        ended.put((url, self.visit(url)))
            except BaseException as error:  # Handed to who waits, or they would wait for ever.
                ended.put(error)

        for _ in range(min(jobs, len(hosts))):
            threading.Thread(target=work, daemon=True).start()
        try:
            for _ in range(sum(map(len, hosts.values()))):
                found = ended.get()
                if isinstance(found, BaseException):
                    raise found
                yield found
        finally:
            stop.set()

    def visit(self, url: str) -> Visit:
        """Gives what is found at an address, redirects followed."""
        here, permanent, status = url, False, None
        try:
            for _ in range(MAX_HOPS):
                status, following = self._ask(here)
                if status not in _REDIRECTS or not following:
                    return _judged(url, here, status, permanent)
                permanent = permanent or status in _PERMANENT
                here = _CONTROL.sub(lambda found: quote(found[0]), urldefrag(urljoin(here, following)).url)
        except _Private:
            return Visit("refused", None, here if here != url else "")
        except (OSError, http.client.HTTPException, ValueError):
            return Visit("unreachable", None, here if here != url else "")
        return Visit("unreachable", status, here)

    def _ask(self, url: str) -> tuple[int, str]:
        """Gives status and redirect of one address: by HEAD, and by GET where HEAD is not understood."""
        try:
            status, following = self._request("HEAD", url)
        except http.client.HTTPException:
            status, following = 0, ""
        done = 200 <= status < 400 or status == _BUSY
        return (status, following) if done else self._request("GET", url)

    def _request(self, method: str, url: str) -> tuple[int, str]:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError(url)
        host = parts.hostname.encode("idna").decode() if not parts.hostname.isascii() else parts.hostname
        port = parts.port or (443 if parts.scheme == "https" else 80)
        connection = http.client.HTTPConnection(host, port, timeout=self._timeout)
        connection.sock = self._connected(host, port)
        # The timeout is for each piece: a server that sends one letter at a time would never run into it.
        limit = threading.Timer(_TRIES * self._timeout, _cut, (connection,))
        limit.daemon = True
        limit.start()
        try:
            if parts.scheme == "https":
                connection.sock = self._tls.wrap_socket(connection.sock, server_hostname=host)
            target = quote(parts.path or "/", safe=_SAFE)
            if parts.query:
                target += f"?{quote(parts.query, safe=_SAFE)}"
            shown = f"[{host}]" if ":" in host else host
            headers = {
                "Host": shown if parts.port is None else f"{shown}:{port}",
                "User-Agent": USER_AGENT,
                "Accept": "text/html,application/pdf;q=0.9,*/*;q=0.8",
                "Accept-Language": "sv,en;q=0.8",
                "Connection": "close",
            }
            connection.request(method, target, headers=headers)
            answer = connection.getresponse()  # The head alone: what the page holds is not read.
            # Many servers write letters in it as they are, in UTF-8, which a header is not read as.
            following = (answer.getheader("Location") or "").encode("latin-1", "replace")
            return answer.status, following.decode("utf-8", "replace")
        finally:
            limit.cancel()
            connection.close()

    def _connected(self, host: str, port: int) -> socket.socket:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        for *_, address in found:
            ip = ipaddress.ip_address(str(address[0]).partition("%")[0])
            if not (ip.is_global and not ip.is_multicast) and not (self._loopback and ip.is_loopback):
                raise _Private(host)
        refused: OSError = OSError(f"{host} has no address")
        for *_, address in found:
            try:
                return socket.create_connection((str(address[0]), port), self._timeout)
            except OSError as error:
                refused = error
        raise refused


def _cut(connection: http.client.HTTPConnection) -> None:
    """Ends a conversation from outside; whoever reads from it finds its end."""
    with suppress(OSError, AttributeError):
        connection.sock.shutdown(socket.SHUT_RDWR)


def _judged(url: str, here: str, status: int, permanent: bool) -> Visit:
    elsewhere = here if here != url else ""
    if status in _GONE:
        return Visit("gone", status, elsewhere)
    if 200 <= status < 300:
        # Sent to the front page: what was there is no longer there, whatever the server calls it.
        lost = bool(elsewhere) and urlsplit(here).path in ("", "/") and urlsplit(url).path not in ("", "/")
        return Visit("moved" if elsewhere and (permanent or lost) else "ok", status, elsewhere)
    return Visit("refused" if 400 <= status < 500 else "unreachable", status, elsewhere)


def _host_of(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
