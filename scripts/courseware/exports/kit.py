"""A facilitator's kit: everything for one workshop in one zip, the same bytes from the same content."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from courseware.exports.invitation import Invitation, calendar_file, invitation_text
from courseware.exports.names import safe_name
from courseware.exports.pages import link_names, stand_alone
from courseware.exports.pdf import finish_pdf
from courseware.exports.readme import Listed, ReadMe
from courseware.exports.standalone import one_file
from courseware.packaging.archive import write_zip
from courseware.packaging.paper import Paper
from courseware.strings import Strings

__all__ = ["Kit", "KitContents"]

FOLDERS = ("invite", "lead", "print", "show", "answers")
"""Keys of the folders, in the order one needs them."""

_PLACES: Mapping[str, str] = {
    "run-sheet": "lead",
    "facilitator": "lead",
    "checklist": "lead",
    "sign-in": "lead",
    "slides": "show",
    "slides-notes": "lead",
    "handouts-answers": "answers",
    "quiz-answers": "answers",
}
"""Where a paper lies; others are for the participants."""

_SCREENS: Mapping[str, str] = {"slides": "kit.slides-screen", "run": "leading.run"}

Print = Callable[[Sequence[tuple[str, str]]], list[bytes]]
"""Prints pages, each with the language of its reader, to PDF."""

What = Literal["paper", "screen", "file", "invitation", "calendar"]


@dataclass(frozen=True, slots=True)
class KitContents:
    """What a kit is made of."""

    host_id: str
    """Of the module or exchange format."""
    title: str
    """Of the workshop."""
    texts: Strings
    papers: Sequence[Paper]
    screens: Sequence[Paper]
    worksheets: Mapping[str, str]
    """Titles of worksheets by id."""
    files: Mapping[str, Mapping[str, bytes]]
    """Files beside a worksheet, by its id and their names."""
    shared: Mapping[str, bytes]
    """The site's files by address: pictures, styles and scripts that pages use."""
    site_url: str
    invitation: Invitation
    days: Sequence[tuple[dt.date, int, int]]
    """Days that have a date and a start: date, begin and end in minutes from midnight."""
    uid: str
    """What names the workshop in a calendar."""
    checked: str
    """When the content was checked, in words."""
    version: str
    stamp: dt.datetime
    """The date of every file: a property of the content, never the clock."""


@dataclass(frozen=True, slots=True)
class Kit:
    """What will be in the zip; made when it is asked for."""

    contents: KitContents
    pdf: bool = True
    """Whether papers are printed; else they are pages that the reader prints."""
    _planned: list[tuple[Listed, What, Paper | None, bytes]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_planned", self._plan())

    @property
    def name(self) -> str:
        """The name of the folder that the zip holds, and of the zip without its ending."""
        return f"{self.contents.host_id}-{self.contents.texts.language}"

    @property
    def listed(self) -> list[Listed]:
        """Every file below the kit's folder, in the order of its list of contents, README first."""
        own = [Listed("", name, self.contents.title) for name in ("README.html", "README.txt")]
        return own + [file for file, *_ in self._planned]

    def make(self, print_pages: Print | None) -> bytes:
        """Gives the zip.

        Args:
            print_pages: Prints papers; nothing where the kit has no PDF files.
        """
        contents = self.contents
        made: dict[str, bytes] = {}
        standing: list[tuple[str, Paper, str]] = []
        for file, what, paper, data in self._planned:
            if what == "paper" and paper is not None:
                html = stand_alone(paper.html, paper.address, contents.site_url, contents.shared)
                standing.append((file.path, paper, html))
            elif what == "screen" and paper is not None:
                html = one_file(paper.html, paper.address, contents.site_url, contents.shared)
                made[file.path] = html.encode()
            else:
                made[file.path] = data
        if print_pages is None:
            made |= {path: html.encode() for path, _, html in standing}
        else:
            printed = print_pages([(html, paper.language) for _, paper, html in standing])
            for (path, paper, html), pdf in zip(standing, printed, strict=True):
                made[path] = finish_pdf(
                    pdf,
                    title=paper.title,
                    language=paper.language,
                    when=contents.stamp,
                    names=link_names(html),
                )
        read_me = self._read_me()
        made["README.html"] = read_me.html(contents.texts).encode()
        # With a mark, so that an editor on Windows takes the letters for what they are.
        made["README.txt"] = f"\ufeff{read_me.text(contents.texts)}".encode()
        return write_zip({f"{self.name}/{path}": data for path, data in made.items()}, contents.stamp)

    def _read_me(self) -> ReadMe:
        contents = self.contents
        return ReadMe(
            title=contents.title,
            folders=FOLDERS,
            files=[file for file, *_ in self._planned],
            when=contents.invitation.when,
            place=contents.invitation.place,
            checked=contents.checked,
            version=contents.version,
            url=contents.invitation.url,
            pdf=self.pdf,
        )

    def _plan(self) -> list[tuple[Listed, What, Paper | None, bytes]]:
        contents, texts = self.contents, self.contents.texts
        planned: list[tuple[Listed, What, Paper | None, bytes]] = []

        def add(
            folder: str, name: str, title: str, what: What, paper: Paper | None = None, data: bytes = b""
        ) -> None:
            swedish = paper is not None and paper.text_language != paper.language
            planned.append(
                (Listed(folder, f"{self._folder(folder)}/{name}", title, swedish), what, paper, data)
            )

        title = texts("invitation.title")
        letter = invitation_text(contents.invitation, texts)
        add("invite", f"{safe_name(title)}.txt", title, "invitation", data=f"\ufeff{letter}".encode())
        if contents.days:
            data = calendar_file(
                contents.invitation, contents.days, texts, uid=contents.uid, stamp=contents.stamp
            )
            add("invite", f"{safe_name(title)}.ics", texts("kit.calendar"), "calendar", data=data)
        ending = "pdf" if self.pdf else "html"
        for paper in contents.papers:
            name = paper.kind if paper.kind in contents.worksheets else safe_name(self._title(paper))
            folder = _PLACES.get(paper.kind, "print")
            add(folder, f"{name}.{ending}", self._title(paper), "paper", paper)
            # The blank ones first, then the example.
            beside_it = contents.files.get(paper.kind, {}).items()
            for beside, data in sorted(
                beside_it, key=lambda one: (not one[0].startswith(f"{paper.kind}."), one[0])
            ):
                title = self._title(paper)
                if beside.rpartition(".")[0] != paper.kind:
                    title = texts("site.sheet.example-title", title=title)
                add("print", safe_file(beside), title, "file", data=data)
        for screen in contents.screens:
            said = texts(_SCREENS[screen.kind])
            add("show", f"{safe_name(said)}.html", said, "screen", screen)
        order = {key: at for at, key in enumerate(FOLDERS)}
        return sorted(planned, key=lambda one: order[one[0].folder])

    def _folder(self, key: str) -> str:
        return f"{FOLDERS.index(key) + 1}-{safe_name(self.contents.texts(f'kit.folder.{key}'))}"

    def _title(self, paper: Paper) -> str:
        texts = self.contents.texts
        if paper.kind in self.contents.worksheets:
            return self.contents.worksheets[paper.kind]
        key = f"kit.{paper.kind}"
        return texts(key if key in texts else f"leading.{paper.kind}")


def safe_file(name: str) -> str:
    """Gives a file's name without what a disk or a reader might take for something else."""
    stem, dot, ending = name.rpartition(".")
    return f"{safe_name(stem)}.{safe_name(ending)}" if dot else safe_name(name)
