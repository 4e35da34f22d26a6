"""A packet that came back, into the project: everything that is wrong with it at once, or whole new files.

Nothing here writes. `plan_bring_in` gives the files as they would be after `courseware check` has
agreed with them; `put_in_place` writes them together.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from courseware.content.documents import Document, documents, source_file
from courseware.content.front_matter import split_front
from courseware.content.load import Library
from courseware.content.sections import Section as Text
from courseware.content.sections import sections
from courseware.errors import CoursewareError, Problem, ProblemsFound
from courseware.ids import did_you_mean
from courseware.languages import SOURCE
from courseware.translations.agreed_terms import AgreedTerms
from courseware.translations.front_texts import fill_front, front_texts, new_front, reviewer_line, set_field
from courseware.translations.packet import Packet, PacketPage, PacketSection, section_pairs
from courseware.translations.reader_texts import (
    STRINGS,
    TextGroup,
    reader_text_file,
    reader_text_groups,
    rewrite_texts,
)
from courseware.translations.section_merge import Merge, merge_section
from courseware.translations.stamp import Stamp
from courseware.translations.units import Pair
from courseware.translations.would_be import try_out

__all__ = ["PACKET_CODES", "BringIn", "PageChange", "Reviewer", "SectionChange", "plan_bring_in"]

PACKET_CODES: dict[str, str] = {
    "packet-page": "The packet holds a page that the project does not have.",
    "packet-section": "A section is missing in the packet, or stands in it twice.",
    "packet-unit": "A text is missing in the packet, stands twice, or belongs nowhere.",
    "packet-source": "The Swedish side of the packet was changed.",
    "packet-empty": "A text has no translation.",
    "packet-shape": "The Swedish text has other parts than when the packet was made.",
    "packet-conflict": "A section was changed both in the project and in the packet.",
    "packet-mark": "Code, addresses, placeholders or tags within a text differ from Swedish.",
    "packet-markup": "A text would be read as markup.",
    "packet-character": "A text holds a character that nobody writes.",
    "packet-long": "A text is longer than a line may be.",
    "packet-reviewer": "A page cannot be called reviewed.",
    "packet-outdated": "Said, not refused: a section stays outdated.",
    "packet-kept": "Said, not refused: the project's own newer text is kept.",
    "packet-skipped": "Said, not refused: a page or section that is not translated.",
    "packet-term": "Said, not refused: an agreed term does not seem to be used.",
}
"""What each code of an import means; differences that `check` knows have its codes."""


_DECISIONS = ("term-departure", "idle-term")
"""What `check` finds and an editor decides: the agreed word, or a note in the page's own `terms:`."""


@dataclass(frozen=True, slots=True)
class Reviewer:
    """Who has read a translation from beginning to end: a role, never a name."""

    role: str
    date: datetime.date


@dataclass(frozen=True, slots=True)
class SectionChange:
    """One section that an import changes or confirms."""

    section: str
    texts: tuple[tuple[str, str], ...]
    """(before, after) of each text that comes in; none where the section is only confirmed."""
    stamped: bool
    """Whether it is noted as following the Swedish of the packet."""


@dataclass(frozen=True, slots=True)
class PageChange:
    """One file that an import writes."""

    path: str
    new: bool
    reviewed: bool
    sections: tuple[SectionChange, ...]


@dataclass(frozen=True, slots=True)
class BringIn:
    """What an import would write."""

    pages: tuple[PageChange, ...]
    files: Mapping[str, bytes]
    present: Mapping[str, bytes | None]
    """What the files hold now; None for a new one."""
    notes: tuple[Problem, ...]
    """What is worth saying and no reason to refuse."""


@dataclass(slots=True)
class _Work:
    library: Library
    packet: Packet
    reviewer: Reviewer | None
    sources: dict[str, Document]
    own: dict[str, Document]
    terms: AgreedTerms
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    pages: list[PageChange] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    present: dict[str, bytes | None] = field(default_factory=dict)
    stamps: list[Stamp] = field(default_factory=list)

    def say(self, path: str, section: str, merge: Merge) -> None:
        """Moves what a section has to say to the rest."""
        name = f"{section} " if section else ""
        self.problems.extend(Problem(path, 0, code, f"{name}{text}") for code, text in merge.problems)
        self.notes.extend(Problem(path, 0, code, f"{name}{text}") for code, text in merge.notes)


