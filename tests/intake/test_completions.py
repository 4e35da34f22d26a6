"""From statement to completion: what is true is stored once, what is not is refused with its reason."""

from __future__ import annotations

import json
import random
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from learners import (
    AT,
    CODE,
    DECIDING,
    IRIS,
    KEY,
    MODULE,
    OTHER_CODE,
    STORED,
    VERSIONS,
    Learner,
    letters,
    make_verifier,
)

from courseware.content.versions import Deciding
from courseware.errors import ProblemsFound
from courseware.intake.completions import Outcome, import_inbox, import_receipts, import_statements
from courseware.intake.mailbox import Mailbox, Posted
from courseware.intake.verify import Fault, Verifier
from courseware.receipts.codec import write_receipt
from courseware.receipts.codes import make_code
from courseware.receipts.model import Result, Statement
from courseware.receipts.statements import encode_statement
from courseware.registry import claims
from courseware.registry.claims import CodeHolder
from courseware.registry.completed import completed_modules, list_completions
from courseware.registry.store import Store
from courseware.registry.tables import code as code_table
from courseware.registry.tables import code_key, organisation, participation, person
from courseware.strings import read_strings


def take(
    store: Store, statements: list[Statement], verifier: Verifier | None = None, stored: int = STORED
) -> Outcome:
    with store.write(who="test", why="test") as tx:
        return import_statements(tx, verifier or make_verifier(), letters(statements, stored), "test")


def reasons(outcome: Outcome) -> list[str]:
    return sorted(row.reason for row in outcome.refused)


def enrol(store: Store, codes: list[str], started: str = "2026-09-01") -> None:
    """Puts one invented person with some codes into the register."""
    randoms = {CODE: 12345, OTHER_CODE: 54321}
    with store.write(who="test", why="test") as tx:
        tx.insert(person, ("id", "number_hash", "protected"), [(1, "x", False)])
        tx.insert(organisation, ("id", "project", "name"), [(1, "demo", "Ekdalen")])
        columns = ("id", "project", "person_id", "organisation_id", "unit", "role", "started")
        tx.insert(participation, columns, [(1, "demo", 1, 1, "", "", started)])
        tx.insert(code_key, ("version", "wrapped", "made_at"), [(1, b"-", "2026-01-01T00:00:00Z")])
        rows = [(randoms[one], 1, "demo", 1, "2026-09-01T00:00:00Z") for one in codes]
        tx.insert(code_table, ("random", "key_version", "project", "person_id", "issued_at"), rows)


def test_a_module_done_is_completed_once(store: Store) -> None:
    work = Learner().everything()
    first, second = take(store, work), take(store, work)
    assert (first.stored, first.duplicates, first.held) == (len(work), 0, [])
    assert [(row.code, row.module, row.day) for row in first.completions] == [(CODE, MODULE, "2026-11-20")]
    assert (second.stored, second.duplicates, second.completions) == (0, len(work), [])
    with store.read() as tx:
        (done,) = completed_modules(tx, "demo", "2026-11")
        assert done == (None, CODE, MODULE, DECIDING.version, "2026-11-20T09:20:00Z", "2026-11-20")
        assert list(completed_modules(tx, "demo", "2026-10")) == []


def test_a_forged_success_is_refused(store: Store) -> None:
    """The browser says passed, every answer says success; the answers themselves are wrong."""
    learner = Learner()
    forged = [*learner.lessons(), *learner.attempt(wrong=("q1", "q2"), claim=True), learner.completed()]
    outcome = take(store, forged)
    assert reasons(outcome) == ["below-pass-mark", "quiz-not-passed"]
    assert json.loads(outcome.refused[0].details)["score"] == "50"
    assert outcome.completions == []
    with store.read() as tx:
        assert list(completed_modules(tx, "demo")) == []
        assert len(list(claims.held_statements(tx, "demo"))) == 2


