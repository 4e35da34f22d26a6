"""Scenarios of a month (T1-T4, T9-T17 of the reporting study), on plain facts without a register."""

from __future__ import annotations

from dataclasses import replace

import pytest

from courseware.errors import CoursewareError
from courseware.registry.attendance import MonthMinutes
from courseware.registry.attestations import Attested
from courseware.registry.people import MonthPerson
from courseware.registry.project import ApprovedMinutes, Project
from courseware.reports.ledger import settle
from courseware.reports.ledger_data import Completion, Facts, Ledger
from courseware.reports.period import ReportPeriod

# Persons of the Swedish Tax Agency's open test data (CC0); nobody has these numbers.
WOMAN, MAN = "198501012382", "198501012390"
OTHER_WOMAN = "199508032381"
SEPTEMBER = ReportPeriod(2020, 9)


def someone(pid: int = 1, number: str = WOMAN, started: str = "2020-09-15", **values: object) -> MonthPerson:
    plain = {"name": f"Person {pid}", "ended": None, "organisation": "Ekdalen", "protected": False}
    return MonthPerson(pid, pid, number12=number, started=started, **{**plain, **values})  # type: ignore[arg-type]


def month(
    project: Project,
    people: list[MonthPerson],
    minutes: list[MonthMinutes] | None = None,
    attested: list[Attested] | None = None,
    period: ReportPeriod = SEPTEMBER,
    **facts: object,
) -> Ledger:
    return settle(Facts(people, minutes or [], attested or [], **facts), project, period)  # type: ignore[arg-type]


THREE_TIMES_90 = [MonthMinutes(1, 270, "2020-09-16", "2020-09-25")]


@pytest.mark.parametrize(
    ("policy", "whole_hours", "hours", "left_out"),
    [
        ("floor_month", 0, 4, 30),
        ("floor_activity", 3, 3, 90),
        ("floor_day", 3, 3, 90),
        ("exact_quarter", 0, 4.5, 0),
    ],
)
def test_t1_policy_decides_hours_and_says_what_it_leaves_out(
    project: Project, policy: str, whole_hours: int, hours: float, left_out: int
) -> None:
    ledger = month(
        replace(project, rounding_policy=policy),
        [someone()],
        THREE_TIMES_90,
        [Attested(1, 270, False)],
        whole_hours={1: whole_hours} if whole_hours else {},
    )
    (entry,) = ledger.entries
    assert (entry.number, entry.started, entry.ended) == (WOMAN, "2020-09-15", "")
    assert (entry.hours, entry.left_out) == (hours, left_out)


@pytest.mark.parametrize(("setting", "rows", "omitted"), [("row", 1, 0), ("no-row", 0, 1)])
def test_t2_month_without_hours_follows_the_setting(
    project: Project, setting: str, rows: int, omitted: int
) -> None:
    ledger = month(
        replace(project, zero_hour_months=setting), [someone(started="2020-08-20")], period=SEPTEMBER
    )
    assert [entry.hours for entry in ledger.entries] == [0] * rows
    assert ledger.omitted == omitted


@pytest.mark.parametrize(
    "values", [{"started": "2020-09-15"}, {"started": "2020-08-10", "ended": "2020-09-30"}]
)
def test_whoever_starts_or_leaves_is_reported_even_without_hours(
    project: Project, values: dict[str, str]
) -> None:
    """S5 and S6 name the month of the start and of the end, so the setting for empty months gives way."""
    ledger = month(replace(project, zero_hour_months="no-row"), [someone(**values)])
    assert [(entry.started, entry.ended) for entry in ledger.entries] == [
        (values["started"], values.get("ended", ""))
    ]


def test_t3_end_is_reported_in_its_month_and_not_before(project: Project) -> None:
    person = someone(ended="2020-11-20")
    assert [e.ended for e in month(project, [person], period=ReportPeriod(2020, 10)).entries] == [""]
    assert [e.ended for e in month(project, [person], period=ReportPeriod(2020, 11)).entries] == [
        "2020-11-20"
    ]
    assert month(project, [person], period=ReportPeriod(2020, 12)).entries == []


def test_t4_returning_person_keeps_the_first_start_and_has_no_end(project: Project) -> None:
    back = [
        someone(ended="2020-11-20"),
        someone(started="2021-02-01", organisation="Björkvik")._replace(participation_id=2),
    ]
    (entry,) = month(project, back, period=ReportPeriod(2021, 2)).entries
    assert (entry.started, entry.ended) == ("2020-09-15", "")
    left_again = [back[0], back[1]._replace(ended="2021-06-30")]
    (entry,) = month(project, left_again, period=ReportPeriod(2021, 6)).entries
    assert (entry.started, entry.ended) == ("2020-09-15", "2021-06-30")


