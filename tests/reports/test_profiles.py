"""The countries' profiles say what is known and from where, of the rest whom to ask, and invent nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from courseware.errors import CoursewareError
from courseware.reports.profile import VALUES
from courseware.reports.profile_file import list_profiles, load_profile, parse_profile
from courseware.reports.profile_text import profile_lines, profile_title
from courseware.strings import Strings, load_strings, read_strings

CODES = ["ee", "fi", "lt", "lv", "pl", "se"]

TABLE_6_1 = {
    # country: cadence, unit, id, hours, situation, results, form, each with its mark (esf-reporting 6.1)
    "se": "monthly F|person-in-project F|personnummer F|reported F|not-asked I|asked F|excel-template F",
    "ee": "quarterly F|person-in-activity I|isikukood F|threshold I|registers F|four-weeks-six-months F|"
    "excel-tables F",
    "lv": "yearly F|person-in-activity F|personas-kods K|not-known N|asked I|four-weeks F|system-form F",
    "lt": "payment-requests F|person-in-project F|asmens-kodas K|attendance-summary F|asked I|results-form F|"
    "system-form F",
    "fi": "start-and-end F|person-in-project F|strong-login F|not-reported I|asked F|at-end F|none I",
    "pl": "continuous F|person-in-project K|pesel F|not-known N|asked F|four-weeks F|system-form-csv F",
}
FACTS = ("cadence", "record_unit", "national_id", "hours", "situation", "results", "file_format")


def test_there_is_a_profile_for_each_country_of_the_table() -> None:
    assert list_profiles() == CODES


@pytest.mark.parametrize("code", CODES)
def test_profile_says_what_the_table_says_with_its_mark(code: str) -> None:
    profile = load_profile(code)
    said = "|".join(f"{profile.facts[fact].value} {profile.facts[fact].mark}" for fact in FACTS)
    assert said == TABLE_6_1[code]


@pytest.mark.parametrize("code", CODES)
def test_no_profile_claims_a_column_list(code: str) -> None:
    fact = load_profile(code).facts["column_list"]
    assert (fact.value, fact.mark) == (("no-file", "I") if code == "fi" else ("not-known", "N"))
    assert bool(fact.ask) == (code != "fi")


@pytest.mark.parametrize("code", CODES)
def test_only_swedish_numbers_are_checked(code: str) -> None:
    assert load_profile(code).checked == (code == "se")


def test_questions_are_those_that_a_source_names_and_only_in_its_period() -> None:
    asked = {code: [(q.field, q.moment) for q in load_profile(code).questions] for code in CODES}
    assert asked["se"] == asked["ee"] == []
    assert asked["pl"] == [
        (field, "entry") for field in ("gender", "employment-status", "age", "education", "household")
    ]
    assert asked["fi"] == [
        ("started", "entry"),
        ("education", "entry"),
        ("employment-status", "entry"),
        ("ended", "exit"),
        ("employment-status", "exit"),
        ("diploma", "exit"),
    ]
    for code in ("lv", "lt"):
        assert asked[code] == [("education", "entry"), ("employment-status", "entry")]
        assert {question.mark for question in load_profile(code).questions} == {"I"}
        assert not load_profile(code).questions_complete
    assert load_profile("pl").questions_for("2021-2027") == ()
    assert load_profile("fi").questions_for("2014-2020") == ()
    # No special-category data (esf-reporting 4.2): nothing that might be refused is asked at all.
    assert not any(question.may_refuse for code in CODES for question in load_profile(code).questions)


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("code", CODES)
def test_profile_in_words_gives_mark_source_and_whom_to_ask(
    code: str, language: str, project_root: Path
) -> None:
    t, profile = load_strings(project_root, language), load_profile(code)
    lines = list(profile_lines(profile, t))
    text = "\n".join(f"{heading}: {sentence}" for heading, sentence in lines)
    assert code in profile_title(profile, t)
    for fact in profile.facts.values():
        assert all(source in text for source in fact.sources)
    for fact in ("hours", "column_list"):
        if profile.facts[fact].mark == "N":
            said = dict(lines)[t(f"admin.profile.fact.{fact}")]
            assert t(f"admin.profile.ask.{code}") in said
    assert "{" not in text


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_word_that_a_profile_may_use_has_a_text(language: str, project_root: Path) -> None:
    texts = read_strings(project_root, language)
    lacking = [
        f"admin.profile.{fact}.{value}"
        for fact, values in VALUES.items()
        for value in values
        if f"admin.profile.{fact}.{value}" not in texts
    ]
    for code in CODES:
        profile = load_profile(code)
        keys = [profile.name, *(f"admin.profile.note.{note}" for note in profile.notes)]
        for question in profile.questions:
            keys.append(f"admin.situation.field.{question.field}")
            keys += [f"admin.situation.answer.{answer}" for answer in question.answers]
        if profile.rule:
            keys += [f"admin.profile.rule.{profile.rule}", f"admin.country.follows.{profile.rule}"]
        lacking += [key for key in keys if key not in texts]
    assert lacking == []


def test_estonia_says_that_the_academic_hour_is_not_defined(t: Strings) -> None:
    hours = dict(profile_lines(load_profile("ee"), t))["Timmar"]
    assert "längre än 32 akademiska kontakttimmar" in hours
    assert "Hur lång en akademisk timme är sägs inte." in hours


def test_unknown_profile_names_those_there_are() -> None:
    with pytest.raises(CoursewareError, match=r"no profile 'de'.*Known: ee, fi, lt, lv, pl, se"):
        load_profile("de")
    with pytest.raises(CoursewareError, match=r"no profile '\.\./se'"):
        load_profile("../se")


def shipped(code: str) -> str:
    from importlib.resources import files

    return (files("courseware.reports") / "profiles" / f"{code}.toml").read_text("utf-8")


def test_every_fault_of_a_profile_is_named_at_once() -> None:
    text = (
        shipped("ee")
        .replace('country = "EE"', 'country = "ET"')
        .replace('value = "quarterly"', 'value = "weekly"')
        .replace(
            'mark = "F"\nsources = ["https://www.innove.ee/eurotoetused/andmekorje/"]\nchecked',
            'mark = "F"\nchecked',
        )
        .replace('ask = "ee"', "")
        .replace("academic_hours = 32", "academic_hours = 0")
        .replace('output = "register"', 'output = "file"\ncolour = "red"')
    )
    text += '\n[[question]]\nfield = "Ålder"\nmoment = "later"\nkind = "choice"\nmark = "X"\nrefuse = true\n'
    with pytest.raises(CoursewareError) as refused:
        parse_profile("ee.toml", text.encode())
    said = str(refused.value)
    for part in (
        "ee.toml: unknown 'colour'",
        "'country' must be two capital letters",
        "cadence: 'value' must be one of monthly, quarterly",
        "national_id: found (F) or inferred (I), so 'sources' must say from where",
        "column_list: 'ask' says whom to ask where the mark is N",
        "'hours.academic_hours' must be a whole number from 1",
        "'output' must be one of register, checklist",
        "question 1 (Ålder): unknown 'refuse'",
        "question 1 (Ålder): 'field' must be an id",
        "question 1 (Ålder): 'moment' must be one of entry, exit",
        "question 1 (Ålder): 'answers' lists the words of a choice",
        "question 1 (Ålder): 'mark' must be one of F, I, K, N",
        'situation "asked" and [[question]] go together',
        "'situation.periods' must be a list",
    ):
        assert part in said, part


@pytest.mark.parametrize(
    ("code", "old", "new", "fault"),
    [
        ("lv", 'month_day = "01-30"', "", "month_day (01-30) go together"),
        ("ee", "weeks_in_june = 4", "", "weeks and weeks_in_june go together"),
        ("se", 'mark = "N"', 'mark = "F"', 'mark N and value "not-known" go together'),
        ("fi", 'output = "checklist"', 'output = "register"', 'file_format "none" go together'),
        ("fi", 'moment = "exit"', 'moment = "entry"', "'employment-status' is asked twice at entry"),
        ("pl", '"not-a-participant"', '"shot"', "'situation.rule' must be one of not-a-participant"),
    ],
)
def test_parts_that_contradict_each_other_are_refused(code: str, old: str, new: str, fault: str) -> None:
    with pytest.raises(CoursewareError) as refused:
        parse_profile(f"{code}.toml", shipped(code).replace(old, new).encode())
    assert fault in str(refused.value)


def test_file_that_is_no_toml_is_told_as_such() -> None:
    with pytest.raises(CoursewareError, match=r"xx.toml is not readable as TOML"):
        parse_profile("xx.toml", b"country = ")
