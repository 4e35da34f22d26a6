"""Pages that stand alone."""

from __future__ import annotations

import base64

from courseware.exports.pages import link_names, stand_alone

PAGE = """<!doctype html>
<html lang="sv"><head><meta charset="utf-8"><title>Å</title><base href="/x">
<link rel="stylesheet" href="a.css">
<style>p > b { color: red }</style></head>
<body onload="steal()"><nav>Meny</nav><main id="main">
<h1 id="top">Rubrik</h1>
<p><a href="#top">hit</a> <a href="#nowhere">ingenstans</a> <a href="../run-sheet/#a">schema</a>
<a href="../sign-in/#top">samma</a> <a href="https://other.example/x">annan</a>
<a href="javascript:alert(1)">kod</a>
<a href="file:///home/me/x">disk</a> <a href="//evil.example/">utan schema</a></p>
<p><img src="../../../assets/map.svg" alt="Karta"> <img src="gone.png" alt="Borta">
<img src="https://x.example/y.png" alt="Fjärran"></p>
<p hidden>Dold</p><svg viewBox="0 0 2 2"><path d="M0 0"></path></svg><script>alert(1)</script>
<input type="checkbox" checked> Åäö ļģ
</main></body></html>
"""
ADDRESS = "modules/m01/sign-in/"
SHARED = {"assets/map.svg": b"<svg/>"}


def test_scripts_menus_and_hidden_parts_are_gone() -> None:
    html = stand_alone(PAGE, ADDRESS, "", SHARED)
    for gone in ("script", "onload", "Meny", "Dold", "a.css", "<base"):
        assert gone not in html
    assert "Åäö ļģ" in html
    assert "p > b { color: red }" in html
    assert html.lower().count("viewbox") == 1


def test_without_a_published_site_only_links_that_lead_somewhere_stay() -> None:
    html = stand_alone(PAGE, ADDRESS, "", SHARED)
    assert '<a href="#top">hit</a>' in html
    assert '<a href="#top">samma</a>' in html
    assert '<a href="https://other.example/x">annan</a>' in html
    for words in ("ingenstans", "schema", "kod", "disk", "utan schema"):
        assert f"<span>{words}</span>" in html
    assert "file:" not in html
    assert "javascript:" not in html


def test_with_a_published_site_links_lead_there() -> None:
    html = stand_alone(PAGE, ADDRESS, "https://site.example/fu/", SHARED)
    assert 'href="https://site.example/fu/modules/m01/run-sheet/#a"' in html
    assert "evil.example" not in html


def test_pictures_are_taken_in_and_what_is_missing_is_named() -> None:
    html = stand_alone(PAGE, ADDRESS, "", SHARED)
    assert f"data:image/svg+xml;base64,{base64.b64encode(b'<svg/>').decode()}" in html
    assert "gone.png" not in html
    assert "x.example/y.png" not in html
    assert "Borta" in html


def test_links_are_named_by_their_words() -> None:
    names = link_names(
        '<p><a href="#a"><b>Ett</b>\n två</a><a href="#a">tre</a><a href="x" aria-label="Namn">→</a></p>'
    )
    assert names == {"#a": "Ett två", "x": "Namn"}