@pytest.mark.parametrize(
    ("person", "days", "code"),
    [
        (someone(started="2020-09-15"), ("2020-09-14", "2020-09-16"), "hours-before-start"),
        (someone(started="2020-08-03", ended="2020-09-10"), ("2020-09-01", "2020-09-11"), "hours-after-end"),
    ],
)
def test_t9_hours_outside_the_participation_are_e5(
    project: Project, person: MonthPerson, days: tuple[str, str], code: str
) -> None:
    ledger = month(project, [person], [MonthMinutes(1, 60, *days)], [Attested(1, 60, False)])
    assert [(held.fault.error_class, held.fault.code) for held in ledger.excluded if held.fault] == [
        ("E5", code)
    ]
    assert ledger.entries == []


def test_t9_hours_after_the_project_are_e5(project: Project) -> None:
    may = ReportPeriod(2023, 5)
    ledger = month(project, [someone()], [MonthMinutes(1, 60, "2023-05-02", "2023-05-02")], period=may)
    assert [held.fault.code for held in ledger.excluded if held.fault] == ["outside-project"]


def test_t10_thirty_hours_a_day_and_four_hundred_a_month_are_e4(project: Project) -> None:
    day = month(
        project, [someone()], [MonthMinutes(1, 1800, "2020-09-16", "2020-09-16")], long_days={1: 1800}
    )
    assert [held.fault[:2] for held in day.excluded if held.fault] == [("E4", "day-too-long")]
    whole = month(project, [someone()], [MonthMinutes(1, 24_000, "2020-09-16", "2020-09-30")])
    assert [held.fault[:2] for held in whole.excluded if held.fault] == [("E4", "month-too-long")]
    signed = month(project, [someone()], attested=[Attested(1, 24_000, True)])
    assert [held.fault[:2] for held in signed.excluded if held.fault] == [("E4", "month-too-long")]


def test_t12_completed_but_not_attested_waits(project: Project) -> None:
    done = [Completion(1, "m07-early-detection", "0" * 16, "2020-09-20")]
    ledger = month(project, [someone()], completions=done)
    assert ledger.entries == []
    assert [(held.reason, held.study) for held in ledger.pending] == [("not-attested", 60)]
    attested = month(project, [someone()], attested=[Attested(1, 60, False)], completions=done)
    assert [(entry.hours, entry.study) for entry in attested.entries] == [(1, 60)]
    assert attested.pending == []


def test_self_study_counts_only_approved_minutes(project: Project) -> None:
    done = [Completion(1, "m01-mandate", "0" * 16, "2020-09-20")]
    ledger = month(project, [someone()], completions=done)
    assert ledger.entries == []
    assert [(held.reason, held.modules) for held in ledger.pending] == [
        ("no-approved-minutes", ("m01-mandate",))
    ]
    both = month(project, [someone()], THREE_TIMES_90, [Attested(1, 270, False)], completions=done)
    assert [(entry.hours, entry.study) for entry in both.entries] == [(4, 0)]
    assert [held.reason for held in both.pending] == ["no-approved-minutes"]


def test_attended_is_not_attested(project: Project) -> None:
    ledger = month(project, [someone()], THREE_TIMES_90)
    assert ledger.entries == []
    assert [(held.reason, held.workshop) for held in ledger.pending] == [("not-attested", 270)]


@pytest.mark.parametrize("attested", [240, 271, 0])
def test_t13_differing_minutes_block_and_both_values_are_kept(project: Project, attested: int) -> None:
    ledger = month(project, [someone()], THREE_TIMES_90, [Attested(1, attested, False)])
    assert ledger.entries == []
    assert [(held.workshop, held.attested) for held in ledger.differing] == [(270, attested)]


def test_whole_hours_signed_for_agree_with_what_is_reported(project: Project) -> None:
    ledger = month(project, [someone()], THREE_TIMES_90, [Attested(1, 240, True)])
    assert [(entry.hours, entry.attested) for entry in ledger.entries] == [(4, 240)]
    assert month(project, [someone()], THREE_TIMES_90, [Attested(1, 300, True)]).entries == []


def test_t14_protected_woman_is_a_placeholder_and_nothing_else(project: Project) -> None:
    shielded = someone(name="", protected=True)
    ledger = month(project, [shielded], THREE_TIMES_90, [Attested(1, 270, False)])
    assert [entry.number for entry in ledger.entries] == ["19850101Tf29"]
    waiting = month(project, [shielded._replace(name="Namn", organisation="Ekdalen")], THREE_TIMES_90)
    assert [(h.name, h.organisation, h.protected) for h in waiting.pending] == [("", "", True)]


def test_t15_protected_man_without_the_setting_stops_with_an_instruction(project: Project) -> None:
    shielded = someone(number=MAN, name="", protected=True)
    with pytest.raises(CoursewareError, match=r"protected_identity_male is not set.*SCB") as stopped:
        month(project, [shielded])
    assert MAN not in str(stopped.value)
    told = replace(project, protected_identity_male="{yyyymmdd}XX11")
    assert [entry.number for entry in month(told, [shielded]).entries] == ["19850101XX11"]


