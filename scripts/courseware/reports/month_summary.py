"""The month in plain language, and what it rests on: for the administrator, and for the auditor later."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import version

from courseware.reports.mapping import Mapping
from courseware.reports.month import MonthReport
from courseware.reports.time_words import day_text, hours_text, month_text
from courseware.strings import Strings

__all__ = ["audit_trail", "report_title", "summary"]

SETTINGS = (
    "programme_period",
    "programme_area",
    "timezone",
    "starts",
    "ends",
    "rounding_policy",
    "zero_hour_months",
    "empty_months",
    "returning_participants",
    "self_study",
    "participant_time",
    "max_hours_per_day",
    "age_at_start",
    "coordination_numbers",
    "protected_identity_female",
    "protected_identity_male",
    "attestation_methods",
)
"""Settings that decide what the report says, as the audit trail prints them."""


def report_title(report: MonthReport, t: Strings) -> str:
    """Gives the report's title, which also says when it is preliminary."""
    title = t("admin.report.month.title", month=month_text(report.period, t), project=report.project.title)
    return f"{t('admin.report.month.preliminary')}: {title}" if report.preliminary else title


def summary(report: MonthReport, mapping: Mapping, t: Strings) -> Iterator[tuple[str, str]]:
    """Gives the summary as (heading, sentence): what was counted, how, what waits, what to do."""

    def line(name: str, form: str = "text", **values: object) -> tuple[str, str]:
        key = f"admin.report.summary.{name}"
        return t(key), t(f"{key}.{form}", **values)

    def number(value: int) -> str:
        return hours_text(value, t)

    ledger, project, period = report.ledger, report.project, report.period
    if report.preliminary:
        key = "admin.report.month.preliminary"
        yield t(key), t(f"{key}.text", opens=day_text(period.opens, t))
    if project.invented:
        yield t("admin.report.month.invented"), t("admin.report.month.invented.text")
    hours = hours_text(sum(entry.hours for entry in ledger.entries), t)
    counted = t.count("admin.report.summary.counted.text", len(ledger.entries), hours=hours)
    yield t("admin.report.summary.counted"), counted
    yield line("people", people=number(ledger.people), active=number(ledger.active))
    left_out = sum(entry.left_out for entry in ledger.entries)
    yield line("rounding", project.need("rounding_policy"), minutes=number(left_out))
    yield line("zero", project.need("zero_hour_months"), omitted=number(ledger.omitted))
    yield line("study", completions=number(report.versions.total()))
    yield line("pending", count=number(len(ledger.pending)))
    yield line("differing", count=number(len(ledger.differing)))
    yield line("excluded", count=number(len({held.person_id for held in ledger.excluded})))
    if report.unlinked:
        yield line("unlinked", count=number(report.unlinked))
    if report.unattended:
        yield line("sessions", names=", ".join(report.unattended))
    if report.differences:
        yield line("differences", count=number(report.differences))
    yield line("format", sheet=mapping.sheet, file=mapping.name)
    yield line("dates", opens=day_text(period.opens, t), due=day_text(period.due, t))
    yield line("next", "open" if report.is_open else "done", sheet=mapping.sheet)


def audit_trail(report: MonthReport, mapping: Mapping, t: Strings) -> Iterator[tuple[str, str]]:
    """Gives what the report was made from as (name, value): settings, versions, counts, sums, fingerprint."""
    ledger, project = report.ledger, report.project
    yield t("admin.report.audit.project"), f"{project.id}: {project.title}"
    yield t("admin.report.audit.period"), str(report.period)
    yield t("admin.report.audit.preliminary"), t(f"admin.report.{'yes' if report.preliminary else 'no'}")
    yield (
        t("admin.report.audit.export"),
        str(report.version) if report.version else t("admin.report.audit.export.none"),
    )
    yield t("admin.report.audit.program"), f"courseware {version('fullfoljd-courseware')}"
    yield t("admin.report.audit.mapping"), f"{mapping.name}, {mapping.fingerprint}"
    for name in SETTINGS:
        value = getattr(project, name)
        shown = ", ".join(map(str, value)) if isinstance(value, tuple) else value
        yield (
            t("admin.report.audit.setting", name=name),
            t("admin.report.audit.unset") if shown is None else str(shown),
        )
    for module, approved in sorted(project.approved_minutes.items()):
        value = t(
            "admin.report.audit.approved.value",
            minutes=approved.minutes,
            by=approved.approved_by,
            on=approved.approved_on,
        )
        yield t("admin.report.audit.approved", module=module), value
    for (module, content), count in sorted(report.versions.items()):
        yield (
            t("admin.report.audit.version", module=module, version=content),
            t("admin.report.audit.version.value", count=count),
        )
    counts = {
        "entries": len(ledger.entries),
        "pending": len(ledger.pending),
        "differing": len(ledger.differing),
        "excluded": len(ledger.excluded),
        "attendance": report.attendance_rows,
        "attestations": report.attestations,
        "completions": report.versions.total(),
    }
    for name, count in counts.items():
        yield t("admin.report.audit.count", what=t(f"admin.report.audit.count.{name}")), str(count)
    sums = {
        "hours": sum(entry.hours for entry in ledger.entries),
        "left-out": sum(entry.left_out for entry in ledger.entries),
        "workshop": sum(entry.workshop for entry in ledger.entries),
        "study": sum(entry.study for entry in ledger.entries),
        "attested": sum(entry.attested for entry in ledger.entries),
    }
    for name, total in sums.items():
        yield t("admin.report.audit.sum", what=t(f"admin.report.audit.sum.{name}")), f"{total:g}"
    yield t("admin.report.audit.hash"), report.fingerprint()
