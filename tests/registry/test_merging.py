"""Two people made one: everything moves once, what differs stands in the way, look-ups find the one."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from people import count_people
from sqlalchemy import select

from courseware.errors import CoursewareError
from courseware.registry.attendance import Attendance, attendance, minutes_by_month, put_attendance
from courseware.registry.attestations import Attestation, list_attestations, put_attestations
from courseware.registry.checks import check_register
from courseware.registry.codes import codes_of, issue_codes
from courseware.registry.enrolment import Registration, enrol
from courseware.registry.finding import merged_into, people_of, require_participant
from courseware.registry.information import list_information, put_information
from courseware.registry.leaving import parts_of_person
from courseware.registry.log import entries
from courseware.registry.merge_plan import Merge, plan_merge
from courseware.registry.merging import merge_people
from courseware.registry.numbers import FormerNumber, numbers_before, renumber
from courseware.registry.people import list_people, month_people
from courseware.registry.presence import presence
from courseware.registry.sessions import Session, add_session, sessions_by_name
from courseware.registry.situations import situation
from courseware.registry.spells import Spell
from courseware.registry.store import Store, WriteTransaction

KEEP, DROP, THIRD, WRONG = "198501012382", "199301612397", "198501012390", "199508032381"
ZONE = ZoneInfo("Europe/Stockholm")


@pytest.fixture
def told(store: Store) -> Store:
    """One person taken in twice: 1 by Ekdalen, 2 by Björkvik and Ekdalen; 3 is somebody else."""
    with store.write(who="test", why="test") as tx:
        one = Registration(1, KEEP, "Anna Påhittad", "Ekdalen", "2020-09-15", "2020-11-20")
        two = replace(one, row=2, number12=DROP, name="Ana Påhittad", email="a@ekdalen.example")
        rows = [
            one,
            replace(two, organisation="Björkvik", ended=None),
            replace(two, row=3, started="2021-02-01", ended=None, unit="Ekskolan"),
            Registration(4, THIRD, "Bo Påhittad", "Ekdalen", "2020-09-15"),
        ]
        enrol(tx, "demo", rows)
        enrol(tx, "up2", [replace(two, organisation="Lindby")])
        for day in ("2020-10-12", "2020-10-13", "2020-11-12"):
            starts = datetime.fromisoformat(f"{day}T09:00")
            add_session(tx, "demo", Session(day, starts, starts.replace(hour=12), 180, actual_minutes=180))
        attend(tx, 1, "2020-10-12", 120)
        attend(tx, 2, "2020-10-13", 60)
        sign(tx, 1, "2020-10", 120)
        sign(tx, 2, "2020-11", 90)
    return store


def attend(tx: WriteTransaction, person_id: int, name: str, minutes: int) -> None:
    held = sessions_by_name(tx, "demo")[name]
    rows = Attendance(person_id, minutes=minutes).rows(held, "demo", ZONE)
    put_attendance(tx, {held.id: held}, {(held.id, person_id): rows}, {})


def sign(tx: WriteTransaction, person_id: int, month: str, minutes: int) -> None:
    item = Attestation(person_id, month, minutes, "ink", "2020-12-01", f"Pärm {minutes}")
    put_attestations(tx, "demo", [(item, None)])


def planned(store: Store) -> Merge:
    with store.read() as tx:
        return plan_merge(tx, 1, 2)


def merge(store: Store, number_until: str | None = None) -> None:
    with store.write(who="anna", why="two lists") as tx:
        merge_people(tx, plan_merge(tx, 1, 2), number_until=number_until)


def test_the_plan_says_exactly_what_would_move(told: Store) -> None:
    with told.write(who="test", why="test") as tx:
        attend(tx, 1, "2020-11-12", 180)
        attend(tx, 2, "2020-11-12", 180)
        issue_codes(tx, "demo", [2])
    plan = planned(told)
    assert [(part.project, part.organisation, part.into, part.stays) for part in plan.parts] == [
        ("demo", "Björkvik", None, (Spell("2020-09-15", None),)),
        ("demo", "Ekdalen", 1, (Spell("2020-09-15", "2020-11-20"), Spell("2021-02-01", None))),
        ("up2", "Lindby", None, (Spell("2020-09-15", "2020-11-20"),)),
    ]
    assert dict(plan.rows) == {"sessions attended": 1, "attestations": 1, "codes": 1}
    assert dict(plan.doubles) == {"sessions attended": 1}
    assert (plan.takes_email, plan.is_protected, plan.conflicts) == (True, False, ())
    with told.read() as tx:
        assert count_people(tx, "demo") == 3, "a plan changes nothing"


def test_everything_of_the_one_is_the_others(told: Store) -> None:
    """T7."""
    with told.write(who="test", why="test") as tx:
        [code] = issue_codes(tx, "demo", [2])
        session_id = sessions_by_name(tx, "demo")["2020-10-13"].id
        for person_id in (1, 2):
            tx.insert(presence, ("session_id", "person_id", "source"), [(session_id, person_id, "list")])
        put_information(tx, "demo", "2020-06", {1: "2020-10-01", 2: "2020-09-15"})
        put_information(tx, "demo", "2021-01", {2: "2021-02-01"})
        columns = ("project", "person_id", "moment", "field", "value", "noted_on")
        answers = [("demo", who, "entry", "education", "isced-5", "2020-09-15") for who in (1, 2)]
        tx.insert(situation, columns, answers)
    merge(told)
    with told.read() as tx:
        assert (count_people(tx, "demo"), count_people(tx, "up2")) == (2, 1)
        assert {one.person_id for one in list_people(tx, "demo")} == {1, 3}
        anna = [one for one in month_people(tx, "demo", last_day="2020-09-30") if one.person_id == 1]
        assert [(one.organisation, one.number12, one.name) for one in anna] == [
            ("Ekdalen", KEEP, "Anna Påhittad"),
            ("Björkvik", KEEP, "Anna Påhittad"),
        ]
        ekdalen, björkvik = parts_of_person(tx, "demo", 1)
        assert ekdalen.stays == (Spell("2020-09-15", "2020-11-20"), Spell("2021-02-01", None))
        assert (ekdalen.unit, björkvik.stays) == ("Ekskolan", (Spell("2020-09-15", None),))
        assert minutes_by_month(tx, "demo", 1) == {"2020-10": 180}
        assert [(one.month, one.minutes) for one in list_attestations(tx, "demo", person_id=1)] == [
            ("2020-10", 120),
            ("2020-11", 90),
        ]
        assert {one.code: one.person_id for one in codes_of(tx, "demo")} == {code.code: 1}
        assert [tuple(one[1:]) for one in list_information(tx, "demo")] == [
            ("2020-06", "2020-09-15"),
            ("2021-01", "2021-02-01"),
        ]
        assert next(one.email for one in list_people(tx, "demo")) == "a@ekdalen.example"
        seen = tx.connection.execute(select(presence.c.person_id)).scalars().all()
        answered = tx.connection.execute(select(situation.c.person_id)).scalars().all()
        assert (list(seen), list(answered)) == ([1], [1])
        merged = next(entry for entry in entries(tx.connection, "person:2") if "merge" in entry["action"])
        assert "isced-5" not in str(merged), "answers stand in the log only sealed"
    assert check_register(told).faults == []


def test_every_look_up_finds_the_one_who_stays(told: Store) -> None:
    merge(told)
    with told.write(who="test", why="test") as tx:
        assert [people_of(tx, "demo").by_number(number) for number in (KEEP, DROP)] == [1, 1]
        row = Registration(1, DROP, "Anna Påhittad", "Björkvik", "2020-09-15")
        outcome = enrol(tx, "demo", [row])
        assert (outcome.added_people, outcome.person_ids, outcome.unchanged) == (0, {1: 1}, 1)
        assert merged_into(tx, 1) == [2]
        with pytest.raises(CoursewareError, match=r"Participant 2 was merged into 1\. Use that id\."):
            require_participant(tx, 2)
        with pytest.raises(CoursewareError, match="Another participant, 1, has that number"):
            renumber(tx, 3, DROP, from_day=None)


def test_the_number_is_used_in_no_month_or_until_its_day(told: Store) -> None:
    with told.write(who="test", why="test") as tx:
        renumber(tx, 2, WRONG, from_day="2020-10-01")
    merge(told, "2021-01-15")
    with told.read() as tx:
        assert numbers_before(tx, 1) == [FormerNumber(DROP, "2020-10-01"), FormerNumber(WRONG, "2021-01-15")]
        of_day = {
            day: next(one.number12 for one in month_people(tx, "demo", last_day=day) if one.person_id == 1)
            for day in ("2020-09-30", "2020-12-31", "2021-01-31")
        }
    assert of_day == {"2020-09-30": DROP, "2020-12-31": WRONG, "2021-01-31": KEEP}


def test_nothing_readable_is_left_of_the_one_who_goes(told: Store) -> None:
    merge(told)
    with told.read() as tx:
        row = tx.connection.exec_driver_sql(
            "SELECT number_hash, wrapped_key, name_enc, number_enc, email_enc, merged_into "
            "FROM person WHERE id = 2"
        ).one()
        assert tuple(row) == ("merged:2", None, None, None, None, 1)
        logged = [entry for entry in entries(tx.connection) if entry["action"] == "person.merge"]
    assert [entry["subject"] for entry in logged] == ["person:2", "person:1"]
    assert logged[0]["after"] == {"merged_into": 1}
    assert [row[1:6] for row in logged[0]["before"]["sessions_attended"]] == [
        ["2020-10-13", "demo", "2020-10", 60, None]
    ]
    assert not any(number in str(logged) for number in (KEEP, DROP, "Påhittad"))


def test_what_differs_stands_in_the_way_all_at_once(told: Store) -> None:
    with told.write(who="test", why="test") as tx:
        attend(tx, 1, "2020-11-12", 180)
        attend(tx, 2, "2020-11-12", 90)
        sign(tx, 2, "2020-10", 60)
        columns = ("project", "person_id", "moment", "field", "value", "noted_on")
        answers = [("demo", who, "entry", "education", f"isced-{who}", "2020-09-15") for who in (1, 2)]
        tx.insert(situation, columns, answers)
    with pytest.raises(CoursewareError) as refused:
        merge(told)
    text = str(refused.value)
    assert "same session with different minutes: 2020-11-12 (demo)" in text
    assert "signed for the same month: 2020-10 (demo)" in text
    assert "different answers: education at entry (demo)" in text
    assert "Nothing was changed." in text
    with told.read() as tx:
        assert count_people(tx, "demo") == 3


@pytest.mark.parametrize("given_way", [1, 2])
def test_a_signature_over_no_time_gives_way(told: Store, given_way: int) -> None:
    """So the conflict above can be solved: one signature for all, nothing for the other."""
    with told.write(who="test", why="test") as tx:
        sign(tx, given_way, "2020-12", 0)
        sign(tx, 3 - given_way, "2020-12", 150)
    merge(told)
    with told.read() as tx:
        found = list_attestations(tx, "demo", "2020-12", person_id=1)
        logged = [entry for entry in entries(tx.connection, "person:1") if "replace" in entry["action"]]
    assert {one.minutes: one.replaced for one in found} == {0: True, 150: False}
    assert [(one["before"]["minutes"], one["after"]["minutes"]) for one in logged] == [(0, 150)]


def test_the_same_signature_noted_twice_stands_once(told: Store) -> None:
    with told.write(who="test", why="test") as tx:
        sign(tx, 2, "2020-10", 120)
    merge(told)
    with told.read() as tx:
        standing = [one.replaced for one in list_attestations(tx, "demo", "2020-10", person_id=1)]
    assert standing == [False, True]


@pytest.mark.parametrize("protected", [1, 2])
def test_protected_identity_of_either_is_that_of_both(told: Store, protected: int) -> None:
    with told.write(who="test", why="test") as tx:
        number = KEEP if protected == 1 else DROP
        row = Registration(1, number, "", "Ekdalen", "2020-09-15", protected=True, states_end=False)
        enrol(tx, "demo", [row], update=True)
    plan = planned(told)
    assert (plan.is_protected, plan.becomes_protected, plan.takes_email) == (True, protected == 2, False)
    merge(told)
    with told.read() as tx:
        anna = [one for one in list_people(tx, "demo") if one.person_id == 1]
        logged = [entry for entry in entries(tx.connection) if entry["action"] == "person.merge"]
    assert {(one.name, one.email, one.protected) for one in anna} == {("", "", True)}
    assert logged[0]["before"].get("name_enc") is None


def test_minutes_at_a_session_over_two_days_are_kept_once(told: Store) -> None:
    with told.write(who="test", why="test") as tx:
        starts = datetime(2020, 10, 31, 23)  # noqa: DTZ001 (local, as sessions are)
        add_session(tx, "demo", Session("NATT", starts, datetime(2020, 11, 1, 2), 180, actual_minutes=180))  # noqa: DTZ001
        for person_id in (1, 2):
            attend(tx, person_id, "NATT", 180)
    merge(told)
    with told.read() as tx:
        assert minutes_by_month(tx, "demo", 1) == {"2020-10": 240, "2020-11": 120}
        assert set(tx.connection.execute(select(attendance.c.person_id)).scalars()) == {1}
