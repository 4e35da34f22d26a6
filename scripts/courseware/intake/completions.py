"""Move what learners claim into the register: from the inbox or from receipt files, through one verification.

One import is one transaction. Every statement ends in one of four ways: stored, known already, waiting for
others, or refused with a reason; what waits and what new content or a corrected date can cure is tried
again at the next import. Importing the same thing twice changes nothing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache, partial
from itertools import islice
from pathlib import Path
from typing import Any

from courseware.content.versions import published_versions
from courseware.errors import Problem, ProblemsFound
from courseware.intake.evidence import Completed, Evidence, Lookup, month_and_day
from courseware.intake.mailbox import Letter, Mailbox
from courseware.intake.verify import CURABLE, OTHER_PROJECT, Fault, Verifier, Window
from courseware.receipts.codec import JsonError, read_receipt
from courseware.receipts.statements import (
    StatementError,
    decode_statement,
    encode_statement,
    without_free_text,
)
from courseware.registry import claims
from courseware.registry.bulk import nothing_collected
from courseware.registry.claims import AttemptRow, CompletionRow, HeldRow, StatementRow, StatementTuple
from courseware.registry.codes import code_keys
from courseware.registry.project import Project
from courseware.registry.store import Transaction, WriteTransaction

__all__ = ["Outcome", "import_inbox", "import_receipts", "import_statements", "make_verifier"]

CHUNK = 20_000
"""Statements looked at before they are stored together; bounds the memory of an import."""


@dataclass(slots=True)
class Outcome:
    """What became of an import's statements."""

    read: int = 0
    stored: int = 0
    duplicates: int = 0
    """Known already, word for word."""
    elsewhere: int = 0
    """Left in the inbox for another project's import."""
    completions: list[CompletionRow] = field(default_factory=list)
    late: list[CompletionRow] = field(default_factory=list)
    """Those of them that fall in a month that was sent already."""
    held: list[HeldRow] = field(default_factory=list)
    """What waits, and what was refused in this import."""

    @property
    def waiting(self) -> list[HeldRow]:
        """What may count when more arrives."""
        return [row for row in self.held if row.waiting]

    @property
    def refused(self) -> list[HeldRow]:
        """What does not count, each with its reason."""
        return [row for row in self.held if not row.waiting]


def make_verifier(tx: Transaction, project: Project, root: Path, iri_base: str) -> Verifier:
    """Return the verification for one project, with all that it looks things up in."""
    return Verifier(
        iri_base=iri_base,
        versions=published_versions(root),
        keys=code_keys(tx),
        holders=claims.code_holders(tx),
        window=Window(project.id, project.starts, project.ends, project.zone),
    )


def import_inbox(
    tx: WriteTransaction,
    verifier: Verifier,
    mailbox: Mailbox,
    *,
    sent_months: Collection[str] = (),
    progress: Callable[[int], object] | None = None,
) -> Outcome:
    """Import what arrived in the inbox since the last import for this project; the inbox is not changed."""
    project = verifier.window.project
    position = claims.mailbox_position(tx, mailbox.name, project)

    def letters() -> Iterator[Letter]:
        nonlocal position
        for letter in mailbox.read(position):
            yield letter
            position = letter[0]

    outcome = import_statements(
        tx, verifier, letters(), "inbox", sent_months=sent_months, progress=progress, skip_elsewhere=True
    )
    claims.put_mailbox_position(tx, mailbox.name, project, position)
    return outcome


def import_receipts(
    tx: WriteTransaction,
    verifier: Verifier,
    files: Mapping[str, bytes],
    *,
    sent_months: Collection[str] = (),
    progress: Callable[[int], object] | None = None,
) -> Outcome:
    """Import receipt files; a file that is no receipt stops the whole import.

    Args:
        tx: The transaction.
        verifier: The verification.
        files: Content by name; names are used in messages only and never stored.
        sent_months: Months (2026-11) whose report was sent already.
        progress: Called with the number of statements that were looked at.

    Raises:
        ProblemsFound: naming every file that cannot be read, and why.
    """
    problems: list[Problem] = []
    letters: list[Letter] = []
    for name, data in files.items():
        try:
            receipt = read_receipt(data)
        except JsonError as error:
            problems.append(Problem(name, 0, f"receipt-{error.reason}", f"{error}.", "Nothing was imported."))
            continue
        stored = int(tx.now.timestamp() * 1000)
        letters += [(number, stored, body) for number, body in enumerate(receipt.statements, start=1)]
    if problems:
        raise ProblemsFound(problems)
    digest = hashlib.sha256(b"".join(hashlib.sha256(data).digest() for data in files.values())).hexdigest()
    return import_statements(
        tx, verifier, letters, f"receipt {digest[:12]}", sent_months=sent_months, progress=progress
    )


