"""Rules for a module as teaching: outcomes that are practised and asked, an agenda that can be cut.

The rules are the platform's own; those about minutes, ids and form are in `module_rules`, those of any agenda
in `workshop_rules`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from courseware.content.agenda_plan import MEETING
from courseware.content.load import Library
from courseware.content.model import Module, Workshop
from courseware.errors import Problem
from courseware.ids import did_you_mean
from courseware.languages import SOURCE

__all__ = ["check_courses"]

STUDY_MINUTES = (30, 60)
"""Minutes of self-study, the quiz included."""

STEPS = {
    "before-question": "what participants answer before, to compare with afterwards",
    "homework": "the task to do with a colleague",
    "after-question": "the same questions afterwards",
}
"""Activities that every workshop has, by anchor, and what each is for."""


def check_courses(library: Library) -> Iterator[Problem]:
    """Yields what a module lacks as teaching; what is neutral is looked at in Swedish only."""
    for module in library.modules[SOURCE].values():
        yield from _check_study(module)
        yield from _check_alignment(module)
        yield from _check_path(library, module)
        if module.workshop is not None and module.workshop.activities:
            yield from _check_steps(module.workshop)
            yield from _check_meeting(module.workshop)


def _check_study(module: Module) -> Iterator[Problem]:
    low, high = STUDY_MINUTES
    if "minutes" in module.front and module.lessons and not low <= module.study_minutes <= high:
        line = module.front.line("minutes.study")
        message = f"{module.study_minutes} minutes of self-study; a module has {low} to {high}."
        hint = "Add or shorten lessons, or make two modules of it."
        yield Problem(module.path, line, "study-total", message, hint)


def _check_alignment(module: Module) -> Iterator[Problem]:
    line = module.front.line("alignment")
    if len(module.alignment) != len(module.outcomes):
        message = f"{len(module.alignment)} entries of alignment for {len(module.outcomes)} outcomes."
        hint = "Say for each outcome, in order: {practised: [activity ids], asked: [question ids]}."
        yield Problem(module.path, line, "alignment-count", message, hint)
    for position, entry in enumerate(module.alignment):
        number, line = position + 1, module.front.line(f"alignment.{position}")
        for ids, known, noun, code, verb in (
            (
                entry.practised,
                _activities(module),
                "activity",
                "unknown-activity",
                "practised in the workshop",
            ),
            (entry.asked, _questions(module), "question", "unknown-question", "asked in the quiz"),
        ):
            if not ids:
                message = f"outcome {number} is not {verb}."
                hint = f"Name the {noun} that does it, or take the outcome out."
                yield Problem(module.path, line, "outcome-unused", message, hint)
            yield from _check_known(module, line, ids, known, noun, code)


def _check_known(
    module: Module, line: int, ids: Iterable[str], known: Collection[str], noun: str, code: str
) -> Iterator[Problem]:
    for name in ids:
        if name not in known:
            hint = did_you_mean(name, known) or f"Known: {', '.join(known)}."
            yield Problem(module.path, line, code, f"'{name}' is no {noun}.", hint)


def _check_path(library: Library, module: Module) -> Iterator[Problem]:
    """A path of a role must hold what its modules build on, and its short cuts must exist."""
    modules = library.modules[SOURCE]
    whole = [role for role in module.roles if role not in module.shortcuts]
    for position, required in enumerate(module.requires):
        left = [role for role in whole if required in modules and role not in modules[required].roles]
        if left:
            line = module.front.line(f"requires.{position}")
            message = f"'{required}' is not on the path of {', '.join(left)}."
            hint = f"Add the role to {required}, or require less."
            yield Problem(module.path, line, "requires-off-path", message, hint)
    activities = _activities(module)
    lessons = [lesson.id for lesson in module.lessons]
    for role, part in module.shortcuts.items():
        line = module.front.line(f"shortcuts.{role}")
        if role not in module.roles:
            hint = did_you_mean(role, module.roles) or "Add it to roles first."
            yield Problem(module.path, line, "unknown-role", f"'{role}' is not a role of the module.", hint)
        yield from _check_known(module, line, part.lessons, lessons, "lesson", "unknown-lesson")
        yield from _check_known(module, line, part.activities, activities, "activity", "unknown-activity")
        full = sum(activities.get(name, 0) for name in part.activities)
        if part.minutes > full:
            message = f"{part.minutes} minutes, but its activities make {full}."
            yield Problem(module.path, line, "shortcut-minutes", message, "Name more, or say less.")


def _check_steps(workshop: Workshop) -> Iterator[Problem]:
    anchors = {activity.id for activity in workshop.activities}
    for anchor, purpose in STEPS.items():
        if anchor not in anchors:
            hint = f"Add an activity with the anchor {{#{anchor}}}: {purpose}."
            yield Problem(workshop.path, 0, "missing-step", f"no activity '{anchor}'.", hint)
    if {"before-question", "after-question"} <= anchors:
        order = [activity.id for activity in workshop.activities]
        if order.index("after-question") < order.index("before-question"):
            hint = "Ask before, then practise, then ask again."
            yield Problem(workshop.path, 0, "missing-step", "'after-question' stands first.", hint)


def _check_meeting(workshop: Workshop) -> Iterator[Problem]:
    total = sum(activity.meeting for activity in workshop.activities)
    if total != MEETING:
        message = f"meeting= makes {total} minutes; the meeting version takes {MEETING}."
        hint = "Mark two to four activities: meeting=8, meeting=12."
        yield Problem(workshop.path, 0, "meeting-minutes", message, hint)


def _activities(module: Module) -> Mapping[str, int]:
    activities = module.workshop.activities if module.workshop is not None else ()
    return {activity.id: activity.minutes for activity in activities}


def _questions(module: Module) -> list[str]:
    return [question.id for question in module.quiz.questions] if module.quiz is not None else []
