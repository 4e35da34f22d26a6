"""Each person's one place in a month, whatever the ledger says about them, and how far the signature is."""

from __future__ import annotations

import pytest

from courseware.reports.checks import Fault
from courseware.reports.ledger_data import Entry, Held, Ledger
from courseware.reports.standing import Standing, standings_of


def held(person_id: int, reason: str, workshop: int = 60, **values: object) -> Held:
    attested = values.pop("attested", None)
    return Held(person_id, "", "", reason, workshop, 0, attested, **values)  # type: ignore[arg-type]


def test_everybody_has_one_place() -> None:
    ledger = Ledger(
        entries=[Entry(1, "", "", "", 1.5, 0, 90, 0, 90), Entry(2, "", "", "", 0, 0, 0, 0, 0)],
        pending=[
            held(1, "no-approved-minutes", modules=("m06-law",)),
            held(3, "no-approved-minutes", modules=("m06-law",)),
            held(3, "not-attested", modules=("m06-law",)),
            held(4, "no-approved-minutes", workshop=0, modules=("m06-law",)),
        ],
        differing=[held(5, "differs", attested=30)],
        excluded=[held(6, "fault", fault=Fault("E1", "a")), held(6, "fault", fault=Fault("E5", "b"))],
    )
    found = standings_of(ledger)
    assert [(one.person_id, one.place, one.signature, one.waits) for one in found.values()] == [
        (1, "ready", "attested", False),
        (2, "ready", None, False),
        (3, "pending", "pending", True),
        (4, "pending", None, False),
        (5, "differing", "differing", True),
        (6, "excluded", "excluded", False),
    ]
    assert (found[1].reported, found[1].modules) == (90, ("m06-law",))
    assert [fault.code for fault in found[6].faults] == ["a", "b"]


@pytest.mark.parametrize(("workshop", "attested"), [(0, 60), (60, 0)])
def test_nothing_recorded_or_nothing_signed_for_still_differs(workshop: int, attested: int) -> None:
    assert Standing(1, "differing", workshop, 0, attested).waits
