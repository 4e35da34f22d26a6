"""What a course is made of: modules, lessons, quizzes, workshops, pages.

Everything here is plain, immutable data. `content.load` fills it from the files that
people write; the site, the exports and the reports read it and never the files. Texts are
Markdown exactly as written (blocks and citations included): turning them into HTML is the
business of the room that shows them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

from courseware.content.front_matter import Front

QuestionKind = Literal["single", "multiple", "sequence"]
"""One right answer, a set of right answers, or an order to find."""

PageKind = Literal[
    "page", "section", "start", "role", "worksheet", "format", "profile", "progress", "notfound",
    "counterpart",
]  # fmt: skip
"""What a hand-written page is, decided by where it lies (`index.md`, `roles/`, `worksheets/`…).

A `section` is an index.md that lists its pages, a `profile` a page about the country that it names.
"""

DEFAULT_PASS_MARK = 80
"""Percent of the questions that must be right, unless the quiz says otherwise."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of a question; its position among its siblings is its identity."""

    text: str
    """Markdown, without the checkbox."""
    correct: bool
    """Always True in a sequence, where the position is what is asked for."""
    comment: str
    """Markdown shown as feedback on this very answer, or the empty string."""
    line: int
    """Line of the answer in its source file, counted from 1."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question: heading, optional body and hint, answers, explanation."""

    id: str
    """The anchor on the heading, `q1`; the same in every language, for ever."""
    kind: QuestionKind
    heading: str
    body: str
    """Markdown between the heading and the answers."""
    hint: str
    answers: tuple[Answer, ...]
    explanation: str
    """Markdown after the answers, shown once the question is answered."""
    shuffle: bool
    """Whether the answers may change places (always True for a sequence)."""
    line: int

    @property
    def correct(self) -> tuple[int, ...]:
        """Source positions of the right answers; for a sequence 0, 1, … n-1."""
        return tuple(position for position, answer in enumerate(self.answers) if answer.correct)


@dataclass(frozen=True, slots=True)
class Quiz:
    """The quiz of a module in one language."""

    id: str
    """The id of its module."""
    language: str
    title: str
    pass_mark: int
    """Percent of the questions that must be right."""
    questions: tuple[Question, ...]
    options: Mapping[str, Any]
    """Quiz-level quizdown options as written (`shuffleQuestions`, `nQuestions`…)."""
    path: str
    """Source file, relative to the project folder."""
    front: Front = field(default_factory=Front)
    """Front-matter fields that are not quizdown options (`review`, `translation`…)."""
    body: str = ""
    """The Markdown behind the front matter."""


@dataclass(frozen=True, slots=True)
class Handout:
    """One sheet of a workshop that participants hold in their hands."""

    title: str
    text: str
    """Markdown."""


@dataclass(frozen=True, slots=True)
class Slide:
    """What the wall shows during an activity."""

    title: str
    """Empty where the activity's own title stands over it."""
    text: str
    """Markdown."""


@dataclass(frozen=True, slots=True)
class Activity:
    """One timed activity of a workshop."""

    title: str
    minutes: int
    core: bool
    """Whether it must be held even when time runs short."""
    text: str
    """Markdown for the participants, handouts included, without what only the facilitator sees."""
    facilitator: str
    """Markdown for the facilitator only."""
    line: int
    session: int = 1
    """Which of the workshop's meetings it belongs to, counted from 1."""
    id: str = ""
    """The anchor on its heading."""
    short: int = 0
    """Minutes it can be held in when time runs short; 0 where nothing is said."""
    meeting: int = 0
    """Minutes it gets in the 20-minute version for an ordinary meeting; 0 where it is left out."""
    needs: str = ""
    """Markdown: what must lie ready for it."""
    slides: tuple[Slide, ...] = ()
    """What the wall shows, where it is not the participants' text."""
    handouts: tuple[Handout, ...] = ()
    answers: str = ""
    """Markdown: the key to its exercise."""
    task: str = ""
    """Markdown for the participants without the handouts: what to do with them."""

    @property
    def is_break(self) -> bool:
        """Whether it is a break (`break-1`, `break-2`, not `break-even`): its minutes are nobody's hours."""
        return re.fullmatch("break-[0-9]+", self.id) is not None


