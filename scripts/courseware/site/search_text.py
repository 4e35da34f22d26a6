"""What of a published page is searched: its title, summary and own text, in the page's own language.

Left out are answers of quizzes, sources, menus, and whatever is written in another language than the page.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from lxml import etree, html

__all__ = ["SearchText", "search_text"]

_WORD = re.compile(r"[^\W\d_]{3,}")
_LEFT_OUT = (
    "quiz-answers", "quiz-hint", "quiz-number", "quiz-how", "quiz-unscripted", "quiz-views", "cites", "mark",
    "sources", "block-label", "print-hint", "no-search", "term-note", "tip", "bibliography",
)  # fmt: skip
"""Classes of what is not searched."""

WEIGHTS = {"terms": "0.2", "sources": "0.2", "facilitator": "0.5", "quiz": "0.5", "workshop": "0.8"}
"""Pages that hold every word there is, or repeat a module's words, stand behind those that explain them."""

TITLE_WEIGHTS = {"facilitator": "2", "quiz": "1", "workshop": "5"}
"""These have their module's title, or nearly so: whoever types it wants the module first."""

_TAGS = ("script", "style", "svg", "nav", "template", "button", "noscript")


@dataclass(frozen=True, slots=True)
class SearchText:
    """One page as the index gets it."""

    page: str
    """A small HTML page."""
    words: frozenset[str]
    """Every word of it, in lower case."""

    def packed(self) -> tuple[bytes, str]:
        """Gives the page as bytes and the words with spaces between, as they are kept and handed over."""
        return self.page.encode(), " ".join(self.words)


def search_text(published: bytes, document: Mapping[str, Any]) -> SearchText:
    """Gives what of a published page is searched.

    Args:
        published: The page as readers get it.
        document: Its `doc`.
    """
    language = document["lang"]
    root = html.document_fromstring(published, parser=html.HTMLParser(encoding="utf-8"))
    parts: list[Any] = []
    for node in root.xpath("//main//*[contains(concat(' ', @class, ' '), ' text ')]"):
        if not any("text" in (above.get("class") or "").split() for above in node.iterancestors()):
            _clean(node, language)
            # The facilitator's page is the workshop's with notes: only those are new.
            notes = node.xpath(".//*[contains(concat(' ', @class, ' '), ' block-facilitator ')]")
            parts.extend(notes if document["kind"] == "facilitator" else [node])
    title, summary = document["title"], document["summary"]
    if document["kind"] == "facilitator":  # It has the workshop's title and says below whose it is.
        label = root.xpath("string(//main/*[contains(@class, 'block-label')])")
        title = f"{title} – {label.strip()}"
    inner = "".join(
        etree.tostring(part, encoding="unicode", method="html", with_tail=False) for part in parts
    )
    host = document["host"]
    is_part = host and document["path"] != host["url"]
    around = host if is_part else document.get("section")
    within = f'content="{escape(around["title"])}"' if around else ""
    where = f'<meta data-pagefind-meta="where[content]" {within}>' if within else ""
    # What one leaves with is what many ask for, and it stands in no text of its own.
    left = host["product"] if host and not is_part else ""
    product = f'<p data-pagefind-weight="3">{escape(left)}</p>' if left else ""
    page = (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">{where}</head>'
        f'<body data-pagefind-body data-pagefind-weight="{WEIGHTS.get(document["kind"], "1")}">'
        f'<h1 data-pagefind-weight="{TITLE_WEIGHTS.get(document["kind"], "8")}">{escape(title)}</h1>'
        f'<p data-pagefind-weight="3">{escape(summary)}</p>{product}{inner}</body></html>'
    )
    # Block by block: the last word of one and the first of the next are two words.
    texts = [title, summary, left, *(text for part in parts for text in part.itertext())]
    words = frozenset(word.lower() for text in texts for word in _WORD.findall(text))
    return SearchText(page, words)


def _clean(node: Any, language: str) -> None:
    for child in list(node.iterdescendants()):
        if not isinstance(child.tag, str):
            if child.getparent() is not None:  # A comment.
                child.drop_tree()
            continue
        classes = (child.get("class") or "").split()
        foreign = child.get("lang") not in (None, language)
        apart = child.tag in _TAGS or foreign or any(name in classes for name in _LEFT_OUT)
        if apart and child.getparent() is not None:
            child.drop_tree()
        elif child.tag == "form":  # Pagefind passes over forms, and the questions of a quiz stand in one.
            child.tag = "div"
