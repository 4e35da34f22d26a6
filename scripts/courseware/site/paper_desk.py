"""Where the papers of one language are made: pages of the site, shown by the templates of papers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from courseware.packaging.paper import Paper
from courseware.site.addresses import language_prefix
from courseware.site.paper_styles import paper_style
from courseware.site.stage import lift_shared

if TYPE_CHECKING:
    from courseware.site.atlas import Atlas, Place
    from courseware.site.bodies import Writer
    from courseware.site.body import Body
    from courseware.site.documents import Documents
    from courseware.site.render import Renderer
    from courseware.site.theme import Assets
    from courseware.strings import Strings

__all__ = ["Desk"]

WITH_SOURCES = ("participants", "facilitator", "handouts-answers", "quiz-answers")
"""Papers that name at their end what they cite; the others are one sheet to hold."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What makes the papers of one language."""

    language: str
    texts: Strings
    _atlas: Atlas
    _writer: Writer
    _documents: Documents
    _renderer: Renderer
    _assets: Assets

    def _place(self, file: str) -> Place:
        return self._atlas.places[file]

    def source(self, file: str) -> object:
        """Gives what is written of a page, in this language or in Swedish."""
        return self._atlas.source(self.language, self._place(file))[0]

    def body(self, file: str) -> Body:
        """Gives the text of a page as the site shows it."""
        return self._writer.body(self._place(file))

    def pieces(self, file: str, language: str) -> tuple[Callable[[str], str], Callable[[Body], Body]]:
        """Gives what `Writer.pieces` gives for a page."""
        return self._writer.pieces(self._place(file), language)

    def paper(
        self,
        kind: str,
        file: str,
        body: Body | None = None,
        *,
        own: bool = False,
        template: str = "",
        place: str = "",
    ) -> Paper:
        """Gives a page as a paper.

        Args:
            kind: Which paper.
            file: The page.
            body: Its text; as the site shows it by default.
            own: Whether a template of papers shows it; else the one of the page's kind.
            template: Of papers, where it is not called as the kind.
            place: Where the workshop is held.
        """
        body = body or self.body(file)
        document = self._documents.document(self._place(file), body)
        name = self._name(kind, str(document["title"]))
        host = document["host"]
        title = " – ".join(
            part for part in (name, host["title"] if host else "", self.texts("shell.site")) if part
        )
        shown = f"papers/{template or kind}.html" if own else f"kinds/{document['kind']}.html"
        document["paper"] = {
            "kind": kind,
            "title": title,
            "template": shown,
            "place": place,
            "style": paper_style(self._assets, kind, title),
            "sources": kind in WITH_SOURCES or not host,
        }
        return self._printed("paper.html", kind, title, file, body, document)

    def screen(self, kind: str, file: str) -> Paper:
        """Gives a page as the site has it, scripts and all."""
        body = self.body(file)
        document = self._documents.document(self._place(file), body)
        title = f"{self._name(kind, '')} – {document['host']['title']}"
        return self._printed("main.html", kind, title, file, body, document)

    def _printed(
        self, template: str, kind: str, title: str, file: str, body: Body, document: dict[str, Any]
    ) -> Paper:
        markdown = lift_shared("\n".join(body.markdown.splitlines()), file)
        html = self._renderer.render_as(template, file, markdown, document)
        address = f"{language_prefix(self.language)}{self._place(file).address}"
        return Paper(kind, title, self.language, str(document["content_lang"]), address, html)

    def _name(self, kind: str, title: str) -> str:
        for key in (f"kit.{kind}", f"leading.{kind}"):
            if key in self.texts:
                return self.texts(key)
        return title