def plan_bring_in(
    library: Library, packet: Packet, project: str, reviewer: Reviewer | None = None
) -> BringIn:
    """Gives what taking in a packet would write.

    Args:
        library: The loaded project.
        packet: What came back.
        project: What tells this project from others.
        reviewer: Who has read the pages of the packet from beginning to end, if somebody has.

    Raises:
        CoursewareError: The packet is of another project.
        ProblemsFound: Everything in it that cannot be taken in.
    """
    if packet.project != project:
        raise CoursewareError(f"The packet is of the project {packet.project}; this one is {project}.")
    work = _Work(
        library,
        packet,
        reviewer,
        {document.key: document for document in documents(library, SOURCE)},
        {document.key: document for document in documents(library, packet.language)},
        AgreedTerms(library.terms, packet.language),
    )
    for page in _joined(packet.pages):
        if page.key == STRINGS:
            _bring_strings(work, page)
        elif page.key in work.sources:
            _bring_page(work, page)
        else:
            hint = did_you_mean(page.key, work.sources) or "It may have been renamed; export again."
            work.problems.append(Problem(page.key, 0, "packet-page", "there is no such page.", hint))
    if not work.problems and work.files:
        work.files, found = try_out(library.root, work.files, work.stamps)
        for problem in found:
            (work.notes if problem.code in _DECISIONS else work.problems).append(problem)
    if work.problems:
        count = len(set(work.problems))
        summary = f"{count} problem{'s' if count != 1 else ''} found. Nothing was changed."
        raise ProblemsFound(set(work.problems), summary)
    return BringIn(tuple(work.pages), work.files, work.present, tuple(sorted(set(work.notes))))


def _joined(pages: Iterable[PacketPage]) -> list[PacketPage]:
    """Gives each page once, with all its sections: a tool may have sorted them apart."""
    found: dict[str, list[PacketSection]] = {}
    for page in pages:
        found.setdefault(page.key, []).extend(page.sections)
    return [PacketPage(key, key, tuple(parts)) for key, parts in found.items()]


def _once(work: _Work, path: str, page: PacketPage) -> dict[str, PacketSection]:
    """Gives the sections of a page by id; one that stands twice is a problem."""
    given: dict[str, PacketSection] = {}
    for section in page.sections:
        if section.address.section in given:
            message = f"{section.address.section} stands twice in the packet."
            work.problems.append(Problem(path, 0, "packet-section", message, "Take one of them out."))
        given.setdefault(section.address.section, section)
    return given


def _bring_page(work: _Work, page: PacketPage) -> None:
    source, target = work.sources[page.key], work.own.get(page.key)
    path = source_file(page.key, work.packet.language)
    given = _once(work, path, page)
    now = list(section_pairs(source, target))
    for name in given:
        if name not in {text.id for text, _, _ in now}:
            message = f"the Swedish text has no section '{name}' any more; it is not taken in."
            work.notes.append(Problem(path, 0, "packet-skipped", message))
    filled = any(unit.target.strip() for section in given.values() for unit in section.units)
    if target is None and not filled:
        work.notes.append(Problem(path, 0, "packet-skipped", "nothing of the new page is translated yet."))
        return
    noted = target.front.get("source") if target else None
    noted = dict(noted) if isinstance(noted, dict) else {}
    stated = target.front.get("terms") if target else None
    decided = set(stated) if isinstance(stated, dict) else set()
    adapted = target is not None and target.front.get("translation") == "adapted"
    merges: dict[str, Merge] = {}
    for text, other, pairs in now:
        section = given.get(text.id)
        if section is None:
            if target is None and pairs:
                message = f"the new page cannot be made: the packet lacks its section '{text.id}'."
                work.problems.append(Problem(path, 0, "packet-section", message, "Export the page again."))
            continue
        merge = merge_section(
            section,
            text,
            other,
            pairs,
            noted=noted.get(text.id),
            adapted=adapted,
            terms=work.terms,
            decided=decided,
        )
        if target is None and not merge.texts and not merge.problems:
            for unit in section.units:
                message = f"{text.id} {unit.id} has no translation."
                work.problems.append(Problem(path, 0, "packet-empty", message))
        merges[text.id] = merge
        work.say(path, text.id, merge)
    _check_reviewer(work, path, target, now, given, merges)
    if any(problem.path == path for problem in work.problems):
        return
    _write_page(work, path, source, target, now, given, merges)


