"""Pages with their scripts, as one file."""

from __future__ import annotations

import base64
import json
import re
from typing import Any

from courseware.exports.standalone import NAME, one_file

SHARED = {
    "assets/1/js/theme.js": b"document.title = '</script>';",
    "assets/1/js/main.js": (
        b'import { a } from "./lib/a.js";\nfor (const tag of ["slide-show"]) import(`./${tag}.js`);'
    ),
    "assets/1/js/lib/a.js": b'export const a = 1; export * from "../page.js";',
    "assets/1/js/page.js": b"export const page = new URL('x', import.meta.url);",
    "assets/1/js/slide-show.js": b'const load = () => import("./vendor/reveal.js");',
    "assets/1/js/vendor/reveal.js": b"export default 1;",
    "assets/1/js/quiz-form.js": b"export const unused = 1;",
    "assets/1/css/shell.css": b"@font-face { src: url(../fonts/a.woff2) }",
    "assets/1/css/vendor/reveal.css": b".reveal { margin: 0 }",
    "assets/1/fonts/a.woff2": b"font",
}
PAGE = """<!doctype html><html lang="sv"><head><meta charset="utf-8"><title>T</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'">
<meta name="courseware" content="" data-root="../../../" data-inbox="/xapi/">
<link rel="preload" href="../../../assets/1/fonts/a.woff2" as="font">
<link rel="stylesheet" href="../../../assets/1/css/shell.css">
<script src="../../../assets/1/js/theme.js"></script></head>
<body><header class="top"><a href="../">Hem</a></header><main>
<slide-show data-style="../../../assets/1/css/vendor/reveal.css"></slide-show></main>
<script type="application/json" id="strings">{"a":"å"}</script>
<script src="/reload.js" defer></script>
<script type="module" src="../../../assets/1/js/main.js"></script></body></html>
"""


def _modules(html: str) -> dict[str, str]:
    found = re.search(r'<script type="importmap">(.*?)</script>', html, re.DOTALL)
    assert found is not None
    imports: dict[str, Any] = json.loads(found[1])["imports"]
    return {
        name: base64.b64decode(url.removeprefix("data:text/javascript;base64,")).decode()
        for name, url in imports.items()
    }


def test_every_module_the_page_may_run_is_in_it_and_no_other() -> None:
    html = one_file(PAGE, "modules/m01/slides/", "", SHARED)
    assert set(_modules(html)) == {
        f"{NAME}assets/1/js/{name}.js" for name in ("main", "lib/a", "page", "slide-show", "vendor/reveal")
    }
    assert f'import "{NAME}assets/1/js/main.js";' in html


def test_modules_import_each_other_by_name() -> None:
    modules = _modules(one_file(PAGE, "modules/m01/slides/", "", SHARED))
    main = modules[f"{NAME}assets/1/js/main.js"]
    assert f'from "{NAME}assets/1/js/lib/a.js"' in main
    assert f"import(`{NAME}assets/1/js/${{tag" in main
    assert f'from "{NAME}assets/1/js/page.js"' in modules[f"{NAME}assets/1/js/lib/a.js"]
    assert not any(re.search(r"""["'`]\.{1,2}/""", text) for text in modules.values())
    assert "import.meta" not in "".join(modules.values())


def test_nothing_is_fetched_from_beside_it() -> None:
    html = one_file(PAGE, "modules/m01/slides/", "", SHARED)
    assert not re.findall(r"""\b(?:src|href|data-style)="(?!data:|#)([^"]*)""", html)
    assert "reload.js" not in html
    assert "../" not in re.sub(r"base64,[A-Za-z0-9+/=]*", "", html.replace('a[href^="../"]', ""))
    assert (
        base64.b64encode(b"font").decode()
        in base64.b64decode(
            re.search(r"data:text/css;base64,([A-Za-z0-9+/=]+)", html)[1]  # type: ignore[index]
        ).decode()
    )


def test_it_keeps_its_texts_and_sends_nothing() -> None:
    html = one_file(PAGE, "modules/m01/slides/", "https://site.example/", SHARED)
    assert '{"a":"å"}' in html
    assert 'data-inbox=""' in html
    assert 'data-root="https://site.example/"' in html
    assert "default-src 'none'; script-src 'unsafe-inline' data:" in html
    assert "document.title = '<\\/script>'" in html
