"""What to do next: the most urgent first, at most ten, each with a command that there is."""

from __future__ import annotations

import shlex
from dataclasses import replace
from datetime import date
from typing import Any

import click
import pytest

from courseware.cli import courseware
from courseware.registry.plans import Plan
from courseware.registry.project import Project
from courseware.reports.dashboard_data import PLACES, Dashboard, MonthFigures, Settled
from courseware.reports.dashboard_outcome import OrganisationShare
from courseware.reports.dashboard_steps import MOST, Step, next_steps
from courseware.reports.period import ReportPeriod
from courseware.reports.periods import State
from courseware.reports.standing import Place

DAY = date(2020, 12, 12)


def settled(**places: int | None) -> Settled:
    counts: dict[Place, int | None] = {place: places.get(place, 0) for place in PLACES}
    return Settled(30, counts, False, 3600, 0, 0, 0, ())


def month(text: str, state: State, *, changed: bool = False, **places: int | None) -> MonthFigures:
    return MonthFigures(
        ReportPeriod.parse(text), state, changed=changed, people=30, settled=settled(**places)
    )


def board(project: Project, *months: MonthFigures, **given: Any) -> Dashboard:
    answered = replace(project, protected_identity_male="{yyyymmdd}X")
    figures = Dashboard(answered, DAY, 30, months, (), (), (), ())
    return replace(figures, **given)


def kinds(figures: Dashboard) -> list[tuple[str, str]]:
    return [(step.kind, step.urgency) for step in next_steps(figures)]


def check_command(step: Step) -> None:
    """Fails where the step's command would not be understood."""
    words = shlex.split(step.command)
    assert words.pop(0) == "courseware"
    command: click.Command = courseware
    while isinstance(command, click.Group):
        name = words.pop(0)
        found = command.get_command(click.Context(command), name)
        assert found is not None, step.command
        command = found
    with pytest.MonkeyPatch.context() as patch:
        # A file that is only named as an example need not exist.
        for param in command.params:
            if isinstance(param.type, click.Path):
                patch.setattr(param.type, "exists", False)
        command.make_context(command.name, words)


def test_nothing_waits_and_nothing_is_to_be_done(project: Project) -> None:
    assert next_steps(board(project, month("2020-10", "accepted"), month("2020-12", "running"))) == []


def test_open_month_is_put_in_order_and_then_exported(project: Project) -> None:
    steps = next_steps(board(project, month("2020-11", "open", pending=12, differing=None, excluded=7)))
    assert [(step.kind, step.count) for step in steps] == [
        ("excluded", 7),
        ("differing", None),
        ("pending", 12),
        ("export", 0),
    ]
    assert {step.urgency for step in steps} == {"next"}
    assert {step.due for step in steps} == {date(2020, 12, 28)}
    assert steps[-1].command == "courseware report month 2020-11 --project demo"


@pytest.mark.parametrize(("day", "urgency"), [(20, "next"), (21, "now"), (28, "now"), (30, "now")])
def test_last_week_and_after_is_now(project: Project, day: int, urgency: str) -> None:
    figures = board(project, month("2020-11", "open"), day=date(2020, 12, day))
    assert kinds(figures) == [("export", urgency)]


def test_exported_month_is_sent_or_exported_again(project: Project) -> None:
    assert [step.command for step in next_steps(board(project, month("2020-11", "exported")))] == [
        "courseware periods sent 2020-11 --project demo"
    ]
    changed = board(project, month("2020-11", "exported", changed=True))
    assert kinds(changed) == [("export-changed", "next")]


def test_stale_months_come_first_and_in_order(project: Project) -> None:
    figures = board(
        project,
        month("2020-09", "stale", changed=True),
        month("2020-10", "stale"),
        month("2020-11", "open", pending=9),
    )
    steps = next_steps(figures)
    assert [(step.kind, step.urgency) for step in steps] == [
        ("export-again", "now"),
        ("then", "now"),
        ("pending", "next"),
    ]
    assert [str(period) for period in steps[1].periods] == ["2020-10", "2020-11"]
    again = board(project, month("2020-10", "stale"), month("2020-11", "stale"))
    assert [step.kind for step in next_steps(again)] == ["send-again", "then-again"]


def test_everything_a_month_may_lack_is_a_step(project: Project) -> None:
    lacking = replace(
        settled(pending=5), unlinked=None, unattended=1, unexplained=2, unapproved=("m09-data-meeting",)
    )
    figures = board(project, replace(month("2020-11", "open"), settled=lacking))
    assert [step.kind for step in next_steps(figures)] == [
        "unattended",
        "unexplained",
        "unlinked",
        "unapproved",
        "pending",
        "export",
    ]


def test_unanswered_settings_stop_first_and_others_wait(project: Project) -> None:
    unsure = replace(project, zero_hour_months=None, retain_until=None)
    figures = board(project, participants=0, blocked=("zero_hour_months",))
    figures = replace(figures, project=unsure)
    steps = next_steps(figures)
    assert [(step.kind, step.urgency, step.names) for step in steps] == [
        ("people", "now", ()),
        ("setting", "now", ("zero_hour_months",)),
        ("settings", "later", ("protected_identity_male", "retain_until")),
    ]


def test_plans_press_when_the_project_ends(project: Project) -> None:
    organisations = tuple(
        OrganisationShare(name, None, 9, None, plan)
        for name, plan in (
            ("Ekdalen", None),
            ("Alby", Plan("draft", "2020-11-01", "")),
            ("Stenby", Plan("in-place", "2020-11-01", "")),
        )
    )
    figures = board(project, organisations=organisations)
    assert [(step.kind, step.urgency, step.count) for step in next_steps(figures)] == [("plans", "later", 2)]
    near = replace(figures, day=date(2023, 3, 1))
    assert kinds(near) == [("plans", "next")]
    assert next_steps(near)[0].due == date(2023, 4, 30)


def test_there_are_at_most_ten(project: Project) -> None:
    names = tuple(f"setting_{place}" for place in range(14))
    assert len(next_steps(board(project, blocked=names))) == MOST


def test_every_command_is_one_that_there_is(project: Project) -> None:
    lacking = replace(
        settled(pending=5, differing=6, excluded=7),
        unlinked=8,
        unattended=1,
        unexplained=2,
        unapproved=("m09-data-meeting",),
    )
    unsure = replace(project, retain_until=None)
    seen = set()
    for state in ("open", "exported", "stale"):
        for changed in (True, False):
            months = [replace(month("2020-10", state, changed=changed), settled=lacking)]
            months.append(replace(month("2020-11", "open"), settled=lacking))
            for participants in (0, 30):
                share = OrganisationShare("Ekdalen", None, 9, None, None)
                figures = board(
                    project,
                    *months,
                    participants=participants,
                    blocked=("empty_months",) if participants else (),
                    organisations=(share,),
                )
                figures = replace(figures, project=unsure)
                for count in range(1, 3):
                    for step in next_steps(replace(figures, months=figures.months[:count])):
                        check_command(step)
                        seen.add(step.kind)
    assert seen >= {"people", "setting", "export-again", "send-again", "send", "export", "export-changed"}
    assert seen >= {"pending", "differing", "excluded", "unlinked", "unattended", "unexplained", "unapproved"}
