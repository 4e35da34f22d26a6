"""Taking people in: one number is one person, twice is once, and differences wait for a yes."""

from __future__ import annotations

from dataclasses import replace

from people import count_people

from courseware.registry.enrolment import Enrolment, Registration, enrol
from courseware.registry.log import entries
from courseware.registry.people import list_people, month_people
from courseware.registry.spells import Spell, spells_of
from courseware.registry.store import Store

ANNA = Registration(2, "198501012382", "Anna Öberg", "Ekdalen", "2026-02-01", unit="Ekskolan", role="Rektor")
BO = Registration(3, "198501012390", "Bo Ek", "Ekdalen", "2026-02-01", "2026-05-31")
HIDDEN = Registration(4, "19790101Tf29", "Cia", "Ekdalen", "2026-02-01", protected=True)


def take_in(store: Store, *people: Registration, update: bool = False) -> Enrolment:
    with store.write(who="anna", why="a test") as tx:
        return enrol(tx, "demo", people, update=update)


def log_size(store: Store) -> int:
    with store.read() as tx:
        return sum(1 for _ in entries(tx.connection))


def test_people_come_back_as_they_were_sent(store: Store) -> None:
    outcome = take_in(store, ANNA, BO)
    assert (outcome.added_people, outcome.added_participations) == (2, 2)
    with store.read() as tx:
        first, second = month_people(tx, "demo")
        assert (first.name, first.number12, first.started, first.ended) == (
            "Anna Öberg",
            "198501012382",
            "2026-02-01",
            None,
        )
        assert (first.organisation, first.protected, second.ended) == ("Ekdalen", False, "2026-05-31")
        assert list(month_people(tx, "another")) == []
        [listed, _] = list_people(tx, "demo")
        assert (listed.unit, listed.role, listed.masked) == ("Ekskolan", "Rektor", "19XXXXXX-****")


def test_the_same_list_twice_changes_nothing(store: Store) -> None:
    take_in(store, ANNA, BO, HIDDEN)
    before = log_size(store)
    outcome = take_in(store, ANNA, BO, HIDDEN)
    assert (outcome.added_people, outcome.added_participations, outcome.unchanged) == (0, 0, 3)
    assert outcome.differences == []
    assert log_size(store) == before


def test_two_organisations_are_one_person_with_two_participations(store: Store) -> None:
    """Scenario T7."""
    outcome = take_in(store, ANNA, replace(ANNA, row=9, organisation="Lindby"))
    assert (outcome.added_people, outcome.added_participations) == (1, 2)
    with store.read() as tx:
        people = list(month_people(tx, "demo"))
        assert count_people(tx, "demo") == 1
    assert {person.organisation for person in people} == {"Ekdalen", "Lindby"}
    assert len({person.person_id for person in people}) == 1


def test_a_person_counts_once_in_each_project(store: Store) -> None:
    """Scenario T18."""
    take_in(store, ANNA)
    with store.write(who="a", why="b") as tx:
        outcome = enrol(tx, "another", [ANNA])
        assert (outcome.added_people, outcome.added_participations) == (0, 1)
        assert count_people(tx, "another") == count_people(tx, "demo") == 1


def test_a_changed_date_is_reported_and_waits(store: Store) -> None:
    take_in(store, ANNA, BO)
    changed = replace(BO, started="2026-03-01", ended=None)
    outcome = take_in(store, ANNA, changed)
    assert {(d.row, d.what, d.register, d.source) for d in outcome.differences} == {
        (3, "started", "2026-02-01", "2026-03-01"),
        (3, "ended", "2026-05-31", None),
    }
    with store.read() as tx:
        assert [person.started for person in month_people(tx, "demo")] == ["2026-02-01", "2026-02-01"]
    assert take_in(store, changed, update=True).updated
    with store.read() as tx:
        assert [(p.started, p.ended) for p in month_people(tx, "demo")] == [
            ("2026-02-01", None),
            ("2026-03-01", None),
        ]
        last = list(entries(tx.connection))[-1]
    assert (last["action"], last["before"]["started"], last["after"]["started"]) == (
        "participation.change",
        "2026-02-01",
        "2026-03-01",
    )


def test_a_list_that_says_nothing_of_ends_leaves_them(store: Store) -> None:
    take_in(store, BO)
    assert take_in(store, replace(BO, ended=None, states_end=False)).differences == []


def test_who_comes_back_keeps_the_first_start(store: Store) -> None:
    """Scenario T4: one participant, first start kept, end cleared, later set to the final exit."""
    take_in(store, BO)
    take_in(store, replace(BO, started="2026-09-01", ended=None), update=True)
    with store.read() as tx:
        assert [(p.started, p.ended) for p in month_people(tx, "demo")] == [("2026-02-01", None)]
    take_in(store, replace(BO, ended="2026-11-30"), update=True)
    with store.read() as tx:
        assert [(p.started, p.ended) for p in month_people(tx, "demo")] == [("2026-02-01", "2026-11-30")]


def test_another_name_is_reported_without_being_shown(store: Store) -> None:
    take_in(store, ANNA)
    [difference] = take_in(store, replace(ANNA, name="Anna Ek")).differences
    assert (difference.what, difference.register, difference.source) == ("name", None, None)
    take_in(store, replace(ANNA, name="Anna Ek"), update=True)
    with store.read() as tx:
        assert [person.name for person in month_people(tx, "demo")] == ["Anna Ek"]
        assert "Öberg" not in str(list(entries(tx.connection)))


def test_a_protected_persons_name_and_address_are_not_kept(store: Store) -> None:
    take_in(store, replace(HIDDEN, email="cia@ekdalen.example"))
    with store.read() as tx:
        [person] = list_people(tx, "demo")
    assert (person.name, person.email, person.number12, person.masked) == (
        "",
        "",
        "19790101Tf29",
        "protected",
    )


