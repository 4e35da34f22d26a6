"""The register of a country's profile as a workbook: it says first of all that it is no official format."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time

from courseware.packaging.workbook import Cell, Column, Sheet, write_workbook
from courseware.reports.country import CountryRegister, Record
from courseware.reports.deadlines import Deadline, deadline_text
from courseware.reports.profile_text import fact_text, profile_lines, question_text, whom_to_ask
from courseware.strings import Strings

__all__ = ["country_workbook"]


def country_workbook(register: CountryRegister, deadlines: Sequence[Deadline], t: Strings) -> bytes:
    """Gives the workbook's bytes; the same register gives the same bytes.

    The file carries the day after its last month: a property of its contents, not the clock.

    Args:
        register: What it shows.
        deadlines: The dates to show beside it.
        t: The texts.
    """
    is_checklist = register.profile.output == "checklist"
    sheets = [
        Sheet(t("admin.report.sheet.summary"), _pair(t), _summary(register, t), landscape=False),
        _checklist(register, t) if is_checklist else _register(register, t),
        _missing(register, t),
        _deadlines(register, deadlines, t),
    ]
    kind = "admin.country.title.checklist" if is_checklist else "admin.country.title"
    return write_workbook(
        sheets,
        made=datetime.combine(register.last.opens, time(), UTC),
        title=t(kind, name=t(register.profile.name), project=register.project.title),
        creator=t("admin.report.creator"),
        language=t.language,
    )


def _summary(register: CountryRegister, t: Strings) -> Iterator[tuple[str, str]]:
    """Gives the summary as (heading, sentence): what it is not, what was counted, then the profile."""
    project, profile = register.project, register.profile

    def line(name: str, form: str = "text", **values: object) -> tuple[str, str]:
        return t(f"admin.country.{name}"), t(f"admin.country.{name}.{form}", **values)

    columns = fact_text(profile, "column_list", t)
    yield t("admin.country.official"), f"{t('admin.profile.warning')} {columns}"
    if project.invented:
        yield t("admin.report.month.invented"), t("admin.report.month.invented.text")
    yield line("span", first=register.first, last=register.last)
    unit = "activities" if register.by_activity else "persons"
    counted = t.count(f"admin.country.counted.{unit}", len(register.records))
    yield t("admin.country.counted"), counted
    if register.by_activity:
        yield line("activity", whom=whom_to_ask(profile, t))
    if profile.academic_hours is not None:
        minutes = project.academic_hour_minutes
        yield line("threshold", hours=profile.academic_hours, minutes=minutes, below=register.below)
    if register.incomplete:
        sheet = t("admin.country.sheet.missing")
        yield line("missing", people=len(register.incomplete), sheet=sheet)
    if project.country == "SE" and profile.questions:
        yield line("swedish")
    if project.programme_period not in profile.periods:
        yield line("period", period=project.programme_period, known=", ".join(profile.periods))
    yield line("numbers", "with" if register.numbers else "without")
    yield from profile_lines(profile, t)


def _register(register: CountryRegister, t: Strings) -> Sheet:
    asked = register.questions
    by_activity = register.by_activity
    columns = [*_who_columns(register, t)]
    if by_activity:
        columns.append(Column(_head("activity", t), "text", 26))
    columns += [Column(_head("started", t), "date", 12), Column(_head("ended", t), "date", 12)]
    if by_activity:
        columns += [Column(_head("length", t), "integer", 14), Column(_head("recorded", t), "integer", 14)]
    columns.append(Column(_head("attested", t), "integer", 14))
    shown = [question for question in asked if question.kind != "register"]
    columns += [
        Column(
            t(
                "admin.country.column.question-at",
                question=question_text(question, t),
                moment=t(f"admin.situation.moment.{question.moment}"),
            ),
            "text",
            24,
            wrap=True,
        )
        for question in shown
    ]
    columns.append(Column(_head("complete", t), "text", 26, wrap=True))

    def row(record: Record) -> tuple[Cell, ...]:
        cells: list[Cell] = [*_who(register, record, t)]
        if by_activity:
            cells.append(record.activity)
        cells += [_date(record.started), _date(record.ended)]
        if by_activity:
            cells += [record.length, record.recorded]
        cells.append(record.attested)
        cells += [_answer(record.answers.get((q.field, q.moment), ""), t) for q in shown]
        return (*cells, _completeness(register, record, t))

    return Sheet(t("admin.country.sheet.register"), tuple(columns), map(row, register.records))


def _checklist(register: CountryRegister, t: Strings) -> Sheet:
    """What each participant must report in person, at the start and at the end."""
    columns = (
        *_who_columns(register, t),
        Column(_head("moment", t), "text", 12),
        Column(_head("day", t), "date", 12),
        Column(_head("reports", t), "text", 52, wrap=True),
        Column(_head("state", t), "text", 16),
    )
    # The list is the profile's own: a reminder keeps no answers, so it may be made for any project.
    questions = register.profile.questions

    def rows() -> Iterator[tuple[Cell, ...]]:
        for record in register.records:
            for moment, day in (("entry", record.started), ("exit", record.ended)):
                asked = [question for question in questions if question.moment == moment]
                kept = [q for q in register.questions if q.moment == moment and q.kind != "register"]
                given = sum((q.field, q.moment) in record.answers for q in kept)
                yield (
                    *_who(register, record, t),
                    t(f"admin.situation.moment.{moment}"),
                    _date(day),
                    ", ".join(question_text(question, t) for question in asked),
                    t("admin.country.answered", given=given, asked=len(kept)) if kept else "",
                )

    return Sheet(t("admin.country.sheet.checklist"), columns, rows())


def _missing(register: CountryRegister, t: Strings) -> Sheet:
    columns = (
        *_who_columns(register, t),
        Column(_head("question", t), "text", 32),
        Column(_head("moment", t), "text", 12),
        Column(_head("follows", t), "text", 60, wrap=True),
    )
    rule = register.profile.rule or "none"
    whom = whom_to_ask(register.profile, t)
    rows = (
        (
            *_who(register, record, t),
            question_text(question, t),
            t(f"admin.situation.moment.{question.moment}"),
            t(f"admin.country.follows.{rule}", whom=whom),
        )
        for record in register.incomplete
        for question in record.missing
    )
    return Sheet(t("admin.country.sheet.missing"), columns, rows)


def _deadlines(register: CountryRegister, deadlines: Sequence[Deadline], t: Strings) -> Sheet:
    columns = (
        Column(t("admin.deadlines.day"), "date", 12),
        Column(t("admin.deadlines.what"), "text", 92, wrap=True),
    )
    rows = [(one.day, deadline_text(one, t)) for one in deadlines]
    return Sheet(t("admin.country.sheet.deadlines"), columns, rows, landscape=False)


def _who_columns(register: CountryRegister, t: Strings) -> tuple[Column, ...]:
    person = Column(t("admin.report.column.participant"), "integer", 14)
    if not register.numbers:
        return (person,)
    return person, Column(t("admin.report.column.name"), "text", 26), Column(_head("number", t), "text", 16)


def _who(register: CountryRegister, record: Record, t: Strings) -> tuple[Cell, ...]:
    if not register.numbers:
        return (record.person_id,)
    name = t("admin.report.protected") if record.protected else record.name
    return record.person_id, name, record.number


def _completeness(register: CountryRegister, record: Record, t: Strings) -> str:
    if not register.questions:
        return t("admin.country.not-asked")
    if not record.missing:
        return t("admin.country.complete")
    missing = t.count("admin.country.incomplete", len(record.missing))
    if register.profile.rule == "not-a-participant":
        return t("admin.country.not-participant", missing=missing)
    return missing


def _answer(value: str, t: Strings) -> str:
    """Gives an answer in words; a number of years is its own word, no answer is an empty cell (R8)."""
    return t(f"admin.situation.answer.{value}") if value and not value.isdigit() else value


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _pair(t: Strings) -> tuple[Column, ...]:
    return (
        Column(t("admin.report.column.what"), "text", 38, wrap=True),
        Column(t("admin.report.column.text"), "text", 92, wrap=True),
    )


def _head(name: str, t: Strings) -> str:
    return t(f"admin.country.column.{name}")
