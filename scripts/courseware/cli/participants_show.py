"""`courseware participants show`: everything about one participant on one screen, number masked."""

from __future__ import annotations

from collections.abc import Iterator

import click

from courseware.cli.options import PERSON, PROJECT
from courseware.registry.codes import codes_of
from courseware.registry.finding import merged_into, require_participant
from courseware.registry.information import list_information
from courseware.registry.leaving import parts_of_person
from courseware.registry.log import current_user
from courseware.registry.numbers import numbers_before
from courseware.registry.people import find_person
from courseware.registry.project import Project
from courseware.registry.projects import load_project
from courseware.registry.store import Transaction, open_store
from courseware.reports.participant import ParticipantMonth, participant_months

__all__ = ["show"]

_HEADS = ("month", "workshop", "modules", "study", "attested", "exported", "version", "state")


@click.command("show")
@PERSON
@PROJECT
def show(person_id: int, project_id: str) -> None:
    """Show what is known of one participant: stays, codes, information given, months in minutes.

    Of somebody with protected identity neither name nor number nor workplace is shown. That the
    participant was looked at is logged.

    \b
    Example:
      courseware participants show 12 --project demo
    """
    project, store = load_project(project_id), open_store()
    with store.read() as tx:
        require_participant(tx, person_id, project.id)
    store.note_access(current_user(), "show", f"person:{person_id}")
    with store.read() as tx:
        lines = list(_facts(tx, project, person_id))
        today = project.today()
        months, why = participant_months(tx, project, person_id, today)
    for what, told in lines:
        click.echo(f"{what:<14} {told}".rstrip())
    click.echo()
    for line in _table(months):
        click.echo(line)
    if why:
        click.echo(f"The months' states cannot be told. {why}", err=True)


def _facts(tx: Transaction, project: Project, person_id: int) -> Iterator[tuple[str, str]]:
    person = find_person(tx, person_id)
    yield "participant", str(person_id)
    if person.protected:
        yield "identity", "protected"
    else:
        yield "name", person.name or "(no name: import a list that has it, with --update)"
        yield "number", person.masked
        if person.email:
            yield "e-mail", person.email
    for former in numbers_before(tx, person_id):
        shown = "protected" if person.protected else f"{former.number12[:2]}XXXXXX-****"
        yield (
            "former number",
            f"{shown}, {f'until {former.until}' if former.until else 'wrong, used in no month'}",
        )
    for part in parts_of_person(tx, project.id, person_id):
        work = " · ".join(filter(None, (part.organisation, part.unit, part.role)))
        yield "organisation", "protected" if person.protected else work
        for stay in part.stays:
            yield "  stay", f"{stay.started} to {stay.ended or 'now'}"
    for code in codes_of(tx, project.id):
        if code.person_id == person_id:
            yield "code", f"{code.code}, issued {code.issued_at[:10]}"
    given = list_information(tx, project.id, person_id=person_id)
    for item in given:
        yield "informed", f"{item.given_on}, edition {item.version}"
    if not given:
        yield "informed", "no"
    merged = merged_into(tx, person_id)
    if merged:
        yield "was also", ", ".join(map(str, merged))


def _table(months: list[ParticipantMonth]) -> Iterator[str]:
    if not months:
        yield "No minutes, signatures or exports yet."
        return
    rows = [
        (
            one.month,
            str(one.workshop),
            str(one.modules),
            str(one.study),
            "none" if one.attested is None else str(one.attested),
            "none" if one.exported is None else str(one.exported),
            str(one.version or ""),
            one.state,
        )
        for one in months
    ]
    for row in (_HEADS, *rows):
        yield "  ".join(f"{cell:<9}" if place else cell.ljust(7) for place, cell in enumerate(row)).rstrip()
