"""Terms: the nine-language term base, docs/data/terms.csv, that every text agrees with."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from courseware.errors import Problem
from courseware.ids import ID_PATTERN, did_you_mean
from courseware.languages import CODES

__all__ = ["TERMS_FILE", "Term", "load_terms"]

TERMS_FILE = "docs/data/terms.csv"

COLUMNS = (
    "id",
    *CODES,
    *(f"definition_{code}" for code in CODES),
    *(f"note_{code}" for code in CODES),
    "note",
    "reviewed",
)
"""All there may be; the id and the words of every language must be."""


@dataclass(frozen=True, slots=True)
class Term:
    """One concept with its word in each language."""

    id: str
    """The term base's id with hyphens, `early-leaver`."""
    words: Mapping[str, str]
    """By language code; a language without a settled word is absent."""
    definitions: Mapping[str, str]
    """What it means, by the language it is said in."""
    notes: Mapping[str, str]
    """What readers of a language should beware of: false friends, neighbouring meanings."""
    note: str
    """For whoever keeps the term base, in English: where forms were seen, what is a loan translation."""
    reviewed: frozenset[str]
    """Languages whose word and definition a human has read; the others are machine drafts."""
    line: int

    def definition(self, language: str) -> tuple[str, str]:
        """Gives the definition in a language, or in English where it has none, and its language."""
        if self.definitions.get(language):
            return self.definitions[language], language
        return self.definitions.get("en", ""), "en"


def load_terms(root: Path) -> tuple[dict[str, Term], list[Problem]]:
    """Gives the terms by id, in file order, and what is wrong with the file."""
    path = root / TERMS_FILE
    if not path.is_file():
        return {}, []
    reader = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig", errors="replace"), newline=""))
    names = reader.fieldnames or ()
    missing = [name for name in ("id", "definition_en", *CODES) if name not in names]
    if missing:
        message = f"columns missing: {', '.join(missing)}."
        return {}, [Problem(TERMS_FILE, 1, "bad-terms", message, "The first line names the columns.")]
    terms: dict[str, Term] = {}
    problems: list[Problem] = []
    for name in names:
        if name not in COLUMNS:
            hint = did_you_mean(str(name), COLUMNS) or "Take it out."
            problems.append(Problem(TERMS_FILE, 1, "bad-terms", f"'{name}' is no column.", hint))
    for row in reader:
        line = reader.line_num
        term_id = (row["id"] or "").strip().replace("_", "-")
        if not term_id or None in row:
            hint = "Put a text that holds a comma in quotes."
            problems.append(
                Problem(TERMS_FILE, line, "bad-terms", "this row does not fit the columns.", hint)
            )
            continue
        if not ID_PATTERN.fullmatch(term_id):
            hint = "Use small letters, digits and hyphens: early-leaver."
            problems.append(Problem(TERMS_FILE, line, "bad-terms", f"'{term_id}' is no id.", hint))
            continue
        if term_id in terms:
            hint = "Keep one of them."
            problems.append(Problem(TERMS_FILE, line, "repeated-term", f"'{term_id}' stands twice.", hint))
            continue
        cells = {name: (value or "").strip() for name, value in row.items() if name}
        reviewed = cells.get("reviewed", "").split()
        strangers = [code for code in reviewed if code not in CODES]
        if strangers:
            hint = f"Name languages with a space between: {' '.join(CODES)}."
            message = f"'{' '.join(strangers)}' in the column 'reviewed' is no language."
            problems.append(Problem(TERMS_FILE, line, "bad-terms", message, hint))
        terms[term_id] = Term(
            term_id,
            {code: cells[code] for code in CODES if cells[code]},
            _by_language(cells, "definition_"),
            _by_language(cells, "note_"),
            cells.get("note", ""),
            frozenset(reviewed).intersection(CODES),
            line,
        )
    return terms, problems


def _by_language(cells: Mapping[str, str], beginning: str) -> dict[str, str]:
    return {code: cells[beginning + code] for code in CODES if cells.get(beginning + code)}