def import_statements(
    tx: WriteTransaction,
    verifier: Verifier,
    letters: Iterable[Letter],
    source: str,
    *,
    sent_months: Collection[str] = (),
    progress: Callable[[int], object] | None = None,
    skip_elsewhere: bool = False,
) -> Outcome:
    """Verify and store statements, and settle what earlier imports had to leave open.

    Args:
        tx: The transaction; nothing is stored unless all of it is.
        verifier: The verification.
        letters: Statements as JSON with the time of their arrival, read once.
        source: Where they come from, for the record.
        sent_months: Months (2026-11) whose report was sent already.
        progress: Called with the number of statements that were looked at.
        skip_elsewhere: Whether statements of other projects are passed over instead of refused.
    """
    number = claims.new_import(tx, verifier.window.project, source)
    run = _Run(tx, verifier, number, frozenset(sent_months), skip_elsewhere)
    claims.prepare_bulk(tx)
    for row in list(claims.held_statements(tx, verifier.window.project, waiting_or=CURABLE)):
        if row.body is not None:
            label, _, position = row.place.rpartition(" ")
            run.take([(int(position), row.stored, bytes(row.body))], label, again=True)
    remaining, read = iter(letters), 0
    with nothing_collected():
        while chunk := list(islice(remaining, CHUNK)):
            run.take(chunk, source)
            read += len(chunk)
            if progress is not None:
                progress(len(chunk))
        outcome = run.finish()
    outcome.read = read
    tx.log(
        "completion.import",
        f"project:{verifier.window.project}",
        None,
        {
            "import": number,
            "source": source,
            "read": outcome.read,
            "stored": outcome.stored,
            "completions": len(outcome.completions),
            "waiting": len(outcome.waiting),
            "refused": len(outcome.refused),
        },
    )
    return outcome