def test_one_wrong_answer_within_the_mark_still_passes(store: Store) -> None:
    learner = Learner()
    outcome = take(store, [*learner.lessons(), *learner.attempt(wrong=("q2",)), learner.completed()])
    assert len(outcome.completions) == 1
    with store.read() as tx:
        (attempt,) = claims.attempts_of_code(tx, 12345, 1)
    assert (attempt.right_answers, attempt.questions, attempt.score, bool(attempt.passed)) == (3, 4, 75, True)


def test_a_modest_failure_is_refused_too(store: Store) -> None:
    assert reasons(take(store, Learner().attempt(claim=False))) == ["above-pass-mark"]


def test_failed_then_passed(store: Store) -> None:
    learner = Learner()
    work = [
        *learner.lessons(),
        *learner.attempt(wrong=("q1", "q2", "q3")),
        *learner.attempt(),
        learner.completed(),
    ]
    outcome = take(store, work)
    assert (outcome.stored, len(outcome.completions), outcome.held) == (len(work), 1, [])


@pytest.mark.parametrize("seed", [1, 2])
def test_any_order_in_any_number_of_imports_gives_the_same(store: Store, seed: int) -> None:
    work = Learner().everything()
    random.Random(seed).shuffle(work)  # noqa: S311 (repeatable on purpose)
    cut = seed * 2 + 1
    take(store, work[:cut])
    last = take(store, work[cut:])
    with store.read() as tx:
        assert len(list(completed_modules(tx, "demo"))) == 1
        assert list(claims.held_statements(tx, "demo")) == []
    assert last.refused == []


def test_what_lacks_its_answers_waits(store: Store) -> None:
    learner = Learner()
    attempt, completed = learner.attempt(), None
    work = [*learner.lessons(), *attempt[1:], completed := learner.completed()]
    outcome = take(store, work)
    assert sorted(row.reason for row in outcome.waiting) == ["answers-missing", "quiz-not-passed"]
    assert json.loads(outcome.waiting[0].details)["questions"] == "q1"
    later = take(store, attempt[:1])
    assert [row.id for row in later.completions] == [completed.id.bytes]


def test_answers_of_another_code_are_no_evidence(store: Store) -> None:
    """Somebody replays a colleague's attempt under a code of their own, ids changed."""
    honest, thief = Learner(), Learner(code=OTHER_CODE, seed=2)
    work = honest.attempt()
    take(store, work)
    stolen = work[-1]
    copied = Learner(code=OTHER_CODE, seed=3).attempt()[-1]
    copied.context.registration = stolen.context.registration  # type: ignore[union-attr]
    outcome = take(store, [copied, *thief.lessons(), thief.completed()])
    assert sorted(row.reason for row in outcome.waiting) == ["answers-missing", "quiz-not-passed"]
    assert outcome.completions == []


def test_the_same_id_with_another_actor_is_a_conflict(store: Store) -> None:
    take(store, Learner().everything())
    replayed = Learner(code=OTHER_CODE).everything()
    outcome = take(store, replayed)
    assert set(reasons(outcome)) == {"conflict"}
    assert len(outcome.refused) == len(replayed)
    assert outcome.completions == []


@pytest.mark.parametrize("index", [0, 2, 6])
def test_a_question_answered_twice_spoils_the_attempt(store: Store, index: int) -> None:
    learner = Learner()
    attempt = learner.attempt(wrong=("q1", "q2"), claim=True)
    second = learner.maker.answered("q1", (1,), AT, learner.new_id(), attempt[0].context.registration, True)  # type: ignore[union-attr,arg-type]
    more = learner.maker.answered("q2", (0, 2), AT, learner.new_id(), attempt[0].context.registration, True)  # type: ignore[union-attr,arg-type]
    work = [*attempt[:-1], second, more]
    work.insert(index, attempt[-1])
    take(store, work[: index + 1])
    outcome = take(store, work[index + 1 :])
    with store.read() as tx:
        assert not any(row.passed for row in claims.attempts_of_code(tx, 12345, 1))
    assert outcome.completions == []


