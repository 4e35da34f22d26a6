"""`courseware completions`: what learners have finished, from inbox and receipts into the register."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import click
import yaml

from courseware.cli.bars import step_bar
from courseware.cli.options import PROJECT, WHO, MonthType
from courseware.cli.stale import telling_stale
from courseware.errors import CoursewareError
from courseware.intake.completions import Outcome, import_inbox, import_receipts, make_verifier
from courseware.intake.mailbox import Mailbox
from courseware.receipts.codec import MAX_RECEIPT_BYTES
from courseware.receipts.codes import find_key_version, normalise_code, split_code
from courseware.registry import places
from courseware.registry.claims import HeldRow, attempts_of_code, held_statements, statements_of_code
from courseware.registry.codes import code_keys
from courseware.registry.completed import list_completions
from courseware.registry.log import current_user
from courseware.registry.projects import load_project
from courseware.registry.store import open_store
from courseware.reports.period import ReportPeriod
from courseware.reports.periods import sent_months
from courseware.strings import Strings, strings_of

__all__ = ["command"]

SHOWN = 50
"""Refusals written out after an import; `completions list` shows all."""

LANGUAGE = click.option(
    "--language",
    type=click.Choice(["sv", "en"]),
    default="en",
    show_default=True,
    help="Language of the reasons.",
)


@click.group("completions")
def command() -> None:
    """Completions: take in what learners have finished, show what counts and why the rest does not.

    \b
    Examples:
      courseware completions import --project demo
      courseware completions import --project demo --receipt kvitto-m07-2026-11-21.json --dry-run
      courseware completions list --project demo --month 2026-11
    """


@command.command("import")
@PROJECT
@click.option(
    "--inbox", "from_inbox", is_flag=True, help="Read the inbox (the default where no receipt is given)."
)
@click.option(
    "--inbox-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The inbox's file. Default: inbox.sqlite in the data folder.",
)
@click.option(
    "--receipt",
    "receipts",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A receipt file that a learner handed in; may be given many times.",
)
@click.option("--dry-run", is_flag=True, help="Verify everything, keep nothing.")
@click.option("--why", default="", help="Why, for the change log. Default: what was imported.")
@WHO
@LANGUAGE
@click.pass_obj
def import_(
    root: Path,
    project_id: str,
    from_inbox: bool,
    inbox_file: Path | None,
    receipts: tuple[Path, ...],
    dry_run: bool,
    why: str,
    who: str | None,
    language: str,
) -> None:
    """Verify what arrived and store what is true; every refusal has its reason.

    Answers are graded again here: what a browser says about success is not believed. The same inbox or
    receipt twice changes nothing. What waits for other statements, or was refused because a content version
    was not known yet, is tried again each time.

    \b
    Examples:
      courseware completions import --project demo
      courseware completions import --project demo --receipt kvitto-m07-2026-11-21.json
      courseware completions import --project demo --inbox --receipt one.json --receipt two.json --dry-run
    """
    project = load_project(project_id)
    files = _read_files(receipts)
    store = open_store()
    mailbox = _open_mailbox(inbox_file) if from_inbox or inbox_file or not receipts else None
    what = " and ".join([*(["inbox"] if mailbox else []), *([f"{len(files)} receipts"] if files else [])])
    outcomes: list[Outcome] = []

    who, why = who or current_user(), why or f"completions import: {what}"
    try:
        with telling_stale(store, project), store.write(who=who, why=why, trial=dry_run) as tx:
            verifier = make_verifier(tx, project, root, read_iri_base(root))
            sent = sent_months(tx, project.id)
            if files:
                outcomes.append(import_receipts(tx, verifier, files, sent_months=sent))
            if mailbox is not None:
                with step_bar("Verifying the inbox", mailbox.count()) as progress:
                    outcomes.append(import_inbox(tx, verifier, mailbox, sent_months=sent, progress=progress))
    finally:
        if mailbox is not None:
            mailbox.close()
    if dry_run:
        click.echo("Dry run: nothing was kept.", err=True)
    _tell(outcomes, strings_of(root, language))
    if any(outcome.refused for outcome in outcomes):
        sys.exit(1)


@command.command("list")
@PROJECT
@click.option("--month", metavar="YYYY-MM", type=MonthType(), help="Only completions of this month.")
@LANGUAGE
@click.pass_obj
def list_(root: Path, project_id: str, month: ReportPeriod | None, language: str) -> None:
    """List completions with what becomes of them, then what waits or was refused; columns parted by tabs.

    Status: counts, unlinked (nobody has the code yet), repeated (the module counted before), before-start,
    waiting, refused. The column "month" says "sent" where a completion falls in a month that was sent.

    \b
    Examples:
      courseware completions list --project demo --month 2026-11
      courseware completions list --project demo --language sv | grep refused
    """
    project, strings = load_project(project_id), strings_of(root, language)
    click.echo("status\tday\tcode\tmodule\tparticipant\tmonth\treason")
    with open_store().read() as tx:
        sent = sent_months(tx, project.id)
        for done, status in list_completions(tx, project.id, str(month) if month else None):
            person = "" if done.person_id is None else str(done.person_id)
            late = "sent" if done.day[:7] in sent else ""
            click.echo("\t".join((status, done.day, done.code, done.module_id, person, late, "")))
        for held in held_statements(tx, project.id):
            day = datetime.fromtimestamp(held.stored / 1000, project.zone).date().isoformat()
            if month is None or day.startswith(str(month)):
                status = "waiting" if held.waiting else "refused"
                module = json.loads(held.details).get("module", "")
                click.echo("\t".join((status, day, held.code, module, "", "", sentence(held, strings))))


@command.command("show")
@click.argument("code")
@PROJECT
@LANGUAGE
@click.pass_obj
def show(root: Path, code: str, project_id: str, language: str) -> None:
    """Show everything that is known about one code's work, in the order in which it was done.

    \b
    Example:
      courseware completions show 938NK-R0BAH-4Q8D --project demo
    """
    project, strings = load_project(project_id), strings_of(root, language)
    code = normalise_code(code)
    click.echo("what\twhen\tmodule\tpart\tresult")
    with open_store().read() as tx:
        version = find_key_version(code, code_keys(tx))
        if version is None:
            raise CoursewareError(
                "The code is well written, but it was not made with a key of this register."
            )
        random = split_code(code).random_part
        scores = {row.id: row for row in attempts_of_code(tx, random, version)}
        for row in statements_of_code(tx, random, version):
            graded = scores.get(row.id)
            result = (
                f"{graded.right_answers}/{graded.questions}, {graded.score} %"
                if graded
                else (row.response or "")
            )
            click.echo("\t".join((row.verb, _when(row.at), row.module, row.part, result)))
        for held in held_statements(tx, project.id):
            if held.code == code:
                status = "waiting" if held.waiting else "refused"
                module = json.loads(held.details).get("module", "")
                click.echo("\t".join((status, _when(held.stored), module, "", sentence(held, strings))))


def sentence(held: HeldRow, strings: Strings) -> str:
    """Gives the reason of a refusal as a sentence."""
    return strings(f"admin.refusal.{held.reason}", **json.loads(held.details))


def read_iri_base(root: Path) -> str:
    """Gives what the names of our activities begin with: `extra.iri_base` in mkdocs.yml.

    Raises:
        CoursewareError: The file or the setting is missing.
    """
    path = root / "mkdocs.yml"
    try:
        # Composed, not loaded: tags such as !ENV are MkDocs' own, and nothing of them is needed here.
        tree = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except FileNotFoundError:
        raise CoursewareError(
            f"{path} is missing. Run the command in the project's folder, or name it: "
            "courseware --root FOLDER completions …"
        ) from None
    except yaml.YAMLError as error:
        raise CoursewareError(f"{path} is not readable as YAML: {error}") from None
    found = _child(_child(tree, "extra"), "iri_base")
    if not isinstance(found, yaml.ScalarNode) or not str(found.value).endswith("/"):
        raise CoursewareError(f"{path}: extra.iri_base must be an address that ends with a slash.")
    return str(found.value)


def _child(node: yaml.Node | None, key: str) -> yaml.Node | None:
    if not isinstance(node, yaml.MappingNode):
        return None
    return next((value for name, value in node.value if name.value == key), None)


def _read_files(paths: Iterable[Path]) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    for path in paths:
        with path.open("rb") as file:
            # One byte more than allowed is enough to know that it is too large.
            files[str(path)] = file.read(MAX_RECEIPT_BYTES + 1)
    return files


def _open_mailbox(path: Path | None) -> Mailbox:
    path = path or places.inbox_file()
    if not path.is_file():
        raise CoursewareError(
            f"There is no inbox at {path}: nothing has arrived yet. Name another file with --inbox-file, "
            "or import receipts with --receipt."
        )
    return Mailbox(path)


def _tell(outcomes: Iterable[Outcome], strings: Strings) -> None:
    """Says what became of everything: completions to stdout, the rest to stderr."""
    for outcome in outcomes:
        for done in outcome.completions:
            click.echo(f"{done.day}\t{done.code}\t{done.module}")
        for done in outcome.late:
            click.echo(
                f"{done.day} {done.code} {done.module}: the month {done.month} was sent already. "
                "It counts once it is attested, and the month is then sent again.",
                err=True,
            )
        counts = {
            "read": outcome.read,
            "stored": outcome.stored,
            "known already": outcome.duplicates,
            "of other projects": outcome.elsewhere,
            "waiting": len(outcome.waiting),
            "refused": len(outcome.refused),
            "modules completed": len(outcome.completions),
        }
        told = [
            f"{count} {name}"
            for name, count in counts.items()
            if count or name in ("read", "stored", "refused")
        ]
        click.echo("Statements: " + ", ".join(told) + ".", err=True)
        for title, rows in (("Waiting", outcome.waiting), ("Refused", outcome.refused)):
            for row in rows[:SHOWN]:
                click.echo(f"{title}: {row.place}: {row.code or '-'}: {sentence(row, strings)}", err=True)
            if len(rows) > SHOWN:
                kinds = ", ".join(
                    f"{count} {reason}" for reason, count in Counter(r.reason for r in rows).items()
                )
                click.echo(
                    f"{title} in all: {len(rows)} ({kinds}). See: courseware completions list", err=True
                )


def _when(moment: int) -> str:
    return datetime.fromtimestamp(moment / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