def _check_reviewer(
    work: _Work,
    path: str,
    target: Document | None,
    now: list[tuple[Text, Text | None, list[Pair]]],
    given: Mapping[str, PacketSection],
    merges: Mapping[str, Merge],
) -> None:
    if work.reviewer is None:
        return
    reasons: list[str] = []
    missing = [text.id for text, _, pairs in now if pairs and text.id not in given]
    open_ = [name for name, merge in merges.items() if merge.unmarked]
    kept = [name for name, merge in merges.items() if any(code == "packet-kept" for code, _ in merge.notes)]
    if missing:
        reasons.append(f"the packet lacks its sections {', '.join(missing)}")
    if open_:
        reasons.append(f"not everything is marked as done in {', '.join(open_)}")
    if kept:
        reasons.append(f"{', '.join(kept)} was changed here since")
    if target is not None and target.front.get("translation") == "original":
        reasons.append("it was written together with the Swedish, as an original")
    for reason in reasons:
        hint = "Import without --reviewer, or export the whole page."
        work.problems.append(
            Problem(path, 0, "packet-reviewer", f"cannot be called reviewed: {reason}.", hint)
        )


def _write_page(
    work: _Work,
    path: str,
    source: Document,
    target: Document | None,
    now: list[tuple[Text, Text | None, list[Pair]]],
    given: Mapping[str, PacketSection],
    merges: Mapping[str, Merge],
) -> None:
    """Adds the file of a page to the work, if anything in it changes."""
    if work.reviewer is None and not any(merge.texts for merge in merges.values()):
        return
    fills = {name: merge.filled for name, merge in merges.items() if merge.texts and name != "_title"}
    title = merges["_title"].texts if "_title" in merges else {}
    order = [text.id for text, _, _ in now]
    if target is None:
        raw = None
        text = _new_page(work, source, fills, title)
    else:
        raw = (work.library.root / path).read_bytes()
        text = _text_of(raw)
        head = text.split("\n")[: target.front.body_line - 1]
        text = "\n".join([*head, _with_sections(target, order, fills)])
        text = _reviewed(fill_front(text, title), target, work.reviewer)
    if front_texts(split_front(text, path)[0]) | title != front_texts(split_front(text, path)[0]):
        message = "the texts of its front matter cannot be written."
        work.problems.append(Problem(path, 0, "packet-markup", message, "Change them by hand first."))
        return
    stamp = _stamp(path, source, target, now, given, merges)
    content = _bytes_of(text, raw)
    if content == raw and stamp.noted == _noted(target):
        return
    if target is None or stamp.noted != _noted(target):
        work.stamps.append(stamp)
    work.files[path], work.present[path] = content, raw
    changes = tuple(
        SectionChange(name, tuple(merge.changed), merge.stamp)
        for name, merge in merges.items()
        if merge.texts
    )
    work.pages.append(PageChange(path, target is None, work.reviewer is not None, changes))


def _new_page(work: _Work, source: Document, fills: Mapping[str, str], title: Mapping[str, str]) -> str:
    """Gives a new translation, made from the Swedish file; neutral fields stay there."""
    raw = _text_of((work.library.root / source.path).read_bytes())
    state = "translation: machine"
    if work.reviewer is not None:
        state = f"translation: reviewed\n{reviewer_line(work.reviewer.role, work.reviewer.date)}"
    return new_front(raw, title, state) + _with_sections(source, list(fills), fills)


def _reviewed(text: str, target: Document, reviewer: Reviewer | None) -> str:
    if reviewer is None:
        return text
    if target.front.get("translation") != "adapted":
        text = set_field(text, "translation", "translation: reviewed")
    return set_field(text, "reviewer", reviewer_line(reviewer.role, reviewer.date))


def _with_sections(document: Document, order: Collection[str], fills: Mapping[str, str]) -> str:
    """Gives a body with some sections exchanged; one it lacks comes after the one before it in `order`."""
    lines = document.body.split("\n")
    chunks: list[tuple[str, list[str]]] = []
    end = 0
    for text in sections(document.front, document.body):
        if text.id == "_title":
            continue
        start = text.line - document.front.body_line
        if start > end:
            chunks.append(("", lines[end:start]))
        end = start + text.text.count("\n") + 1
        chunks.append((text.id, lines[start:end]))
    if end < len(lines):
        chunks.append(("", lines[end:]))
    present = [name for name, _ in chunks]
    previous = ""
    for name in order:
        if name in fills and name not in present:
            place = present.index(previous) + 1 if previous else (1 if present[:1] == [""] else 0)
            block = fills[name].split("\n")
            if place and chunks[place - 1][1][-1].strip():
                block = ["", *block]
            if place < len(chunks) and block[-1].strip():
                block = [*block, ""]
            chunks.insert(place, (name, block))
            present.insert(place, name)
        elif name in fills:
            chunks[present.index(name)] = (name, fills[name].split("\n"))
        if name in present:
            previous = name
    return "\n".join(line for _, block in chunks for line in block)


