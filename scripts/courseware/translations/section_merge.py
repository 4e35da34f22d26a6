"""One section of a packet against the same section of the project: what comes in, what stays, what is wrong.

Three texts meet: the translation the packet was made from, what the translator made of it, and what
stands in the project now. Where only one side changed, that side is kept; where both did, the
packet is refused, because a guess would lose somebody's work.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from courseware.content.sections import Section as Text
from courseware.translations.agreed_terms import AgreedTerms
from courseware.translations.inline_marks import mark_differences
from courseware.translations.packet import NOTHING, PacketSection, Unit, text_hash
from courseware.translations.units import WHOLE, Pair, fill_section, pair_units

__all__ = ["Merge", "merge_section"]

MAX_LENGTH = 20_000
"""Characters of a line; as in content/parse.py."""

_BREAK = re.compile(r"\s*[\r\n]+\s*")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")


@dataclass(slots=True)
class Merge:
    """What a section of a packet means for the project."""

    texts: dict[str, str] = field(default_factory=dict)
    """Every unit's text afterwards; empty where nothing is to be done."""
    changed: list[tuple[str, str]] = field(default_factory=list)
    """(before, after) of each unit that comes in."""
    filled: str = ""
    """The Markdown of the section afterwards; empty for `_title`."""
    stamp: bool = False
    """Whether the translator's word is that it follows the Swedish of the packet."""
    unmarked: int = 0
    """Units that nobody has marked as done."""
    notes: list[tuple[str, str]] = field(default_factory=list)
    """(code, message) of what is worth saying and no reason to refuse."""
    problems: list[tuple[str, str]] = field(default_factory=list)
    """(code, message) of what is."""


def merge_section(
    given: PacketSection,
    text: Text,
    other: Text | None,
    pairs: Sequence[Pair],
    *,
    noted: object,
    adapted: bool = False,
    terms: AgreedTerms,
    decided: Collection[str] = (),
) -> Merge:
    """Gives what a section of a packet means.

    Args:
        given: The section as it came back.
        text: The Swedish section now.
        other: The translated section now, if there is one.
        pairs: The units of both now.
        noted: The hash of the Swedish that the translation notes now.
        adapted: Whether links and figures may stand elsewhere than in Swedish.
        terms: The agreed terms of the two languages.
        decided: Ids of terms that the page has another word for.
    """
    merge = Merge()
    ids = [unit.id for unit in given.units]
    repeated = sorted({name for name in ids if ids.count(name) > 1})
    if repeated:
        merge.problems.append(("packet-unit", f"{', '.join(repeated)} stands twice."))
        return merge
    same_source, same_base = given.address.source == text.hash, given.address.base == text_hash(other)
    found = _matching(given, text, other, pairs, merge, same_source=same_source, same_base=same_base)
    if found is None:
        return merge
    units = [Unit(unit.id, unit.source, _clean(unit, pair.target), unit.done) for unit, pair in found]
    changed = [
        (unit, pair) for unit, (_, pair) in zip(units, found, strict=True) if unit.target != pair.target
    ]
    if not same_base:
        _meanwhile(given, text, other, units, bool(changed), merge)
        return merge
    moved = {unit.id for unit, _ in changed}
    merge.unmarked = sum(not (unit.done or unit.id in moved) for unit in units)
    done = not merge.unmarked
    confirmed = done and noted not in (given.address.source, text.hash) and all(unit.target for unit in units)
    if not changed and not confirmed:
        return merge
    for unit in units:
        if not unit.target:
            merge.problems.append(("packet-empty", f"{_shown(unit)} has no translation."))
    for unit, pair in changed:
        _check(unit, pair, merge, adapted=adapted, terms=terms, decided=decided)
    merge.texts = {unit.id: unit.target for unit in units}
    merge.changed = [(pair.target, unit.target) for unit, pair in changed]
    merge.stamp = done
    if text.id != "_title" and all(unit.target for unit in units):
        _fill(text, other, units, merge, follow=same_source and noted != text.hash)
    if not same_source:
        merge.notes.append(("packet-outdated", "the Swedish text has changed since the packet was made."))
    elif not done and noted != given.address.source:
        message = (
            f"taken in, but still outdated: {merge.unmarked} of {len(units)} parts are not marked as done."
        )
        merge.notes.append(("packet-outdated", message))
    return merge


