"""What a translator gets, apart from any file format: the texts of some pages in two languages.

Made from a library by pure functions; `bring_in` takes it back. For every section it carries the
hash of the Swedish it was made from, so that the stamp afterwards says what the translator saw, and
a hash of the translation it was made from, so that nobody's later work is written over.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from courseware.content.documents import Document, documents, source_file
from courseware.content.front_matter import Front
from courseware.content.load import Library
from courseware.content.markdown import headings, plain
from courseware.content.sections import Section as Text
from courseware.content.sections import sections
from courseware.errors import CoursewareError, Problem, ProblemsFound
from courseware.ids import did_you_mean
from courseware.languages import SOURCE
from courseware.strings import Strings
from courseware.translations.agreed_terms import AgreedTerm, AgreedTerms
from courseware.translations.front_texts import front_texts
from courseware.translations.reader_texts import STRINGS, reader_text_file, reader_text_groups
from courseware.translations.status import outdated, source_hashes
from courseware.translations.units import Pair, pair_units

__all__ = [
    "NOTHING",
    "Address",
    "Packet",
    "PacketPage",
    "PacketSection",
    "Unit",
    "make_packet",
    "section_heading",
    "section_pairs",
    "text_hash",
]

NOTHING = "-"
"""Stands for the hash of a translation that is not there."""

_UNCARRIED = re.compile(r"[\x00-\x08\x0b\x0c\x0d\x0e-\x1f\ufffe\uffff]")
"""What XML 1.0 has no place for (section 2.2), and a lone carriage return, which it changes."""
_UNREADABLE = ("not-utf8", "bad-yaml", "unclosed-front-matter", "unreadable-file", "repeated-field")
"""Problems of form that leave it open what a file says."""


@dataclass(frozen=True, slots=True)
class Address:
    """Which section of which page, made from which texts."""

    key: str
    """Key of the page, or `strings`."""
    section: str
    source: str
    """Hash of the Swedish text."""
    base: str
    """Hash of the translation it was made from, or `-`."""

    def __str__(self) -> str:
        return f"{self.key}#{self.section} {self.source} {self.base}"


@dataclass(frozen=True, slots=True)
class Unit:
    """One thing to translate."""

    id: str
    """Within its section: 1, 2, … in the order of the text, a field's name, or `whole`."""
    source: str
    target: str
    """Empty where nothing is translated yet."""
    done: bool = False
    """Whether it says what the Swedish says, by the word of whoever translated it."""
    notes: tuple[str, ...] = ()
    """Agreed terms in it, `närvaro = apmeklējums`."""


@dataclass(frozen=True, slots=True)
class PacketSection:
    """The units of one section."""

    address: Address
    heading: str
    """As a reader sees it, in Swedish."""
    units: tuple[Unit, ...]
    outdated: bool = False
    """Whether the Swedish text has changed since it was translated."""


@dataclass(frozen=True, slots=True)
class PacketPage:
    """The sections of one page."""

    key: str
    title: str
    sections: tuple[PacketSection, ...]


@dataclass(frozen=True, slots=True)
class Packet:
    """One document for one translator."""

    language: str
    project: str
    """The address that the project's names begin with; another project has another."""
    pages: tuple[PacketPage, ...]
    terms: tuple[AgreedTerm, ...] = ()
    comments: tuple[str, ...] = ()
    """What the translator said beside the texts, without anybody's name."""


def section_heading(section: PacketSection, strings: Strings) -> str:
    """Gives what a section is called in a document."""
    if section.address.section in ("_title", "_top"):
        return strings(f"admin.packet.section.{section.address.section[1:]}")
    return section.heading


def make_packet(
    library: Library,
    language: str,
    project: str,
    *,
    only_outdated: bool = False,
    only_missing: bool = False,
    pages: Collection[str] = (),
) -> Packet:
    """Gives the packet of a language.

    Args:
        library: The loaded project.
        language: The language to translate into.
        project: What tells this project from others.
        only_outdated: Only sections that do not follow the Swedish of today, of pages that are there.
        only_missing: Only pages that are not there. With `only_outdated`: both.
        pages: Keys, files or folders to limit it to; `strings` are the reader texts. All pages if none.

    Raises:
        CoursewareError: A page is not known, or holds what no document can carry.
    """
    sources = {document.key: document for document in documents(library, SOURCE)}
    own = {document.key: document for document in documents(library, language)}
    wanted = _chosen(sources, language, pages)
    hashes = source_hashes(library)
    terms = AgreedTerms(library.terms, language)
    made: list[PacketPage] = []
    for key in (key for key in sources if key in wanted):
        document = own.get(key)
        if document is None:
            if only_outdated and not only_missing:
                continue
            stale = None
        else:
            stale = set(outdated(document, hashes))
            if only_missing and not only_outdated:
                continue
        chosen = [
            section
            for section in _page_sections(sources[key], document, stale, terms)
            if not only_outdated or document is None or (stale and section.address.section in stale)
        ]
        if chosen:
            made.append(PacketPage(key, str(sources[key].front.get("title", key)), tuple(chosen)))
    if STRINGS in wanted:
        made.extend(_string_page(library, language, terms))
    _refuse_uncarried(library, language, wanted, made)
    texts = [unit.source for page in made for section in page.sections for unit in section.units]
    return Packet(language, project, tuple(made), terms.found_in("\n".join(texts)))


