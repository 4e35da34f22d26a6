"""An invented register as large as the national project: 25 organisations, 550 people, 33 months.

    project = national_project(demo)
    fill_register(store, project)
    hand_in(store, project, "2023-02")     export and send the months up to one

Everything is drawn with a seed, so that it is the same each time. Names and organisations are invented;
the numbers are of the years 1840-1889, so the check of ages is off.
"""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, datetime

from people import invented_numbers

from courseware.receipts.codes import split_code
from courseware.registry.attendance import attendance
from courseware.registry.attestations import attestation
from courseware.registry.claims import CompletionRow, new_import, store_claims
from courseware.registry.codes import issue_codes
from courseware.registry.enrolment import Registration, enrol
from courseware.registry.exports import add_event
from courseware.registry.plans import Plan, plans_of, put_plans
from courseware.registry.project import Project
from courseware.registry.sessions import Session, add_session
from courseware.registry.store import Store
from courseware.reports.month import month_ledger
from courseware.reports.periods import project_periods
from courseware.reports.sending import export_month

__all__ = ["MODULES", "ORGANISATIONS", "fill_register", "hand_in", "national_project"]

ORGANISATIONS = tuple(
    f"{first}{last}"
    for first in ("Al", "Björk", "Ek", "Gran", "Sten")
    for last in ("dalen", "näs", "viken", "by", "ås")
)
MODULES = {
    "m07-early-detection": "Bygg systemet för tidig upptäckt",
    "m09-data-meeting": "Håll datamötet",
    "m14-pdsa": "Pröva i liten skala",
}
TITLES = (
    *("rektor",) * 4,
    *("lärare",) * 6,
    *("kurator", "specialpedagog", "skolsköterska"),
    *("studie- och yrkesvägledare",) * 2,
    *("KAA-samordnare", "skolchef", "controller", "processledare", "utvecklingsstrateg"),
)


def national_project(demo: Project) -> Project:
    """Gives a project of the national one's size, with all its rules, planned by organisation."""
    planned = {name: 16 + 4 * (place % 4) for place, name in enumerate(ORGANISATIONS)}
    return replace(
        demo,
        title="Fullföljd utbildning (påhittat underlag)",
        starts=date(2020, 8, 3),
        ends=date(2023, 4, 30),
        age_at_start=(0, 300),
        planned_participants=550,
        planned_by_organisation=planned,
    )


def fill_register(
    store: Store, project: Project, *, people: int = 550, until: str = "2023-04", seed: int = 7
) -> None:
    """Fills an empty register: people of all organisations, a session a month, who was there, who signed."""
    draw = random.Random(seed)  # noqa: S311 (repeatable, not secret)
    months = [str(one) for one in project_periods(project, project.ends) if str(one) <= until]
    rows = []
    for place, number in enumerate(invented_numbers(people), 1):
        # The last organisation has three people, so that small numbers are there to be kept back.
        of = -1 if place <= 3 else int(draw.triangular(0, len(ORGANISATIONS) - 1, 6))
        begins = months[min(int(draw.triangular(0, 26, 4)), len(months) - 1)]
        started = f"{begins}-{draw.randrange(4, 28):02d}"
        ends = f"{months[-2]}-15" if draw.random() < 0.06 and begins < months[-3] else None
        rows.append(
            Registration(
                *(place, number, f"Påhittad Person {place}", ORGANISATIONS[of], started, ends),
                role=draw.choice(TITLES),
            )
        )
    with store.write(who="test", why="invented people") as tx:
        ids = enrol(tx, project.id, rows).person_ids
        spans = {ids[row.row]: (row.started, row.ended or "9999-12-31") for row in rows}
        attended, signed = [], []
        for number, month in enumerate(months, 1):
            day = f"{month}-28"
            held = Session(
                f"T-{month}",
                datetime.fromisoformat(f"{day}T09:00"),
                datetime.fromisoformat(f"{day}T16:00"),
                360,
                place="Rådhuset",
                actual_minutes=360,
            )
            session_id = add_session(tx, project.id, held)
            for who, (started, ended) in sorted(spans.items()):
                if not started <= day <= ended or draw.random() < 0.12:
                    continue
                minutes = draw.choice((90, 120, 165, 200, 360))
                attended.append((session_id, who, day, project.id, month, minutes, None, None))
                lack = 0.01 if number < len(months) - 1 else 0.18
                if draw.random() >= lack:
                    stated = minutes + (15 if draw.random() < 0.02 and number >= len(months) - 1 else 0)
                    row = (len(signed) + 1, project.id, who, month, stated, False, "mail", f"{month}-28")
                    signed.append((*row, f"Pärm {number}", False))
        tx.insert(attendance, [column.name for column in attendance.columns], attended)
        tx.insert(attestation, [column.name for column in attestation.columns], signed)
        _complete(tx, project, spans, draw)
        plans = plans_of(tx, project.id)
        states = ("in-place", "decided", "draft")
        some = [
            (item.organisation_id, Plan(states[place % 3], "2022-11-15", "KS 2022/17"))
            for place, item in enumerate(plans)
            if place % 5
        ]
        put_plans(tx, project.id, some, plans)


def _complete(tx, project: Project, spans: dict[int, tuple[str, str]], draw: random.Random) -> None:
    """Lets many complete a module some time after their start, and somebody under a code nobody has."""
    batch = new_import(tx, project.id, "receipt test")
    rows = []
    codes = issue_codes(tx, project.id, [*sorted(spans), None])
    for issued in codes:
        started, _ = spans.get(issued.person_id or 0, ("2022-10-03", ""))
        for chance, module in zip((0.75, 0.4, 0.12), MODULES, strict=True):
            if draw.random() > chance:
                continue
            months = [str(one) for one in project_periods(project, project.ends) if str(one) > started[:7]]
            month = draw.choice(months or ["2023-04"])
            day = f"{month}-{draw.randrange(1, 20):02d}"
            parts = (split_code(issued.code).random_part, 1, issued.code, module, "0a1b2c3d4e5f6071")
            number = len(rows).to_bytes(16, "big")
            rows.append(CompletionRow(number, project.id, *parts, month, day, f"{day}T12:00:00Z", batch))
    store_claims(tx, [], [], rows)


def hand_in(store: Store, project: Project, last: str, *, accepted: str = "") -> None:
    """Exports and sends every month up to one, in order, each on the tenth of the month after.

    Without asking how the months before it stand, which takes long when asked for each of many.
    """
    with store.write(who="test", why="test") as tx:
        for period in project_periods(project, project.ends):
            if str(period) > last:
                return
            month, day = str(period), period.opens.replace(day=10).isoformat()
            export_month(tx, project, period, month_ledger(tx, project, period))
            add_event(tx, project.id, month, 1, "sent", day, "diarium")
            if month <= accepted:
                add_event(tx, project.id, month, 1, "accepted", day, "diarium")
