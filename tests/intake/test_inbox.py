"""The inbox: keeps what is right, says why the rest is not, and never loses what it has answered 200 to."""

from __future__ import annotations

import itertools
import json
import logging
import random
import socket
import sqlite3
import subprocess
import sys
import threading
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from learners import CODE, Learner
from loops import run

from courseware.intake.inbox import MAX_BYTES, MAX_STATEMENTS, create_app
from courseware.intake.limits import RequestLimit
from courseware.intake.mailbox import Mailbox, MailboxError
from courseware.receipts.statements import encode_statement

Post = Callable[..., httpx.Response]
PATH = "/xapi/statements"
HEADERS = {"X-Experience-API-Version": "1.0.3", "Content-Type": "application/json"}


class Clock:
    """A clock that moves when it is told."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A small built site with a secret beside it."""
    folder = tmp_path / "site"
    for name, text in {
        "index.html": "<p>hej</p>" * 100,
        "404.html": "finns inte",
        "lv/index.html": "sveiki",
        "lv/404.html": "nav atrasts",
        "modules/m07/index.html": "modul",
        "assets/main.js": "export const x = 1;" * 50,
        "assets/empty.css": "",
        "data/rates.csv": "år;andel\n",
        ".hidden": "no",
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    (tmp_path / "secret.txt").write_text("secret")
    (folder / "leak.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "inside.js").symlink_to(folder / "assets/main.js")
    (folder / "nothing").mkdir()
    return folder


class Client:
    """Speaks to the app without a network."""

    def __init__(self, app: Any, address: str = "192.0.2.1") -> None:
        self.app, self.address = app, address

    def __call__(self, method: str, url: str | httpx.URL, **values: Any) -> httpx.Response:

        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(self.app, client=(self.address, 1), raise_app_exceptions=True)
            async with httpx.AsyncClient(transport=transport, base_url="http://kurs.example") as client:
                return await client.request(method, url, **values)

        return run(ask())

    def post(self, body: Any, **headers: str) -> httpx.Response:
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self("POST", PATH, content=content, headers={**HEADERS, **headers})


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def client(site: Path, tmp_path: Path, clock: Clock) -> Iterator[Client]:
    app = create_app(site, tmp_path / "in" / "inbox.sqlite", clock=clock)
    yield Client(app)
    app.state.mailbox.close()


def work(seed: int = 1) -> list[dict[str, Any]]:
    return [json.loads(encode_statement(one)) for one in Learner(seed=seed).everything()]


def test_statements_are_kept_as_they_were_sent(client: Client, clock: Clock) -> None:
    sent = work()
    answer = client.post(sent)
    assert (answer.status_code, answer.json()) == (200, [one["id"] for one in sent])
    kept = list(client.app.state.mailbox.read())
    assert [json.loads(body) for _, _, body in kept] == sent
    assert {stored for _, stored, _ in kept} == {int(clock.now * 1000)}
    assert [position for position, _, _ in kept] == sorted(position for position, _, _ in kept)


def test_a_single_statement_and_put(client: Client) -> None:
    first, second, *_ = work()
    assert client.post(first).json() == [first["id"]]
    without_id = {key: value for key, value in second.items() if key != "id"}
    for content in (second, without_id, second):
        answer = client("PUT", f"{PATH}?statementId={second['id']}", json=content, headers=HEADERS)
        assert answer.status_code == 204
    assert client("PUT", PATH, json=second, headers=HEADERS).status_code == 400
    other = client("PUT", f"{PATH}?statementId={uuid.UUID(int=7)}", json=second, headers=HEADERS)
    assert (other.status_code, other.json()["reason"]) == (400, "statement-id")
    assert client.app.state.mailbox.count() == 2


def test_the_same_again_is_fine_and_something_else_is_a_conflict(client: Client) -> None:
    sent = work()
    client.post(sent)
    reordered = [dict(reversed(list(one.items()))) for one in sent]
    assert client.post(reordered).status_code == 200
    changed = json.loads(json.dumps(sent))
    changed[3]["timestamp"] = "2026-11-20T10:00:00Z"
    answer = client.post([*work(seed=2), changed[3]])
    assert answer.status_code == 409
    assert answer.json() | {"message": ""} == {
        "statement": 8, "id": sent[3]["id"], "reason": "conflict", "message": ""
    }  # fmt: skip
    assert client.app.state.mailbox.count() == len(sent), "nothing of a refused request is kept"


def test_the_same_id_twice_in_one_request(client: Client) -> None:
    one = work()[0]
    assert client.post([one, one]).status_code == 200
    assert client.post([work(2)[0], {**work(2)[0], "timestamp": "2026-11-20T10:00:00Z"}]).status_code == 409
    assert client.app.state.mailbox.count() == 1


def test_the_wrong_statement_is_named(client: Client) -> None:
    sent = work()
    sent[2]["actor"]["account"]["name"] = CODE[:-1] + ("0" if CODE[-1] != "0" else "1")
    answer = client.post(sent)
    assert answer.status_code == 400
    assert (answer.json()["statement"], answer.json()["id"], answer.json()["reason"]) == (
        2,
        sent[2]["id"],
        "bad-code",
    )
    assert client.app.state.mailbox.count() == 0


@pytest.mark.parametrize(
    ("body", "status", "reason"),
    [
        (b"", 400, "not-json"),
        (b"[]", 400, "empty"),
        (b"7", 400, "schema"),
        (b"[7]", 400, "schema"),
        (b"[null]", 400, "schema"),
        (b'{"id": 1}', 400, "schema"),
        (b"\xff\xfe[\x00]\x00", 400, "text"),
        (b"\xef\xbb\xbf[]", 400, "not-json"),
        (b"[" * 5000, 400, "nested"),
        (b'{"a":1,"a":2}', 400, "duplicate-key"),
        (b'{"a":NaN}', 400, "number"),
        (b'{"a":"\\ud800"}', 400, "text"),
        (b"[" + b",".join([b"{}"] * (MAX_STATEMENTS + 1)) + b"]", 413, "too-many"),
        (b" " * (MAX_BYTES + 1), 413, "too-large"),
    ],
)
def test_hostile_bodies_get_a_reason(client: Client, body: bytes, status: int, reason: str) -> None:
    answer = client.post(body)
    assert (answer.status_code, answer.json()["reason"]) == (status, reason)


def test_a_body_without_a_length_is_cut_off(client: Client) -> None:
    async def endless() -> Any:
        for _ in range(40):
            yield b" " * 64 * 1024

    answer = client("POST", PATH, content=endless(), headers=HEADERS)
    assert (answer.status_code, answer.json()["reason"]) == (413, "too-large")


@pytest.mark.parametrize(
    ("headers", "status", "reason"),
    [
        ({"Content-Type": "text/plain"}, 415, "content-type"),
        ({"Content-Type": ""}, 415, "content-type"),
        ({"X-Experience-API-Version": ""}, 400, "xapi-version"),
        ({"X-Experience-API-Version": "0.95"}, 400, "xapi-version"),
        ({"Origin": "https://elsewhere.example"}, 403, "origin"),
        ({"Origin": "null"}, 403, "origin"),
        ({"Origin": "http://kurs.example:9"}, 403, "origin"),
        ({"Origin": "http://["}, 403, "origin"),
        ({"Origin": "http://kurs.example@elsewhere.example"}, 403, "origin"),
    ],
)
def test_requests_that_our_pages_never_make(
    client: Client, headers: dict[str, str], status: int, reason: str
) -> None:
    answer = client.post(work(), **headers)
    assert (answer.status_code, answer.json()["reason"]) == (status, reason)
    assert client.app.state.mailbox.count() == 0


def test_our_own_pages_may_post_and_nobody_may_read(client: Client) -> None:
    assert client.post(work(), Origin="https://kurs.example").status_code == 200
    for method in ("GET", "HEAD", "DELETE", "PATCH", "OPTIONS"):
        answer = client(method, PATH)
        assert (answer.status_code, answer.headers["Allow"]) == (405, "POST, PUT")
        assert "access-control-allow-origin" not in answer.headers


def test_only_known_hosts_where_they_are_named(site: Path, tmp_path: Path) -> None:
    client = Client(create_app(site, tmp_path / "inbox.sqlite", allowed_hosts=["localhost"]))
    assert client.post(work()).status_code == 421
    assert client.post(work(), Host="localhost:8000").status_code == 200


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("[::1]:8000", 200),
        ("[::1]", 200),
        ("[::2]:8000", 421),
        ("[::1", 200),
        ("localhost:80:80", 421),
        ("", 421),
    ],
)
def test_an_address_of_ipv6_is_a_host_too(site: Path, tmp_path: Path, host: str, status: int) -> None:
    client = Client(create_app(site, tmp_path / "inbox.sqlite", allowed_hosts=["localhost", "::1"]))
    assert client.post(work(), Host=host).status_code == status


