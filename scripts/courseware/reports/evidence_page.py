"""The evidence of one person and month as a page: what an auditor reads from top to bottom."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from html import escape
from typing import Any
from zoneinfo import ZoneInfo

from courseware.registry.reminders import REMINDED
from courseware.registry.traces import MERGED, HourChange
from courseware.reports.evidence_data import Evidence, Noted
from courseware.reports.page import Html, facts, html_page, section, table
from courseware.reports.standing import Standing
from courseware.reports.time_words import hours_text, month_text
from courseware.strings import Strings

__all__ = ["amount", "evidence_page", "file_name"]


def file_name(evidence: Evidence) -> str:
    """Gives the page's file name, which tells the month and the id and nobody's name."""
    return f"evidence-{evidence.period}-{evidence.person.id:06d}.html"


def amount(minutes: int | None, t: Strings) -> str:
    """Gives minutes as hours with the minutes behind them: 2,75 tim (165 min)."""
    if minutes is None:
        return "–"
    return t("admin.evidence.amount", hours=hours_text(minutes / 60, t), minutes=minutes)


def moment(at: str, zone: ZoneInfo) -> str:
    """Gives a moment of the register in the project's local time: 2026-11-21 23:40."""
    return f"{datetime.fromisoformat(at).astimezone(zone):%Y-%m-%d %H:%M}" if at else ""


def evidence_page(
    evidence: Evidence, t: Strings, titles: Mapping[str, str] | None = None, *, full_number: bool = False
) -> str:
    """Gives the page as HTML.

    Args:
        evidence: What stands behind the hours.
        t: Texts of the page's language.
        titles: Titles of modules by id, for people who do not know the ids.
        full_number: Whether the whole identity number is shown; a protected person's never is.
    """
    return _Page(evidence, t, titles or {}, full_number).text()


