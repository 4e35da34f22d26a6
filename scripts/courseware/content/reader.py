"""One part of the library after the other, read from its files: pages, quizzes, modules, exchange formats.

Where a part lies says what it is, and what is neutral comes from the Swedish one. `content.load` puts the
parts together.
"""

from __future__ import annotations

import posixpath
import re
import stat
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from courseware.content.front_matter import FIELDS
from courseware.content.model import (
    DEFAULT_PASS_MARK,
    Alignment,
    Format,
    Host,
    Lesson,
    Module,
    Page,
    PageKind,
    Quiz,
    Shortcut,
    Workshop,
)
from courseware.content.parse import ContentCache, Parsed
from courseware.errors import Problem
from courseware.languages import SOURCE

__all__ = ["FORMATS", "Reader", "format_folder", "natural_key", "page_path"]

WORKSHEETS = "worksheets"
"""The pages in a folder of this name, wherever it lies, are worksheets."""

FORMATS = "formats"
"""A folder in a folder of this name is an exchange format: `baltic/formats/peer-review/`."""

_DIGITS = re.compile(r"(\d+)")


@dataclass(slots=True)
class Reader:
    """Reads files, and gathers what is wrong with their form."""

    root: Path
    cache: ContentCache
    problems: list[Problem] = field(default_factory=list)

    def read(self, path: Path, kind: str, language: str, *, shuffle: bool = True) -> tuple[Parsed, str]:
        """Gives one file, read, and its name."""
        name = path.relative_to(self.root).as_posix()
        if not name.isprintable():
            name = "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in name)
            hint = "Rename it with small letters, digits and hyphens."
            self.problems.append(Problem(name, 0, "bad-name", "the name holds what cannot be printed.", hint))
        try:
            # Asked first, because reading from a pipe would wait for ever.
            data = path.read_bytes() if stat.S_ISREG(path.lstat().st_mode) else None
        except OSError:
            data = None
        parsed = self.cache.parse(data or b"", name, kind, language, shuffle=shuffle)
        if data is None:
            hint = "Put the file itself there, with the right to read it."
            message = "this is a link, a folder or otherwise no file that can be read."
            self.problems.append(Problem(name, 0, "unreadable-file", message, hint))
        else:
            self.problems.extend(parsed.problems)
        return parsed, name

    def quiz(self, path: Path, language: str, source: Quiz | None) -> Quiz:
        """Gives the quiz of one file; the pass mark comes from the Swedish one."""
        shuffle = bool(source.options.get("shuffleAnswers", True)) if source is not None else True
        parsed, name = self.read(path, "quiz", language, shuffle=shuffle)
        written = int(parsed.options.get("passMark", DEFAULT_PASS_MARK))
        return Quiz(
            id=path.stem,
            language=language,
            title=str(parsed.front.get("title", "")),
            pass_mark=source.pass_mark if source is not None else written,
            questions=parsed.questions,
            options=parsed.options,
            path=name,
            front=parsed.front,
            body=parsed.body,
        )

    def page(self, path: Path, folder: Path, language: str, sources: Mapping[str, Page]) -> Page:
        """Gives one hand-written page; the pages of a section come from the Swedish one."""
        below = path.relative_to(folder).as_posix()
        kind = _page_kind(below)
        parsed, name = self.read(path, kind if kind in FIELDS else "page", language)
        source = sources.get(below)
        if source is not None:
            listed = source.pages
        else:
            listed = tuple(page_path(below, entry) for entry in _words(parsed.front.get("pages")))
        return Page(
            path=below,
            language=language,
            title=str(parsed.front.get("title", "")),
            summary=str(parsed.front.get("summary", "")),
            kind=_kind_of(kind, path.name, listed, (source.front if source else parsed.front).get("country")),
            body=parsed.body,
            front=parsed.front,
            source_path=name,
            pages=listed,
        )

    def lesson(self, path: Path, language: str, source: Lesson | None) -> Lesson:
        """Gives one lesson; its minutes come from the Swedish one."""
        parsed, name = self.read(path, "lesson", language)
        return Lesson(
            id=path.stem,
            title=str(parsed.front.get("title", "")),
            summary=str(parsed.front.get("summary", "")),
            minutes=source.minutes if source is not None else _whole(parsed.front.get("minutes")),
            body=parsed.body,
            front=parsed.front,
            path=name,
            language=language,
        )

    def workshop(self, path: Path | None, language: str, source: Host | None) -> Workshop | None:
        """Gives a workshop; the Swedish one where the language has none of its own."""
        if path is not None:
            return self.read(path, "workshop", language)[0].workshop
        return source.workshop if source is not None else None

    def module(self, folder: Path, language: str, quiz: Quiz | None, source: Module | None) -> Module | None:
        """Gives one module, or None where its folder has no index.md."""
        index = folder / "index.md"
        if not index.is_file():
            name = folder.relative_to(self.root).as_posix()
            hint = "Add it: title, summary, product, outcomes and what the module is for."
            self.problems.append(
                Problem(f"{name}/index.md", 0, "missing-index", "the module has no index.md.", hint)
            )
            return None
        parsed, name = self.read(index, "module", language)
        front = parsed.front
        files = {path.stem: path for path in sorted(folder.glob("*.md"))}
        for stem, path in files.items():
            if stem not in ("index", "workshop") and not stem.startswith("lesson-"):
                hint = "A module folder holds index.md, lesson-*.md and workshop.md."
                other = path.relative_to(self.root).as_posix()
                self.problems.append(Problem(other, 0, "stray-file", "the file belongs to no part.", hint))
        stems = sorted((stem for stem in files if stem.startswith("lesson-")), key=natural_key)
        lessons: tuple[Lesson, ...]
        if source is None:
            lessons = tuple(self.lesson(files[stem], language, None) for stem in stems)
        else:
            known = {lesson.id: lesson for lesson in source.lessons}
            lessons = tuple(
                self.lesson(files[lesson.id], language, lesson) if lesson.id in files else lesson
                for lesson in source.lessons
            )
            for stem in stems:
                if stem not in known:
                    other = files[stem].relative_to(self.root).as_posix()
                    hint = "Write it in Swedish first, or give it the name of the Swedish file."
                    self.problems.append(
                        Problem(other, 0, "no-source", "the lesson has no Swedish file.", hint)
                    )
        workshop = self.workshop(files.get("workshop"), language, source)
        neutral = source.front if source is not None else front
        minutes = neutral.get("minutes")
        stated = minutes if isinstance(minutes, dict) else {}
        return Module(
            id=folder.name,
            language=language,
            folder=f"modules/{folder.name}",
            title=str(front.get("title", "")),
            summary=str(front.get("summary", "")),
            product=str(front.get("product", "")),
            order=_whole(neutral.get("order")),
            phase=_whole(neutral.get("phase")),
            strands=_words(neutral.get("strands")),
            roles=_words(neutral.get("roles")),
            study_minutes=_whole(stated.get("study")),
            workshop_minutes=_whole(stated.get("workshop")),
            requires=_words(neutral.get("requires")),
            worksheets=_words(neutral.get("worksheets")),
            outcomes=_words(front.get("outcomes")),
            body=parsed.body,
            lessons=lessons,
            workshop=workshop,
            quiz=quiz or (source.quiz if source is not None else None),
            front=front,
            path=name,
            alignment=_alignment(neutral.get("alignment")),
            shortcuts=_shortcuts(neutral.get("shortcuts")),
        )

    def formats(
        self, written: Sequence[Path], folder: Path, pages: Mapping[str, Page], sources: Mapping[str, Format]
    ) -> Iterator[Format]:
        """Yields the exchange formats of a language.

        Args:
            written: Every file of the language.
            folder: Of the language.
            pages: Its pages.
            sources: The Swedish formats; empty for those themselves.
        """
        language = folder.name
        found: dict[str, dict[str, Path]] = {}
        for path in written:
            place = format_folder(path.relative_to(folder).as_posix())
            if place:
                found.setdefault(place, {})[path.stem] = path
        for place, files in found.items():
            name = f"docs/{language}/{place}"
            for stem in files.keys() - {"index", "workshop"}:
                hint = "The folder of an exchange format holds index.md and workshop.md."
                self.problems.append(
                    Problem(f"{name}/{stem}.md", 0, "stray-file", "the file belongs to no part.", hint)
                )
            page = pages.get(f"{place}/index.md")
            if page is None:
                hint = "Add it: what the exchange is for, when to use it, how to prepare it and follow it up."
                self.problems.append(
                    Problem(
                        f"{name}/index.md", 0, "missing-index", "the exchange format has no index.md.", hint
                    )
                )
                continue
            identity = place.rpartition("/")[2]
            source = sources.get(identity)
            if language != SOURCE and source is None:
                hint = "Write it in Swedish first, or give it the name of the Swedish folder."
                message = "the exchange format has no Swedish folder."
                self.problems.append(Problem(name, 0, "no-source", message, hint))
                continue
            workshop = self.workshop(files.get("workshop"), language, source)
            neutral = source.front if source is not None else page.front
            yield Format(
                id=identity,
                language=language,
                folder=place,
                title=page.title,
                summary=page.summary,
                product=str(page.front.get("product", "")),
                study_minutes=0,
                workshop_minutes=workshop.minutes if workshop is not None else 0,
                worksheets=_words(neutral.get("worksheets")),
                outcomes=(),
                body=page.body,
                workshop=workshop,
                front=page.front,
                path=page.source_path,
            )