def test_sixty_requests_a_minute(client: Client, clock: Clock) -> None:
    body = work()[:1]
    assert {client.post(body).status_code for _ in range(60)} == {200}
    answer = client.post(body)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "60")
    assert Client(client.app, "192.0.2.2").post(body).status_code == 200
    clock.now += 60
    assert client.post(body).status_code == 200


def test_a_clock_set_back_shuts_nobody_out() -> None:
    limit = RequestLimit(requests=2)
    assert [limit.wait_for("192.0.2.1", now) for now in (5000, 5000, 1000, 1001)] == [0, 0, 0, 0]
    assert limit.wait_for("192.0.2.1", 1002) == 58


def test_the_limit_remembers_a_bounded_number_of_addresses() -> None:
    limit = RequestLimit(requests=2, addresses=100)
    for number in range(10_000):
        limit.wait_for(f"2001:db8:{number:x}::1", 0)
    assert len(limit) == 100
    assert [limit.wait_for(address, 0) for address in ("2001:db8::1", "2001:db8::2", "2001:db8::3")] == [
        0,
        0,
        60,
    ]
    assert [limit.wait_for(address, 0) for address in ("192.0.2.1", "::ffff:192.0.2.1", "192.0.2.1")] == [
        0,
        0,
        60,
    ]
    assert limit.wait_for("no address", 0) == 0


