"""What a statement is made of, in the words of xAPI 1.0.3, and only the part of it that we send.

The types are strict on purpose. A field that we do not know is refused, so that no browser, plug-in or
eager integrator can slip a name or an e-mail address into the inbox: the actor is an account with a
participant code and nothing else.

Nothing here can be part of a cycle, hence `gc=False`: a million statements an import would otherwise keep
Python's cycle collector busy for most of the time.

Specification: https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Data.md (1.0.3), IEEE 9274.1.1 (2.0).
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from msgspec import Meta, Raw, Struct

__all__ = [
    "Account",
    "Activity",
    "Actor",
    "Context",
    "ContextActivities",
    "Definition",
    "Receipt",
    "Result",
    "Score",
    "Statement",
    "Verb",
]

Iri = Annotated[str, Meta(min_length=1, max_length=500)]
Short = Annotated[str, Meta(max_length=200)]
LanguageTag = Annotated[str, Meta(min_length=2, max_length=35)]
LanguageMap = Annotated[dict[LanguageTag, Annotated[str, Meta(max_length=2000)]], Meta(max_length=20)]
Moment = Annotated[datetime, Meta(tz=True)]
"""A time with its zone: a time without one is nobody's (xAPI-Data 4.5)."""


class Account(Struct, gc=False, forbid_unknown_fields=True):
    """Who, as a participant code on our own home page (xAPI-Data 2.4.2.4)."""

    homePage: Iri
    name: Annotated[str, Meta(min_length=1, max_length=64)]


class Actor(Struct, gc=False, forbid_unknown_fields=True, kw_only=True):
    """The learner. No name, no mbox: those fields do not exist here."""

    account: Account
    objectType: Literal["Agent"] = "Agent"


class Verb(Struct, gc=False, forbid_unknown_fields=True, omit_defaults=True):
    """What was done; what it is called in a language is allowed and not read."""

    id: Iri
    display: LanguageMap | None = None


class Definition(Struct, gc=False, forbid_unknown_fields=True, omit_defaults=True):
    """What kind of thing an activity is; its names are allowed and not read."""

    type: Iri | None = None
    name: LanguageMap | None = None
    description: LanguageMap | None = None
    interactionType: Short | None = None


class Activity(Struct, gc=False, forbid_unknown_fields=True, omit_defaults=True):
    """What it was done to: a lesson, a question, a quiz or the self-study part of a module."""

    id: Iri
    objectType: Literal["Activity"] = "Activity"
    definition: Definition | None = None


class Score(Struct, gc=False, forbid_unknown_fields=True, omit_defaults=True):
    """What the browser says the score was; nobody believes it (the answers are graded again)."""

    scaled: Annotated[float, Meta(ge=-1, le=1)] | None = None
    raw: float | None = None
    min: float | None = None
    max: float | None = None


class Result(Struct, gc=False, forbid_unknown_fields=True, omit_defaults=True):
    """What came out; of all this only `response` is evidence."""

    response: Annotated[str, Meta(max_length=1000)] | None = None
    success: bool | None = None
    completion: bool | None = None
    score: Score | None = None
    duration: Short | None = None


Activities = Annotated[list[Activity], Meta(max_length=20)] | Activity


class ContextActivities(Struct, gc=False, forbid_unknown_fields=True, omit_defaults=True):
    """What the activity is part of; allowed and not read."""

    parent: Activities | None = None
    grouping: Activities | None = None
    category: Activities | None = None
    other: Activities | None = None


class Context(Struct, gc=False, forbid_unknown_fields=True, omit_defaults=True):
    """Which attempt, which content version, which language."""

    registration: UUID | None = None
    language: LanguageTag | None = None
    platform: Short | None = None
    extensions: Annotated[dict[Iri, Short], Meta(max_length=20)] | None = None
    contextActivities: ContextActivities | None = None


class Statement(Struct, gc=False, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """One sentence: this code did this to that, then, in this version of the content."""

    id: UUID
    actor: Actor
    verb: Verb
    object: Activity
    timestamp: Moment
    context: Context | None = None
    result: Result | None = None
    version: Annotated[str, Meta(max_length=20)] | None = None
    # What a learning record store adds on its way (xAPI-Data 4.1); allowed and not read.
    stored: Short | None = None
    authority: dict[str, Any] | None = None


class Receipt(Struct, kw_only=True):
    """What a learner carries by hand: the same statements in a file, with nothing that names a person."""

    format: Literal["courseware-receipt"] = "courseware-receipt"
    version: Literal[1] = 1
    made: Moment
    statements: list[Raw]
    """Each as it was written, so that one bad statement is told apart from the good ones."""