def _chosen(sources: Mapping[str, Document], language: str, pages: Collection[str]) -> set[str]:
    """Gives the keys that names stand for: a key, a file of either language, or a folder of them."""
    if not pages:
        return set(sources)
    names = {key: (key, document.path, source_file(key, language)) for key, document in sources.items()}
    wanted: set[str] = set()
    for page in pages:
        name = page.removeprefix("./").rstrip("/")
        if name == STRINGS:
            wanted.add(STRINGS)
            continue
        found = {
            key
            for key, known in names.items()
            if any(one in (name, f"{name}.md") or one.startswith(f"{name}/") for one in known)
        }
        if not found:
            known_names = [*names, *(one for known in names.values() for one in known), STRINGS]
            hint = did_you_mean(name, known_names) or "Name it as `courseware translations status` does."
            raise CoursewareError(f"'{page}' is no page with a Swedish text. {hint}")
        wanted |= found
    return wanted


def section_pairs(
    source: Document, target: Document | None
) -> Iterator[tuple[Text, Text | None, list[Pair]]]:
    """Yields each Swedish section of a page, its translation if there is one, and the units of both."""
    theirs = {text.id: text for text in sections(target.front, target.body)} if target else {}
    for text in sections(source.front, source.body):
        other = theirs.get(text.id)
        if text.id == "_title":
            yield text, other, _title_pairs(source.front, target.front if target else Front())
        else:
            yield text, other, pair_units(text.text, other.text if other else None)


def _title_pairs(source: Front, target: Front) -> list[Pair]:
    theirs = front_texts(target)
    return [Pair(key, "title", text, theirs.get(key, "")) for key, text in front_texts(source).items()]


def text_hash(text: Text | None) -> str:
    """Gives what tells two states of a translated section apart: unlike the stamp, to the byte."""
    return hashlib.sha256(text.text.encode()).hexdigest()[:12] if text is not None else NOTHING


def _page_sections(
    source: Document,
    target: Document | None,
    stale: Collection[str] | None,
    terms: AgreedTerms,
) -> Iterator[PacketSection]:
    names = {heading.id: heading.text for heading in headings(source.body) if heading.id}
    for text, other, pairs in section_pairs(source, target):
        if not pairs:
            continue  # nothing but code and marks: it goes along by itself
        old = stale is not None and text.id in stale and other is not None
        units = tuple(
            Unit(
                pair.id,
                pair.source,
                pair.target,
                done=bool(pair.target) and not old,
                notes=tuple(str(term) for term in terms.found_in(pair.source)),
            )
            for pair in pairs
        )
        address = Address(source.key, text.id, text.hash, text_hash(other))
        yield PacketSection(address, plain(names.get(text.id, text.id)), units, old)


def _string_page(library: Library, language: str, terms: AgreedTerms) -> Iterator[PacketPage]:
    found = [
        PacketSection(
            Address(STRINGS, group.name, group.source_hash, group.target_hash),
            group.name,
            tuple(
                Unit(
                    pair.id,
                    pair.source,
                    pair.target,
                    done=bool(pair.target),
                    notes=tuple(str(term) for term in terms.found_in(pair.source)),
                )
                for pair in group.pairs
            ),
        )
        for group in reader_text_groups(library.root, language)
    ]
    if found:
        yield PacketPage(STRINGS, STRINGS, tuple(found))


def _refuse_uncarried(
    library: Library, language: str, wanted: Collection[str], pages: list[PacketPage]
) -> None:
    files = [source_file(key, code) for key in wanted for code in (SOURCE, language) if key != STRINGS]
    problems = [one for one in library.problems if one.path in files and one.code in _UNREADABLE]
    for page in pages:
        paths = (source_file(page.key, SOURCE), source_file(page.key, language))
        if page.key == STRINGS:
            paths = (reader_text_file(SOURCE), reader_text_file(language))
        for section in page.sections:
            for unit in section.units:
                for text, path in zip((unit.source, unit.target), paths, strict=True):
                    found = _UNCARRIED.search(text)
                    if found:
                        message = f"'{section.address.section}' holds the character U+{ord(found[0]):04X}."
                        problems.append(Problem(path, 0, "control-character", message, "Delete it."))
    if problems:
        raise ProblemsFound(set(problems), "No packet was made: these files have to be put right first.")
