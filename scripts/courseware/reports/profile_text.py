"""A country's profile in plain words: what is known, from where, and what is not known and whom to ask."""

from __future__ import annotations

from collections.abc import Iterator

from courseware.reports.profile import VALUES, Fact, Profile, Question
from courseware.strings import Strings

__all__ = ["fact_text", "profile_lines", "profile_title", "question_text", "whom_to_ask"]


def profile_title(profile: Profile, t: Strings) -> str:
    """Gives the profile's title: Profil ee: Estland."""
    return t("admin.profile.title", code=profile.code, name=t(profile.name))


def profile_lines(profile: Profile, t: Strings) -> Iterator[tuple[str, str]]:
    """Gives the profile as (heading, sentences), each fact with its mark and sources."""
    periods = ", ".join(profile.periods)
    yield t("admin.profile.periods"), t("admin.profile.periods.text", periods=periods)
    for name in VALUES:
        yield t(f"admin.profile.fact.{name}"), fact_text(profile, name, t)
    if profile.questions:
        yield t("admin.profile.questions"), _questions(profile, t)
    for note in profile.notes:
        yield t("admin.profile.notes"), t(f"admin.profile.note.{note}")


def fact_text(profile: Profile, name: str, t: Strings) -> str:
    """Gives one fact: what it says, how sure that is, and where it stands or whom to ask."""
    fact = profile.facts[name]
    words = t(f"admin.profile.{name}.{fact.value}", hours=profile.academic_hours)
    if name == "national_id":
        words += " " + t(f"admin.profile.national_id.{'checked' if profile.checked else 'unchecked'}")
    return f"{words} {_mark(fact, t)}"


def whom_to_ask(profile: Profile, t: Strings) -> str:
    """Gives who can answer what no source says about a country."""
    return t(f"admin.profile.ask.{profile.code}")


def question_text(question: Question, t: Strings) -> str:
    """Gives a question's short name: Högsta avslutade utbildning."""
    return t(f"admin.situation.field.{question.field}")


def _mark(fact: Fact, t: Strings) -> str:
    mark = t(f"admin.profile.mark.{fact.mark}")
    if fact.ask:
        return f"{mark}. {t('admin.profile.ask', whom=t(f'admin.profile.ask.{fact.ask}'))}"
    return f"{mark}: {' '.join(fact.sources)}" if fact.sources else f"{mark}."


def _questions(profile: Profile, t: Strings) -> str:
    listed = ", ".join(
        t(
            "admin.profile.questions.one",
            question=question_text(question, t),
            moment=t(f"admin.situation.moment.{question.moment}"),
        )
        for question in profile.questions
    )
    parts = [t("admin.profile.questions.text", periods=", ".join(profile.question_periods), questions=listed)]
    if not profile.questions_complete:
        parts.append(t("admin.profile.questions.some"))
    if profile.rule:
        parts.append(t(f"admin.profile.rule.{profile.rule}"))
    parts.append(t("admin.profile.questions.answers"))
    return " ".join(parts)