@dataclass(frozen=True, slots=True)
class Workshop:
    """The meeting (or meetings) of a module or an exchange format: an agenda of activities."""

    title: str
    minutes: int
    """All its activities together."""
    body: str
    """The whole Markdown body, activities and notes included."""
    activities: tuple[Activity, ...]
    front: Front
    path: str
    intro: str = ""
    """Markdown before the first activity, without facilitator notes."""
    facilitator: str = ""
    """Facilitator notes that stand outside any activity."""
    needs: str = ""
    """Markdown: what the workshop as a whole needs on the tables."""
    room: str = ""
    """Markdown: how the room must be."""
    summary: str = ""
    language: str = ""
    """Language of the source; differs from its host's where it is not translated yet."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """One self-study page of a module."""

    id: str
    """The file's stem, `lesson-1-flag`."""
    title: str
    summary: str
    minutes: int
    body: str
    front: Front
    path: str
    language: str = ""
    """Language of the source; differs from the module's where it is not translated yet."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """Where one learning outcome is practised and asked."""

    practised: tuple[str, ...]
    """Ids of workshop activities."""
    asked: tuple[str, ...]
    """Ids of quiz questions."""


@dataclass(frozen=True, slots=True)
class Shortcut:
    """The part of a module that is enough for one role."""

    lessons: tuple[str, ...]
    activities: tuple[str, ...]
    """Ids of the workshop activities that the role takes part in."""
    minutes: int
    """Minutes of workshop that they take in the short version."""


@dataclass(frozen=True, slots=True)
class Host:
    """What a workshop belongs to, in one language: a module, or an exchange format.

    Everything that a workshop's pages and papers need to know of where they stand is here, so that they are
    made for both alike.
    """

    kind: ClassVar[str]
    """Also the template that shows its own page."""
    counts: ClassVar[bool]
    """Whether taking part is something a project counts: hours, participant codes, the evaluation sheet."""
    voice: ClassVar[str]
    """Whose reader texts speak of it, one of strings.VOICES; "" are those as written."""

    id: str
    language: str
    folder: str
    """Below the language root: "modules/m07-early-detection"."""
    title: str
    summary: str
    product: str
    """What participants leave with, in the page's language; may be empty."""
    study_minutes: int
    """Stated time for the lessons and the quiz together; 0 where nothing comes before."""
    workshop_minutes: int
    worksheets: tuple[str, ...]
    """Ids."""
    outcomes: tuple[str, ...]
    body: str
    workshop: Workshop | None
    front: Front
    path: str


@dataclass(frozen=True, slots=True)
class Module(Host):
    """One unit of study in one language.

    Neutral fields (order, phase, strands, roles, minutes, requires, worksheets, alignment, shortcuts)
    come from the Swedish original in every language.
    """

    kind = "module"
    counts = True
    voice = ""

    order: int
    phase: int
    strands: tuple[str, ...]
    roles: tuple[str, ...]
    requires: tuple[str, ...]
    lessons: tuple[Lesson, ...]
    quiz: Quiz | None
    alignment: tuple[Alignment, ...] = ()
    """One entry an outcome, in the same order."""
    shortcuts: Mapping[str, Shortcut] = field(default_factory=dict)
    """By role."""


@dataclass(frozen=True, slots=True)
class Format(Host):
    """One exchange format in one language: how partners learn from each other, and the meeting for it.

    Its page is an ordinary one; worksheets and minutes come from the Swedish files in every language.
    """

    kind = "format"
    counts = False
    voice = "exchange"


@dataclass(frozen=True, slots=True)
class Page:
    """One hand-written page of `docs/<language>/`."""

    path: str
    """Below the language folder, `roles/principal.md`: the page's identity."""
    language: str
    title: str
    summary: str
    kind: PageKind
    body: str
    front: Front
    source_path: str
    """Relative to the project folder."""
    pages: tuple[str, ...] = ()
    """Paths of the pages of a section in reading order; the same in every language."""
