"""Visits to a server on this machine, which is allowed here alone."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from courseware.content.link_visitor import USER_AGENT, Visit, Visitor


class _Site(BaseHTTPRequestHandler):
    asked: list[tuple[str, str, str]]

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def _answer(self) -> None:
        type(self).asked.append((self.command, self.path, self.headers["User-Agent"]))
        kind = self.path.strip("/").split("/")[0].split("?")[0]
        if kind == "silent" and self.command == "HEAD":
            self.close_connection = True
            return
        if kind == "no-head" and self.command == "HEAD":
            self.send_response(405)
        elif kind in ("301", "302", "308"):
            self.send_response(int(kind))
            self.send_header("Location", self.path.removeprefix(f"/{kind}") or "/")
        elif kind == "loop":
            self.send_response(302)
            self.send_header("Location", "/loop")
        elif kind == "inside":
            self.send_response(302)
            self.send_header("Location", "http://10.0.0.1/secret")
        elif kind == "file":
            self.send_response(302)
            self.send_header("Location", "file:///etc/passwd")
        elif kind == "letters":
            self.send_response(302)
            self._headers_buffer.append("Location: /rätt\r\n".encode())  # type: ignore[attr-defined]
        elif kind == "colour":
            self.send_response(301)
            self.send_header("Location", "/a\x1b[31m")
        elif kind.isdigit():
            self.send_response(int(kind))
        else:
            self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


@pytest.fixture
def site() -> Iterator[str]:
    _Site.asked = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join(10)


@pytest.fixture
def visitor() -> Visitor:
    return Visitor(delay=0, timeout=2, loopback=True)


@pytest.mark.parametrize(
    ("path", "result", "status", "end"),
    [
        ("/a", "ok", 200, ""),
        ("/a?b=c&d=å", "ok", 200, ""),
        ("/r%C3%A4tt/å b", "ok", 200, ""),
        ("/no-head", "ok", 200, ""),
        ("/silent", "ok", 200, ""),
        ("/302/a", "ok", 200, "/a"),
        ("/301/a", "moved", 200, "/a"),
        ("/308/302/a", "moved", 200, "/a"),
        ("/302", "moved", 200, "/"),
        ("/301/404", "gone", 404, "/404"),
        ("/404", "gone", 404, ""),
        ("/410", "gone", 410, ""),
        ("/403", "refused", 403, ""),
        ("/429", "refused", 429, ""),
        ("/500", "unreachable", 500, ""),
        ("/loop", "unreachable", 302, "/loop"),
    ],
)
def test_an_answer_is_judged(
    visitor: Visitor, site: str, path: str, result: str, status: int, end: str
) -> None:
    address = f"{site}{end}" if end else ""
    assert visitor.visit(f"{site}{path}") == Visit(result, status, address)  # type: ignore[arg-type]


def test_the_page_itself_is_not_fetched_and_the_visitor_says_who_it_is(visitor: Visitor, site: str) -> None:
    visitor.visit(f"{site}/a")
    assert _Site.asked == [("HEAD", "/a", USER_AGENT)]


def test_letters_of_a_redirect_are_read_as_they_were_written(visitor: Visitor, site: str) -> None:
    assert visitor.visit(f"{site}/letters") == Visit("ok", 200, f"{site}/rätt")
    assert _Site.asked[-1][1] == "/r%C3%A4tt"


def test_a_redirect_brings_no_control_characters_into_the_record(visitor: Visitor, site: str) -> None:
    assert visitor.visit(f"{site}/colour") == Visit("moved", 200, f"{site}/a%1B[31m")


def test_who_asks_for_rest_is_not_asked_again(visitor: Visitor, site: str) -> None:
    visitor.visit(f"{site}/429")
    assert [method for method, *_ in _Site.asked] == ["HEAD"]


@pytest.mark.parametrize("piece", [b"HTTP/1.1 100 Continue\r\n\r\n", b"x"])
def test_an_answer_without_an_end_is_ended(piece: bytes) -> None:
    """Each piece comes in time; all of them never do."""
    stop = threading.Event()

    def talk(server: socket.socket) -> None:
        while not stop.is_set():
            with suppress(OSError):
                asking, _ = server.accept()
                with asking:
                    asking.recv(4096)
                    while not stop.wait(0.05):
                        asking.sendall(piece)

    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        thread = threading.Thread(target=talk, args=(server,), daemon=True)
        thread.start()
        begun = time.monotonic()
        visit = Visitor(timeout=0.3, loopback=True).visit(f"http://127.0.0.1:{server.getsockname()[1]}/")
        stop.set()
        thread.join(5)
    assert visit.result == "unreachable"
    assert time.monotonic() - begun < 20


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost:8000/",
        "http://10.1.2.3/",
        "http://192.168.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://0.0.0.0/",
        "http://224.0.0.1/",
    ],
)
def test_private_addresses_are_never_visited(url: str) -> None:
    assert Visitor().visit(url) == Visit("refused")


def test_a_redirect_into_a_private_network_is_not_followed(visitor: Visitor, site: str) -> None:
    assert visitor.visit(f"{site}/inside") == Visit("refused", None, "http://10.0.0.1/secret")


def test_only_the_web_is_visited(visitor: Visitor, site: str) -> None:
    assert visitor.visit(f"{site}/file") == Visit("unreachable", None, "file:///etc/passwd")
    assert visitor.visit("ftp://127.0.0.1/") == Visit("unreachable")


def test_nobody_there_and_nothing_said_are_no_crash(visitor: Visitor) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        assert visitor.visit(f"http://127.0.0.1:{port}/").result == "unreachable"
        free.listen()
        assert Visitor(timeout=0.2, loopback=True).visit(f"http://127.0.0.1:{port}/").result == "unreachable"
    assert visitor.visit("http://127.0.0.1:99999/").result == "unreachable"
    assert visitor.visit("http://xn--.se/").result == "unreachable"


def test_one_host_is_visited_slowly_and_all_are_told(site: str) -> None:
    begun = time.monotonic()
    visits = dict(Visitor(delay=0.2, loopback=True).visit_all([f"{site}/{n}" for n in "abca"], jobs=4))
    assert {visit.result for visit in visits.values()} == {"ok"}
    assert len(visits) == 3
    assert time.monotonic() - begun >= 0.4


def test_stopping_early_ends_the_others(site: str) -> None:
    visits = Visitor(delay=0.2, loopback=True).visit_all([f"{site}/{n}" for n in "abcdef"], jobs=1)
    next(visits)
    visits.close()
    time.sleep(0.5)
    assert len(_Site.asked) <= 2
