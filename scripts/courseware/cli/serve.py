"""`courseware serve`: site and inbox on one port, following changes while somebody writes."""

from __future__ import annotations

import asyncio
import errno
import multiprocessing
import signal
import socket
import time
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

import click

from courseware.errors import CoursewareError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import uvicorn

    from courseware.site.preview import Reloads

__all__ = ["command"]

PREVIEW = "build/preview"
"""Where the previewed site lies: its pages post statements, which published pages do only where told to."""


class _Options(TypedDict):
    site_dir: Path
    extra: dict[str, str]
    publish: bool
    drafts: bool


LOOPBACK = ("127.0.0.1", "localhost", "::1")


@click.command("serve")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 takes any free port."
)
@click.option("--host", default="127.0.0.1", show_default=True, help="0.0.0.0 lets other machines in.")
@click.pass_obj
def command(root: Path, port: int, host: str) -> None:
    """Build the site, serve it with the inbox, and follow what you write.

    Statements that pages send go into inbox.sqlite in the data folder; `courseware completions import` moves
    them on. A mistake in the content is shown here, and the site stays as it was until it is mended.

    \b
    Examples:
      courseware serve
      courseware serve --port 9000
    """
    door = _open_door(host, port)  # First, because a port that is taken makes the rest pointless.
    with door:
        told = _first_build(root)
        address = f"http://{host if ':' not in host else f'[{host}]'}:{door.getsockname()[1]}/"
        with suppress(KeyboardInterrupt):
            asyncio.run(_serve(root, door, host, address, told))


def _open_door(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    door = socket.socket(family, socket.SOCK_STREAM)
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        door.bind((host, port))
        door.listen(128)
    except (OSError, OverflowError) as error:
        door.close()
        if getattr(error, "errno", None) == errno.EADDRINUSE:
            raise CoursewareError(
                f"Port {port} is taken, perhaps by another `courseware serve`. "
                f"Stop that one, or choose another port: courseware serve --port {port + 1}"
            ) from None
        raise CoursewareError(f"Cannot listen at {host}:{port}: {error}. Try --host 127.0.0.1.") from None
    return door


def _first_build(root: Path) -> str:
    """Builds the preview; gives what went wrong where an older one can be served meanwhile."""
    from courseware.cli.build import progress

    try:
        with progress() as report:
            from courseware.site.build import build_site

            build_site(root, report=report, **_preview(root))
    except CoursewareError as error:
        if not (root / PREVIEW / "index.html").is_file():
            raise
        click.echo(f"{error}\nServing the site as it was before.", err=True)
        return str(error)
    return ""


def _preview(root: Path) -> _Options:
    from courseware.intake.inbox import STATEMENTS_PATH
    from courseware.site.preview import RELOAD_SCRIPT

    return {
        "site_dir": root / PREVIEW,
        "extra": {"inbox": STATEMENTS_PATH, "reload": RELOAD_SCRIPT},
        "drafts": True,  # Whoever reviews a contributor's draft reads it as a page.
        "publish": False,  # Versions are published by `courseware build`, not by every keystroke.
    }


async def _serve(root: Path, door: socket.socket, host: str, address: str, told: str) -> None:
    import uvicorn

    from courseware.intake.inbox import create_app
    from courseware.registry.places import inbox_file, private_folder
    from courseware.site.preview import Reloads

    reloads = Reloads(str(time.time_ns()))
    inbox = inbox_file()
    private_folder(inbox.parent)
    hosts = (*LOOPBACK, host) if host in LOOPBACK else None
    app = create_app(root / PREVIEW, inbox, extra_routes=reloads.routes, allowed_hosts=hosts)
    config = uvicorn.Config(
        app, log_level="warning", lifespan="off", access_log=False, timeout_graceful_shutdown=3
    )
    server = uvicorn.Server(config)
    click.echo(address)
    click.echo(f"Site and inbox at {address} – stop with Ctrl-C.", err=True)
    stop = asyncio.Event()
    follower = asyncio.create_task(_follow(root, reloads, stop, told))
    watcher = asyncio.create_task(_release(server, reloads))
    try:
        await server.serve(sockets=[door])
    finally:
        reloads.stop()
        stop.set()
        watcher.cancel()
        await follower


async def _release(server: uvicorn.Server, reloads: Reloads) -> None:
    """Ends the open streams as soon as the server wants to end: it waits for them."""
    while not server.should_exit:  # It gives nothing to wait for.
        await asyncio.sleep(0.2)
    reloads.stop()


async def _follow(root: Path, reloads: Reloads, stop: asyncio.Event, told: str) -> None:
    """Builds anew after every change, in a process that keeps what it imported."""
    watched = [root / name for name in ("docs", "modules", "quizzes", "overrides", "mkdocs.yml")]
    spawn = multiprocessing.get_context("spawn")  # A server has threads, which must not be forked.
    with ProcessPoolExecutor(1, mp_context=spawn, initializer=_ignore_interrupt) as builder:
        loop = asyncio.get_running_loop()
        async for _ in _saves([path for path in watched if path.exists()], stop):
            started = time.monotonic()
            try:
                pages, written, trouble = await loop.run_in_executor(builder, _rebuild, root)
            except BrokenProcessPool:
                click.echo("The builder ended unexpectedly; start `courseware serve` again.", err=True)
                return
            if trouble and trouble != told:
                click.echo(f"{trouble}\nServing the site as it was before.", err=True)
            elif not trouble and (written or told):  # Also where a mistake was merely taken back.
                click.echo(f"Built anew: {pages} pages, {time.monotonic() - started:.1f} s", err=True)
                reloads.tell(str(time.time_ns()))
            told = trouble


async def _saves(watched: list[Path], stop: asyncio.Event) -> AsyncIterator[None]:
    """Gives a turn for every save, and one at once: what was saved during the first build, nobody saw."""
    from watchfiles import awatch

    watch = awatch(*watched, stop_event=stop, step=50)
    changes = asyncio.ensure_future(anext(watch, None))
    await asyncio.sleep(0)  # From here on the watch stands.
    yield
    while (found := await changes) is not None:
        if not all("/quizzes/versions/" in path for _, path in found):
            yield
        changes = asyncio.ensure_future(anext(watch, None))


def _ignore_interrupt() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _rebuild(root: Path) -> tuple[int, int, str]:
    """Builds the preview; gives pages rendered, files written, and what went wrong as text."""
    from courseware.site.build import build_site

    try:
        built = build_site(root, **_preview(root))
    except CoursewareError as error:
        return 0, 0, str(error)
    except Exception:
        # A template that fails is a mistake of the one who is writing it: show where, and go on.
        import traceback

        return 0, 0, traceback.format_exc(limit=-3).strip()
    return built.rendered, built.written, ""