class _Page:
    """One page in the making."""

    def __init__(self, evidence: Evidence, t: Strings, titles: Mapping[str, str], full_number: bool) -> None:
        self.evidence, self.t, self.titles = evidence, t, titles
        self.zone = evidence.project.zone
        self.number = evidence.person.number12 if full_number else evidence.person.masked

    def text(self) -> str:
        t, evidence, project = self.t, self.evidence, self.evidence.project
        month = month_text(evidence.period, t)
        title = self.say("title", month=month, id=evidence.person.id)
        invented = f'<p class="notice need">{escape(t("admin.report.month.invented.text"))}</p>\n'
        body = [
            f"<h1>{escape(title)}</h1>\n",
            f'<p class="funder">{escape(t("shell.funding"))}</p>\n',
            invented if project.invented else "",
            facts(
                [
                    (self.say("project"), project.title),
                    (self.say("case"), project.case_number),
                    (self.say("owner"), project.owner),
                    (self.say("period"), f"{evidence.period.first} – {evidence.period.last}"),
                    *self.person(),
                ]
            ),
            section(f"1. {self.say('activities')}", self.activities()),
            section(f"2. {self.say('presence')}", self.presence()),
            section(f"3. {self.say('signatures')}", self.signatures()),
            section(f"4. {self.say('exports')}", self.exports()),
            section(f"5. {self.say('changes')}", self.changes()),
            self.verification(),
        ]
        return html_page(t, title, "".join(body), landscape=True)

    def say(self, key: str, /, **values: object) -> str:
        return self.t(f"admin.evidence.{key}", **values)

    def person(self) -> list[tuple[str, str]]:
        who = self.evidence.person
        told = [
            self.say("informed.value", day=day, version=version) for day, version in self.evidence.informed
        ]
        return [
            (self.say("participant"), str(who.id)),
            (self.say("name"), who.name or self.say("protected" if who.protected else "erased")),
            (self.say("number"), self.number),
            *(
                (self.say("organisation"), ", ".join(filter(None, (part.employer, part.unit))))
                for part in who.parts
            ),
            (self.say("started"), who.started),
            (self.say("ended"), who.ended or self.say("still")),
            (self.say("informed"), ", ".join(told) or self.say("informed.none")),
        ]

    def heads(self, *names: str) -> list[str]:
        return [self.say(f"column.{name}") for name in names]

    def none(self, name: str) -> str:
        return f"<p>{escape(self.say(f'{name}.none'))}</p>\n"

    def module(self, module_id: str) -> str:
        title = self.titles.get(module_id)
        return f"{title} ({module_id})" if title else module_id

    def activities(self) -> str:
        evidence = self.evidence
        parts = []
        if evidence.sessions:
            rows = [
                (
                    *(held.name, self.module(held.module or "")),
                    *(f"{held.starts:%Y-%m-%d}", f"{held.starts:%H:%M}", f"{held.ends:%H:%M}"),
                    *(held.planned_minutes, held.actual_minutes),
                    self.say("withheld") if evidence.person.protected else held.place or self.say("distance"),
                )
                for held in evidence.sessions
            ]
            names = ("session", "module", "date", "start", "end", "planned", "actual", "place")
            kinds = ("fixed", "wide", "fixed", "number", "number", "number", "number", "")
            parts.append(table(self.say("sessions"), self.heads(*names), rows, kinds=kinds))
        if evidence.study:
            rows_of_study = [
                (
                    *(self.module(item.module), item.day, Html(f"<code>{escape(item.version)}</code>")),
                    self.say("not-approved") if item.minutes is None else item.minutes,
                    *(item.approved_by, item.approved_on),
                )
                for item in evidence.study
            ]
            columns = ("module", "completed", "version", "approved", "approved-by", "approved-on")
            shape = ("", "fixed", "", "number", "", "fixed")
            parts.append(table(self.say("study"), self.heads(*columns), rows_of_study, kinds=shape))
        return "".join(parts) or self.none("activities")

    def presence(self) -> str:
        if not self.evidence.presence:
            return self.none("presence")
        rows = [
            (
                *(item.session, item.day, item.minutes, *self._missed(item.late, item.early)),
                ", ".join(map(self._source, item.sources)),
                *self._noted(item.noted),
            )
            for item in self.evidence.presence
        ]
        total = sum(item.minutes for item in self.evidence.presence)
        return table(
            self.say("recorded"),
            self.heads("session", "date", "minutes", "late", "early", "source", "who", "when"),
            rows,
            kinds=("", "fixed", "number", "number", "number", "", "", "fixed"),
            foot=(self.say("sum"), "", total, "", "", "", "", ""),
        )

    def _missed(self, late: int | None, early: int | None) -> tuple[str | int, str | int]:
        return ("–" if late is None else late, "–" if early is None else early)

    def _source(self, source: str) -> str:
        known = f"source.{source}"
        if f"admin.evidence.{known}" in self.t:
            return self.say(known)
        return self.say("source.check-in.at", at=moment(source, self.zone))

    def _noted(self, noted: Noted) -> tuple[str, str]:
        return noted.who, moment(noted.at, self.zone)

    def signatures(self) -> str:
        if not self.evidence.signatures:
            return self.none("signatures")
        period = self.evidence.period
        rows = [
            (
                f"{period.first} – {period.last}",
                amount(item.minutes, self.t),
                item.signed_on,
                self.say(f"method.{item.method}"),
                item.reference,
                self.say("stands" if item.stands else "replaced"),
                *self._noted(item.noted),
            )
            for item in self.evidence.signatures
        ]
        names = ("period", "attested", "signed", "method", "reference", "validity", "who", "when")
        kinds = ("", "fixed", "fixed", "", "", "", "", "fixed")
        return table(self.say("signed"), self.heads(*names), rows, kinds=kinds)

    def exports(self) -> str:
        t, evidence = self.t, self.evidence
        policy = evidence.project.need("rounding_policy")
        rows: list[tuple[str | int | None, ...]] = [
            (
                *(self.say("version", version=made.version), made.who, moment(made.made_at, self.zone)),
                *(made.workshop, made.study, made.attested),
                self.say("not-in") if made.reported is None else amount(made.reported, t),
                made.left_out,
                "; ".join(
                    self.say(f"event.{event}", day=day, reference=reference).removesuffix(" ()")
                    for event, day, reference in made.events
                ),
            )
            for made in evidence.exports
        ]
        rows.append(self._now(evidence.standing))
        names = ("version", "who", "when", "workshop", "study", "attested", "reported", "left-out", "sent")
        kinds = ("fixed", "", "fixed", "number", "number", "number", "fixed", "number", "wide")
        verdict = {None: "never", True: "equal", False: "unequal"}[evidence.is_equal]
        need = " need" if evidence.is_equal is False else ""
        return (
            f'<p class="notice{need}">{escape(self.say(f"exports.{verdict}"))}</p>\n'
            + table(self.say("figures"), self.heads(*names), rows, kinds=kinds)
            + f"<p>{escape(self.say('rounding', policy=self.say(f'rounding.{policy}')))}</p>\n"
            + self._why_not(evidence.standing)
        )

    def _now(self, now: Standing | None) -> tuple[str | int | None, ...]:
        if now is None:
            return (self.say("now"), "", "", 0, 0, None, self.say("no-part"), None, "")
        figure = self.say(f"place.{now.place}") if now.reported is None else amount(now.reported, self.t)
        return (self.say("now"), "", "", now.workshop, now.study, now.attested, figure, now.left_out, "")

    def _why_not(self, now: Standing | None) -> str:
        """What keeps the month from being reported, in sentences."""
        if now is None:
            return ""
        said = [self.t(f"admin.report.fault.{fault.code}", **fault.values) for fault in now.faults]
        if now.place == "differing":
            values = {"recorded": now.recorded, "attested": now.attested or 0}
            said.append(self.say("differs", **values))
        if now.modules:
            said.append(self.t("admin.report.pending.no-approved-minutes", modules=", ".join(now.modules)))
        return "".join(f'<p class="notice need">{escape(sentence)}</p>\n' for sentence in said)

    def changes(self) -> str:
        if not self.evidence.changes:
            return self.none("changes")
        rows = [
            (
                *(str(item.number), moment(item.at, self.zone), item.who, self.say(f"action.{item.action}")),
                *(self._values(item, item.before), self._values(item, item.after), item.why),
            )
            for item in self.evidence.changes
        ]
        names = ("number", "when", "who", "what", "before", "after", "why")
        kinds = ("number", "fixed", "", "", "wide", "wide", "")
        return table(self.say("log"), self.heads(*names), rows, kinds=kinds)

    def _values(self, item: HourChange, values: dict[str, Any] | None) -> str:
        if values is None:
            return "–"
        if item.action == MERGED:
            return self.say("value.participant", id=values["participant"])
        if item.action == REMINDED:
            return self.say("value.remind", minutes=values["recorded"])
        if item.action.startswith("attestation."):
            known = {**values, "method": self.say(f"method.{values['method']}")}
            return self.say("value.attestation", **known)
        days = ", ".join(
            self.say("value.day", day=day, minutes=minutes) for day, minutes in values["minutes"].items()
        )
        missed = ""
        if values["late"] or values["early"]:
            missed = self.say("value.missed", late=values["late"] or 0, early=values["early"] or 0)
        return f"{values['session']}: {days}{missed}"

    def verification(self) -> str:
        evidence = self.evidence
        count, _, head = evidence.log_head.partition(" ")
        pairs = [
            (self.say("hash"), Html(f"<code>{evidence.fingerprint(self.number)}</code>")),
            (self.say("log-head"), Html(f"<code>{escape(head)}</code>")),
            (self.say("log-count"), count),
        ]
        return (
            f'<section class="verify">\n<h2>{escape(self.say("verify"))}</h2>\n{facts(pairs)}'
            f"<p>{escape(self.say('verify.how'))}</p>\n</section>\n"
        )
