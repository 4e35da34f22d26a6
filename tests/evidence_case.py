"""A month with all that an auditor may meet: two employers, a night, self-study, a difference, protection.

book = november(store, project)
book.ids["anna"]
"""

from __future__ import annotations

from datetime import datetime

from ledgers import Book

from courseware.receipts.codes import split_code
from courseware.registry.attendance import Attendance, attendance_of, put_attendance
from courseware.registry.attestations import Attestation, put_attestations
from courseware.registry.claims import CompletionRow, new_import, store_claims
from courseware.registry.codes import issue_codes
from courseware.registry.enrolment import Registration
from courseware.registry.information import information
from courseware.registry.presence import check_in, presence
from courseware.registry.project import Project
from courseware.registry.sessions import Session, add_session, sessions_by_name
from courseware.registry.store import Store

__all__ = ["BO", "DAN", "MONTH", "PROTECTED", "SECRETS", "WOMAN", "november"]

WOMAN, BO, PROTECTED, DAN = "198501012382", "198501012390", "199508032381", "199508032399"
MONTH = "2020-11"
SECRETS = (PROTECTED, PROTECTED[2:], "950803-2381", "Björkvik", "Lundskolan", "Hemlig")
"""What must stand in no file: the protected woman's numbers, organisation, unit and (invented) name."""


def november(store: Store, project: Project) -> Book:
    """Fills the register: Anna and the protected woman are ready, Bo differs, Dan has not signed."""
    book = Book(store, project)
    book.people(
        anna=Registration(
            1,
            WOMAN,
            "Anna Påhittad",
            "Ekdalen",
            "2020-09-15",
            email="anna@example.org",
            unit="Ekskolan",
            organisation_number="2021005224",
        ),
        again=Registration(
            2, WOMAN, "Anna Påhittad", "Almby", "2020-10-01", organisation_number="2021000837"
        ),
        bo=Registration(3, BO, "Bo <b>Påhittad", "Ekdalen", "2020-09-15"),
        lisa=Registration(
            4,
            PROTECTED,
            "Lisa Hemlig",
            "Björkvik",
            "2020-09-15",
            unit="Lundskolan",
            protected=True,
            organisation_number="2120000142",
        ),
        dan=Registration(5, DAN, "Dan Påhittad", "Ekdalen", "2020-09-15", email="dan@example.org"),
    )
    ids = book.ids
    times = {
        "W1": ("2020-11-12T09:00", "2020-11-12T12:00", 165, "Rådhuset"),
        "NATT": ("2020-10-31T23:00", "2020-11-01T02:00", 180, ""),
        "Björkvik-1": ("2020-11-19T13:00", "2020-11-19T16:00", 180, "Björkvik"),
    }
    with store.write(who="maria", why="närvaro Björkvik.csv") as tx:
        for name, (start, end, minutes, place) in times.items():
            module = "m07-early-detection" if name == "W1" else None
            begins, ends = datetime.fromisoformat(start), datetime.fromisoformat(end)
            made = Session(
                name, begins, ends, minutes, module, place, distance=not place, actual_minutes=minutes
            )
            add_session(tx, project.id, made)
        held = sessions_by_name(tx, project.id)
        said = {
            "W1": [Attendance(ids["anna"], late=15), Attendance(ids["bo"]), Attendance(ids["dan"])],
            "NATT": [Attendance(ids["anna"])],
            "Björkvik-1": [Attendance(ids["lisa"], minutes=120)],
        }
        new = {
            (held[name].id, one.person_id): one.rows(held[name], project.id, project.zone)
            for name, people in said.items()
            for one in people
        }
        put_attendance(tx, {one.id: one for one in held.values()}, new, attendance_of(tx, []))
        batch = new_import(tx, project.id, "receipt test")
        code = issue_codes(tx, project.id, [ids["anna"]])[0].code
        random = split_code(code).random_part
        done = ("m07-early-detection", "0a1b2c3d4e5f6071", MONTH, "2020-11-09", "2020-11-09T20:00:00Z", batch)
        store_claims(tx, [], [], [CompletionRow(b"1" * 16, project.id, random, 1, code, *done)])
        tx.insert(presence, ("session_id", "person_id", "source"), [(held["W1"].id, ids["anna"], "list")])
        seen = (held["W1"].id, random, 1, "2020-11-12T08:02:00Z")
        tx.insert(check_in, ("session_id", "code_random", "code_version", "at"), [seen])
        tx.insert(
            information,
            ("project", "person_id", "version", "given_on"),
            [(project.id, ids["anna"], "2020-08", "2020-09-15")],
        )
    with store.write(who="maria", why="intyg.csv") as tx:
        # Anna: 150 + 120 at sessions and 60 approved of self-study; signed for too little at first.
        first = Attestation(ids["anna"], MONTH, 300, "mail", "2020-11-30", "Diarium 12")
        put_attestations(tx, project.id, [(first, None)])
        standing = Attestation(**{**_values(first), "id": 1})
        second = Attestation(ids["anna"], MONTH, 330, "ink", "2020-12-02", "Pärm 3")
        put_attestations(tx, project.id, [(second, standing)])
        bo = Attestation(ids["bo"], MONTH, 190, "portal", "2020-12-01", "Portalen")
        lisa = Attestation(ids["lisa"], MONTH, 120, "ink", "2020-12-01", "Pärm Björkvik")
        put_attestations(tx, project.id, [(bo, None), (lisa, None)])
    return book


def _values(item: Attestation) -> dict[str, object]:
    return {name: getattr(item, name) for name in item.__dataclass_fields__}
