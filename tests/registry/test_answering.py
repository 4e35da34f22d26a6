"""Answers written into a project's file: in their place, checked, and nothing else touched."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from courseware.errors import CoursewareError, ProblemsFound
from courseware.registry.answering import answer, open_questions
from courseware.registry.project_file import read_project
from courseware.registry.projects import load_project, shipped_text
from courseware.registry.retention import propose_retention

TEMPLATE = shipped_text("template").replace('id = "{id}"', 'id = "kurs"')


def answered(text: str, **values: str) -> str:
    for setting, value in values.items():
        text = answer(text, "kurs.toml", "kurs", setting, value)
    return text


BASICS = {
    "title": 'Kursen "Ekdalen"',
    "owner": "Ekdalens kommun",
    "starts": "2026-01-01",
    "ends": "2028-12-31",
    "programme_period": "2021-2027",
    "programme_area": "A",
}


def test_a_template_is_answered_until_it_is_a_project() -> None:
    assert open_questions(TEMPLATE)[:3] == ["title", "owner", "starts"]
    text = answered(TEMPLATE, **BASICS, rounding_policy="floor_month", attestation_methods="portal, mail")
    project = read_project(text, "kurs.toml", "kurs")
    assert (project.title, project.ends) == ('Kursen "Ekdalen"', date(2028, 12, 31))
    assert (project.rounding_policy, project.attestation_methods) == ("floor_month", ("portal", "mail"))
    assert "rounding_policy" not in open_questions(text)
    assert len(text.splitlines()) == len(TEMPLATE.splitlines()), "each answer stands where its question stood"


def test_an_answer_can_be_given_anew() -> None:
    text = answered(TEMPLATE, **BASICS, max_hours_per_day="13")
    assert read_project(answered(text, max_hours_per_day="10"), "", "kurs").max_hours_per_day == 10


def test_an_answer_without_a_place_goes_before_the_first_table() -> None:
    text = shipped_text("demo")
    changed = answer(text, "demo.toml", "demo", "last_payment", "2029-03-12")
    assert read_project(changed, "", "demo").last_payment == date(2029, 3, 12)
    assert read_project(changed, "", "demo").approved_minutes == load_project("demo").approved_minutes


@pytest.mark.parametrize(
    ("setting", "value", "told"),
    [
        ("rounding_policy", "up", 'rounding_policy = "floor_month"'),
        ("max_hours_per_day", "25", "a whole number from 1 to 24"),
        ("max_hours_per_day", "many", "a whole number from 1 to 24"),
        ("retain_until", "31/12 2031", "a date such as 2031-12-31"),
        ("attestation_methods", "portal, fax", '"portal", "ink", "mail"'),
        ("protected_identity_male", "Tm29", "{yyyymmdd}"),
    ],
)
def test_a_wrong_value_is_refused_with_what_to_write(setting: str, value: str, told: str) -> None:
    with pytest.raises(ProblemsFound, match="Nothing was changed") as refused:
        answered(TEMPLATE, **{setting: value})
    assert told in str(refused.value)


def test_a_line_break_in_an_answer_writes_no_second_setting() -> None:
    assert 'id = "y"' not in answered(TEMPLATE, title='x"\nid = "y').splitlines()


def test_an_unknown_setting_is_named_with_what_was_meant() -> None:
    with pytest.raises(CoursewareError, match="Did you mean 'rounding_policy'"):
        answered(TEMPLATE, rounding_polcy="floor_month")


def test_a_retention_date_is_proposed_only_after_the_last_payment_and_with_its_rule() -> None:
    demo = replace(load_project("demo"), programme_period="2021-2027")
    assert propose_retention(demo) is None
    proposed = propose_retention(replace(demo, last_payment=date(2026, 3, 12)))
    assert proposed is not None
    assert (proposed.day, "2021/1060, Article 82" in proposed.rule) == (date(2031, 12, 31), True)
    earlier = replace(demo, programme_period="2014-2020", last_payment=date(2026, 3, 12))
    assert propose_retention(earlier) is None, "no rule of that period was verified"