@pytest.mark.parametrize("cut", [0, 5, 9])
def test_an_attempt_is_graded_once_however_it_arrives(store: Store, cut: int) -> None:
    """Failed, then answered again under the same registration: in one import as in two, it does not count."""
    learner = Learner()
    failed = learner.attempt(wrong=("q1", "q2"))
    again = Learner(seed=2).attempt()
    for statement in again:
        statement.context.registration = failed[0].context.registration  # type: ignore[union-attr]
    work = [*failed, *again, *learner.lessons(), learner.completed()]
    if cut:
        take(store, work[:cut])
    outcome = take(store, work[cut:])
    assert [row.reason for row in outcome.refused] == ["answered-twice", "quiz-not-passed"]
    assert outcome.completions == []
    with store.read() as tx:
        assert [row.passed for row in claims.attempts_of_code(tx, 12345, 1)] == [False]


def altered(**changes: object) -> Statement:
    statement = Learner().lessons()[0]
    for path, value in changes.items():
        target: object = statement
        *parts, last = path.split("__")
        for part in parts:
            target = getattr(target, part)
        setattr(target, last, value)
    return statement


CASES = [
    ("not-genuine", {"actor__account__name": make_code(12345, 1, b"another key")}),
    ("foreign-actor", {"actor__account__homePage": "https://elsewhere.example/"}),
    ("foreign-object", {"object__id": "https://elsewhere.example/modules/m07-early-detection/"}),
    ("unknown-module", {"object__id": IRIS.lesson("m99-nothing", "lesson-1-flag")}),
    ("unknown-object", {"object__id": IRIS.lesson(MODULE, "lesson-9-nothing")}),
    ("unknown-object", {"object__id": IRIS.quiz(MODULE)}),
    ("unknown-version", {"context__extensions": {IRIS.version_key: "f" * 16, IRIS.language_key: "sv"}}),
    ("unknown-version", {"context__extensions": {IRIS.language_key: "sv"}}),
    ("from-the-future", {"timestamp": datetime(2026, 11, 21, 22, 6, tzinfo=UTC)}),
    ("before-project", {"timestamp": datetime(2025, 12, 31, 22, 59, tzinfo=UTC)}),
]


@pytest.mark.parametrize(("reason", "changes"), CASES, ids=[f"{i}-{case[0]}" for i, case in enumerate(CASES)])
def test_refusals(reason: str, changes: dict[str, object]) -> None:
    found = make_verifier().check(altered(**changes), STORED)
    assert isinstance(found, Fault)
    assert found.reason == reason
    assert not found.waiting


def test_a_clock_a_little_ahead_is_forgiven_and_stays_in_its_month(store: Store) -> None:
    """23:58 by our clock on the last of the month, 00:01 by the telephone's."""
    stored = int(datetime(2026, 11, 30, 22, 58, tzinfo=UTC).timestamp() * 1000)
    learner = Learner(at=datetime(2026, 11, 30, 22, 41, tzinfo=UTC))
    assert [row.month for row in take(store, learner.everything(), stored=stored).completions] == ["2026-11"]


@pytest.mark.parametrize(
    ("utc", "month"), [("2026-10-31T22:30:00+00:00", "2026-10"), ("2026-10-31T23:30:00+00:00", "2026-11"),
                       ("2026-07-31T21:30:00+00:00", "2026-07"), ("2026-07-31T22:30:00+00:00", "2026-08")]
)  # fmt: skip
def test_the_month_is_that_of_stockholm(store: Store, utc: str, month: str) -> None:
    learner = Learner(at=datetime.fromisoformat(utc) - timedelta(minutes=20))
    assert [row.month for row in take(store, learner.everything()).completions] == [month]


def test_work_before_the_participation_is_refused_until_the_date_is_corrected(store: Store) -> None:
    work = Learner().everything()
    late = make_verifier({(12345, 1): CodeHolder("demo", 1, "2026-11-21")})
    assert set(reasons(take(store, work, late))) == {"before-start"}
    corrected = make_verifier({(12345, 1): CodeHolder("demo", 1, "2026-11-20")})
    outcome = take(store, [], corrected)
    assert (len(outcome.completions), outcome.held) == (1, [])


