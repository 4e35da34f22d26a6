"""A profile's file, read strictly: every key that is missing, misspelt or contradictory is named at once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any, get_args

from courseware.errors import CoursewareError
from courseware.ids import did_you_mean
from courseware.registry.project import PERIODS, Project
from courseware.registry.situations import Moment
from courseware.reports.profile import VALUES, Fact, Kind, Mark, Profile, Question
from courseware.reports.shipped import list_shipped, parse_toml, read_shipped

__all__ = ["list_profiles", "load_profile", "parse_profile", "profile_of"]

_FACT_KEYS = {"value", "mark", "sources", "ask"}
_MORE_KEYS: dict[str, set[str]] = {
    "cadence": {"weeks", "weeks_in_june", "month_day"},
    "national_id": {"checked"},
    "hours": {"academic_hours"},
    "situation": {"periods", "complete", "rule"},
}
_KEYS = {"country", "name", "periods", "output", "notes", "question", *VALUES}
_QUESTION_KEYS = {"field", "moment", "kind", "answers", "mark", "may_refuse"}
_RULES = ("", "not-a-participant", "all-or-nothing")


def list_profiles() -> list[str]:
    """Gives the codes of the profiles there are, in order."""
    return list_shipped("profiles")


@cache
def load_profile(code: str) -> Profile:
    """Gives a country's profile by its code (`ee`).

    Raises:
        CoursewareError: There is none, or the file is not a valid profile.
    """
    known = list_profiles()
    code = code.strip().lower()
    if code not in known:
        raise CoursewareError(
            f"There is no profile '{code}'. {did_you_mean(code, known)} Known: {', '.join(known)}. "
            f"A new one is a file profiles/{code or 'xx'}.toml like the others.".replace("  ", " ")
        )
    return parse_profile(f"{code}.toml", read_shipped("profiles", code))


def profile_of(project: Project) -> Profile:
    """Gives the profile that a project's country names.

    Raises:
        CoursewareError: There is none for the country.
    """
    return load_profile(project.country)


def parse_profile(name: str, content: bytes) -> Profile:
    """Gives the profile that a file's bytes describe.

    Raises:
        CoursewareError: Something in it is wrong; names every key and fault.
    """
    data = parse_toml(name, content)
    reader = _Reader(data)
    code = name.removesuffix(".toml")
    facts = {fact: reader.fact(fact) for fact in VALUES}
    cadence, situation = reader.table("cadence"), reader.table("situation")
    profile = Profile(
        code=code,
        country=reader.text("country", "two capital letters", lambda v: v == code.upper() and len(v) == 2),
        name=reader.text("name", "a key of the texts", lambda v: v.startswith("admin.profile.name.")),
        periods=reader.some_of("", data, "periods", PERIODS),
        output="checklist"
        if reader.one_of("output", ("register", "checklist")) == "checklist"
        else "register",
        facts=facts,
        questions=tuple(reader.question(place, entry) for place, entry in enumerate(reader.questions, 1)),
        question_periods=reader.some_of("situation.", situation, "periods", PERIODS)
        if reader.questions
        else (),
        questions_complete=reader.flag("situation", "complete"),
        rule=str(situation.get("rule", "")),
        weeks=reader.whole("cadence", "weeks"),
        weeks_in_june=reader.whole("cadence", "weeks_in_june"),
        month_day=str(cadence.get("month_day", "")),
        academic_hours=reader.whole("hours", "academic_hours") or None,
        checked=reader.flag("national_id", "checked"),
        notes=reader.words("notes"),
    )
    reader.agree(profile)
    if reader.faults:
        raise CoursewareError("\n".join(f"{name}: {fault}." for fault in reader.faults))
    return profile


class _Reader:
    """Takes the values out of a profile's file and gathers what is wrong with them."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.data = data
        self.faults: list[str] = []
        listed = data.get("question", [])
        is_list = isinstance(listed, list) and all(isinstance(entry, dict) for entry in listed)
        self.questions: Sequence[dict[str, Any]] = listed if is_list else ()
        if not is_list:
            self.faults.append("'question' must be tables: [[question]]")
        self.unknown("", data, _KEYS)

    def unknown(self, where: str, table: dict[str, Any], known: set[str]) -> None:
        for key in sorted(set(table) - known):
            self.faults.append(f"{where}unknown '{key}'; there is {', '.join(sorted(known))}")

    def table(self, fact: str) -> dict[str, Any]:
        found = self.data.get(fact)
        return found if isinstance(found, dict) else {}

    def text(self, key: str, words: str, valid: Any) -> str:
        value = self.data.get(key)
        if not isinstance(value, str) or not valid(value):
            self.faults.append(f"'{key}' must be {words}, as the file is named")
            return ""
        return value

    def one_of(self, key: str, choices: tuple[str, ...]) -> str:
        value = self.data.get(key)
        if value not in choices:
            self.faults.append(f"'{key}' must be one of {', '.join(choices)}")
        return str(value)

    def some_of(
        self, where: str, table: dict[str, Any], key: str, choices: tuple[str, ...]
    ) -> tuple[str, ...]:
        value = table.get(key)
        if not isinstance(value, list) or not value or not all(one in choices for one in value):
            self.faults.append(f"'{where}{key}' must be a list of {', '.join(choices)}")
            return ()
        return tuple(value)

    def words(self, key: str) -> tuple[str, ...]:
        value = self.data.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            self.faults.append(f"'{key}' must be a list of texts")
            return ()
        return tuple(value)

    def whole(self, fact: str, key: str) -> int:
        value = self.table(fact).get(key, 0)
        if type(value) is not int or value < 0 or (key in self.table(fact) and not value):
            self.faults.append(f"'{fact}.{key}' must be a whole number from 1")
            return 0
        return value

    def flag(self, fact: str, key: str) -> bool:
        value = self.table(fact).get(key, False)
        if not isinstance(value, bool):
            self.faults.append(f"'{fact}.{key}' must be true or false")
        return value is True

    def mark(self, where: str, table: dict[str, Any]) -> Mark:
        if table.get("mark") not in get_args(Mark):
            self.faults.append(f"{where}'mark' must be one of {', '.join(get_args(Mark))}")
            return "N"
        return table["mark"]  # type: ignore[no-any-return]

    def fact(self, name: str) -> Fact:
        """Gives one fact; one that was found names where, one that was not says whom to ask."""
        table, where = self.table(name), f"{name}: "
        if not table:
            self.faults.append(f"there must be a table [{name}]")
            return Fact("", "N")
        self.unknown(where, table, _FACT_KEYS | _MORE_KEYS.get(name, set()))
        value, mark = table.get("value"), self.mark(where, table)
        sources, ask = table.get("sources", []), table.get("ask", "")
        if value not in VALUES[name]:
            self.faults.append(f"{where}'value' must be one of {', '.join(VALUES[name])}")
        if not isinstance(sources, list) or not all(
            str(url).startswith(("http://", "https://")) for url in sources
        ):
            self.faults.append(f"{where}'sources' must be a list of addresses")
            sources = []
        if mark in ("F", "I") and not sources:
            self.faults.append(f"{where}found (F) or inferred (I), so 'sources' must say from where")
        if (mark == "N") != (value == "not-known"):
            self.faults.append(f'{where}mark N and value "not-known" go together')
        if (mark == "N") != (isinstance(ask, str) and bool(ask)):
            self.faults.append(f"{where}'ask' says whom to ask where the mark is N, and only there")
        return Fact(str(value), mark, tuple(map(str, sources)), str(ask))

    def question(self, place: int, entry: dict[str, Any]) -> Question:
        where = f"question {place} ({entry.get('field', 'without field')}): "
        self.unknown(where, entry, _QUESTION_KEYS)
        field, answers, kind = entry.get("field"), entry.get("answers", []), entry.get("kind")
        if not isinstance(field, str) or not re.fullmatch(r"[a-z][a-z0-9-]{0,39}", field):
            self.faults.append(f"{where}'field' must be an id of at most 40 characters")
        if entry.get("moment") not in get_args(Moment):
            self.faults.append(f"{where}'moment' must be one of {', '.join(get_args(Moment))}")
        if kind not in get_args(Kind):
            self.faults.append(f"{where}'kind' must be one of {', '.join(get_args(Kind))}")
        is_list = isinstance(answers, list) and all(isinstance(a, str) and 0 < len(a) <= 60 for a in answers)
        if not is_list or (kind == "choice") != bool(answers):
            self.faults.append(f"{where}'answers' lists the words of a choice, and only of a choice")
        refuse = entry.get("may_refuse", False)
        if not isinstance(refuse, bool):
            self.faults.append(f"{where}'may_refuse' must be true or false")
        return Question(
            field=str(field),
            moment="exit" if entry.get("moment") == "exit" else "entry",
            kind=kind if kind == "years" or kind == "register" else "choice",
            answers=tuple(answers) if is_list else (),
            mark=self.mark(where, entry),
            may_refuse=refuse is True,
        )

    def agree(self, profile: Profile) -> None:
        """Notes where the parts of a profile contradict each other."""
        facts = profile.facts
        twice = [(one.field, one.moment) for one in profile.questions]
        for field, moment in sorted({pair for pair in twice if twice.count(pair) > 1}):
            self.faults.append(f"'{field}' is asked twice at {moment}")
        if (facts["situation"].value == "asked") != bool(profile.questions):
            self.faults.append('situation "asked" and [[question]] go together')
        if profile.rule not in _RULES:
            self.faults.append(f"'situation.rule' must be one of {', '.join(_RULES[1:])}")
        for given, value in (
            (profile.weeks and profile.weeks_in_june, "quarterly"),
            (re.fullmatch(r"(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])", profile.month_day), "yearly"),
        ):
            if bool(given) != (facts["cadence"].value == value):
                need = "weeks and weeks_in_june" if value == "quarterly" else "month_day (01-30)"
                self.faults.append(f'cadence "{value}" and {need} go together')
        if (profile.academic_hours is not None) != (facts["hours"].value == "threshold"):
            self.faults.append('hours "threshold" and academic_hours go together')
        if (profile.output == "checklist") != (facts["file_format"].value == "none"):
            self.faults.append('output "checklist" and file_format "none" go together')
