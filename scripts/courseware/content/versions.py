"""The content version: what decides a completion, as sixteen hex digits, and all that were published.

No text is in it, so it is the same in every language and survives a corrected typo. Published
versions are kept for ever in quizzes/versions/<module-id>.jsonl, because people may hand in
tomorrow what they learned from last year's version.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from courseware.content.files import replace_file
from courseware.content.model import Module, QuestionKind
from courseware.errors import Problem, ProblemsFound

__all__ = [
    "VERSIONS_FOLDER",
    "Deciding",
    "DecidingQuestion",
    "content_version",
    "deciding",
    "published_versions",
    "read_versions",
    "versions_file",
    "write_versions",
]

VERSIONS_FOLDER = "quizzes/versions"
_VERSION = re.compile(r"[0-9a-f]{16}")
_KINDS = ("single", "multiple", "sequence")


@dataclass(frozen=True, slots=True)
class DecidingQuestion:
    """What decides one question."""

    id: str
    kind: QuestionKind
    correct: tuple[int, ...]
    """Source positions of the right answers."""


@dataclass(frozen=True, slots=True)
class Deciding:
    """What decides whether a module's self-study part is completed."""

    lessons: tuple[str, ...]
    pass_mark: int
    questions: tuple[DecidingQuestion, ...]
    published: datetime.date | None = None
    """The day the version was first built, once it was."""

    def as_json(self) -> dict[str, Any]:
        """Gives the object whose canonical JSON is hashed."""
        return {
            "lessons": list(self.lessons),
            "passMark": self.pass_mark,
            "questions": [
                {"correct": list(question.correct), "id": question.id, "type": question.kind}
                for question in self.questions
            ],
        }

    @property
    def version(self) -> str:
        """The content version."""
        return hashlib.sha256(_canonical(self.as_json()).encode()).hexdigest()[:16]


def _canonical(value: Any) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def deciding(module: Module) -> Deciding:
    """Gives what decides the completion of a module."""
    quiz = module.quiz
    return Deciding(
        lessons=tuple(lesson.id for lesson in module.lessons),
        pass_mark=quiz.pass_mark if quiz is not None else 0,
        questions=tuple(
            DecidingQuestion(question.id, question.kind, question.correct)
            for question in (quiz.questions if quiz is not None else ())
        ),
    )


def content_version(module: Module) -> str:
    """Gives the content version of a module; the same in every language."""
    return deciding(module).version


def versions_file(module_id: str) -> str:
    """Gives the path of a module's published versions, below the project folder."""
    return f"{VERSIONS_FOLDER}/{module_id}.jsonl"


def published_versions(root: Path) -> dict[str, dict[str, Deciding]]:
    """Gives every version ever published, by module id and version.

    Raises:
        ProblemsFound: A line is damaged: what it decided would be unknown.
    """
    found: dict[str, dict[str, Deciding]] = {}
    problems: list[Problem] = []
    folder = root / VERSIONS_FOLDER
    for path in sorted(folder.glob("*.jsonl")) if folder.is_dir() else ():
        versions, wrong = read_versions(root, path.stem)
        found[path.stem] = versions
        problems.extend(wrong)
    if problems:
        raise ProblemsFound(problems)
    return found


def read_versions(root: Path, module_id: str) -> tuple[dict[str, Deciding], list[Problem]]:
    """Gives the published versions of one module, oldest first, and the lines that are damaged."""
    name = versions_file(module_id)
    path = root / name
    if not path.is_file():
        return {}, []
    versions: dict[str, Deciding] = {}
    problems: list[Problem] = []
    hint = "Published versions are never edited: restore the file from git."
    for number, line in enumerate(path.read_bytes().decode("utf-8", "replace").split("\n"), 1):
        if not line.strip():
            continue
        try:
            data = json.loads(line)
            one = _from_json(data)
            version = data["version"]
        except (ValueError, KeyError, TypeError, AttributeError):
            problems.append(Problem(name, number, "bad-version", "this line cannot be read.", hint))
            continue
        if not isinstance(version, str) or not _VERSION.fullmatch(version) or one.version != version:
            message = "the version does not belong to what the line decides."
            problems.append(Problem(name, number, "bad-version", message, hint))
        elif version in versions:
            problems.append(Problem(name, number, "bad-version", f"'{version}' stands twice.", hint))
        else:
            versions[version] = one
    return versions, problems


def _from_json(data: Mapping[str, Any]) -> Deciding:
    questions = []
    for question in data["questions"]:
        if question["type"] not in _KINDS or not all(
            type(position) is int for position in question["correct"]
        ):
            raise ValueError("not a question")
        questions.append(DecidingQuestion(str(question["id"]), question["type"], tuple(question["correct"])))
    if type(data["passMark"]) is not int:
        raise ValueError("not a pass mark")
    return Deciding(
        lessons=tuple(str(lesson) for lesson in data["lessons"]),
        pass_mark=data["passMark"],
        questions=tuple(questions),
        published=datetime.date.fromisoformat(data["published"]),
    )


def write_versions(root: Path, modules: Iterable[Module], today: datetime.date) -> list[str]:
    """Adds the current version of each module that was never published; gives the files that grew.

    Whole files are replaced at once, so that an interrupted build leaves the old file or the new.
    A module without lessons or without a quiz decides nothing yet and is left out.

    Raises:
        ProblemsFound: A versions file is damaged; it is left alone.
    """
    grown: list[str] = []
    problems: list[Problem] = []
    for module in modules:
        if module.quiz is None or not module.quiz.questions or not module.lessons:
            continue
        now = deciding(module)
        versions, wrong = read_versions(root, module.id)
        problems.extend(wrong)
        if wrong or now.version in versions:
            continue
        name = versions_file(module.id)
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        before = path.read_bytes() if path.is_file() else b""
        if before and not before.endswith(b"\n"):
            before += b"\n"
        line = _canonical({"version": now.version, "published": today.isoformat(), **now.as_json()})
        replace_file(path, before + line.encode() + b"\n")
        grown.append(name)
    if problems:
        raise ProblemsFound(problems)
    return grown