def _noted(target: Document | None) -> dict[str, str]:
    noted = target.front.get("source") if target else None
    return {str(key): str(value) for key, value in noted.items()} if isinstance(noted, dict) else {}


def _stamp(
    path: str,
    source: Document,
    target: Document | None,
    now: list[tuple[Text, Text | None, list[Pair]]],
    given: Mapping[str, PacketSection],
    merges: Mapping[str, Merge],
) -> Stamp:
    """Gives what the file is to note: the Swedish that the translator saw, perhaps older than today's."""
    before = _noted(target)
    after: dict[str, str] = {}
    for text, _, _ in now:
        if text.id in merges and merges[text.id].texts and merges[text.id].stamp:
            after[text.id] = given[text.id].address.source
        elif text.id in before:
            after[text.id] = before[text.id]
        elif target is None:
            after[text.id] = text.hash  # nothing but code and marks
    after.update((name, value) for name, value in before.items() if name not in after)
    if after == before:
        after = before  # the same notes in another order are no change
    return Stamp(path, source.path, (), after)


def _text_of(raw: bytes) -> str:
    return raw.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")


def _bytes_of(text: str, raw: bytes | None) -> bytes:
    """Gives a file's bytes with the newlines and the byte order mark it had."""
    if raw is None:
        return text.encode()
    if b"\r\n" in raw:
        text = text.replace("\n", "\r\n")
    return (b"\xef\xbb\xbf" if raw.startswith(b"\xef\xbb\xbf") else b"") + text.encode()


def _bring_strings(work: _Work, page: PacketPage) -> None:
    """Adds the file of reader texts to the work, if a line in it changes."""
    language = work.packet.language
    path = reader_text_file(language)
    if work.reviewer is not None:
        hint = "Import them without --reviewer."
        work.problems.append(Problem(path, 0, "packet-reviewer", "reader texts have no reviewer.", hint))
    groups: dict[str, TextGroup] = {
        group.name: group for group in reader_text_groups(work.library.root, language)
    }
    texts: dict[str, str] = {}
    changes: list[SectionChange] = []
    for name, section in _once(work, path, page).items():
        group = groups.get(name)
        if group is None:
            message = f"there are no texts '{name}.…' any more; they are not taken in."
            work.notes.append(Problem(path, 0, "packet-skipped", message))
            continue
        merge = _merge_group(section, group, work)
        work.say(path, name, merge)
        texts.update(merge.texts)
        if merge.texts:
            changes.append(SectionChange(name, tuple(merge.changed), False))
    if texts and not any(problem.path == path for problem in work.problems):
        raw = (work.library.root / path).read_bytes()
        work.files[path], work.present[path] = rewrite_texts(raw, texts), raw
        work.pages.append(PageChange(path, False, False, tuple(changes)))


def _merge_group(section: PacketSection, group: TextGroup, work: _Work) -> Merge:
    """Gives the reader texts that change: the same rules as for a section of a page, line by line."""
    merge = Merge()
    given = {unit.id: unit for unit in section.units}
    if len(given) != len(section.units):
        merge.problems.append(("packet-unit", "a text stands twice."))
        return merge
    address = section.address
    pairs = {pair.id: pair for pair in group.pairs}
    if (address.source, address.base) == (group.source_hash, group.target_hash):
        for name in [
            *(key for key in pairs if key not in given),
            *(key for key in given if key not in pairs),
        ]:
            merge.problems.append(("packet-unit", f"{name} is missing, or belongs nowhere."))
        for name, pair in pairs.items():
            if name in given and " ".join(given[name].source.split()) != " ".join(pair.source.split()):
                merge.problems.append(("packet-source", f"the Swedish text of {name} was changed or moved."))
    elif address.base != group.target_hash and any(
        unit.target.strip() != pairs[name].target.strip() for name, unit in given.items() if name in pairs
    ):
        message = "were changed here since the packet was made; export them again."
        merge.problems.append(("packet-conflict", message))
    if merge.problems:
        return merge
    for name, pair in pairs.items():
        unit = given.get(name)
        if unit is None or unit.target == pair.target:
            continue
        if not unit.target.strip():
            merge.problems.append(("packet-empty", f"{name} has no translation."))
            continue
        merge.texts[name] = unit.target
        merge.changed.append((pair.target, unit.target))
    return merge
