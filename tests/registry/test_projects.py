"""Projects as files: strict, all problems at once, and nothing guessed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from courseware.errors import CoursewareError, ProblemsFound
from courseware.registry.project import UNKNOWN, Project, Unanswered
from courseware.registry.project_file import read_project
from courseware.registry.projects import SHIPPED, list_projects, load_project, shipped_text

GOOD = """
id = "ekdalen"
title = "Ekdalen"
owner = "Ekdalens kommun"
starts = 2026-01-01
ends = 2026-12-31
programme_period = "2021-2027"
programme_area = "A"
"""


def problems(text: str) -> dict[str, tuple[int, str]]:
    """Gives line and hint by the problem's first word, the key."""
    with pytest.raises(ProblemsFound) as caught:
        read_project(text, "ekdalen.toml", "ekdalen")
    return {p.message.split()[0]: (p.line, p.hint) for p in caught.value.problems}


def test_the_demonstration_project(tmp_path: Path) -> None:
    demo = load_project("demo", tmp_path)
    assert (demo.starts, demo.ends, demo.programme_area) == (date(2026, 1, 1), date(2028, 12, 31), "1")
    assert demo.invented
    assert demo.rounding_policy == "floor_month"
    approved = demo.approved_minutes["m07-early-detection"]
    assert approved.minutes > 0
    assert "Påhittade" in approved.approved_by
    assert demo.unanswered == ("protected_identity_male",), (
        "the placeholder for men is not invented even here"
    )


def test_the_national_project_states_only_what_is_known(tmp_path: Path) -> None:
    project = load_project("2020-00358", tmp_path)
    assert (project.starts, project.ends) == (date(2020, 8, 3), date(2023, 4, 30))
    assert project.protected_identity_female == "{yyyymmdd}Tf29"
    assert set(project.unanswered) == set(UNKNOWN) - {"protected_identity_female"}
    assert project.approved_minutes == {}


def test_up2_cannot_be_used_before_its_dates_are_known(tmp_path: Path) -> None:
    with pytest.raises(ProblemsFound, match="ends is missing"):
        load_project("up2", tmp_path)


@pytest.mark.parametrize("name", UNKNOWN)
def test_what_nobody_may_guess_is_asked_for(name: str) -> None:
    project = read_project(GOOD, "ekdalen.toml", "ekdalen")
    with pytest.raises(Unanswered) as caught:
        project.need(name)
    message = str(caught.value)
    assert message.startswith(f"ekdalen.toml: {name} is not set. It decides ")
    assert " ask " in message
    assert f"write {name} = " in message


def test_every_problem_is_told_at_once_with_its_line() -> None:
    text = (
        'id = "other"\ntitle = ""\nstarts = "2026-01-01"\nends = 2026-01-01\nprogramme_period = "2030"\n'
        'programme_area = 1\nrounding_polcy = "floor_month"\nmax_hours_per_day = 25\ntimezone = "Sweden"\n'
        'attestation_methods = ["fax"]\nage_at_start = [80, 15]\nprotected_identity_male = "m"\n'
        '[approved_minutes.M07]\n[approved_minutes.m08-x]\nminutes = true\napproved_by = "a"\n'
    )
    found = problems(text)
    assert {name: line for name, (line, _) in found.items()} == {
        "id": 1,
        "title": 2,
        "owner": 0,
        "starts": 3,
        "programme_period": 5,
        "programme_area": 6,
        "rounding_polcy": 7,
        "max_hours_per_day": 8,
        "timezone": 9,
        "attestation_methods": 10,
        "age_at_start": 11,
        "protected_identity_male": 12,
        "approved_minutes.M07": 13,
        "approved_minutes.m08-x.minutes": 15,
        "approved_minutes.m08-x.approved_on": 0,
    }
    assert found["rounding_polcy"][1] == "Did you mean 'rounding_policy'?"
    assert all(hint for _, hint in found.values())


def test_academic_hour_is_a_number_of_minutes_without_default() -> None:
    assert read_project(GOOD, "ekdalen.toml", "ekdalen").academic_hour_minutes is None
    assert (
        read_project(f"academic_hour_minutes = 40\n{GOOD}", "e.toml", "ekdalen").academic_hour_minutes == 40
    )
    assert set(problems(f"academic_hour_minutes = 0\n{GOOD}")) == {"academic_hour_minutes"}


def test_the_end_is_not_before_the_start() -> None:
    assert set(problems(GOOD.replace("2026-12-31", "2025-12-31"))) == {"ends"}


def test_a_time_is_not_a_date() -> None:
    assert set(problems(GOOD.replace("2026-12-31", "2026-12-31T10:00:00"))) == {"ends"}


def test_broken_toml_is_told_with_its_line() -> None:
    with pytest.raises(ProblemsFound, match=r"ekdalen.toml:3: project-toml"):
        read_project('id = "ekdalen"\ntitle = "x"\nowner = \n', "ekdalen.toml", "ekdalen")


def test_the_owners_file_goes_before_the_shipped_one(tmp_path: Path) -> None:
    text = shipped_text("demo").replace("floor_month", "exact_quarter")
    (tmp_path / "demo.toml").write_text(text, encoding="utf-8")
    assert load_project("demo", tmp_path).rounding_policy == "exact_quarter"


def test_an_unknown_project_is_answered_with_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(CoursewareError, match="Did you mean 'demo'"):
        load_project("demo1", tmp_path)
    with pytest.raises(CoursewareError, match="There is no project"):
        load_project("../demo", tmp_path)


def test_every_project_is_listed_also_the_broken(tmp_path: Path) -> None:
    (tmp_path / "ekdalen.toml").write_text(GOOD, encoding="utf-8-sig")
    (tmp_path / "broken.toml").write_text("=", encoding="utf-8")
    listed = dict(list_projects(tmp_path))
    assert set(listed) == {*SHIPPED, "ekdalen", "broken"}
    assert isinstance(listed["ekdalen"], Project)
    assert isinstance(listed["broken"], ProblemsFound)


def test_the_template_explains_every_setting_and_lacks_only_answers() -> None:
    text = shipped_text("template")
    assert all(f"# {name} = " in text for name in UNKNOWN)
    with pytest.raises(ProblemsFound) as caught:
        read_project(text.replace("{id}", "x", 1), "x.toml", "x")
    assert {p.message.split()[0] for p in caught.value.problems} == {
        "title",
        "owner",
        "starts",
        "ends",
        "programme_period",
        "programme_area",
    }


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_guide_explains_every_setting_that_nobody_may_guess(project_root: Path, language: str) -> None:
    guide = (project_root / "docs" / language / "guides" / "open-questions.md").read_text(encoding="utf-8")
    assert [name for name in UNKNOWN if f"`{name}`" not in guide] == []
