"""The first use of each agreed term on a page becomes a link to the term, with its meaning at hand.

Done on finished HTML, where it is plain what is text, what is a heading and what is a link already.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape, unescape

from courseware.content.term_finder import TermFinder
from courseware.content.terms import Term

__all__ = ["TermLinks"]

_PIECE = re.compile(r"<!--.*?-->|<[^>]*>|[^<]+|<", re.DOTALL)
_TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*)([^>]*)>", re.DOTALL)
_LANGUAGE = re.compile(r'\slang="([^"]*)"')
_CLASS = re.compile(r'\sclass="([^"]*)"')

_NO_LINKS = frozenset(
    (
        "a", "abbr", "button", "caption", "code", "dfn", "dt", "figcaption", "form",
        "h1", "h2", "h3", "h4", "h5", "h6", "label", "legend", "option", "pre", "q", "script", "select",
        "style", "summary", "svg", "textarea", "th",
    )
)  # fmt: skip
"""Elements whose text is no running text, or a link or a control already."""

_NO_LINK_CLASSES = frozenset(
    (
        "activity-time", "block-label", "bibliography", "chart-key", "chart-title", "cites",
        "contribution", "counterpart-none", "mark", "rows", "sheet", "simulator", "sources", "stations",
        "tip",
    )
)  # fmt: skip

_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)


class TermLinks:
    """Links the terms in the texts of one language for the readers of another, mostly the same one."""

    def __init__(self, terms: Mapping[str, Term], text_language: str, reader_language: str) -> None:
        """Prepares a pair of languages.

        Args:
            terms: The term base.
            text_language: The language that the texts are written in.
            reader_language: The language that meanings are told in.
        """
        told = {key: term for key, term in terms.items() if term.definition(reader_language)[0]}
        self._finder = TermFinder(text_language, told)
        self._terms = told
        self._text_language = text_language
        self._reader_language = reader_language

    def link(self, html: str, terms_url: str) -> str:
        """Gives a text whose terms are links where they stand first.

        Args:
            html: The text.
            terms_url: The address of the page of terms, relative to this page.
        """
        if not self._terms:
            return html
        linked: set[str] = set()
        closed: list[str] = []  # Elements in which nothing is linked, the outermost first.
        parts: list[str] = []
        for piece in _PIECE.findall(html):
            if piece.startswith("<"):
                tag = _TAG.fullmatch(piece)
                if tag is not None:
                    self._step(tag, closed)
                parts.append(piece)
            elif closed or piece.isspace():
                parts.append(piece)
            else:
                parts.append(self._text(piece, terms_url, linked))
        return "".join(parts)

    def _step(self, tag: re.Match[str], closed: list[str]) -> None:
        name = tag[2].lower()
        if name in _VOID or tag[3].endswith("/"):
            return
        if tag[1]:
            if closed and closed[-1] == name:
                closed.pop()
        elif closed:
            if name == closed[-1]:  # Only the same name has to be counted.
                closed.append(name)
        elif name in _NO_LINKS or self._is_apart(tag[3]):
            closed.append(name)

    def _is_apart(self, attributes: str) -> bool:
        language = _LANGUAGE.search(attributes)
        if language and language[1] != self._text_language:
            return True
        classes = _CLASS.search(attributes)
        return bool(classes and not _NO_LINK_CLASSES.isdisjoint(classes[1].split()))

    def _text(self, piece: str, terms_url: str, linked: set[str]) -> str:
        text = unescape(piece) if "&" in piece else piece
        parts: list[str] = []
        position = 0
        for found in self._finder.find(text):
            if found.id in linked:
                continue
            linked.add(found.id)
            parts.append(escape(text[position : found.start], quote=False))
            parts.append(self._link(found.id, text[found.start : found.end], terms_url))
            position = found.end
        if not position:
            return piece
        parts.append(escape(text[position:], quote=False))
        return "".join(parts)

    def _link(self, term_id: str, word: str, terms_url: str) -> str:
        meaning, language = self._terms[term_id].definition(self._reader_language)
        own = f' lang="{language}"' if language != self._text_language else ""
        return (
            f'<a class="term" href="{terms_url}#{term_id}" aria-describedby="term-{term_id}">'
            f"{escape(word, quote=False)}</a>"
            f'<span class="tip" role="tooltip" id="term-{term_id}"{own}>{escape(meaning, quote=False)}</span>'
        )