def test_two_protected_people_with_one_placeholder_are_left_out(project: Project) -> None:
    people = [someone(pid, name="", number="19850101Tf29", protected=True) for pid in (1, 2)]
    ledger = month(project, [*people, someone(3, OTHER_WOMAN)])
    assert [entry.person_id for entry in ledger.entries] == [3]
    assert [(h.person_id, h.fault.code, h.protected) for h in ledger.excluded if h.fault] == [
        (1, "same-placeholder", True),
        (2, "same-placeholder", True),
    ]


def test_coordination_numbers_follow_the_setting(project: Project) -> None:
    person = someone(number="197010632391")
    assert [e.number for e in month(project, [person]).entries] == ["197010632391"]
    refused = month(replace(project, coordination_numbers="refuse"), [person])
    assert [held.fault[:2] for held in refused.excluded if held.fault] == [("E1", "coordination")]
    with pytest.raises(CoursewareError, match="coordination_numbers is not set"):
        month(replace(project, coordination_numbers=None), [person])
    shielded = month(project, [person._replace(protected=True)])
    assert [held.fault[:2] for held in shielded.excluded if held.fault] == [("E1", "protected-coordination")]


@pytest.mark.parametrize(
    ("number", "started", "ended", "fault"),
    [
        ("198501012383", "2020-09-15", None, ("E1", "number-check-digit")),
        ("200102292380", "2020-09-15", None, ("E1", "number-date")),
        ("198501322385", "2020-09-15", None, ("E1", "number-date")),
        ("198501010006", "2020-09-15", None, ("E1", "number-serial")),
        ("8501012382", "2020-09-15", None, ("E1", "number-form")),
        ("19850101Tf29", "2020-09-15", None, ("E1", "number-form")),
        ("", "2020-09-15", None, ("E2", "number-missing")),
        (WOMAN, "", None, ("E2", "start-missing")),
        (WOMAN, "2020-9-15", None, ("E3", "start-form")),
        (WOMAN, "2020-09-15", "2020-09-31", ("E3", "end-form")),
        ("201701012393", "2020-09-15", None, ("E4", "age")),
        ("189001019802", "2020-09-15", None, ("E4", "age")),
        (WOMAN, "2020-09-15", "2020-09-14", ("E5", "end-before-start")),
    ],
)
def test_faulty_people_are_listed_with_their_class_and_not_reported(
    project: Project, number: str, started: str, ended: str | None, fault: tuple[str, str]
) -> None:
    """T16 and the invalid values of the study's section 7.3."""
    person = someone(number=number, started=started, ended=ended)
    ledger = month(
        project, [person, someone(2, OTHER_WOMAN)], [MonthMinutes(1, 60, "2020-09-20", "2020-09-20")]
    )
    assert fault in [held.fault[:2] for held in ledger.excluded if held.fault]
    assert [entry.person_id for entry in ledger.entries] == [2]


def test_every_missing_rule_is_named_at_once(project: Project) -> None:
    empty = replace(project, rounding_policy=None, zero_hour_months=None, max_hours_per_day=None)
    with pytest.raises(CoursewareError) as stopped:
        month(empty, [])
    for setting in ("rounding_policy", "zero_hour_months", "max_hours_per_day"):
        assert f"{setting} is not set" in str(stopped.value)


def test_minutes_of_several_approved_modules_add_up(project: Project) -> None:
    approved = {name: ApprovedMinutes(50, "X", project.starts) for name in ("m01-mandate", "m06-law")}
    done = [Completion(1, name, "0" * 16, "2020-09-20") for name in approved]
    rules = replace(project, approved_minutes=approved, rounding_policy="floor_activity")
    (entry,) = month(rules, [someone()], attested=[Attested(1, 100, False)], completions=done).entries
    assert (entry.hours, entry.left_out) == (0, 100)


@pytest.mark.parametrize("rule", ["row", "no-row"])
def test_a_signature_for_no_time_puts_nobody_into_a_month_outside_their_stay(
    project: Project, rule: str
) -> None:
    people = [someone(1, ended="2020-08-31", started="2020-08-10"), someone(2, MAN, started="2020-10-01")]
    ledger = month(
        replace(project, zero_hour_months=rule), people, [], [Attested(1, 0, False), Attested(2, 0, True)]
    )
    assert not ledger.entries
    assert not ledger.excluded
    assert (ledger.active, ledger.omitted) == (0, 0)


def test_self_study_that_does_not_count_costs_nobody_an_hour(project: Project) -> None:
    """A module finished after the last day would be a fault if it claimed time; here it claims none."""
    ledger = month(
        replace(project, self_study="not-counted"),
        [someone(ended="2020-09-20")],
        [MonthMinutes(1, 120, "2020-09-16", "2020-09-16")],
        [Attested(1, 120, False)],
        completions=[Completion(1, "m07-early-detection", "0" * 16, "2020-09-25")],
    )
    assert [(entry.hours, entry.study) for entry in ledger.entries] == [(2, 0)]
    assert not ledger.excluded