class _Run:
    """One import under way."""

    def __init__(
        self,
        tx: WriteTransaction,
        verifier: Verifier,
        number: int,
        sent_months: frozenset[str],
        skip_elsewhere: bool,
    ) -> None:
        self._tx, self._verifier, self._number = tx, verifier, number
        self._sent_months, self._skip_elsewhere = sent_months, skip_elsewhere
        self._held_before = claims.held_ids(tx, verifier.window.project)
        self._evidence = Evidence(verifier)
        self._outcome = Outcome()
        self._held: dict[bytes, HeldRow] = {}
        self._met: set[int] = set()
        self._with_past: set[int] = set()
        self._told_before: set[bytes] = set()
        self._again = False
        self._open: dict[bytes, tuple[StatementRow, Letter, str]] = {}
        """Passed, failed and completed statements whose evidence has not been seen yet, by id."""
        self._statements: list[tuple[Any, ...]] = []
        self._attempts: list[AttemptRow] = []
        self._completions: list[CompletionRow] = []

    def take(self, chunk: Sequence[Letter], source: str, *, again: bool = False) -> None:
        """Verify some statements and store what can be settled.

        Args:
            chunk: The statements.
            source: Where they come from.
            again: Whether they were held back before: refused once more, they are not told once more.
        """
        self._again = again
        rows: list[StatementTuple] = []
        origins: list[Letter] = []
        check = self._verifier.check
        for letter in chunk:
            try:
                row = check(decode_statement(letter[2]), letter[1])
            except StatementError as error:
                self._hold_unreadable(Fault(error.reason, {"what": str(error)}), letter, source)
                continue
            if not isinstance(row, Fault):
                rows.append(row)
                # The letter, not the statement: a chunk of decoded statements would crowd the caches.
                origins.append(letter)
            elif self._skip_elsewhere and row.reason == OTHER_PROJECT:
                self._outcome.elsewhere += 1
            else:
                self._hold(row, letter, source)
        self._sort_out(rows, origins, source)
        self._write()
        self._again = False

    def finish(self) -> Outcome:
        """Settle what is open with the help of earlier imports, and store what is held back."""
        # One code after the other, so that each code's past is read once.
        lookup = Lookup(
            lru_cache(maxsize=64)(partial(claims.statements_of_code, self._tx)),
            lru_cache(maxsize=64)(partial(claims.attempts_of_code, self._tx)),
        )
        # Passes before completions, which may rest on them.
        in_order = sorted(
            self._open.values(), key=lambda open_: (open_[0].verb == "completed", open_[0].code_random)
        )
        for row, letter, source in in_order:
            fault = self._settle(row, lookup)
            if fault is not None:
                self._hold(fault, letter, source)
            if len(self._attempts) + len(self._completions) >= CHUNK:
                self._write()
        self._write()
        claims.hold_statements(self._tx, self._held.values())
        self._outcome.held = [row for row in self._held.values() if row.digest not in self._told_before]
        return self._outcome

    def _sort_out(self, rows: Sequence[StatementTuple], origins: Sequence[Letter], source: str) -> None:
        """Tell new statements from known ones, and note or settle the new."""
        known: dict[bytes, StatementTuple] = dict(claims.statements_by_id(self._tx, [row[0] for row in rows]))
        self._meet({row[1] for row in rows})
        evidence, number = self._evidence, self._number
        for row, letter in zip(rows, origins, strict=True):
            id_, verb = row[0], row[3]
            earlier = known.get(id_) or (self._open[id_][0] if id_ in self._open else None)
            if earlier is not None:
                if _same(earlier, row):
                    self._outcome.duplicates += 1
                else:
                    self._hold(Fault("conflict"), letter, source)
                continue
            known[id_] = row
            if verb == "answered":
                evidence.answered(row)
                self._statements.append((*row, number))
            elif verb == "experienced":
                evidence.experienced(row)
                self._statements.append((*row, number))
            else:
                whole = StatementRow(*row)
                # A code with a past may have answered before: its register is asked at the end.
                at_once = whole.code_random not in self._with_past and not evidence.is_full
                fault = self._settle(whole, None) if at_once else Fault("answers-missing", waiting=True)
                if fault is not None and fault.waiting:
                    self._open[id_] = (whole, letter, source)
                elif fault is not None:
                    self._hold(fault, letter, source)

    def _meet(self, codes: set[int]) -> None:
        """Note which of the codes met for the first time have statements from earlier imports."""
        new = codes - self._met
        self._with_past |= claims.codes_with_statements(self._tx, new)
        self._met |= new

    def _settle(self, row: StatementRow, lookup: Lookup | None) -> Fault | None:
        """Store a passed, failed or completed statement its evidence bears out, else say what is amiss."""
        if row.verb == "completed":
            completed = self._evidence.completed(row, lookup)
            if isinstance(completed, Fault):
                return completed
            self._complete(completed)
        else:
            attempt = self._evidence.graded(row, lookup)
            if isinstance(attempt, Fault):
                return attempt
            self._attempts.append(attempt)
        self._statements.append((*row, self._number))
        return None

    def _complete(self, completed: Completed) -> None:
        row = completed.statement
        month, day = month_and_day(completed.moment, self._verifier)
        at = datetime.fromtimestamp(completed.moment / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        completion = CompletionRow(
            row.id,
            self._verifier.window.project,
            row.code_random,
            row.code_version,
            self._verifier.code_text(row.code_random, row.code_version),
            row.module,
            row.version,
            month,
            day,
            at,
            self._number,
        )
        self._completions.append(completion)
        self._outcome.completions.append(completion)
        if month in self._sent_months:
            self._outcome.late.append(completion)

    def _write(self) -> None:
        claims.store_claims(self._tx, self._statements, self._attempts, self._completions)
        self._outcome.stored += len(self._statements)
        # Whatever is stored now is no longer held back from an earlier import.
        if self._held_before:
            claims.release_statements(
                self._tx, [row[0] for row in self._statements if row[0] in self._held_before]
            )
        self._statements, self._attempts, self._completions = [], [], []

    def _hold(self, fault: Fault, letter: Letter, source: str) -> None:
        statement = decode_statement(letter[2])
        body = encode_statement(without_free_text(statement, self._verifier.extensions))
        held = self._held_row(hashlib.sha256(body).digest(), fault, letter, source)
        code = statement.actor.account.name
        self._held[held.digest] = held._replace(statement_id=statement.id.bytes, code=code, body=body)
        (self._told_before.add if self._again else self._told_before.discard)(held.digest)

    def _hold_unreadable(self, fault: Fault, letter: Letter, source: str) -> None:
        # What has not the right form may name a person: only its digest is kept.
        held = self._held_row(hashlib.sha256(letter[2]).digest(), fault, letter, source)
        self._held[held.digest] = held

    def _held_row(self, digest: bytes, fault: Fault, letter: Letter, source: str) -> HeldRow:
        return HeldRow(
            digest=digest,
            project=self._verifier.window.project,
            statement_id=None,
            code="",
            waiting=fault.waiting,
            reason=fault.reason,
            details=json.dumps(fault.details, sort_keys=True),
            place=f"{source} {letter[0]}",
            stored=letter[1],
            body=None,
            import_id=self._number,
        )


def _same(earlier: StatementTuple, row: StatementTuple) -> bool:
    """Say whether two statements with one id say the same; not when they arrived (the tenth field)."""
    return tuple(earlier[:9]) == tuple(row[:9]) and tuple(earlier[10:12]) == tuple(row[10:12])
