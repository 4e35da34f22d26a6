"""`courseware serve` as a writer meets it: a process of its own, watched from outside."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest
from site_project import write_project

COMMAND = [sys.executable, "-c", "from courseware.cli import main; main()"]
PATIENCE = 90
"""Seconds; a busy machine builds slowly."""


def wait_for(what: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.1)


def test_a_taken_port_is_told_before_anything_is_built(tmp_path: Path) -> None:
    root = write_project(tmp_path / "project")
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = subprocess.run(
            [*COMMAND, "--root", str(root), "serve", "--port", str(port)],
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert f"Port {port} is taken" in done.stderr
    assert f"--port {port + 1}" in done.stderr
    assert not (root / "build").exists()


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return write_project(tmp_path / "project")


def test_serve_follows_changes_keeps_the_old_site_on_a_mistake_and_ends_quietly(
    project: Path, tmp_path: Path
) -> None:
    out, talk = tmp_path / "out", tmp_path / "talk"
    with out.open("w") as stdout, talk.open("w") as stderr:
        server = subprocess.Popen(
            [*COMMAND, "--root", str(project), "serve", "--port", "0"],
            stdout=stdout,
            stderr=stderr,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
        try:
            wait_for(lambda: out.read_text().startswith("http"))
            address = out.read_text().split()[0]

            def page(path: str) -> str:
                with urllib.request.urlopen(address + path, timeout=20) as answer:  # noqa: S310 (our own)
                    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
                    return str(answer.read().decode())

            first = page("about/")
            assert 'data-inbox="/xapi/statements"' in first
            assert '<script src="/_preview/reload.js" defer>' in first
            about = project / "docs/sv/about.md"
            about.write_text(about.read_text(encoding="utf-8") + "\nNyskrivet.\n", encoding="utf-8")
            wait_for(lambda: "Nyskrivet" in page("about/"))
            wait_for(lambda: "Built anew" in talk.read_text())
            about.write_text(about.read_text(encoding="utf-8") + "\n[x](nowhere.md)\n", encoding="utf-8")
            wait_for(lambda: "docs/sv/about.md: broken-link" in talk.read_text())
            assert "nowhere" not in page("about/")
            told = talk.read_text().count("Built anew")
            mended = about.read_text(encoding="utf-8").replace("\n[x](nowhere.md)\n", "")
            about.write_text(mended, encoding="utf-8")
            wait_for(lambda: talk.read_text().count("Built anew") > told)
        finally:
            server.send_signal(signal.SIGINT)
            code = server.wait(30)
    assert code == 0
    assert "Traceback" not in talk.read_text()
    assert "Aborted" not in talk.read_text()
    assert not (project / "site").exists(), "a preview is not a publication"
    assert not (project / "quizzes/versions").exists()
