"""A module as papers and as pages that need no network: everything that a facilitator's kit is made of.

Made straight from the content, with the site's own templates, texts and styles, and written nowhere: what
holds answers never comes near the folder that is published.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from courseware.content.agenda_plan import Plan, PlanOptions, plan_agenda
from courseware.content.load import Library, load_library
from courseware.content.model import Module, Workshop
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

EVALUATION = "worksheets/t12-"
"""The worksheet that every workshop ends with."""


@dataclass(frozen=True, slots=True)
class Folio:
    """A module in one language, for one plan."""

    module: Module
    workshop: Workshop
    texts: Strings
    plan: Plan
    when: tuple[str, ...]
    """The days in words, as far as they are known; an empty text for one of which nothing is."""
    bring: str
    """What participants bring: the heading of the module's page that says it."""
    version: str
    """Of the content."""
    checked: dt.date | None
    """When the newest of it was checked."""
    checked_in_words: str
    """The same as the reader's language writes it; empty where nobody says."""
    url: str
    """Address of the module's page; without a published site, below the site's root."""
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

    def folio(self, module_id: str, language: str, options: PlanOptions, place: str = "") -> Folio:
        """Gives everything of a module's workshop.

        Args:
            module_id: A module that has a workshop.
            language: The reader's; parts that are not translated are in Swedish.
            options: How the workshop is wanted.
            place: Where it is held; empty where nobody knows.

        Raises:
            CoursewareError: The module has no workshop.
        """
        module = self._atlas.module(language, module_id)
        desk = self._desk(language)
        workshop = desk.source(f"modules/{module_id}/workshop.md")
        if not isinstance(workshop, Workshop):
            raise CoursewareError(f"{module_id} has no workshop, so there is nothing to lead.")
        plan = plan_agenda(workshop.activities, options)
        sheets = self._worksheets(module, desk)
        worksheets = {sheet: title for sheet, (title, _, _) in sheets.items()}
        checked = _newest(module, workshop)
        return Folio(
            module=module,
            workshop=workshop,
            texts=desk.texts,
            plan=plan,
            when=tuple(days_in_words(plan, options, language)),
            bring=to_bring(module),
            version=content_version(self._atlas.module(SOURCE, module_id)),
            checked=checked,
            checked_in_words=day(checked, language) if checked else "",
            url=f"{self.site_url}{language_prefix(language)}modules/{module_id}/",
            papers=tuple(
                self._papers(
                    desk,
                    module,
                    workshop,
                    plan,
                    options,
                    place,
                    {sheet: body for sheet, (_, body, _) in sheets.items()},
                )
            ),
            screens=tuple(self._screens(desk, module)),
            worksheets=worksheets,
            files={sheet: files for sheet, (_, _, files) in sheets.items() if files},
        )

    def _papers(
        self,
        desk: Desk,
        module: Module,
        workshop: Workshop,
        plan: Plan,
        options: PlanOptions,
        place: str,
        sheets: Mapping[str, Body],
    ) -> Iterator[Paper]:
        folder = f"modules/{module.id}"
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
        for sheet, body in sheets.items():
            yield desk.paper(sheet, f"worksheets/{sheet}.md", body)
        quiz = module.quiz
        if quiz:
            yield desk.paper("quiz", f"{folder}/quiz.md")
        slides = desk.body(f"{folder}/slides.md")
        yield desk.paper("slides", f"{folder}/slides.md", slides, own=True, template="slides")
        yield desk.paper("slides-notes", f"{folder}/slides.md", slides, own=True, template="slides")
        if any(activity.answers for activity in workshop.activities):
            to_html, complete = desk.pieces(f"{folder}/handouts.md", workshop.language or SOURCE)
            key = complete(Body("", shown=exercise_key(workshop, to_html)))
            yield desk.paper("handouts-answers", f"{folder}/handouts.md", key, own=True)
        if quiz:
            to_html, complete = desk.pieces(f"{folder}/quiz.md", quiz.language)
            key = complete(Body("", shown=quiz_key(quiz, to_html)))
            yield desk.paper("quiz-answers", f"{folder}/quiz.md", key, own=True)

    def _screens(self, desk: Desk, module: Module) -> Iterator[Paper]:
        for kind in ("slides", "run"):
            file = f"modules/{module.id}/{kind}.md"
            if file in self._atlas.places:
                yield desk.screen(kind, file)

    def _worksheets(self, module: Module, desk: Desk) -> dict[str, tuple[str, Body, Mapping[str, bytes]]]:
        """Gives title, text and files of the module's worksheets, the evaluation last."""
        files = [f"worksheets/{sheet}.md" for sheet in module.worksheets]
        files += [file for file in self._atlas.places if file.startswith(EVALUATION)]
        found: dict[str, tuple[str, Body, Mapping[str, bytes]]] = {}
        for file in dict.fromkeys(file for file in files if file in self._atlas.places):
            # What is not translated has its files in Swedish.
            body = desk.body(file)
            beside = body.files or self._desk(SOURCE).body(file).files
            title = str(getattr(desk.source(file), "title", ""))
            found[file.removeprefix("worksheets/").removesuffix(".md")] = (title, body, beside)
        return found

    def _desk(self, language: str) -> Desk:
        if language not in self._desks:
            self._desks[language] = self._desk_of(language)
        return self._desks[language]

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


def _newest(module: Module, workshop: Workshop) -> dt.date | None:
    dates = []
    for source in (module, workshop, module.quiz, *module.lessons):
        review = front_of(source).get("review")
        date = review.get("date") if isinstance(review, Mapping) else None
        if isinstance(date, dt.date):
            dates.append(date)
    return max(dates, default=None)
