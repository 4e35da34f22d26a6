"""An auditor's sample: a page of evidence a person, an index, and every file's fingerprint, in one zip."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime, time
from html import escape

from courseware.packaging.archive import write_zip
from courseware.registry.store import Transaction
from courseware.reports.evidence import Month, evidence_of
from courseware.reports.evidence_data import Evidence
from courseware.reports.evidence_page import amount, evidence_page, file_name
from courseware.reports.page import Html, facts, html_page, table
from courseware.reports.time_words import month_text
from courseware.strings import Strings

__all__ = ["draw", "evidence_pack"]

_AT_A_TIME = 200
"""People whose evidence is in memory at once: a pack may hold everybody."""


def draw(ids: Collection[int], count: int, seed: int) -> tuple[int, ...]:
    """Draws people by lot, the same ones for a seed on any machine.

    They are put in the order of SHA-256 over "seed:id", and the first ones are taken: so that an auditor can
    repeat the draw without this program.
    """
    by_lot = sorted(ids, key=lambda number: hashlib.sha256(f"{seed}:{number}".encode()).hexdigest())
    return tuple(sorted(by_lot[:count]))


def evidence_pack(
    tx: Transaction,
    month: Month,
    ids: Sequence[int],
    t: Strings,
    titles: Mapping[str, str] | None = None,
    *,
    chosen: str = "",
    full_number: bool = False,
) -> bytes:
    """Gives the zip; the same register and choice give the same bytes.

    Args:
        tx: The transaction that the month was read in.
        month: The month.
        ids: Whose evidence.
        t: Texts of the pages' language.
        titles: Titles of modules by id.
        chosen: How the people were chosen, in a sentence for the index.
        full_number: Whether whole identity numbers are shown.
    """
    files: dict[str, bytes] = {}
    rows = []
    wanted = sorted(set(ids))
    for first in range(0, len(wanted), _AT_A_TIME):
        for evidence in evidence_of(tx, month, wanted[first : first + _AT_A_TIME]):
            name = file_name(evidence)
            files[name] = evidence_page(evidence, t, titles, full_number=full_number).encode()
            rows.append(_row(evidence, name, t))
    files["index.html"] = _index(month, rows, t, chosen).encode()
    lines = [f"{name},{hashlib.sha256(files[name]).hexdigest()}" for name in sorted(files)]
    files["manifest.csv"] = "\r\n".join(["file,sha256", *lines, ""]).encode()
    return write_zip(files, datetime.combine(month.period.opens, time(), UTC))


def _row(evidence: Evidence, name: str, t: Strings) -> tuple[str, ...]:
    last, now = (evidence.exports[-1] if evidence.exports else None), evidence.standing
    reported = last.reported if last else now.reported if now else None
    verdict = "no-part" if now is None else f"place.{now.place}"
    if last and last.reported is not None:
        verdict = f"exports.short.{'equal' if evidence.is_equal else 'unequal'}"
    return (
        Html(f'<a href="{escape(name)}">{evidence.person.id}</a>'),
        amount(reported, t),
        t("admin.evidence.version", version=last.version) if last else t("admin.evidence.never"),
        t(f"admin.evidence.{verdict}"),
    )


def _index(month: Month, rows: Sequence[Sequence[str]], t: Strings, chosen: str) -> str:
    def say(key: str, /, **values: object) -> str:
        return t(f"admin.evidence.{key}", **values)

    shown = month_text(month.period, t)
    title = say("pack.title", month=shown, project=month.project.title)
    count, _, head = month.log_head.partition(" ")
    heads = [say(f"column.{name}") for name in ("participant", "reported", "version", "state")]
    body = [
        f"<h1>{escape(title)}</h1>\n",
        f'<p class="funder">{escape(t("shell.funding"))}</p>\n',
        facts(
            [
                (say("case"), month.project.case_number),
                (say("owner"), month.project.owner),
                (say("pack.people"), str(len(rows))),
                (say("pack.chosen"), chosen),
            ]
        ),
        table(say("pack.list"), heads, rows, kinds=("", "fixed")),
        f'<section class="verify">\n<h2>{escape(say("verify"))}</h2>\n',
        facts(
            [
                (say("log-head"), Html(f"<code>{escape(head)}</code>")),
                (say("log-count"), count),
                (say("pack.manifest"), Html('<a href="manifest.csv">manifest.csv</a>')),
            ]
        ),
        f"<p>{escape(say('verify.how'))}</p>\n</section>\n",
    ]
    return html_page(t, title, "".join(body))