def test_an_unknown_version_is_taken_once_it_is_published(store: Store) -> None:
    old = Deciding(DECIDING.lessons, 50, DECIDING.questions)
    work = Learner(version=old.version).everything()
    assert set(reasons(take(store, work))) == {"unknown-version"}
    again = take(store, [])
    assert again.held == [], "refused once more, but not told once more"
    both = make_verifier(versions={MODULE: {**VERSIONS[MODULE], old.version: old}})
    outcome = take(store, [], both)
    assert [row.version for row in outcome.completions] == [old.version]
    with store.read() as tx:
        assert list(claims.held_statements(tx, "demo")) == []


def test_a_code_of_another_project_is_left_for_its_own_import(store: Store, tmp_path: Path) -> None:
    mailbox = Mailbox(tmp_path / "inbox.sqlite")
    post(mailbox, Learner().everything())
    elsewhere = make_verifier({(12345, 1): CodeHolder("up2", None, None)})
    with store.write(who="test", why="test") as tx:
        outcome = import_inbox(tx, elsewhere, mailbox)
    assert (outcome.elsewhere, outcome.stored, outcome.held) == (outcome.read, 0, [])
    mailbox.close()


def post(mailbox: Mailbox, statements: list[Statement]) -> None:
    mailbox.append([Posted(one.id.bytes, b"-", encode_statement(one)) for one in statements], STORED)


def test_the_inbox_is_read_on_from_where_it_was(store: Store, tmp_path: Path) -> None:
    mailbox = Mailbox(tmp_path / "inbox.sqlite")
    work = Learner().everything()
    post(mailbox, work[:3])
    with store.write(who="test", why="test") as tx:
        assert import_inbox(tx, make_verifier(), mailbox).read == 3
    post(mailbox, work[3:])
    with store.write(who="test", why="test") as tx:
        outcome = import_inbox(tx, make_verifier(), mailbox)
    assert (outcome.read, outcome.duplicates, len(outcome.completions)) == (len(work) - 3, 0, 1)
    with store.write(who="test", why="test") as tx:
        assert import_inbox(tx, make_verifier(), mailbox).read == 0
    mailbox.close()


def test_an_import_that_fails_changes_nothing(store: Store, tmp_path: Path) -> None:
    mailbox, work = Mailbox(tmp_path / "inbox.sqlite"), Learner().everything()
    post(mailbox, work)
    with pytest.raises(ZeroDivisionError), store.write(who="test", why="test") as tx:
        assert 1 / (import_inbox(tx, make_verifier(), mailbox).read - len(work))
    with store.write(who="test", why="test") as tx:
        assert len(import_inbox(tx, make_verifier(), mailbox).completions) == 1
    mailbox.close()


def test_a_receipt_twice_counts_once(store: Store) -> None:
    receipt = write_receipt(Learner().everything(), AT)
    outcomes = []
    for _ in range(2):
        now = datetime.fromtimestamp(STORED / 1000, UTC)
        with store.write(who="test", why="test", now=now) as tx:
            outcomes.append(import_receipts(tx, make_verifier(), {"kvitto.json": receipt}))
    assert [len(outcome.completions) for outcome in outcomes] == [1, 0]
    with store.read() as tx:
        assert len(list(completed_modules(tx, "demo"))) == 1


def test_one_bad_file_stops_the_whole_import_and_all_are_named(store: Store) -> None:
    files = {"good.json": write_receipt(Learner().everything(), AT), "one.json": b"{", "two.json": b"PK\0"}
    with pytest.raises(ProblemsFound) as caught, store.write(who="test", why="test") as tx:
        import_receipts(tx, make_verifier(), files)
    assert [(problem.path, problem.code) for problem in caught.value.problems] == [
        ("one.json", "receipt-not-json"),
        ("two.json", "receipt-not-text"),
    ]
    with store.read() as tx:
        assert list(completed_modules(tx, "demo")) == []


