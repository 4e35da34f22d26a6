"""Rules for modules: ids, order, minutes that add up, what they refer to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from courseware.content.load import Library
from courseware.content.model import Module
from courseware.content.versions import deciding, read_versions, versions_file
from courseware.content.workshop_rules import agenda_sum
from courseware.errors import Problem
from courseware.ids import ID_PATTERN, IDS_FILE, did_you_mean
from courseware.languages import SOURCE

__all__ = ["check_modules", "check_versions"]

LESSON_MINUTES = (5, 15)
"""A lesson fits between two meetings."""

QUIZ_MINUTES = (5, 20)
"""What is left of the stated study time for the quiz."""

OUTCOMES = (3, 5)


def check_modules(library: Library) -> Iterator[Problem]:
    """Yields what is wrong with the modules, role pages and worksheets of the source language."""
    modules = library.modules[SOURCE]
    orders: dict[int, str] = {}
    for module in modules.values():
        yield from _check_ids(library, module)
        yield from _check_minutes(module)
        if module.order in orders:
            hint = f"'{orders[module.order]}' has it already."
            line = module.front.line("order")
            yield Problem(module.path, line, "repeated-order", f"order {module.order} stands twice.", hint)
        orders.setdefault(module.order, module.id)
        if module.id in library.ids.modules and module.order != library.ids.modules.index(module.id) + 1:
            right = library.ids.modules.index(module.id) + 1
            hint = f"{IDS_FILE} makes it {right}."
            line = module.front.line("order")
            yield Problem(module.path, line, "module-order", f"order {module.order}.", hint)
        if not module.lessons:
            hint = "Add lesson-1-….md."
            yield Problem(module.path, 0, "no-lessons", "the module has no lessons.", hint)
        if module.quiz is None:
            hint = f"Add quizzes/{SOURCE}/{module.id}.md (courseware new quiz {module.id})."
            yield Problem(module.path, 0, "no-quiz", "the module has no quiz.", hint)
    for quiz in library.quizzes[SOURCE].values():
        if quiz.id not in modules:
            hint = did_you_mean(quiz.id, modules) or "A quiz has the id of its module."
            yield Problem(quiz.path, 0, "unknown-module", f"there is no module '{quiz.id}'.", hint)
    for language, languages in library.modules.items():
        for module in languages.values():
            count = len(module.outcomes)
            if count and not OUTCOMES[0] <= count <= OUTCOMES[1]:
                line = module.front.line("outcomes")
                hint = "Three to five, each a verb that can be observed."
                yield Problem(module.path, line, "outcome-count", f"{count} outcomes.", hint)
        for page in library.pages[language].values():
            stem = page.path.rpartition("/")[2].removesuffix(".md")
            known = {"role": library.ids.roles, "worksheet": library.ids.worksheets}.get(page.kind)
            if known is not None and stem not in known:
                hint = did_you_mean(stem, known) or f"Register it in {IDS_FILE} first."
                code = f"unknown-{page.kind}"
                yield Problem(page.source_path, 0, code, f"'{stem}' is not a {page.kind}.", hint)
    yield from _check_cycles(modules)


def _check_ids(library: Library, module: Module) -> Iterator[Problem]:
    ids, front, path = library.ids, module.front, module.path
    if module.id not in ids.modules:
        hint = did_you_mean(module.id, ids.modules) or f"Register it in {IDS_FILE} first."
        yield Problem(path, 0, "unknown-module", f"'{module.id}' is not a module.", hint)
    for field, values, known, code in (
        ("roles", module.roles, ids.roles, "unknown-role"),
        ("requires", module.requires, ids.modules, "unknown-module"),
    ):
        noun = code.removeprefix("unknown-")
        for position, value in enumerate(values):
            line = front.line(f"{field}.{position}")
            if value not in known:
                hint = did_you_mean(value, known) or f"Known: {', '.join(known)}."
                yield Problem(path, line, code, f"'{value}' is not a {noun}.", hint)
            elif value in values[:position]:
                hint = "Keep one of them."
                yield Problem(path, line, "repeated-value", f"'{value}' stands twice in {field}.", hint)
    for lesson in module.lessons:
        if not ID_PATTERN.fullmatch(lesson.id):
            hint = "Rename it: lesson-1-what-it-says.md."
            yield Problem(lesson.path, 0, "bad-id", f"'{lesson.id}' is not English kebab-case.", hint)


def _check_minutes(module: Module) -> Iterator[Problem]:
    low, high = LESSON_MINUTES
    for lesson in module.lessons:
        if "minutes" in lesson.front and not low <= lesson.minutes <= high:
            line = lesson.front.line("minutes")
            hint = "Split it, or say an honest time."
            message = f"{lesson.minutes} minutes; a lesson takes {low} to {high}."
            yield Problem(lesson.path, line, "lesson-minutes", message, hint)
    if "minutes" not in module.front:
        return
    lessons = sum(lesson.minutes for lesson in module.lessons)
    if module.lessons and module.quiz is not None:
        left = module.study_minutes - lessons
        low, high = QUIZ_MINUTES
        if not low <= left <= high:
            line = module.front.line("minutes.study")
            message = (
                f"study is {module.study_minutes}, the lessons make {lessons}, leaving {left} for the quiz."
            )
            hint = f"Say {lessons + low} to {lessons + high}."
            yield Problem(module.path, line, "study-minutes", message, hint)
    workshop = module.workshop
    if workshop is None:
        if module.workshop_minutes:
            line = module.front.line("minutes.workshop")
            hint = "Add workshop.md, or say 0."
            message = f"workshop is {module.workshop_minutes}, but there is none."
            yield Problem(module.path, line, "workshop-minutes", message, hint)
        return
    if workshop.activities and workshop.minutes != module.workshop_minutes:
        line = module.front.line("minutes.workshop")
        message = f"workshop is {module.workshop_minutes}, its activities make {agenda_sum(workshop)}."
        hint = f"Change one of them; the agenda is in {workshop.path}."
        yield Problem(module.path, line, "workshop-minutes", message, hint)


def _check_cycles(modules: Mapping[str, Module]) -> Iterator[Problem]:
    for module in modules.values():
        seen: set[str] = set()
        waiting = list(module.requires)
        while waiting:
            one = waiting.pop()
            if one == module.id:
                line = module.front.line("requires")
                hint = "Take one of the requirements away."
                yield Problem(
                    module.path, line, "requires-itself", "the module requires itself in the end.", hint
                )
                break
            if one in modules and one not in seen:
                seen.add(one)
                waiting.extend(modules[one].requires)


def check_versions(library: Library) -> Iterator[Problem]:
    """Yields modules whose current content version was never published, and damaged version files."""
    for module in library.modules[SOURCE].values():
        if module.quiz is None or not module.quiz.questions or not module.lessons:
            continue
        versions, wrong = read_versions(library.root, module.id)
        yield from wrong
        if wrong:
            continue
        now = deciding(module)
        name = versions_file(module.id)
        if now.version not in versions:
            hint = "Run `courseware build`, which adds it, and commit the file."
            message = f"the current version {now.version} is missing."
            yield Problem(name, 0, "missing-version", message, hint)
        gone: set[str] = set()
        before: set[str] = set()
        for one in versions.values():
            ids = {question.id for question in one.questions}
            gone |= before - ids
            before = ids
        for question in module.quiz.questions:
            if question.id in gone and question.id not in before:
                hint = "Give the new question the next free id."
                message = f"'{question.id}' was a question that has been taken out."
                yield Problem(module.quiz.path, question.line, "reused-question-id", message, hint)
