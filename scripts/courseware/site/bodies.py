"""The text of every kind of page, as plain Markdown and HTML."""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from courseware.content.contexts import counterparts
from courseware.content.markdown import readable
from courseware.content.model import DEFAULT_PASS_MARK, Lesson, Module, Page, Quiz, Workshop
from courseware.content.quizdown import parse_quizdown
from courseware.content.term_finder import TermFinder
from courseware.content.versions import content_version
from courseware.content.workshop import LEADERS_PAGES
from courseware.languages import SOURCE
from courseware.site.addresses import relink
from courseware.site.body import Body
from courseware.site.contribution_form import Contributions
from courseware.site.data_blocks import DataBlocks
from courseware.site.evidence_page import card_html, evidence_list
from courseware.site.made_files import MadeFiles
from courseware.site.profile_head import profile_head
from courseware.site.prose import Prose
from courseware.site.quiz_form import render_quiz
from courseware.site.room import RoomBlocks
from courseware.site.sources_page import sources_list
from courseware.site.terms_page import terms_list
from courseware.site.uses import Use
from courseware.site.voice import Voice
from courseware.site.widgets import Widgets
from courseware.site.worksheets import Worksheets
from courseware.site.workshop_bodies import WorkshopBodies

if TYPE_CHECKING:
    from courseware.content.blocks import Block
    from courseware.site.atlas import Atlas, Place
    from courseware.strings import Strings

__all__ = ["Writer"]

_TAKEAWAY = re.compile(r"^## .*\{#takeaway\}[ \t]*$", re.MULTILINE)