def test_a_full_disk_is_not_the_senders_fault(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> int:
        raise MailboxError("the inbox cannot be written: database or disk is full")

    monkeypatch.setattr(client.app.state.mailbox, "append", fail)
    answer = client.post(work())
    assert (answer.status_code, answer.json()["reason"], answer.headers["Retry-After"]) == (
        503,
        "unavailable",
        "60",
    )


def test_a_locked_inbox_leaves_the_pages_alone(site: Path, tmp_path: Path) -> None:
    """More requests wait for the file than there are threads to wait in."""
    import asyncio

    app = create_app(site, tmp_path / "inbox.sqlite")
    other = sqlite3.connect(tmp_path / "inbox.sqlite", isolation_level=None, check_same_thread=False)

    async def ask() -> tuple[set[int], int]:
        transport = httpx.ASGITransport(app, client=("192.0.2.1", 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://kurs.example") as client:
            posts = [
                asyncio.create_task(client.post(PATH, json=work(seed), headers=HEADERS)) for seed in range(60)
            ]
            await asyncio.sleep(0.3)
            async with asyncio.timeout(3):
                page = await client.get("/")
            assert not any(post.done() for post in posts)
            other.execute("ROLLBACK")
            return {answer.status_code for answer in await asyncio.gather(*posts)}, page.status_code

    other.execute("BEGIN IMMEDIATE")
    assert run(ask()) == ({200}, 200)
    assert app.state.mailbox.count() == 60 * len(work())


def test_who_waits_too_long_for_the_others_is_told(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import asyncio

    app = create_app(site, tmp_path / "inbox.sqlite")
    release = threading.Event()
    append = app.state.mailbox.append
    monkeypatch.setattr(app.state.mailbox, "append", lambda *given: release.wait(5) and append(*given))
    monkeypatch.setattr("courseware.intake.inbox.QUEUE_SECONDS", 0.2)

    async def ask() -> list[int]:
        transport = httpx.ASGITransport(app, client=("192.0.2.1", 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://kurs.example") as client:
            first = asyncio.create_task(client.post(PATH, json=work(1), headers=HEADERS))
            await asyncio.sleep(0.05)
            second = await client.post(PATH, json=work(2), headers=HEADERS)
            release.set()
            return [(await first).status_code, second.status_code]

    # What was begun is finished and answered 200; what never began is answered 503, and not kept.
    assert run(ask()) == [200, 503]
    assert app.state.mailbox.count() == len(work())


@pytest.mark.skipif(sys.platform != "linux", reason="RLIMIT_FSIZE as Linux has it")
def test_a_disk_that_is_really_full(site: Path, tmp_path: Path) -> None:
    """A process that may write no more: what fitted is kept, the rest is refused, and pages are served on."""
    script = """
import asyncio, json, resource, signal, sys
from pathlib import Path
import httpx
from courseware.intake.inbox import create_app
from courseware.intake.mailbox import Mailbox
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
app = create_app(Path(sys.argv[1]), Path(sys.argv[2]))
resource.setrlimit(resource.RLIMIT_FSIZE, (150_000, 150_000))
async def ask():
    transport = httpx.ASGITransport(app, client=("192.0.2.1", 1))
    async with httpx.AsyncClient(transport=transport, base_url="http://kurs.example") as client:
        kept = []
        for line in sys.stdin:
            answer = await client.post("/xapi/statements", content=line, headers=json.loads(sys.argv[3]))
            kept += answer.json() if answer.status_code == 200 else []
            print(answer.status_code, (await client.get("/")).status_code)
    print(json.dumps(kept))
asyncio.run(ask())
"""
    path = tmp_path / "inbox.sqlite"
    done = subprocess.run(
        [sys.executable, "-c", script, str(site), str(path), json.dumps(HEADERS)],
        input="".join(json.dumps(work(seed)) + "\n" for seed in range(40)),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    *lines, promised = done.stdout.splitlines()
    assert set(lines) == {"200 200", "503 200"}
    assert CODE not in done.stderr
    again = Mailbox(path)
    kept = {json.loads(body)["id"] for _, _, body in again.read()}
    assert kept == set(json.loads(promised))
    assert again.append([], 0) == 0
    again.close()


def test_a_failure_of_ours_says_nothing_and_has_the_headers(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:

    def fail(*_: object) -> int:
        raise RuntimeError("Kim Exempel")

    monkeypatch.setattr(client.app.state.mailbox, "append", fail)

    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(client.app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://kurs.example") as other:
            return await other.post(PATH, json=work(), headers=HEADERS)

    answer = run(ask())
    assert (answer.status_code, answer.json()["reason"]) == (500, "unexpected")
    assert "Kim" not in answer.text
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_nothing_of_a_statement_is_logged(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    client.post(work())
    client.post(work()[0] | {"note": "Kim Exempel"})
    client.post(b'{"Kim Exempel"')
    assert CODE not in caplog.text
    assert "Kim" not in caplog.text


def test_the_inbox_knows_no_register_and_no_key() -> None:
    loaded = "import sys; import courseware.intake.inbox; print(*sorted(sys.modules))"
    modules = subprocess.run(
        [sys.executable, "-c", loaded], capture_output=True, text=True, check=True
    ).stdout.split()
    assert "courseware.intake.mailbox" in modules
    assert not [
        name for name in modules if name.startswith(("courseware.registry", "sqlalchemy", "cryptography"))
    ]


def test_the_file_is_for_its_owner_alone_and_damage_is_told(tmp_path: Path) -> None:
    path = tmp_path / "new" / "inbox.sqlite"
    mailbox = Mailbox(path)
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0
    again = Mailbox(path)
    assert mailbox.name == again.name != Mailbox(tmp_path / "other.sqlite").name
    (tmp_path / "broken.sqlite").write_bytes(b"not a database at all" * 100)
    with pytest.raises(MailboxError, match="cannot be opened"):
        Mailbox(tmp_path / "broken.sqlite")


junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=3),
    max_leaves=8,
)


@st.composite
def nearly_statements(draw: st.DrawFn) -> Any:
    """A right statement with one part of it replaced by something, or taken away."""
    statement = draw(st.sampled_from(work()))
    target: Any = statement
    while True:
        key = draw(st.sampled_from(sorted(target)))
        if isinstance(target[key], dict) and draw(st.booleans()):
            target = target[key]
            continue
        if draw(st.booleans()):
            target[key] = draw(junk)
        else:
            del target[key]
        return statement


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.one_of(nearly_statements().map(json.dumps), junk.map(json.dumps), st.binary(max_size=200)))
def test_whatever_is_sent_the_server_does_not_fail(client: Client, clock: Clock, body: str | bytes) -> None:
    clock.now += 10
    answer = client.post(body.encode() if isinstance(body, str) else body)
    assert answer.status_code in (200, 400, 409, 413)
    if answer.status_code != 200:
        assert set(answer.json()) == {"statement", "id", "reason", "message"}


# The site.


def test_pages_folders_and_redirects(client: Client) -> None:
    assert client("GET", "/").text.startswith("<p>hej")
    assert client("GET", "/lv/").text == "sveiki"
    answer = client("GET", "/modules/m07?a=b")
    assert (answer.status_code, answer.headers["Location"]) == (308, "/modules/m07/?a=b")
    assert client("GET", "/inside.js").status_code == 200
    assert client("POST", "/").status_code == 405


@pytest.mark.parametrize(
    ("path", "text"),
    [("/nope", "finns inte"), ("/lv/nope", "nav atrasts"), ("/lv/a/b/", "nav atrasts"),
     ("/xx/nope", "finns inte"), ("/nothing/", "finns inte"), ("/nothing", "finns inte"),
     ("/index.html/", "finns inte")],
)  # fmt: skip
def test_missing_pages_answer_in_their_language(client: Client, path: str, text: str) -> None:
    answer = client("GET", path)
    assert (answer.status_code, answer.text) == (404, text)
    assert "etag" not in answer.headers


@pytest.mark.parametrize(
    "path",
    ["/../secret.txt", "/%2e%2e/secret.txt", "/lv/..%2f..%2fsecret.txt", "/lv%2f..%2f..%2fsecret.txt",
     "/..%5csecret.txt", "/leak.txt", "/.hidden", "/%00", "/index.html%00.js", "//lv/",
     "//evil.example/%2e%2e", "/lv//"],
)  # fmt: skip
def test_nothing_outside_the_site_is_served(client: Client, path: str) -> None:
    answer = Client(client.app)("GET", httpx.URL(scheme="http", host="kurs.example", raw_path=path.encode()))
    assert answer.status_code == 404
    assert "secret" not in answer.text


def test_unchanged_pages_are_not_sent_again(client: Client, site: Path) -> None:
    first = client("GET", "/")
    tag, changed = first.headers["ETag"], first.headers["Last-Modified"]
    assert client("GET", "/", headers={"If-None-Match": tag}).status_code == 304
    assert client("GET", "/", headers={"If-None-Match": f'"x", W/{tag}'}).status_code == 304
    assert client("GET", "/", headers={"If-Modified-Since": changed}).status_code == 304
    assert (
        client("GET", "/", headers={"If-None-Match": '"x"', "If-Modified-Since": changed}).status_code == 200
    )
    assert client("GET", "/", headers={"If-Modified-Since": "rubbish"}).status_code == 200
    (site / "index.html").write_text("nytt" * 100, encoding="utf-8")
    assert client("GET", "/", headers={"If-None-Match": tag}).text == "nytt" * 100


def test_a_large_file_is_not_sent_again_and_comes_in_parts(client: Client, site: Path) -> None:
    (site / "large.bin").write_bytes(bytes(range(256)) * 8192)
    whole = client("GET", "/large.bin")
    assert (whole.status_code, len(whole.content)) == (200, 2 * 1024 * 1024)
    for known in ("ETag", "Last-Modified"):
        asked = {"ETag": "If-None-Match", "Last-Modified": "If-Modified-Since"}[known]
        assert client("GET", "/large.bin", headers={asked: whole.headers[known]}).status_code == 304
    part = client("GET", "/large.bin", headers={"Range": "bytes=256-259", "If-Range": whole.headers["ETag"]})
    assert (part.status_code, part.content) == (206, bytes(range(4)))
    assert client("GET", "/large.bin", headers={"Range": "bytes=9999999-"}).status_code == 416


def test_what_is_remembered_of_pages_stays_bounded(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same page asked for by many at once is counted once."""
    from courseware.intake import static_site

    monkeypatch.setattr(static_site, "_MEMORY", 400)
    served = static_site.StaticSite(site)
    for number in range(20):
        (site / f"{number}.html").write_text(random.Random(number).randbytes(300).hex(), encoding="utf-8")  # noqa: S311
    found = [served._find(f"/{number}.html") for number in range(20)]

    def pack(offset: int) -> None:
        for number in range(200):
            page = found[(number + offset) % 4]
            assert isinstance(page, static_site._Found)
            served._pack(page)

    threads = [threading.Thread(target=pack, args=(offset % 2,)) for offset in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert served._packed_bytes == sum(map(len, served._packed.values())) <= 400


def test_text_is_compressed_for_those_who_read_it(client: Client) -> None:
    plain = client("GET", "/assets/main.js", headers={"Accept-Encoding": "identity"})
    refused = client("GET", "/assets/main.js", headers={"Accept-Encoding": "gzip;q=0, br"})
    packed = client("GET", "/assets/main.js", headers={"Accept-Encoding": "br, gzip"})
    assert plain.text == refused.text == packed.text
    assert "content-encoding" not in {**plain.headers, **refused.headers}
    assert packed.headers["Content-Encoding"] == "gzip"
    assert int(packed.headers["Content-Length"]) < int(plain.headers["Content-Length"])
    assert plain.headers["ETag"] != packed.headers["ETag"]
    assert {answer.headers["Vary"] for answer in (plain, packed)} == {"Accept-Encoding"}


def test_head_says_what_get_would(client: Client) -> None:
    get, head = client("GET", "/"), client("HEAD", "/")
    assert head.content == b""
    assert dict(head.headers) == dict(get.headers)


def test_types_and_headers(client: Client) -> None:
    types = {
        path: client("GET", path).headers["Content-Type"]
        for path in ("/", "/assets/main.js", "/data/rates.csv")
    }
    assert types == {
        "/": "text/html; charset=utf-8",
        "/assets/main.js": "text/javascript; charset=utf-8",
        "/data/rates.csv": "text/csv; charset=utf-8",
    }
    for path in ("/", "/nope", "/modules/m07", PATH):
        headers = client("GET", path).headers
        assert headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"


# kill -9.

SERVER = """
import sys, uvicorn
from pathlib import Path
from courseware.intake.inbox import create_app
from courseware.intake import inbox, limits
inbox.RequestLimit = lambda: limits.RequestLimit(requests=10**6)
app = create_app(Path(sys.argv[1]), Path(sys.argv[2]))
uvicorn.run(app, fd=int(sys.argv[3]), log_level="warning", lifespan="off")
"""


def kill_often(site: Path, path: Path, rounds: int, seed: int) -> int:
    """Kill the server again and again while it is sent to; return how many statements it promised to keep."""
    draw = random.Random(seed)  # noqa: S311 (repeatable on purpose)
    promised: list[str] = []
    for number in range(rounds):
        with socket.create_server(("127.0.0.1", 0)) as listening:
            url = f"http://127.0.0.1:{listening.getsockname()[1]}{PATH}"
            server = subprocess.Popen(
                [sys.executable, "-c", SERVER, str(site), str(path), str(listening.fileno())],
                pass_fds=[listening.fileno()],
            )
        killer = threading.Timer(draw.uniform(0.02, 0.3), server.kill)
        try:
            for batch in itertools.count():
                learner = Learner(seed=seed * 1_000_003 + number * 10_007 + batch)
                sent = [json.loads(encode_statement(one)) for one in learner.everything()]
                answer = httpx.post(url, json=sent, headers=HEADERS, timeout=20)
                assert answer.status_code == 200
                promised += answer.json()
                if batch == 0:
                    killer.start()
        except httpx.TransportError:
            assert killer.finished.is_set(), "the server ended by itself"
        finally:
            server.kill()
            server.wait()
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    kept = {str(uuid.UUID(bytes=row[0])) for row in connection.execute("SELECT id FROM letter")}
    assert set(promised) <= kept, "a statement that was answered 200 is gone"
    assert len(kept) % len(Learner().everything()) == 0, "half a request was kept"
    connection.close()
    return len(promised)


def test_what_was_promised_survives_kill_9(site: Path, tmp_path: Path) -> None:
    assert kill_often(site, tmp_path / "inbox.sqlite", rounds=2, seed=1) > 0


@pytest.mark.soak
def test_what_was_promised_survives_many_kill_9(site: Path, tmp_path: Path) -> None:
    assert kill_often(site, tmp_path / "inbox.sqlite", rounds=100, seed=2) > 0