def test_what_has_not_our_form_is_listed_but_not_kept(store: Store) -> None:
    """It could hold a name, so only its digest is stored."""
    body = encode_statement(Learner().lessons()[0]).replace(b'"objectType":"Agent"', b'"name":"Kim Exempel"')
    with store.write(who="test", why="test") as tx:
        outcome = import_statements(tx, make_verifier(), [(1, STORED, body)], "receipt abc")
    (refused,) = outcome.refused
    assert (refused.reason, refused.body, refused.place) == ("schema", None, "receipt abc 1")
    assert "Kim" not in refused.details


def test_free_texts_are_not_kept_with_what_is_held(store: Store) -> None:
    statement = altered(object__id=IRIS.lesson("m99-nothing", "x"))
    statement.verb.display = {"sv": "Kim Exempel har läst"}
    statement.context.extensions["https://elsewhere.example/name"] = "Kim Exempel"  # type: ignore[union-attr,index]
    statement.result = Result(duration="Kim Exempel")
    (refused,) = take(store, [statement]).refused
    assert b"Kim" not in (refused.body or b"")


def test_months_already_sent_are_told_apart(store: Store) -> None:
    with store.write(who="test", why="test") as tx:
        outcome = import_statements(
            tx, make_verifier(), letters(Learner().everything()), "test", sent_months={"2026-11"}
        )
    assert outcome.late == outcome.completions != []


def test_a_module_counts_once_a_person_however_many_codes(store: Store) -> None:
    take(store, Learner().everything())
    take(store, Learner(code=OTHER_CODE, seed=2, at=AT + timedelta(hours=1)).everything())
    take(store, Learner(seed=3, at=AT + timedelta(hours=2)).everything())
    with store.read() as tx:
        assert [status for _, status in list_completions(tx, "demo")] == ["unlinked", "unlinked", "repeated"]
    enrol(store, [CODE, OTHER_CODE])
    with store.read() as tx:
        assert [status for _, status in list_completions(tx, "demo")] == ["counts", "repeated", "repeated"]
        assert [(done.person_id, done.code) for done in completed_modules(tx, "demo")] == [(1, CODE)]


def test_a_code_tied_later_cannot_bring_work_from_before_the_start(store: Store) -> None:
    take(store, Learner().everything())
    take(store, Learner(seed=2, at=AT + timedelta(days=1)).everything())
    enrol(store, [CODE], started="2026-11-21")
    with store.read() as tx:
        assert [status for _, status in list_completions(tx, "demo")] == ["before-start", "counts"]


def test_the_import_is_in_the_log_without_codes(store: Store) -> None:
    take(store, Learner().everything())
    with store.read() as tx:
        rows = tx.connection.exec_driver_sql("SELECT action, subject, after FROM change_log").all()
    (row,) = [row for row in rows if row[0] == "completion.import"]
    assert row[1] == "project:demo"
    assert json.loads(row[2])["completions"] == 1
    assert CODE not in row[2]


def test_every_reason_has_its_sentence(project_root: Path) -> None:

    used = set(
        re.findall(
            r'Fault\(\s*"([a-z-]+)"', (project_root / "scripts/courseware/intake/verify.py").read_text()
        )
    )
    used |= set(
        re.findall(
            r'"([a-z]+(?:-[a-z]+)+)", \{"module"',
            (project_root / "scripts/courseware/intake/evidence.py").read_text(),
        )
    )
    used |= {
        "schema",
        "bad-code",
        "unknown-verb",
        "other-project",
        "below-pass-mark",
        "above-pass-mark",
        "conflict",
    }
    used |= {"answers-missing", "quiz-not-passed", "lessons-missing", "evidence-later", "answered-twice"}
    for language in ("sv", "en"):
        strings = read_strings(project_root, language)
        assert {f"admin.refusal.{reason}" for reason in used} <= set(strings)


def test_keys_of_the_fixture_make_the_codes() -> None:
    assert make_code(12345, 1, KEY) == CODE
