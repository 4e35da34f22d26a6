"""Terms: the nine-language term base, docs/data/terms.csv, that every text agrees with."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from courseware.errors import Problem
from courseware.languages import CODES

__all__ = ["TERMS_FILE", "Term", "load_terms"]

TERMS_FILE = "docs/data/terms.csv"


@dataclass(frozen=True, slots=True)
class Term:
    """One concept with its word in each language."""

    id: str
    """The term base's id with hyphens, `early-leaver`."""
    definition: str
    """In English."""
    words: Mapping[str, str]
    """By language code; a language without a settled word is absent."""
    note: str
    line: int


def load_terms(root: Path) -> tuple[dict[str, Term], list[Problem]]:
    """Gives the terms by id, in file order, and what is wrong with the file."""
    path = root / TERMS_FILE
    if not path.is_file():
        return {}, []
    reader = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig", errors="replace"), newline=""))
    missing = [name for name in ("id", "definition_en", *CODES) if name not in (reader.fieldnames or ())]
    if missing:
        message = f"columns missing: {', '.join(missing)}."
        return {}, [Problem(TERMS_FILE, 1, "bad-terms", message, "The first line names the columns.")]
    terms: dict[str, Term] = {}
    problems: list[Problem] = []
    for row in reader:
        line = reader.line_num
        term_id = (row["id"] or "").strip().replace("_", "-")
        if not term_id or None in row:
            hint = "Put a text that holds a comma in quotes."
            problems.append(
                Problem(TERMS_FILE, line, "bad-terms", "this row does not fit the columns.", hint)
            )
            continue
        if term_id in terms:
            hint = "Keep one of them."
            problems.append(Problem(TERMS_FILE, line, "repeated-term", f"'{term_id}' stands twice.", hint))
            continue
        words = {code: (row[code] or "").strip() for code in CODES if (row[code] or "").strip()}
        terms[term_id] = Term(
            term_id, (row["definition_en"] or "").strip(), words, (row.get("note") or "").strip(), line
        )
    return terms, problems