class Writer:
    """Writes the bodies of one language."""

    def __init__(
        self,
        atlas: Atlas,
        language: str,
        texts: Strings,
        to_html: Callable[[str], str],
        made: MadeFiles | None = None,
        contact: str = "",
    ) -> None:
        """Prepares a language.

        Args:
            atlas: Every page there is.
            language: The language of the pages, not always of their text.
            texts: The strings of that language.
            to_html: Turns Markdown into HTML with the extensions of the site.
            made: Remembers files that take long to make.
            contact: Where contributions are sent; empty where the reader chooses.
        """
        self._contact = contact
        self._atlas = atlas
        self._made = made or MadeFiles()
        self._language = language
        self._texts = texts
        self._to_html = to_html
        self._workshops = WorkshopBodies(atlas, language, texts, to_html, self._equipped)

    def body(self, place: Place) -> Body:
        """Gives the text of a page in this language, or in Swedish where there is none."""
        source, language = self._atlas.source(self._language, place)
        match source:
            case Quiz():
                body = self._quiz(source, place)
            case Workshop():
                body = self._workshops.body(source, place)
            case Page() | Lesson() | Module():
                body = self._prose(source.body, place, language)
            case _:
                body = Body("")
        if place.kind == "sources":
            sources, around = self._atlas.library.bibliography, language if source else self._language
            listed = sources_list(sources, self._language, self._texts, self._citing, around)
            body.markdown = _listing(body.markdown, listed)
        elif place.kind == "evidence":
            self._add_cards(body, language if source else self._language)
        elif place.kind == "terms":
            listed = terms_list(self._atlas.library.terms, self._language, self._texts, self._uses)
            body.markdown = f"{listed}\n\n{body.markdown.strip()}\n"
        else:
            self._note_uses(place, source, language, body.markdown)
        if place.kind not in LEADERS_PAGES:
            for key in body.cited:
                title = str(getattr(source, "title", "")) or self._texts("shell.nav.evidence")
                self._citing.setdefault(key, []).append((place.address, title, language))
        return body

    def _add_cards(self, body: Body, language: str) -> None:
        """Puts every card below the text of the page of evidence."""
        prose = self._new_prose(language)
        prose.cited = dict.fromkeys(body.cited, 1)
        listed = evidence_list(self._atlas.library.evidence, self._texts, language)
        body.markdown = _listing(body.markdown, prose.plain(listed))
        body.cited = tuple(prose.cited)

    def _note_uses(self, place: Place, source: object, language: str, markdown: str) -> None:
        """Remembers which terms a page of the language uses."""
        if self._finder is None or language != self._language or place.kind in (*LEADERS_PAGES, "start"):
            return  # The pages of who leads repeat the workshop's.
        title = str(getattr(source, "title", ""))
        finder = self._finder
        wanted = ("terms", self._language, self._vocabulary, markdown)
        for term in self._made.text(wanted, lambda: " ".join(finder.ids(readable(markdown)))).split():
            self._uses.setdefault(term, []).append((place.address, title, language))

    @cached_property
    def _finder(self) -> TermFinder | None:
        terms = self._atlas.library.terms
        return TermFinder(self._language, terms) if terms else None

    @cached_property
    def _vocabulary(self) -> str:
        """Says what the finder knows."""
        return hashlib.sha256(repr(self._atlas.library.terms).encode()).hexdigest()

    @cached_property
    def _uses(self) -> dict[str, list[Use]]:
        return {}

    @cached_property
    def _citing(self) -> dict[str, list[Use]]:
        return {}

    def _card(self, place: Place, language: str) -> Callable[[Block], str]:
        """Gives what makes the evidence cards that a page shows."""
        up = posixpath.relpath("/evidence/", f"/{place.address}") + "/"

        def card(block: Block) -> str:
            found = self._atlas.library.evidence.get(str(block.options.get("id", "")))
            return card_html(found, self._texts, language, all_cards=up) if found else ""

        return card

    def _new_prose(self, language: str, makers: Mapping[str, Callable[[Block], str]] | None = None) -> Prose:
        return Prose(
            self._atlas.library.bibliography,
            self._texts,
            makers,
            language=language,
            counterparts=self._counterparts,
        )

    def _equipped(
        self, place: Place, language: str, makers: Mapping[str, Callable[[Block], str]] | None = None
    ) -> tuple[Prose, Callable[[Body], Body]]:
        """Gives a page's prose that can show cards, drawings and data, and what adds them to its body."""
        to_html = lambda text: relink(self._to_html(text), place.file)  # noqa: E731 (one noun)
        widgets = Widgets(self._texts, language, to_html)
        given = {**(makers or {}), "evidence": self._card(place, language), **widgets.makers}
        prose = self._new_prose(language, given)
        widgets.plain = prose.plain
        library = self._atlas.library
        data = DataBlocks(
            library.data, library.bibliography, self._texts, language=language, address=place.address
        )
        prose.makers.update(data.made(prose.plain, to_html))
        prose.makers.update(RoomBlocks(self._atlas, place, widgets.voice).makers)
        source = self._atlas.source(self._language, place)[0]
        sheets = Worksheets(source, place.address, self._texts, widgets, self._made)
        prose.makers["worksheet"] = sheets.html
        forms = Contributions(self._texts, widgets, self._contact)
        prose.makers["contribution"] = forms.html

        def complete(body: Body) -> Body:
            body.cited = tuple(prose.cited)
            body.files |= data.files | sheets.files | forms.files
            shown = (("chart", data.shown), ("rate-explorer", data.explored))
            body.elements += (*widgets.elements, *(name for name, is_there in shown if is_there))
            return body

        return prose, complete

    @cached_property
    def _counterparts(self) -> dict[str, Page]:
        return counterparts(self._atlas.library, self._language)

    def _prose(self, text: str, place: Place, language: str) -> Body:
        found = Body("")

        def practice(block: Block) -> str:
            number = len(found.files) + 1
            name = "key.json" if number == 1 else f"key-{number}.json"
            parsed = parse_quizdown(block.body, place.file)
            quiz = Quiz(
                id=f"practice-{number}",
                language=language,
                title="",
                pass_mark=DEFAULT_PASS_MARK,
                questions=parsed.questions,
                options=parsed.options,
                path=place.file,
            )
            html, key = self._form(quiz, place, name, prose, recorded=False)
            found.files[name] = key
            found.elements = ("quiz-form",)
            return html

        prose, complete = self._equipped(place, language, {"quizdown": practice})
        found.markdown = prose.plain(text)
        if place.kind == "profile":
            # Behind the text, whose citations are numbered first; its sources are the page's.
            voice = Voice(language, self._texts, prose.plain)
            found.shown = profile_head(text, self._country(place), self._atlas.library.data, voice)
            found.elements += ("chart",)
        return complete(found)

    def _country(self, place: Place) -> str:
        """Gives the country that a profile is about, which only its Swedish file names."""
        swedish = self._atlas.own_source(SOURCE, place)
        return str(swedish.front.get("country", "")) if isinstance(swedish, Page) else ""

    def _quiz(self, quiz: Quiz, place: Place) -> Body:
        prose = self._new_prose(quiz.language)
        html, key = self._form(quiz, place, "key.json", prose, recorded=True)
        return Body(html, tuple(prose.cited), ("quiz-form",), {"key.json": key})

    def _form(
        self, quiz: Quiz, place: Place, key_url: str, prose: Prose, *, recorded: bool
    ) -> tuple[str, bytes]:
        host = self._atlas.host(SOURCE, place) if recorded else None
        module = host if isinstance(host, Module) else None
        markup = render_quiz(
            quiz,
            language=quiz.language,
            strings=self._texts,
            markdown=lambda text: relink(self._to_html(prose.plain(text)), place.file),
            module=module.id if module else "",
            version=content_version(module) if module else "",
            lessons=[lesson.id for lesson in module.lessons] if module else (),
            key_url=key_url,
        )
        return markup.html, markup.key

    def pieces(self, place: Place, language: str) -> tuple[Callable[[str], str], Callable[[Body], Body]]:
        """Gives what turns pieces of a text into HTML for a page, and what notes in its body what they cite.

        Args:
            place: The page that shows them.
            language: Of the text.
        """
        prose, complete = self._equipped(place, language)
        return lambda text: relink(self._to_html(prose.plain(text)), place.file), complete


def _listing(text: str, listed: str) -> str:
    """Puts what a page lists below its text, but above the step that the text ends with."""
    end = _TAKEAWAY.search(text)
    at = end.start() if end else len(text)
    return "\n\n".join(part for part in (text[:at].strip(), listed, text[at:].strip()) if part) + "\n"
