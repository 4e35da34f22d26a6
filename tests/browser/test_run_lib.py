"""Run mode without a page: time from stamps, codes as people give them, files as the importer wants."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from browser.lab import CODE, OTHER_CODE, ROOT, Lab
from playwright.sync_api import Page

from courseware.errors import ProblemsFound
from courseware.intake.session_file import read_session_file
from courseware.registry.project import Project
from courseware.registry.projects import load_project

pytestmark = pytest.mark.browser
SESSIONS = json.loads((ROOT / "tests" / "vectors" / "sessions.json").read_text("utf-8"))
MINUTE = 60_000
START = 1_800_000_000_000
DAY: dict[str, Any] = {
    "date": "",
    "starts": 0,
    "ends": 60,
    "activities": [
        {"id": "one", "planned": 10, "break": False, "core": True},
        {"id": "two", "planned": 20, "break": False, "core": False},
        {"id": "break-1", "planned": 10, "break": True, "core": False},
        {"id": "three", "planned": 20, "break": False, "core": True},
    ],
}


@pytest.fixture
def run(browser_page: Page, lab: Lab) -> Any:
    """Runs a piece of script with a module at hand, and the day and the start of these tests."""
    browser_page.goto(f"{lab.url}/")

    def call(script: str, module: str = "run", given: Any = None) -> Any:
        return browser_page.evaluate(
            "async ([day, start, given]) => {"
            f"const m = await import('/assets/js/lib/{module}.js');"
            "const at = (minutes) => start + minutes * 60000;"
            f"{script} }}",
            [DAY, START, given],
        )

    return call


def test_time_is_worked_out_from_stamps(run: Any) -> None:
    seen = run("""
        let run = m.begin(m.fresh(), day, at(0), 0);
        const first = m.view(run, at(4));
        const late = m.view(run, at(12.4));      // Nobody pressed anything; the laptop slept.
        run = m.go(run, 0, 1, at(12));
        // The last: a clock that was set back.
        return [first, late, m.view(run, at(20)), m.view(run, at(11))];
    """)
    first, late, second, back = seen
    assert (first["state"], first["left"], first["behind"]) == ("running", 360, 0)
    assert (late["left"], late["behind"]) == (-144, 2), "counted up past the time, and the whole day is late"
    assert (second["item"]["id"], second["left"], second["behind"]) == ("two", 720, 2)
    assert second["ends"] == START + 62 * MINUTE
    assert second["due"] == START + 60 * MINUTE
    assert back["left"] == 1200, "time that has not come yet is no time spent"


def test_a_pause_is_nobodys_time_but_the_wall_clock_goes_on(run: Any) -> None:
    held, seen = run("""
        let run = m.begin(m.fresh(), day, at(0), 0);
        run = m.pause(run, at(5));
        run = m.pause(run, at(6));               // Pressed in two windows.
        run = m.resume(run, at(15));
        run = m.resume(run, at(16));
        const seen = m.view(run, at(18));
        return [m.minutesHeld(m.end(run, at(18))), seen];
    """)
    assert held == {"one": 8, "two": 0, "three": 0}
    assert (seen["left"], seen["behind"]) == (120, 10)


def test_what_was_announced_is_what_late_is_measured_by(run: Any) -> None:
    behind = run("""
        const begun = (announced) => m.begin(m.fresh(), day, at(0), announced);
        return [at(-5), at(5), at(-400), 0].map((announced) => m.view(begun(announced), at(0)).behind);
    """)
    assert behind == [5, -5, 0, 0], "five minutes late, five early, another day's plan, nobody said"


def test_one_press_in_each_of_two_windows_is_one_step(run: Any) -> None:
    places = run("""
        const run = m.begin(m.fresh(), day, at(0), 0);
        const once = m.go(run, 0, 1, at(3));
        const ended = m.go(m.end(once, at(4)), 1, 2, at(5));
        const again = [m.go(once, 0, 1, at(3)), m.go(once, 1, 9, at(3)), ended];
        return [once, ...again].map((run) => run.at);
    """)
    assert places == [1, 1, 1, 1]


def test_going_back_adds_to_what_a_part_took(run: Any) -> None:
    held = run("""
        let run = m.begin(m.fresh(), day, at(0), 0);
        run = m.go(run, 0, 1, at(9));
        run = m.go(run, 1, 0, at(10));
        run = m.go(run, 0, 1, at(12));
        return m.minutesHeld(m.end(run, at(30)));
    """)
    assert held == {"one": 11, "two": 19, "three": 0}


def test_minutes_are_given_and_taken(run: Any) -> None:
    seen = run("""
        let run = m.begin(m.fresh(), day, at(0), 0);
        const more = m.give(m.give(run, 0, 5), 1, 5);   // The second was meant for another part.
        const less = Array.from({ length: 30 }).reduce((run) => m.give(run, 0, -1), run);
        return [m.view(more, at(0)), m.allotted(less.items[0])];
    """)
    assert (seen[0]["left"], seen[0]["behind"]) == (900, 5)
    assert seen[1] == 1, "a part keeps a minute"


def test_only_what_is_optional_and_to_come_can_be_left_out_and_taken_back(run: Any) -> None:
    seen = run("""
        const run = m.begin(m.fresh(), day, at(0), 0);
        const without = m.skip(m.skip(m.skip(run, "two", true), "three", true), "one", true);
        const again = m.skip(without, "two", false);
        const skipped = without.items.map((item) => item.skipped);
        const held = m.go(without, 0, 1, at(1)).items[1].skipped;
        return [skipped, m.view(without, at(0)), m.view(again, at(0)).behind, held];
    """)
    assert seen[0] == [False, True, False, False], "core parts and the one under way stay"
    assert (seen[1]["next"], seen[1]["behind"]) == (2, -20)
    assert seen[2] == 0
    assert seen[3] is False, "who goes there holds it after all"


def test_breaks_are_nobodys_hours_and_minutes_are_rounded_once(run: Any) -> None:
    held = run("""
        let run = m.begin(m.fresh(), day, at(0), 0);
        run = m.go(run, 0, 1, at(9.6));
        run = m.go(run, 1, 2, at(29.2));
        run = m.go(run, 2, 3, at(41));
        return m.minutesHeld(m.end(run, at(60.9)));
    """)
    assert held == {"one": 10, "two": 19, "three": 20}
    assert sum(held.values()) == 49, "9.6 + 19.6 + 19.9 is 49.1 minutes, and 49 are held"


def test_an_end_that_came_too_early_can_be_taken_back(run: Any) -> None:
    held = run("""
        const run = m.end(m.begin(m.fresh(), day, at(0), 0), at(5));
        return m.minutesHeld(m.end(m.reopen(run, at(25)), at(30)));
    """)
    assert held["one"] == 10


def test_half_written_runs_are_made_whole(run: Any) -> None:
    given: list[Any] = [
        None,
        7,
        [],
        {"items": "x", "checkIns": {}},
        {"items": [{"id": "one", "minutes": -4, "spent": "long"}], "begun": START, "at": 99, "since": 1e99},
        {"items": [], "begun": START, "since": START},
        {"items": [{"id": "one"}], "begun": START, "since": START, "ended": START + 1},
        {
            "items": [],
            "checkIns": [
                {"code": CODE, "at": "2026-11-12T08:00:00Z"},
                {"code": CODE, "at": "2026-11-12T08:01:00Z"},
                {"code": "<b>", "at": "2026-11-12T08:00:00Z"},
                {"code": OTHER_CODE, "at": "yesterday"},
                None,
            ],
            "heads": 12345,
            "session": {"id": 7, "place": "Rådhuset"},
        },
    ]
    made = run(
        "return given.map((each) => { const run = m.wholeRun(each); return [run, m.view(run, at(1))]; })",
        given=given,
    )
    states = [seen["state"] for _, seen in made]
    assert states == ["before"] * 4 + ["paused", "before", "ended", "before"]
    assert made[4][0]["at"] == 0
    assert [each["code"] for each in made[7][0]["checkIns"]] == [CODE]
    assert (made[7][0]["heads"], made[7][0]["session"]) == (None, {"place": "Rådhuset"})


def test_codes_are_found_in_what_is_typed_pasted_and_scanned(run: Any) -> None:
    plain = CODE.replace("-", "")
    given = [
        CODE.lower().replace("-", " "),
        f"https://fullfoljd.example/progress/#code={CODE}",
        f"{CODE}\n{OTHER_CODE}\r\n",
        f"{plain} {OTHER_CODE}",
        f"{CODE}; {plain[:-1]}E",
        "",
        "%E0%A4%A",
        "#code=%E0%A4%A",
    ]
    read = run(
        "return given.map((text) => m.readCodes(text).map(({ code, fault }) => code ?? fault))",
        "codes",
        given,
    )
    assert read == [
        [CODE],
        [CODE],
        [CODE, OTHER_CODE],
        [CODE, OTHER_CODE],
        [CODE, "check"],
        ["empty"],
        ["symbol"],
        ["symbol"],
    ]


@pytest.fixture
def project() -> Project:
    return load_project("demo")


def test_the_page_tells_what_the_importer_would_refuse(run: Any, project: Project, tmp_path: Path) -> None:
    cases = SESSIONS["cases"]
    given = [{**SESSIONS["fields"], **case["changes"]} for case in cases]
    script = """const told = (each) => m.faults(each).map(({ field, fault }) => `${field} ${fault}`);
        return given.map((each) => [told(each), m.sessionFile(each)]);"""
    path, modules = tmp_path / "file.json", ("m07-early-detection",)
    for case, fields, (faults, file) in zip(cases, given, run(script, "session-file", given), strict=True):
        assert sorted(faults) == sorted(case["faults"]), case["name"]
        path.write_text(json.dumps(file), encoding="utf-8")
        if case["faults"] and not case.get("page_only"):
            with pytest.raises(ProblemsFound):
                read_session_file(path, project, modules)
        elif not case["faults"]:
            taken = read_session_file(path, project, modules).session
            assert (taken.name, taken.head_count) == (fields["id"].strip(), fields["heads"])
            assert taken.actual_minutes == sum(int(each["actual"]) for each in fields["activities"])
            assert taken.place == " ".join(fields["place"].split())


def test_the_form_proposes_what_the_importer_takes(run: Any, project: Project, tmp_path: Path) -> None:
    """Held shorter or longer than planned, begun early or late: announced times are widened only."""
    made = run(
        """
        const { propose, faults, sessionFile } = await import('/assets/js/lib/session-file.js');
        return given.map(([opens, begun, ended]) => {
            const announced = opens === null ? 0 : at(opens);
            const run = m.end(m.begin(m.fresh(), day, at(begun), announced), at(ended));
            const fields = propose(run, "m07-early-detection", "Rådhuset");
            return [faults(fields), sessionFile(fields).session];
        });
    """,
        given=[[0, 0.2, 30.4], [0, -4, 75.5], [0, 12, 95], [None, 0.7, 9.9], [None, 0, 66]],
    )
    for place, (faults, session) in enumerate(made):
        assert faults == []
        path = tmp_path / f"{place}.json"
        path.write_text(json.dumps({"format": "courseware-session/1", "session": session}), encoding="utf-8")
        read_session_file(path, project, ("m07-early-detection",))
    clocks = [(session["starts"][11:], session["ends"][11:]) for _, session in made]
    assert clocks == [
        ("09:00", "10:00"),
        ("08:56", "10:16"),
        ("09:00", "10:35"),
        ("09:00", "10:00"),
        ("09:00", "10:06"),
    ]
    assert made[0][1]["id"] == "M07-0115"
