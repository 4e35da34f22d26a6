"""The facilitator's session file: what it stores, what it refuses and where, and that nothing breaks it."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courseware.errors import CoursewareError, ProblemsFound
from courseware.intake.attendance import enter_attendance, import_attendance
from courseware.intake.session_file import is_session_file, read_session_file
from courseware.intake.session_record import SessionFileChanges, store_session_file
from courseware.intake.sessions import add_sessions, one_session, read_sessions
from courseware.registry.attendance import month_minutes
from courseware.registry.codes import issue_codes, tie_codes
from courseware.registry.enrolment import Registration, enrol
from courseware.registry.log import entries
from courseware.registry.presence import check_ins_of, listed_at
from courseware.registry.project import Project
from courseware.registry.projects import load_project
from courseware.registry.reconciliation import open_differences
from courseware.registry.sessions import activities_of, sessions_by_name
from courseware.registry.store import Store

MODULES = ("m06-law", "m07-early-detection")
NUMBERS = ("198501012382", "198501012390", "199508032381")
SESSION = {
    "id": "W1",
    "module": "m07-early-detection",
    "starts": "2026-11-12T09:00",
    "ends": "2026-11-12T12:00",
    "place": "Rådhuset, sal 2",
    "planned_minutes": 165,
    "actual_minutes": 160,
    "organisation": "Ekdalen",
}
FILE: dict[str, Any] = {
    "format": "courseware-session/1",
    "session": SESSION,
    "activities": [{"id": "checkin-1", "planned": 10, "actual": 12}, {"id": "flags", "planned": 155}],
    "head_count": 4,
}


@pytest.fixture
def project() -> Project:
    return load_project("demo")


@pytest.fixture
def codes(store: Store) -> list[str]:
    """The codes of three participants, a blank one, and one of another project."""
    with store.write(who="test", why="test") as tx:
        people = [
            Registration(row, number, f"Påhittad {row}", "Ekdalen", "2026-10-01")
            for row, number in enumerate(NUMBERS, 1)
        ]
        enrol(tx, "demo", people)
        issued = issue_codes(tx, "demo", [1, 2, 3, None])
        return [item.code for item in (*issued, *issue_codes(tx, "up2", [None]))]


def written(folder: Path, content: Any, name: str = "w1.json") -> Path:
    path = folder / name
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def shown(*codes: str) -> list[dict[str, str]]:
    return [{"code": code, "at": f"2026-11-12T08:0{place}:30Z"} for place, code in enumerate(codes)]


Taker = Callable[..., SessionFileChanges]


@pytest.fixture
def take(store: Store, project: Project, tmp_path: Path) -> Taker:
    """Takes a file in, made of FILE and what is given."""

    def run(dry_run: bool = False, **values: Any) -> SessionFileChanges:
        file = read_session_file(written(tmp_path, {**FILE, **values}), project, MODULES)
        return store_session_file(file, store, project, who="test", why="test", dry_run=dry_run)

    return run


def minutes_of(store: Store) -> dict[int, int]:
    with store.read() as tx:
        return {row.person_id: row.minutes for row in month_minutes(tx, "demo", "2026-11")}


def test_a_file_gives_session_activities_head_count_check_ins_and_attendance(
    store: Store, codes: list[str], take: Taker
) -> None:
    given = {"check_ins": shown(codes[0].lower(), codes[1].replace("-", " "), codes[3])}
    tried = take(dry_run=True, **given)
    assert (tried.check_ins, tried.settlement.minutes) == (3, 320)
    with store.read() as tx:
        assert sessions_by_name(tx, "demo") == {}
    done = take(**given)
    assert (done.sessions.added, done.activities, done.check_ins) == (1, True, 3)
    assert (sorted(person for _, person in done.settlement.new), done.settlement.waiting) == ([1, 2], 1)
    assert minutes_of(store) == {1: 160, 2: 160}
    with store.read() as tx:
        held = sessions_by_name(tx, "demo")["W1"]
        assert (held.head_count, held.actual_minutes, held.place) == (4, 160, "Rådhuset, sal 2")
        assert [tuple(item) for item in activities_of(tx, held.id)] == [
            ("checkin-1", 10, 12),
            ("flags", 155, None),
        ]
        assert len(check_ins_of(tx, [held.id])) == 3
        before = len(list(entries(tx.connection)))
    again = take(**given)
    assert (again.sessions.unchanged, again.activities, again.check_ins, again.settlement.new) == (
        1,
        False,
        0,
        {},
    )
    with store.read() as tx:
        assert len(list(entries(tx.connection))) == before, "the same file again changes nothing"


def test_new_minutes_recount_those_who_were_there_and_what_is_not_said_stays(
    store: Store, codes: list[str], take: Taker
) -> None:
    take(check_ins=shown(codes[0]))
    shorter = {key: value for key, value in SESSION.items() if key not in {"organisation", "module"}}
    done = take(session={**shorter, "actual_minutes": 150}, head_count=None, activities=[], check_ins=None)
    assert (done.sessions.changed, done.sessions.recounted, done.activities) == (1, 1, False)
    assert minutes_of(store) == {1: 150}
    with store.read() as tx:
        held = sessions_by_name(tx, "demo")["W1"]
        assert (held.head_count, held.organisation, held.module) == (4, "Ekdalen", "m07-early-detection")
        assert len(activities_of(tx, held.id)) == 2


def test_a_waiting_code_becomes_attendance_when_it_is_tied_and_the_file_comes_again(
    store: Store, codes: list[str], take: Taker
) -> None:
    take(check_ins=shown(codes[3]))
    assert minutes_of(store) == {}
    with store.write(who="test", why="test") as tx:
        tie_codes(tx, "demo", [(1, codes[3], 3)])
    assert take(check_ins=shown(codes[3])).settlement.minutes == 160
    assert minutes_of(store) == {3: 160}


def test_attendance_that_stands_is_left_and_who_was_taken_away_stays_away(
    store: Store, project: Project, codes: list[str], take: Taker
) -> None:
    take()
    hand = {"session": "W1", "participant": "1", "minutes": "90"}
    enter_attendance(hand, store, project, who="test", why="test")
    done = take(check_ins=shown(codes[0], codes[1]))
    assert [(kept.person_id, kept.minutes, kept.whole) for kept in done.settlement.kept] == [(1, 90, 160)]
    assert minutes_of(store) == {1: 90, 2: 160}
    gone = {"session": "W1", "code": codes[1], "minutes": "0"}
    with pytest.raises(ProblemsFound, match=r"The entry: attendance-differs: --minutes: 0 minutes here, 160"):
        enter_attendance(gone, store, project, who="test", why="test")
    enter_attendance(gone, store, project, who="test", why="signed for another", correct=True)
    done = take(check_ins=shown(codes[0], codes[1]))
    assert [(kept.person_id, kept.minutes) for kept in done.settlement.kept] == [(1, 90), (2, 0)]
    assert minutes_of(store) == {1: 90}


def test_everything_wrong_is_named_at_once_with_its_place_and_no_value(
    store: Store, project: Project, codes: list[str], tmp_path: Path
) -> None:
    secret = "Anna Påhittad"
    content = {
        "format": "courseware-session/1",
        "session": {
            "id": "850101-2382",
            "module": "m07-early-detektion",
            "starts": "2026-11-12 09:00",
            "ends": "2026-11-12T12:00Z",
            "place": ["x"],
            "distance": 1,
            "planned_minutes": 165.5,
            "actual_minutes": True,
            "organisation": "x" * 201,
            "planed_minutes": 1,
            secret + " 850101-2382": 1,
        },
        "activities": [{"id": secret, "planned": 1}, {"id": "a", "actual": -1}, {"id": "a", "planned": 1}, 7],
        "head_count": 10**30,
        "list_count": "11",
        "check_ins": [
            {"code": secret, "at": "2026-11-12T25:00"},
            {"code": codes[0], "at": 5},
            {"code": codes[0].replace("-", "")},
            {"code": None},
            {"kod": codes[1]},
        ],
        "headcount": 3,
    }
    with pytest.raises(ProblemsFound) as refused:
        read_session_file(written(tmp_path, content), project, MODULES)
    text = str(refused.value)
    for part in (
        "w1.json: headcount: unknown-key: there is no key 'headcount' here. Did you mean 'head_count'?",
        "w1.json: session.planed_minutes: unknown-key: there is no key 'planed_minutes' here. Did you mean",
        "w1.json: session: unknown-key: there is no key (not a word) here.",
        "w1.json: session.id: session-name: the id looks like an identity number.",
        "w1.json: session.module: session-module: there is no such module. Did you mean 'm07-",
        "w1.json: session.starts: session-time: is not a local time. Write it as 2026-11-12T09:00.",
        "w1.json: session.ends: session-time: is not a local time.",
        "w1.json: session.place: json-text: ",
        "w1.json: session.distance: json-type: is neither true nor false.",
        "w1.json: session.planned_minutes: json-number: is not a whole number from 0 to 1440.",
        "w1.json: session.actual_minutes: json-number",
        "w1.json: session.organisation: json-text: is not a text of at most 200 characters",
        "w1.json: activities[0].id: activity-id: is not an activity's id.",
        "w1.json: activities[1].planned: json-number: is missing.",
        "w1.json: activities[1].actual: json-number",
        "w1.json: activities[2].id: activity-id: 'a' stands twice.",
        "w1.json: activities[3]: json-type: is not an object.",
        "w1.json: head_count: json-number: is not a whole number from 0 to 9999.",
        "w1.json: list_count: json-number",
        "w1.json: check_ins[0].at: check-in-at: is not a time.",
        "w1.json: check_ins[0].code: check-in-code: symbol",
        "w1.json: check_ins[1].at: check-in-at",
        "w1.json: check_ins[2].code: check-in-code: the code stands twice.",
        "w1.json: check_ins[3].code: check-in-code: is not a participant code.",
        "w1.json: check_ins[4].kod: unknown-key: there is no key 'kod' here. Take it out.",
        "26 problems in w1.json. Nothing was changed.",
    ):
        assert part in text, part
    for value in (secret, "850101", codes[0], "detektion"):
        assert value not in text
    assert "not a time of day" not in text, "what could not be read is told once"


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"ends": "2026-11-12T08:00"}, "session.ends: session-end: is not after the start within a day."),
        ({"ends": "2026-11-14T08:00"}, "session.ends: session-end: is not after the start within a day."),
        (
            {"starts": "2025-11-12T09:00", "ends": "2025-11-12T10:00"},
            "session.starts: session-date: is outside",
        ),
        ({"planned_minutes": 200}, "session.planned_minutes: session-planned: 200 minutes do not fit"),
        ({"planned_minutes": None}, "session.planned_minutes: session-planned: is not a number of whole"),
        ({"place": " "}, "session.place: session-place: there is neither a place"),
        ({"place": "Rådhus\u0000"}, "session.place: json-text"),
        ({"place": "\ud800"}, "session.place: json-text"),
        ({"id": ""}, "session.id: session-name: an id has letters"),
        (
            {"actual_minutes": None},
            "session.actual_minutes: session-actual: is missing, and there are check-ins",
        ),
    ],
)
def test_a_session_that_cannot_be_is_refused(
    project: Project, codes: list[str], tmp_path: Path, values: dict[str, Any], message: str
) -> None:
    content = {**FILE, "session": {**SESSION, **values}, "check_ins": shown(codes[0])}
    with pytest.raises(ProblemsFound) as refused:
        read_session_file(written(tmp_path, content), project, MODULES)
    assert f"w1.json: {message}" in str(refused.value)


def test_night_distance_and_local_times_are_read(project: Project, codes: list[str], tmp_path: Path) -> None:
    night = {"starts": "2026-10-31T23:00", "ends": "2026-11-01T02:00:00", "place": None, "distance": True}
    late = [{"code": codes[0], "at": "2026-10-31T23:05:12.250"}, {"code": codes[1]}]
    content = {**FILE, "session": {**SESSION, **night, "actual_minutes": 180}, "check_ins": late}
    path = written(tmp_path, "\ufeff\n" + json.dumps(content), "natt.txt")
    assert is_session_file(path)
    file = read_session_file(path, project, MODULES)
    assert (f"{file.session.ends:%d %H:%M}", file.session.distance, file.session.place) == (
        "01 02:00",
        True,
        "",
    )
    assert [at for _, at in file.check_ins] == ["2026-10-31T22:05:12Z", None]
    wrong = {**content, "check_ins": [{"code": codes[0], "at": "2026-11-12T08:00:00Z"}]}
    with pytest.raises(ProblemsFound, match=r"check_ins\[0\].at: check-in-at: is more than a day from"):
        read_session_file(written(tmp_path, wrong), project, MODULES)


def test_codes_that_are_not_the_projects_and_people_of_another_time_are_refused_and_nothing_stored(
    store: Store, project: Project, codes: list[str], take: Taker
) -> None:
    from courseware.receipts.codes import make_code

    with store.write(who="test", why="test") as tx:
        ended = [Registration(3, NUMBERS[2], "Påhittad 3", "Ekdalen", "2026-10-01", ended="2026-11-01")]
        enrol(tx, "demo", ended, update=True)
    foreign = make_code(5, 1, b"x" * 32)
    with pytest.raises(ProblemsFound) as refused:
        take(check_ins=shown(codes[0], foreign, codes[4]))
    assert "check_ins[1].code: check-in-code: the code was not issued by this register" in str(refused.value)
    assert "check_ins[2].code: check-in-code: the code was issued for the project up2" in str(refused.value)
    with pytest.raises(
        ProblemsFound, match=r"check_ins\[1\].code: check-in-participant: participant 3 takes part"
    ):
        take(check_ins=shown(codes[0], codes[2]))
    with store.read() as tx:
        assert sessions_by_name(tx, "demo") == {}
    assert minutes_of(store) == {}


def test_what_does_not_add_up_is_said_and_not_refused(take: Taker, codes: list[str]) -> None:
    done = take(activities=[{"id": "all", "planned": 165, "actual": 150}], list_count=11)
    assert [note.split(":")[0] for note in done.notes] == [
        "The activities are 150 minutes together, the session 160",
        "The signed list has 11 names according to the file; the register has 0 people of it. Import the "
        "list",
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('{"format": "courseware-session/2"}', 'must be an object with "format": "courseware-session/1"'),
        ("[]", "is JSON, but no session file"),
        ('{"format": "courseware-session/1", ', "w1.json:1: is not JSON"),
        ('{"head_count": 1, "head_count": 2}', "the key 'head_count' stands twice in one object"),
        ('{"x": NaN}', "holds a number that no session has"),
        ('{"x": -Infinity}', "holds a number that no session has"),
        ('{"x": ' + "9" * 5000 + "}", "holds a number that no session has"),
        ('{"x": ' + "[" * 200_000 + "]" * 200_000 + "}", "is nested deeper than any session file"),
        (b'{"x": "\xe5"}', "is not UTF-8"),
        (b"{" + b" " * 5_000_001 + b"}", "is larger than 5 MB"),
        (
            '{"format": "courseware-session/1", "session": 1, "check_ins": {}}',
            "check_ins: json-type: is not a list",
        ),
        (
            json.dumps({"format": "courseware-session/1", "session": {}, "check_ins": [{}] * 5001}),
            "check_ins: json-type: has more than 5000 entries",
        ),
    ],
)
def test_what_is_no_session_file_is_refused(
    project: Project, tmp_path: Path, content: str | bytes, message: str
) -> None:
    with pytest.raises(CoursewareError) as refused:
        read_session_file(written(tmp_path, content), project, MODULES)
    assert message in str(refused.value)


def test_a_file_with_a_million_faults_is_refused_quickly_and_in_few_lines(
    project: Project, tmp_path: Path
) -> None:
    content = {"format": "courseware-session/1", **{f"k{'x' * (n % 8)}{n}": 1 for n in range(200_000)}}
    with pytest.raises(ProblemsFound, match=r"\(\d+ more are not shown.\)") as refused:
        read_session_file(written(tmp_path, content), project, MODULES)
    assert len(str(refused.value).splitlines()) == 201


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=12,
)
PARTS = {
    "format": st.sampled_from(["courseware-session/1", "courseware-session/1", "x"]),
    "session": st.fixed_dictionaries(
        {}, optional={key: st.just(value) | JSON for key, value in SESSION.items()}
    ),
    "activities": st.lists(st.fixed_dictionaries({}, optional={"id": JSON, "planned": JSON, "actual": JSON})),
    "head_count": JSON,
    "list_count": JSON,
    "check_ins": st.lists(
        st.fixed_dictionaries(
            {},
            optional={"code": JSON, "at": JSON | st.datetimes().map(lambda at: f"{at:%Y-%m-%dT%H:%M:%SZ}")},
        )
    ),
    "other": JSON,
}
TIMES = st.datetimes().map(lambda at: at.isoformat(timespec="minutes"))


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.binary(max_size=200)
    | JSON.map(lambda value: json.dumps(value).encode())
    | st.fixed_dictionaries({}, optional={key: value | JSON for key, value in PARTS.items()}).map(
        lambda value: json.dumps(value).encode()
    )
    | st.tuples(TIMES, TIMES, JSON).map(
        lambda times: json.dumps(
            {**FILE, "session": {**SESSION, "starts": times[0], "ends": times[1], "place": times[2]}}
        ).encode()
    )
)
def test_whatever_the_bytes_are_the_answer_is_a_session_or_a_sentence(content: bytes) -> None:
    project = load_project("demo")
    with tempfile.TemporaryDirectory() as folder:
        path = written(Path(folder), content)
        is_session_file(path)
        try:
            file = read_session_file(path, project, MODULES)
        except CoursewareError as error:
            str(error).encode()  # A sentence that can be printed.
        else:
            assert file.session.name.isprintable()


def test_head_count_of_lists_is_read_and_not_taken_away_by_a_list_without_it(
    store: Store, project: Project, tmp_path: Path
) -> None:
    header = "Tillfälle;Datum;Start;Slut;Plats;Planerade minuter;Faktiska minuter"
    row = "W1;2026-11-12;09:00;12:00;Rådhuset;165;165"

    def add(text: str) -> tuple[int, int, int]:
        path = written(tmp_path, text, "t.csv")
        done = add_sessions(store, project, read_sessions(path, project, MODULES), who="test", why="test")
        return done.added, done.changed, done.unchanged

    assert add(f"{header};Antal i rummet\n{row};12\n") == (1, 0, 0)
    assert add(f"{header}\n{row}\n") == (0, 0, 1)
    assert add(f"{header};Huvudräkning\n{row};\n") == (0, 0, 1)
    assert add(f"{header};Head-count\n{row};0\n") == (0, 1, 0)
    with store.read() as tx:
        assert sessions_by_name(tx, "demo")["W1"].head_count == 0
    with pytest.raises(
        ProblemsFound, match=r"session-head_count: column H \(Huvudräkning\): is not a number of people"
    ):
        add(f"{header};Huvudräkning\n{row};tolv\n")
    cells = {
        "name": "W2",
        "date": "2026-11-13",
        "start": "09:00",
        "end": "10:00",
        "planned": "60",
        "place": "A",
    }
    assert [s.head_count for s in one_session({**cells, "head_count": "7"}, project, MODULES)] == [7]
    with pytest.raises(ProblemsFound, match="--head-count: is not a number of people"):
        one_session({**cells, "head_count": "-1"}, project, MODULES)


def attend(store: Store, project: Project, path: Path, **values: Any) -> tuple[int, int, int, int, int]:
    done = import_attendance(path, store, project, who="test", why="test", **values)
    return done.added, done.changed, done.removed, done.unchanged, done.waiting


def listed(store: Store) -> set[int]:
    with store.read() as tx:
        return next(iter(listed_at(tx, [1]).values()), set())


def test_lists_say_where_they_come_from_and_corrections_strike_out(
    store: Store, project: Project, codes: list[str], take: Taker, tmp_path: Path
) -> None:
    take(head_count=2)
    both = written(tmp_path, "Tillfälle;Deltagare;Närvaro\nW1;1;hel\nW1;2;90\nW1;3;0\n", "n.csv")
    assert attend(store, project, both) == (2, 0, 0, 1, 0)
    assert listed(store) == {1, 2}
    assert attend(store, project, both) == (0, 0, 0, 3, 0)
    rightly = written(tmp_path, "Tillfälle;Deltagare;Närvaro\nW1;1;hel\nW1;2;0\n", "r.csv")
    assert attend(store, project, rightly, correct=True) == (0, 0, 1, 1, 0)
    assert listed(store) == {1}
    enter_attendance(
        {"session": "W1", "code": codes[2], "late": "10"}, store, project, who="test", why="test"
    )
    assert (listed(store), minutes_of(store)) == ({1, 3}, {1: 160, 3: 150})
    with pytest.raises(
        ProblemsFound, match="The entry: attendance-participant: --participant: participant 77 takes"
    ):
        enter_attendance(
            {"session": "W1", "participant": "77", "minutes": "hel"}, store, project, who="a", why="b"
        )


def test_a_check_in_list_is_codes_and_those_that_nobody_has_wait_for_the_whole_session(
    store: Store, project: Project, codes: list[str], take: Taker, tmp_path: Path
) -> None:
    take(head_count=None)
    only = written(tmp_path, f"Deltagarkod\n{codes[0]}\n{codes[3]}\n", "k.csv")
    values: dict[str, Any] = {"session": "W1", "source": "check-in"}
    assert attend(store, project, only, **values) == (1, 0, 0, 0, 1)
    assert attend(store, project, only, **values) == (0, 0, 0, 1, 1)
    assert (listed(store), minutes_of(store)) == (set(), {1: 160})
    with store.read() as tx:
        assert [item.person_id for item in check_ins_of(tx, [1])].count(None) == 1
        assert [item.kind for item in open_differences(tx, "demo", "2026-11")] == ["untied-code"]
    part = written(
        tmp_path, f"Kod;Närvaro\n{codes[1]};90\n{codes[2]};0\n{codes[3]};90\n7;hel\n;hel\n", "p.csv"
    )
    with pytest.raises(ProblemsFound) as refused:
        attend(store, project, part, **values)
    text = str(refused.value)
    assert "p.csv:4: attendance-code: column A (Kod): the code is not tied to anybody yet" in text
    assert "p.csv:5: attendance-code: column A (Kod): the code has 1 symbols" in text
    assert "p.csv:6: attendance-who: nobody is named" in text
    fine = written(tmp_path, f"Kod;Närvaro\n{codes[1]};90\n{codes[2]};0\n", "f.csv")
    assert attend(store, project, fine, **values) == (1, 0, 0, 1, 0)
    with store.read() as tx:
        assert {item.person_id for item in check_ins_of(tx, [1])} == {None, 1, 2}
    numbers = written(tmp_path, f"Personnummer\n{NUMBERS[0]}\n", "s.csv")
    with pytest.raises(ProblemsFound, match=r"no column for the code\. A check-in is a code that was shown"):
        attend(store, project, numbers, **values)
