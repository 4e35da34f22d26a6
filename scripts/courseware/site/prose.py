"""An author's Markdown made plain: citations become links, `:::` blocks become labelled HTML."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from courseware.content.bibliography import CITATION, MARKS, parse_citation
from courseware.content.blocks import LEADERS, Block, Node, parse_blocks
from courseware.content.markdown import code_mask
from courseware.content.model import Page
from courseware.content.worksheets import is_form
from courseware.languages import SOURCE
from courseware.site.sources import label
from courseware.strings import Strings

__all__ = ["Prose"]

_CODE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)")

ASIDES = ("swedish-context", *LEADERS)
"""Blocks that stand beside the text; the others are part of it."""


class Prose:
    """Makes the texts of one page plain, and remembers what they cite."""

    def __init__(
        self,
        bibliography: Mapping[str, Mapping[str, Any]],
        texts: Strings,
        makers: Mapping[str, Callable[[Block], str]] | None = None,
        *,
        language: str = "",
        counterparts: Mapping[str, Page] | None = None,
    ) -> None:
        """Prepares a page.

        Args:
            bibliography: Sources by key.
            texts: The strings of the reader's language.
            makers: By the name of a block: what makes it, as Markdown and HTML without blocks.
            language: The language of the text itself.
            counterparts: What the reader's country has, by the id of the Swedish passage.
        """
        self._bibliography = bibliography
        self._counterparts = counterparts or {}
        # Our own words in a Swedish text on a foreign page: a screen reader must hear whose they are.
        foreign = language and language != texts.language
        self._own = f' lang="{texts.language}"' if foreign else ""
        self._texts = texts
        self.makers = dict(makers or {})
        """May be added to until the first text is made plain."""
        self._labels = 0
        self.cited: dict[str, int] = {}
        """How often each key is cited, in the order of their first citation."""

    def plain(self, text: str, *, notes: bool = False) -> str:
        """Gives Markdown and HTML without blocks or citations.

        Args:
            text: Markdown as written.
            notes: Whether the facilitator's notes are shown.
        """
        if ":::" in text or "quizdown" in text:
            nodes, _ = parse_blocks(text, "")  # `check` reports what is wrong with them.
            text = self._nodes(nodes, notes)
        return self._cite(text)

    def note(self, text: str, name: str = "facilitator") -> str:
        """Gives what only the facilitator is shown, as a labelled box; `name` is the block's."""
        return self._cite(self._box(name, self.plain(text, notes=True), "")) if text.strip() else ""

    def _nodes(self, nodes: tuple[Node, ...], notes: bool) -> str:
        parts = []
        for node in nodes:
            if not isinstance(node, Block):
                parts.append(node.text)
            elif node.name in self.makers and (node.name != "worksheet" or is_form(node)):
                parts.append(self.makers[node.name](node))
            elif node.name in ("quizdown", "slide"):
                continue  # Only pages that publish a key beside them have questions; slides are no text.
            elif node.name == "activity":
                parts.append(self._nodes(node.children, notes))
            elif node.name not in LEADERS or notes:
                title = str(node.options.get("title", ""))
                inner = self._nodes(node.children, notes)
                if node.name == "swedish-context" and self._texts.language != SOURCE:
                    inner = f"{inner.strip()}\n\n{self._counterpart(str(node.options.get('id', '')))}"
                parts.append(self._box(node.name, inner, title))
        return "\n\n".join(parts)

    def _box(self, name: str, text: str, title: str) -> str:
        self._labels += 1
        anchor = f"block-{self._labels}"
        # Not landmarks: a page holds dozens, and a list of them would hide the way through it.
        role = "note" if name in ASIDES else "group"
        shown = self._texts(f"site.block.{name}") + (f": {title}" if title else "")
        own = self._own if not title else ""
        return (
            f'<div class="block block-{name}" role="{role}" aria-labelledby="{anchor}" markdown="1">\n'
            f'<p class="block-label" id="{anchor}"{own}>{escape(shown)}</p>\n\n{text.strip()}\n\n</div>'
        )

    def _counterpart(self, context: str) -> str:
        """Gives what answers a Swedish passage in the reader's country, or says that nothing is there yet."""
        page = self._counterparts.get(context)
        if page is None:
            if not context or self._texts.language == "en":  # English is nobody's country here.
                return ""
            return f'<p class="counterpart-none"{self._own}>{escape(self._texts("site.context.none"))}</p>'
        status = str(page.front.get("translation") or "machine")
        badge = f'<span class="badge badge-{status}">{escape(self._texts(f"shell.status.{status}"))}</span>'
        return (
            f'<div class="counterpart"{self._own} markdown="1">\n'
            f'<p class="block-label">{escape(self._texts("site.context.here"))} '
            f"<strong>{escape(page.title)}</strong> {badge}</p>\n\n{page.body.strip()}\n\n</div>"
        )

    def _cite(self, text: str) -> str:
        if "[@" not in text:
            return text
        lines = text.split("\n")
        mask = code_mask(lines)
        # Citations may be broken over two lines, so runs of lines outside code are taken together.
        parts: list[str] = []
        run: list[str] = []
        for line, is_code in zip(lines, mask, strict=True):
            if is_code:
                parts.extend(self._cite_run(run))
                run = []
                parts.append(line)
            else:
                run.append(line)
        parts.extend(self._cite_run(run))
        return "\n".join(parts)

    def _cite_run(self, lines: list[str]) -> list[str]:
        text = "\n".join(lines)
        if "[@" not in text:
            return [text] if lines else []
        kept: list[str] = []

        def hide(match: re.Match[str]) -> str:
            kept.append(match[0])
            return f"\x00{len(kept) - 1}\x00"

        text = CITATION.sub(self._citation, _CODE.sub(hide, text))
        return [re.sub("\x00(\\d+)\x00", lambda match: kept[int(match[1])], text)]

    def _citation(self, match: re.Match[str]) -> str:
        links = []
        marks = []
        for key, locator in parse_citation(match[1]):
            if key in MARKS:
                marks.append(
                    f'<span class="mark mark-{key}"{self._own}>'
                    f"{escape(self._texts(f'site.mark.{key}'))}</span>"
                )
                continue
            entry = self._bibliography.get(key)
            if entry is None:  # `check` reports it; a draft in preview shows it.
                links.append(escape(f"@{key}"))
                continue
            self.cited[key] = self.cited.get(key, 0) + 1
            shown = escape(label(entry) + (f", {locator}" if locator else ""))
            links.append(
                f'<a class="cite" id="cite-{key}-{self.cited[key]}" href="#source-{key}" '
                f'aria-describedby="entry-{key}">{shown}</a>'
            )
        cited = f'<span class="cites">({"; ".join(links)})</span>' if links else ""
        return " ".join(part for part in (cited, *marks) if part)
