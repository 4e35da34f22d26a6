"""What templates do to a finished text."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from courseware.site.theme import hold_numbers, without_comments


def test_number_and_percent_sign_stay_on_one_line() -> None:
    assert hold_numbers("<td>100 av 400 (25 %)</td>") == "<td>100 av 400 (25\u00a0%)</td>"
    assert hold_numbers("{% if x %} 3%") == "{% if x %} 3%"


def test_thousands_stay_on_one_line_and_drawings_and_code_as_they_are() -> None:
    assert hold_numbers("<p>drygt 122 000 elever, 1 180 i åk 5</p>") == (
        "<p>drygt 122\u00a0000 elever, 1\u00a0180 i åk 5</p>"
    )
    kept = (
        '<svg viewBox="0 0 100 200"><path d="M10 200 4 300"/></svg><pre>780 054 / 3</pre><code>1 000</code>'
    )
    assert hold_numbers(kept) == kept


def test_readers_get_scripts_and_styles_without_our_comments() -> None:
    script = (
        b"// @ts-check\n/** Gives one.\n * @param {string} a */\nconst a = 'x // y'; // here\n"
        b"  /* whole */\n/** @param {string} b */ f(b) {}\nf(a);\n"
    )
    assert (
        without_comments("b.js", b"/*! Made by\n * Somebody. */\nf();\n")
        == b"/*! Made by\n * Somebody. */\nf();\n"
    )
    assert without_comments("a.js", script) == (
        b"const a = 'x // y'; // here\n/** @param {string} b */ f(b) {}\nf(a);\n"
    )
    assert without_comments("a.css", b"/* Look. */\na { b: c } /* d */\n") == b"a { b: c } "
    assert without_comments("a.svg", b"/* kept */") == b"/* kept */"


def test_no_template_of_a_script_holds_a_line_that_looks_like_a_comment(project_root: Path) -> None:
    for path in (project_root / "overrides/assets/js").rglob("*.js"):
        for template in re.findall(r"`(?:[^`\\\\]|\\\\.)*`", path.read_text(encoding="utf-8")):
            assert not re.search(r"^[ \t]*(?://|/\*)", template, re.MULTILINE), (path.name, template[:80])


@pytest.mark.skipif(shutil.which("node") is None, reason="node checks the syntax, where there is one")
def test_scripts_are_still_scripts_without_comments(project_root: Path, tmp_path: Path) -> None:
    for path in (project_root / "overrides/assets/js").rglob("*.js"):
        file = tmp_path / f"{path.stem}.mjs"
        file.write_bytes(without_comments(path.name, path.read_bytes()))
        done = subprocess.run(["node", "--check", file], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