def test_who_becomes_protected_loses_name_and_address(store: Store) -> None:
    take_in(store, replace(ANNA, email="anna@ekdalen.example"))
    [difference] = take_in(store, replace(ANNA, protected=True)).differences
    assert (difference.what, difference.register, difference.source) == ("protected", "no", "yes")
    take_in(store, replace(ANNA, protected=True), update=True)
    with store.read() as tx:
        [person] = list_people(tx, "demo")
    assert (person.name, person.email, person.protected) == ("", "", True)


def test_two_placeholders_are_told_apart_by_all_that_is_known(store: Store) -> None:
    outcome = take_in(
        store, HIDDEN, replace(HIDDEN, row=5, name="Dag"), replace(HIDDEN, row=6, unit="Ekskolan")
    )
    assert outcome.added_people == 3


def test_an_organisations_number_is_added_when_it_comes(store: Store) -> None:
    take_in(store, ANNA)
    take_in(store, BO, replace(BO, row=4, number12="198402292380", organisation_number="2021005224"))
    with store.read() as tx:
        rows = tx.connection.exec_driver_sql("SELECT name, number FROM organisation").all()
    assert [tuple(row) for row in rows] == [("Ekdalen", "2021005224")]


def test_a_person_added_by_one_row_can_be_changed_by_the_next(store: Store) -> None:
    take_in(store, ANNA, replace(ANNA, row=3, organisation="Lindby", name="Anna Ek"), update=True)
    with store.read() as tx:
        assert {person.name for person in month_people(tx, "demo")} == {"Anna Ek"}


FIRST = replace(BO, started="2020-09-15", ended="2020-11-20")
SECOND = replace(FIRST, row=4, started="2021-02-01", ended=None)


def stays(store: Store) -> tuple[list[Spell], list[tuple[str, str | None]]]:
    """Gives the stays of the only participation, and its first start and final end."""
    with store.read() as tx:
        [spells] = spells_of(tx, "demo").values()
        return spells, [(one.started, one.ended) for one in list_people(tx, "demo")]


def test_one_list_may_hold_two_stays_of_somebody_new_in_any_order(store: Store) -> None:
    for project, rows in (("demo", (FIRST, SECOND)), ("other", (SECOND, FIRST))):
        with store.write(who="anna", why="a test") as tx:
            outcome = enrol(tx, project, rows)
            assert spells_of(tx, project).popitem()[1] == [
                Spell("2020-09-15", "2020-11-20"),
                Spell("2021-02-01", None),
            ]
        assert (outcome.added_participations, outcome.further_stays, outcome.differences) == (1, 1, [])
    assert stays(store)[1] == [("2020-09-15", None)]
    with store.read() as tx:
        added = [entry for entry in entries(tx.connection) if entry["action"] == "participation.add"]
    assert added[0]["after"]["stays"] == [["2020-09-15", "2020-11-20"], ["2021-02-01", None]]
    assert take_in(store, FIRST, SECOND).unchanged == 2


def test_a_further_stay_of_somebody_known_waits_for_a_yes(store: Store) -> None:
    take_in(store, FIRST)
    outcome = take_in(store, FIRST, SECOND)
    assert [(d.row, d.what, d.register, d.source) for d in outcome.differences] == [
        (4, "returned", "2020-11-20", "2021-02-01")
    ]
    assert len(stays(store)[0]) == 1
    take_in(store, FIRST, SECOND, update=True)
    assert stays(store) == (
        [Spell("2020-09-15", "2020-11-20"), Spell("2021-02-01", None)],
        [("2020-09-15", None)],
    )


def test_an_old_list_after_a_return_changes_nothing(store: Store) -> None:
    take_in(store, FIRST, SECOND)
    before = log_size(store)
    for old in (FIRST, replace(FIRST, ended=None)):
        outcome = take_in(store, old, update=True)
        assert (outcome.unchanged, outcome.differences) == (1, [])
    assert log_size(store) == before
    assert len(stays(store)[0]) == 2


def test_corrections_reach_the_stay_that_is_meant(store: Store) -> None:
    take_in(store, FIRST, SECOND)
    take_in(store, replace(FIRST, started="2020-09-01"), update=True)
    take_in(store, replace(FIRST, started="2020-09-01", ended="2020-12-18"), update=True)
    take_in(store, replace(SECOND, started="2021-02-15"), update=True)
    take_in(store, replace(SECOND, started="2021-02-15", ended="2021-05-31"), update=True)
    assert stays(store) == (
        [Spell("2020-09-01", "2020-12-18"), Spell("2021-02-15", "2021-05-31")],
        [("2020-09-01", "2021-05-31")],
    )
    # The first start with the final end names the whole.
    assert take_in(store, replace(FIRST, started="2020-09-01", ended="2021-05-31")).unchanged == 1
    with store.read() as tx:
        last = list(entries(tx.connection))[-1]
    assert last["before"]["stays"] == [["2020-09-01", "2020-12-18"], ["2021-02-15", None]]
    assert last["after"]["ended"] == "2021-05-31"


def test_a_list_that_does_not_know_of_a_protection_never_lifts_it(store: Store) -> None:
    take_in(store, replace(ANNA, protected=True))
    outcome = take_in(store, replace(ANNA, unit="Bokskolan"), update=True)
    [difference] = outcome.differences
    # Where a protected person works is not told either.
    assert (difference.what, difference.register, difference.source) == ("unit", None, None)
    with store.read() as tx:
        [person] = list_people(tx, "demo")
    assert (person.name, person.protected) == ("", True)