def _matching(
    given: PacketSection,
    text: Text,
    other: Text | None,
    pairs: Sequence[Pair],
    merge: Merge,
    *,
    same_source: bool,
    same_base: bool,
) -> list[tuple[Unit, Pair]] | None:
    """Gives each unit of the packet beside what stands for it now, or None with the reason noted."""
    by_id = {unit.id: unit for unit in given.units}
    wanted = {pair.id: pair for pair in pairs}
    if same_source and same_base:
        for name in wanted:
            if name not in by_id:
                merge.problems.append(("packet-unit", f"{name} is missing."))
        for name in by_id:
            if name not in wanted:
                merge.problems.append(("packet-unit", f"{name} is not in this section."))
        for name, pair in wanted.items():
            if name in by_id and _flat(by_id[name].source) != _flat(pair.source):
                message = f"the Swedish text of {name} was changed or moved; it reads {_short(pair.source)}."
                merge.problems.append(("packet-source", message))
        return None if merge.problems else [(by_id[pair.id], pair) for pair in pairs]
    if set(by_id) == set(wanted):
        return [(by_id[pair.id], pair) for pair in pairs]
    if other is not None and same_base and text.id != "_title":
        # The Swedish text has another shape now; the translation still has the one the packet was made from.
        own = (
            [Pair(WHOLE, WHOLE, "", other.text.strip("\n"))]
            if WHOLE in by_id
            else pair_units(other.text, None)
        )
        now = [Pair(pair.id, pair.kind, "", pair.target if pair.id == WHOLE else pair.source) for pair in own]
        if [pair.id for pair in now] == list(by_id):
            return [(by_id[pair.id], pair) for pair in now]
    if other is None and not any(unit.target.strip() for unit in given.units):
        return None
    message = "has other parts in Swedish than when the packet was made; export it again."
    merge.problems.append(("packet-shape", message))
    return None


def _meanwhile(
    given: PacketSection, text: Text, other: Text | None, units: list[Unit], changed: bool, merge: Merge
) -> None:
    """Says what happens where the translation has changed here since the packet was made."""
    if not changed:
        return
    untouched = False
    if given.address.base == NOTHING:
        untouched = not any(unit.target for unit in units)
    elif other is not None and text.id != "_title":
        back = fill_section(text.text, other.text, {unit.id: unit.target for unit in units}, follow=False)
        untouched = back is not None and text_hash(Text(text.id, back[0], 0)) == given.address.base
    elif other is not None:
        whole = "\n".join(unit.target for unit in units if unit.target)
        untouched = text_hash(Text(text.id, whole, 0)) == given.address.base
    if untouched:
        merge.notes.append(("packet-kept", "was changed here since the packet was made; that text is kept."))
    else:
        message = "was changed both here and in the packet; export it again and take both texts together."
        merge.problems.append(("packet-conflict", message))


def _check(
    unit: Unit, pair: Pair, merge: Merge, *, adapted: bool, terms: AgreedTerms, decided: Collection[str]
) -> None:
    control = _CONTROL.search(unit.target)
    if control:
        merge.problems.append(
            ("packet-character", f"{_shown(unit)} holds the character U+{ord(control[0]):04X}.")
        )
    longest = max(map(len, unit.target.split("\n")))
    if longest > MAX_LENGTH:
        message = f"{unit.id} has {longest} characters in a line; {MAX_LENGTH} are allowed."
        merge.problems.append(("packet-long", message))
        return
    if not adapted and unit.target:
        differences = mark_differences(unit.source, unit.target, pair.target)
        merge.problems.extend((code, f"{_shown(unit)}: {message}") for code, message in differences)
    for term in terms.departures(unit.source, unit.target, decided) if unit.target else ():
        merge.notes.append(("packet-term", f"{_shown(unit)}: {term.source} is agreed as {term.target}."))


def _fill(text: Text, other: Text | None, units: list[Unit], merge: Merge, *, follow: bool) -> None:
    present = other.text if other is not None else None
    filled = fill_section(text.text, present, {unit.id: unit.target for unit in units}, follow=follow)
    if filled is None:
        message = "has other parts in Swedish than when the packet was made; export it again."
        merge.problems.append(("packet-shape", message))
        return
    merge.filled, wrong = filled
    if wrong is not None:
        unit = next((unit for unit in units if unit.id == wrong), units[0])
        message = (
            f"{_shown(unit)} would be read as a list, a heading, a table or code. Begin it "
            "with another word, or put \\ before the sign (2026\\.)."
        )
        merge.problems.append(("packet-markup", message))


def _clean(unit: Unit, present: str) -> str:
    """Gives a unit's text on one line, or as it stands where nothing but white space at its ends differs."""
    if unit.target == present or unit.target.strip() == present.strip():
        return present
    if unit.id == WHOLE:
        return unit.target.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    return _BREAK.sub(" ", unit.target).strip()


def _flat(text: str) -> str:
    return " ".join(text.split())


def _short(text: str) -> str:
    line = _flat(text)
    return f"«{line if len(line) <= 40 else line[:39] + '…'}»"


def _shown(unit: Unit) -> str:
    return f"{unit.id} {_short(unit.source)}"
