"""A workshop as papers and as pages that need no network: everything that a facilitator's kit is made of.

Made straight from the content, with the site's own templates, texts and styles, and written nowhere: what
holds answers never comes near the folder that is published.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from courseware.content.agenda_plan import Plan, PlanOptions, plan_agenda
from courseware.content.load import Library, load_library
from courseware.content.model import Host, Module, Quiz, Workshop
from courseware.content.versions import content_version
from courseware.errors import CoursewareError
from courseware.languages import SOURCE
from courseware.packaging.paper import Paper
from courseware.site.addresses import language_prefix
from courseware.site.atlas import Atlas, front_of
from courseware.site.bodies import Writer
from courseware.site.body import Body
from courseware.site.documents import Documents
from courseware.site.key_pages import exercise_key, quiz_key
from courseware.site.leaders_pages import to_bring
from courseware.site.made_files import MadeFiles
from courseware.site.paper_desk import Desk
from courseware.site.planned_pages import days_in_words, planned_run_sheet, planned_sign_in
from courseware.site.prepare import markdown_of
from courseware.site.render import Renderer
from courseware.site.settings import read_settings
from courseware.site.theme import read_assets
from courseware.site.written import day
from courseware.strings import Strings, load_strings
from courseware.translations.status import translations

__all__ = ["Folio", "Press"]

CACHE_FOLDER = "build/kit"

EVALUATION = "t12-"
"""The worksheet that every workshop ends with that a project counts."""


@dataclass(frozen=True, slots=True)
class Folio:
    """The workshop of a module or an exchange format in one language, for one plan."""

    host: Host
    workshop: Workshop
    texts: Strings
    plan: Plan
    when: tuple[str, ...]
    """The days in words, as far as they are known; an empty text for one of which nothing is."""
    bring: str
    """What participants bring: the heading of the host's page that says it."""
    version: str
    """Of a module's content; empty for an exchange format, whose meetings nobody counts."""
    checked: dt.date | None
    """When the newest of it was checked."""
    checked_in_words: str
    """The same as the reader's language writes it; empty where nobody says."""
    url: str
    """Address of the host's page; without a published site, below the site's root."""
    papers: tuple[Paper, ...]
    """In the order one prepares."""
    screens: tuple[Paper, ...]
    """Pages whose scripts run."""
    worksheets: Mapping[str, str]
    """Titles of the worksheets among the papers, by id."""
    files: Mapping[str, Mapping[str, bytes]] = field(default_factory=dict)
    """Files that are published beside a worksheet, by its id and their names."""


