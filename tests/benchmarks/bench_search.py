"""How many bytes a reader fetches before the first search result, beside the stock theme's index.

The same nine languages × 133 pages for both, of real inflected words: an index of made syllables would have
few words, each on many pages. Ours: what the search page requests from the first letter typed to the first
result, in a real browser. The stock theme's: its search index and worker, without which nothing is found; it
fetches them on every first view, before anybody searches. Bytes are those of each file compressed with brotli
11, as a good host sends them. Prints ratios and asserts nothing: `python tests/benchmarks/bench_search.py`.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

import brotli
from corpus import LANGUAGES, Pen, pages, write_ours, write_stock
from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

ROOT = Path(__file__).parents[2]


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder and says nothing."""

    def log_message(self, format: str, *args: object) -> None:
        """Keeps quiet."""


def packed(path: Path, known: dict[Path, int]) -> int:
    """Gives the brotli size of a file."""
    if path not in known:
        known[path] = len(brotli.compress(path.read_bytes()))
    return known[path]


def typed(language: str) -> str:
    """Gives a word of the middle of a page, neither rare nor everywhere."""
    body = pages(language, ours=True)["modules/m05-module/lesson-3.md"].body
    words = [word.strip(".,").lower() for word in body.split() if word.isalpha() and len(word) > 6]
    return words[len(words) // 2]


VOCABULARY = 40_000

OURS = ("search-page.js", "words.js")
"""Scripts that the search page has fetched already; they are counted all the same."""


WATCH = """addEventListener("DOMContentLoaded", () => new MutationObserver((_, watch) => {
  if (!document.querySelector(".hits a")) return;
  window.firstHit = performance.now();
  watch.disconnect();
}).observe(document.body, { childList: true, subtree: true }))"""
"""Notes when the first result stands there: other forms of the word are looked up after it."""

ASKED = """(before) => performance.getEntriesByType("resource")
  .filter((entry) => entry.startTime >= before && entry.startTime < window.firstHit)
  .map((entry) => entry.name)"""


def learn_words() -> None:
    """Gives the corpus real words of each language, the same ones on every machine."""
    factory = DefaultDictionaryFactory()
    for language in LANGUAGES:
        known = factory.get_dictionary(language)
        words = sorted(word for word in known if word.isalpha() and word.islower() and 2 < len(word) < 16)
        random.Random(f"words-{language}").shuffle(words)
        Pen.lexicon[language] = words[:VOCABULARY]


def main() -> None:
    """Builds both sites and measures each language."""
    from playwright.sync_api import sync_playwright

    learn_words()
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    with tempfile.TemporaryDirectory() as folder:
        ours, stock = Path(folder) / "ours", Path(folder) / "stock"
        write_ours(ours, ROOT)
        write_stock(stock)
        build = [sys.executable, "-c", "from courseware.cli import main; main()", "build"]
        subprocess.run(build, cwd=ours, env=environment, check=True, stderr=subprocess.DEVNULL)
        plain = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
        subprocess.run(plain, cwd=stock, env=environment, check=True, stderr=subprocess.DEVNULL)
        site = ours / "site"
        known: dict[Path, int] = {}
        index = packed(stock / "site" / "search" / "search_index.json", known)
        worker = sum(
            packed(path, known)
            for path in (stock / "site" / "assets" / "javascripts" / "workers").glob("*.js")
        )
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site)))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        print(
            f"stock theme, any language: index {index / 1000:.0f} kB, worker {worker / 1000:.0f} kB (brotli)"
        )
        print(f"{'':<4} {'query':<14} {'requests':>8} {'kB':>7} {'ratio':>7}")
        with sync_playwright() as playwright:
            flags = ["--no-sandbox"] if os.geteuid() == 0 else []
            browser = playwright.chromium.launch(executable_path=os.environ.get("CHROMIUM"), args=flags)
            for language in LANGUAGES:
                page = browser.new_context().new_page()
                page.add_init_script(WATCH)
                prefix = "" if language == "sv" else f"{language}/"
                page.goto(f"http://127.0.0.1:{server.server_port}/{prefix}search/", wait_until="networkidle")
                query = typed(language)
                before = page.evaluate("performance.now()")
                page.get_by_role("searchbox").fill(query)
                page.locator(".hits a").first.wait_for()
                asked = page.evaluate(ASKED, before)
                files = [site / unquote(urlsplit(url).path).lstrip("/") for url in asked]
                # The first result needs one page's text; the other nine come beside it.
                texts = [path for path in files if path.suffix == ".pf_fragment"]
                ours_too = [path for name in OURS for path in (site / "assets").rglob(name)]
                size = sum(packed(path, known) for path in [*files, *ours_too] if path not in texts[1:])
                ratio = size / (index + worker)
                print(f"{language:<4} {query:<14} {len(files):>8} {size / 1000:>7.1f} {ratio:>7.3f}")
            browser.close()
        server.shutdown()


if __name__ == "__main__":
    main()