def page_path(index: str, entry: str) -> str:
    """Gives the page that a section names: ("chain/index.md", "../roles/teacher") → "roles/teacher.md"."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(index), entry)) + ".md"


def format_folder(path: str) -> str:
    """Gives the folder of the exchange format that a file lies in, or "".

    "baltic/formats/peer-review/workshop.md" → "baltic/formats/peer-review".
    """
    parts = path.split("/")
    return "/".join(parts[:-1]) if len(parts) > 2 and parts[-3] == FORMATS else ""


def natural_key(name: str) -> tuple[tuple[int, str], ...]:
    """Gives a sort key that puts lesson-2 before lesson-10."""
    return tuple((int(part), "") if part.isdigit() else (-1, part) for part in _DIGITS.split(name))


def _page_kind(path: str) -> PageKind:
    if path == "index.md":
        return "start"
    if path == "404.md":
        return "notfound"
    if path in ("progress.md", "progress/index.md"):
        return "progress"
    folder, _, name = path.partition("/")
    if name and folder == "counterparts":
        return "counterpart"
    if path.endswith("/index.md"):
        return "format" if format_folder(path) else "page"
    if name and folder == "roles":
        return "role"
    return "worksheet" if posixpath.basename(posixpath.dirname(path)) == WORKSHEETS else "page"


def _kind_of(kind: PageKind, name: str, listed: tuple[str, ...], country: Any) -> PageKind:
    """Gives what a page is that its place alone says nothing of."""
    if kind != "page":
        return kind
    if listed and name == "index.md":
        return "section"
    return "profile" if country else "page"


def _alignment(value: Any) -> tuple[Alignment, ...]:
    entries = value if isinstance(value, list) else []
    return tuple(
        Alignment(_words(entry.get("practised")), _words(entry.get("asked")))
        for entry in entries
        if isinstance(entry, dict)
    )


def _shortcuts(value: Any) -> dict[str, Shortcut]:
    parts = value.items() if isinstance(value, dict) else ()
    return {
        str(role): Shortcut(
            _words(part.get("lessons")), _words(part.get("activities")), _whole(part.get("minutes"))
        )
        for role, part in parts
        if isinstance(part, dict)
    }


def _whole(value: Any) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def _words(value: Any) -> tuple[str, ...]:
    return tuple(str(item) for item in value) if isinstance(value, list) else ()