class Press:
    """Makes the folios of a project; what is read and set up once serves all of them."""

    def __init__(self, root: Path) -> None:
        """Reads settings and content.

        Raises:
            ProblemsFound: Something is wrong with the content.
            CoursewareError: The settings are wrong.
        """
        self._root = root
        self._settings = read_settings(root)
        self.library: Library = load_library(root, strict=True)
        """Everything that is written."""
        self._assets = read_assets(root)
        self._atlas = Atlas(self.library)
        self._made_files = MadeFiles()
        self._desks: dict[str, Desk] = {}

    @property
    def site_url(self) -> str:
        """Where the site is published, with a slash at its end, or an empty text."""
        url = self._settings.site_url
        return f"{url.rstrip('/')}/" if url else ""

    @property
    def iri_base(self) -> str:
        """What the names of things begin with, wherever they are read."""
        return str(self._settings.config.extra.get("iri_base") or "")

    @cached_property
    def shared(self) -> dict[str, bytes]:
        """Files that pages show or run, by their address below the site's root."""
        found = {self._assets.address(path): data for path, data in self._assets.files.items()}
        folder = self._root / "docs" / "assets"
        for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
            if path.is_file():
                found[f"assets/{path.relative_to(folder).as_posix()}"] = path.read_bytes()
        return found

    @cached_property
    def _to_html(self) -> Callable[[str], str]:
        return markdown_of(self._settings, self._made_files)

    def folio(self, host_id: str, language: str, options: PlanOptions, place: str = "") -> Folio:
        """Gives everything of a workshop.

        Args:
            host_id: A module or an exchange format that has a workshop.
            language: The reader's; parts that are not translated are in Swedish.
            options: How the workshop is wanted.
            place: Where it is held; empty where nobody knows.

        Raises:
            CoursewareError: There is no such workshop.
        """
        source = next((host for host in self.library.hosts(SOURCE) if host.id == host_id), None)
        if source is None or source.workshop is None:
            raise CoursewareError(f"{host_id} has no workshop, so there is nothing to lead.")
        index = self._atlas.places[f"{source.folder}/index.md"]
        host = self._atlas.host(language, index) or source
        desk = self._desk(language, host.voice)
        workshop = host.workshop or source.workshop
        plan = plan_agenda(workshop.activities, options)
        sheets = self._worksheets(host, desk)
        checked = self._newest(host, language)
        return Folio(
            host=host,
            workshop=workshop,
            texts=desk.texts,
            plan=plan,
            when=tuple(days_in_words(plan, options, language)),
            bring=to_bring(host),
            version=content_version(source) if isinstance(source, Module) else "",
            checked=checked,
            checked_in_words=day(checked, language) if checked else "",
            url=f"{self.site_url}{language_prefix(language)}{index.address}",
            papers=tuple(self._papers(desk, host, workshop, plan, options, place, sheets)),
            screens=tuple(self._screens(desk, host)),
            worksheets={sheet: title for sheet, (title, _, _) in sheets.items()},
            files={sheet: files for sheet, (_, _, files) in sheets.items() if files},
        )

    def _papers(
        self,
        desk: Desk,
        host: Host,
        workshop: Workshop,
        plan: Plan,
        options: PlanOptions,
        place: str,
        sheets: Mapping[str, tuple[str, Body, Mapping[str, bytes]]],
    ) -> Iterator[Paper]:
        folder = host.folder
        body = desk.body(f"{folder}/run-sheet.md")
        body.shown = planned_run_sheet(body.shown, workshop, plan, options, desk.texts)
        yield desk.paper("run-sheet", f"{folder}/run-sheet.md", body, own=True, place=place)
        yield desk.paper("facilitator", f"{folder}/facilitator.md")
        yield desk.paper("checklist", f"{folder}/checklist.md")
        body = desk.body(f"{folder}/sign-in.md")
        check_in = f"{self.site_url}{language_prefix(desk.language)}{body.shown['check_in']}"
        known = bool(self.site_url and body.shown["check_in"])
        body.shown = planned_sign_in(
            body.shown, plan, options, place, desk.language, check_in if known else ""
        )
        yield desk.paper("sign-in", f"{folder}/sign-in.md", body, own=True)
        yield desk.paper("participants", f"{folder}/workshop.md")
        handouts = desk.body(f"{folder}/handouts.md")
        if handouts.shown["sheets"]:
            yield desk.paper("handouts", f"{folder}/handouts.md", handouts)
        for sheet, (_, body, _) in sheets.items():
            yield desk.paper(sheet, self._atlas.sheets[sheet].file, body)
        quiz = desk.source(f"{folder}/quiz.md") if f"{folder}/quiz.md" in self._atlas.places else None
        if isinstance(quiz, Quiz):
            yield desk.paper("quiz", f"{folder}/quiz.md")
        slides = desk.body(f"{folder}/slides.md")
        yield desk.paper("slides", f"{folder}/slides.md", slides, own=True, template="slides")
        yield desk.paper("slides-notes", f"{folder}/slides.md", slides, own=True, template="slides")
        if any(activity.answers for activity in workshop.activities):
            to_html, complete = desk.pieces(f"{folder}/handouts.md", workshop.language or SOURCE)
            key = complete(Body("", shown=exercise_key(workshop, to_html)))
            yield desk.paper("handouts-answers", f"{folder}/handouts.md", key, own=True)
        if isinstance(quiz, Quiz):
            to_html, complete = desk.pieces(f"{folder}/quiz.md", quiz.language)
            key = complete(Body("", shown=quiz_key(quiz, to_html)))
            yield desk.paper("quiz-answers", f"{folder}/quiz.md", key, own=True)

    def _screens(self, desk: Desk, host: Host) -> Iterator[Paper]:
        for kind in ("slides", "run"):
            file = f"{host.folder}/{kind}.md"
            if file in self._atlas.places:
                yield desk.screen(kind, file)

    def _worksheets(self, host: Host, desk: Desk) -> dict[str, tuple[str, Body, Mapping[str, bytes]]]:
        """Gives title, text and files of the host's worksheets by id, the evaluation last."""
        sheets = self._atlas.sheets
        names = [name for name in host.worksheets if name in sheets]
        names += [name for name in sheets if host.counts and name.startswith(EVALUATION)]
        found: dict[str, tuple[str, Body, Mapping[str, bytes]]] = {}
        for name in dict.fromkeys(names):
            # What is not translated has its files in Swedish.
            body = desk.body(sheets[name].file)
            beside = body.files or self._desk(SOURCE).body(sheets[name].file).files
            found[name] = (str(getattr(desk.source(sheets[name].file), "title", "")), body, beside)
        return found

    def _newest(self, host: Host, language: str) -> dt.date | None:
        """Gives when the newest of a host's parts was checked."""
        dates = []
        for place in self._atlas.places.values():
            if place.host == host.folder:
                review = front_of(self._atlas.source(language, place)[0]).get("review")
                date = review.get("date") if isinstance(review, Mapping) else None
                if isinstance(date, dt.date):
                    dates.append(date)
        return max(dates, default=None)

    def _desk(self, language: str, voice: str = "") -> Desk:
        """Gives the desk of a language; papers that a voice of its own speaks of have that voice's texts."""
        if language not in self._desks:
            self._desks[language] = self._desk_of(language)
        desk = self._desks[language]
        return replace(desk, texts=desk.texts.voiced(voice)) if voice else desk

    def _desk_of(self, language: str) -> Desk:
        texts = load_strings(self._root, language)
        cache = self._root / CACHE_FOLDER
        (cache / "markdown").mkdir(parents=True, exist_ok=True)
        renderer = Renderer(
            self._settings,
            language,
            {place.file: {} for place in self._atlas.places_in(language)},
            [path for path in self.shared if not path.startswith(f"assets/{self._assets.version}/")],
            texts,
            self._assets,
            cache,
            self._settings.fingerprint(),
            self.library.terms,
        )
        progress = {} if language == SOURCE else {language: translations(self.library, language)}
        return Desk(
            language,
            texts,
            self._atlas,
            Writer(self._atlas, language, texts, self._to_html, self._made_files),
            Documents(self._atlas, language, texts, progress),
            renderer,
            self._assets,
        )
