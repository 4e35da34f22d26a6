"""One row of a list of participants: what it may hold, and everything that is wrong with it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from courseware.errors import Problem
from courseware.intake.cells import read_text
from courseware.intake.dates import read_date
from courseware.intake.tables import Column, Row, SheetTable
from courseware.receipts.codes import InvalidCodeError, normalise_code
from courseware.registry.enrolment import Registration
from courseware.registry.identity import (
    IdentityError,
    mask,
    parse_identity_number,
    parse_organisation_number,
    parse_placeholder,
)
from courseware.registry.project import Project

__all__ = ["COLUMNS", "INFORMED_SPELLINGS", "Defaults", "RowChecker"]

INFORMED_SPELLINGS = (
    "Informerad",
    "Informationsblad lämnat",
    "Informationsbladet lämnat",
    "Information lämnad",
    "Informed",
    "Information given",
)
"""The day on which somebody was handed the information sheet (esf-reporting G7)."""

COLUMNS = (
    Column(
        "number",
        (
            "Personnummer",
            "Pnr",
            "Person-nr",
            "Persnr",
            "Personnr",
            "Personnummer/samordningsnummer",
            "Person- eller samordningsnummer",
            "Samordningsnummer",
            "Identitetsnummer",
            "Personnummer 12 siffror",
            "Personnummer ÅÅÅÅMMDDNNNN",
            "Personnummer ÅÅÅÅMMDDXXXX",
            "Personal identity number",
            "Identity number",
        ),
        is_required=True,
    ),
    Column(
        "name", ("Namn", "Deltagare", "Deltagarens namn", "För- och efternamn", "Fullständigt namn", "Name")
    ),
    Column("first_name", ("Förnamn", "Tilltalsnamn", "First name", "Given name")),
    Column("last_name", ("Efternamn", "Last name", "Surname", "Family name")),
    Column(
        "email",
        (
            "E-post",
            "E-postadress",
            "E-mail",
            "E-mailadress",
            "Mail",
            "Mejl",
            "Mejladress",
            "Mailadress",
            "E-mail address",
        ),
    ),
    Column(
        "started",
        (
            "Startdatum",
            "Start",
            "Datum start",
            "Startar",
            "Börjar",
            "Från",
            "Från och med",
            "Fr.o.m.",
            "Start date",
        ),
    ),
    Column(
        "ended",
        (
            "Slutdatum",
            "Slut",
            "Datum slut",
            "Slutar",
            "Till",
            "Till och med",
            "T.o.m.",
            "Avslutad",
            "End date",
        ),
    ),
    Column(
        "unit", ("Arbetsplats", "Enhet", "Skola", "Skolenhet", "Arbetsställe", "Unit", "School", "Workplace")
    ),
    Column(
        "organisation",
        ("Huvudman", "Kommun", "Skolhuvudman", "Organisation", "Arbetsgivare", "Municipality", "Employer"),
    ),
    Column(
        "organisation_number", ("Organisationsnummer", "Org.nr", "Organisationsnr", "Organisation number")
    ),
    Column("role", ("Befattning", "Roll", "Yrkesroll", "Titel", "Yrke", "Role", "Position")),
    Column("code", ("Deltagarkod", "Kod", "Participant code", "Code")),
    Column(
        "protected",
        (
            "Skyddad identitet",
            "Skyddade personuppgifter",
            "Skyddad",
            "Sekretess",
            "Sekretessmarkering",
            "Protected identity",
        ),
    ),
    Column("informed", INFORMED_SPELLINGS),
)
"""What a list of participants may hold, and how people spell it."""

YES = frozenset({"ja", "j", "yes", "y", "x", "1", "true", "sant", "skyddad", "s"})
NO = frozenset({"", "nej", "n", "no", "0", "false", "falskt", "-"})
# One address and nothing around it; what lies between is the mail server's to judge.
_ADDRESS = re.compile(r"[^\s@<>()\[\],;:\"\\]+@[^\s@<>()\[\],;:\"\\.]+(\.[^\s@<>()\[\],;:\"\\.]+)+")


@dataclass(frozen=True, slots=True)
class Defaults:
    """What holds for every row whose cell is empty."""

    organisation: str = ""
    started: date | None = None
    without_start: bool = False
    """Whether rows without a start date are taken in all the same, to be completed later."""


class RowChecker:
    """Reads one row and gathers everything that is wrong with it."""

    def __init__(
        self, table: SheetTable, row: Row, project: Project, defaults: Defaults, check_age: bool
    ) -> None:
        self.table, self.row, self.project, self.defaults = table, row, project, defaults
        self.ages = project.age_at_start if check_age else None
        self.problems: list[Problem] = []

    def wrong(self, field_name: str, code: str, message: str, hint: str = "") -> None:
        """Notes one thing that is wrong."""
        self.problems.append(self.table.problem(self.row.number, field_name, code, message, hint))

    def registration(self) -> Registration | None:
        """Gives the row's registration, or nothing where it has problems."""
        row = self.row
        protected = self._protected()
        started, ended = self._day("started"), self._day("ended")
        if started is None and not row["started"]:
            started = self.defaults.started
            if started is None and not self.defaults.without_start:
                hint = "Write it as 2026-02-01. To take the row in and add the date later: --without-start"
                self.wrong("started", "missing", "the start date is empty.", hint)
        if started:
            self._check_dates(started, ended)
        # Without a start date that can be right the project's first day stands in, only to find more mistakes
        # in the same pass.
        known = started is not None and self.project.starts <= started <= self.project.ends
        number = self._number(started if started and known else self.project.starts, protected)
        name = self._text("name") or " ".join(
            filter(None, (self._text("first_name"), self._text("last_name")))
        )
        if not name and not protected and not any(map(row.get, ("name", "first_name", "last_name"))):
            place = "name" if "name" in self.table.headers else "first_name"
            self.wrong(place, "missing", "the name is empty.", "Write the person's first and last name.")
        organisation = self._text("organisation") or self.defaults.organisation
        if not organisation and not row["organisation"]:
            self.wrong(
                "organisation",
                "missing",
                "the organisation is empty.",
                "Write which one the person works for.",
            )
        email = self._text("email")
        if email and not _ADDRESS.fullmatch(email):
            self.wrong(
                "email", "email", "this is not an e-mail address.", "Write one address, or leave it empty."
            )
        registered = self._organisation_number()
        unit, role = self._text("unit"), self._text("role")
        if self.problems or number is None:
            return None
        return Registration(
            row=row.number,
            number12=number,
            name=name,
            organisation=organisation,
            started=started.isoformat() if started else "",
            ended=ended.isoformat() if ended else None,
            email=email,
            unit=unit,
            role=role,
            organisation_number=registered,
            protected=protected,
            states_end="ended" in self.table.headers,
        )

    def code(self) -> str:
        """Gives the row's participant code in its printed form, empty where there is none."""
        if not self.row["code"]:
            return ""
        try:
            return normalise_code(self.row["code"])
        except InvalidCodeError as error:
            self.wrong("code", "code", f"{error}.", "Compare it with the printed sheet.")
            return ""

    def informed(self) -> date | None:
        """Gives the day on which the person was informed, nothing where the row does not say."""
        return self._day("informed")

    def _number(self, started: date, protected: bool) -> str | None:
        text = self.row["number"]
        try:
            if protected and any(c.isalpha() for c in text):
                return parse_placeholder(text)
            return parse_identity_number(text, started=started, ages=self.ages).digits
        except IdentityError as error:
            shown = f"{mask(text)} " if text else "the number "
            hint = ""
            if not self.row["started"] and not any(c.isdigit() for c in text):
                hint = "Is it a note or a sum, not a person? Then delete the row."
            self.wrong("number", f"identity-{error.cause}", f"{shown}{error}", hint)
            return None

    def _protected(self) -> bool:
        value = self.row["protected"].casefold()
        if value not in YES and value not in NO:
            self.wrong(
                "protected", "yes-or-no", "this is neither yes nor no.", "Write ja, or leave it empty."
            )
        return value in YES

    def _day(self, field_name: str) -> date | None:
        text = self.row[field_name]
        if not text:
            return None
        try:
            return read_date(text)
        except ValueError as error:
            self.wrong(field_name, "date", f"this {error}")
            return None

    def _check_dates(self, started: date, ended: date | None) -> None:
        first, last = self.project.starts, self.project.ends
        if not first <= started <= last:
            self.wrong(
                "started",
                "outside-project",
                f"this day is outside the project, {first} to {last}.",
                "Check the year, and that it is the right project.",
            )
        if ended is not None and ended < started:
            self.wrong("ended", "end-before-start", "this day is before the start.", "Check both dates.")
        elif ended is not None and ended > last:
            self.wrong(
                "ended",
                "outside-project",
                f"this day is after the project's last one, {last}.",
                "Write the day the person left, or leave it empty.",
            )

    def _text(self, field_name: str) -> str:
        try:
            return read_text(self.row[field_name])
        except ValueError as error:
            self.wrong(field_name, "text", f"this {error}")
            return ""

    def _organisation_number(self) -> str | None:
        text = self.row["organisation_number"]
        if not text:
            return None
        try:
            return parse_organisation_number(text)
        except IdentityError as error:
            self.wrong("organisation_number", f"organisation-{error.cause}", f"this {error}")
            return None
