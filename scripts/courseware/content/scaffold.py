"""New modules, exchange formats, quizzes and pages as files to fill in; a check finds nothing in them.

The texts lie beside this file, in starters/, as Swedish Markdown with $placeholders.
"""

from __future__ import annotations

import datetime
import os
import posixpath
import re
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from string import Template

from courseware.content.load import load_library
from courseware.content.reader import FORMATS
from courseware.errors import CoursewareError
from courseware.ids import ID_PATTERN, IDS_FILE, Ids, did_you_mean, load_ids
from courseware.languages import SOURCE

__all__ = ["new_format", "new_module", "new_page", "new_quiz", "section_above", "write_new"]

_PAGE = re.compile(r"[a-z0-9-]+(?:/[a-z0-9-]+)*(?:\.md)?")


def new_module(
    root: Path, module_id: str, title: str, role: str, lessons: int, today: datetime.date
) -> dict[str, str]:
    """Gives the files of a new module by path, its quiz included; writes nothing.

    Raises:
        CoursewareError: The id or role is not registered.
    """
    ids = load_ids(root)
    _registered(module_id, ids)
    if role not in ids.roles:
        hint = did_you_mean(role, ids.roles) or f"Known: {', '.join(ids.roles)}."
        raise CoursewareError(f"'{role}' is not a role. {hint}")
    order = ids.modules.index(module_id) + 1
    values = {
        **_dates(today),
        "title": _quoted(title),
        "role": role,
        "order": str(order),
        # Modules 1-13 build capacity, 14-16 try and follow up.
        "phase": "1" if order <= 13 else "2",
        "study": str(10 * lessons + 10),
    }
    folder = f"modules/{SOURCE}/{module_id}"
    files = {
        f"{folder}/index.md": _text("module", values),
        f"{folder}/workshop.md": _text("workshop", values),
    }
    for number in range(1, lessons + 1):
        files[f"{folder}/lesson-{number}-message.md"] = _text("lesson", {**values, "number": str(number)})
    files[f"quizzes/{SOURCE}/{module_id}.md"] = _text("quiz", values)
    return files


def new_quiz(root: Path, module_id: str, today: datetime.date) -> dict[str, str]:
    """Gives the file of a new quiz for a module that is there; writes nothing.

    Raises:
        CoursewareError: There is no such module.
    """
    modules = load_library(root).modules[SOURCE]
    module = modules.get(module_id)
    if module is None:
        make = f"Make it first: courseware new module {module_id} --title TITLE"
        hint = did_you_mean(module_id, modules) or make
        raise CoursewareError(f"There is no module '{module_id}' in Swedish. {hint}")
    return {
        f"quizzes/{SOURCE}/{module_id}.md": _text("quiz", {**_dates(today), "title": _quoted(module.title)})
    }


def new_format(root: Path, format_id: str, title: str, room: str, today: datetime.date) -> dict[str, str]:
    """Gives the files of a new exchange format by path; writes nothing.

    Args:
        root: The project folder.
        format_id: What its folder is called.
        title: In Swedish.
        room: Below the language folder, where the folder of exchange formats lies: "baltic".
        today: When it is begun.

    Raises:
        CoursewareError: The id is no English kebab-case, or another format has it.
    """
    if not ID_PATTERN.fullmatch(format_id):
        raise CoursewareError(f"'{format_id}' is not English kebab-case. Write it like peer-review.")
    known = load_library(root).formats[SOURCE].get(format_id)
    if known is not None:
        raise CoursewareError(f"There is an exchange format '{format_id}' already: {known.path}.")
    folder = f"docs/{SOURCE}/{room}/{FORMATS}/{format_id}"
    values = {**_dates(today), "title": _quoted(title)}
    return {f"{folder}/index.md": _text("format", values), f"{folder}/workshop.md": _text("exchange", values)}


def new_page(path: str, title: str, today: datetime.date) -> dict[str, str]:
    """Gives the file of a new hand-written page; writes nothing.

    Raises:
        CoursewareError: The path is not made of English kebab-case names.
    """
    if not _PAGE.fullmatch(path):
        raise CoursewareError(
            f"'{path}' is not a page path. Write small letters, digits and hyphens: guides/first-day."
        )
    name = path if path.endswith(".md") else f"{path}.md"
    return {f"docs/{SOURCE}/{name}": _text("page", {**_dates(today), "title": _quoted(title)})}


def section_above(root: Path, path: str) -> str:
    """Gives the index whose list a page of this path belongs in, or "" where its folder is no section."""
    folder, _, name = path.removesuffix(".md").rpartition("/")
    if name == "index":  # It is listed one folder up.
        folder = posixpath.dirname(folder)
    index = load_library(root).pages[SOURCE].get(f"{folder}/index.md")
    return index.source_path if index is not None and index.pages else ""


def write_new(root: Path, files: Mapping[str, str]) -> None:
    """Writes new files, all or none, and never over an old one.

    Raises:
        CoursewareError: One of them exists, or cannot be written.
    """
    existing = [name for name in files if os.path.lexists(root / name)]
    if existing:
        raise CoursewareError(f"{', '.join(existing)} is there already. Nothing was written.")
    written: list[Path] = []
    try:
        for name, text in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8", newline="\n") as file:
                written.append(path)
                file.write(text)
    except BaseException as error:
        for path in written:
            path.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise CoursewareError(f"{name[:80]} cannot be written: {error.strerror or error}.") from error
        raise


def _registered(module_id: str, ids: Ids) -> None:
    if module_id in ids.modules:
        return
    if not ID_PATTERN.fullmatch(module_id):
        raise CoursewareError(f"'{module_id}' is not English kebab-case. Write it like m07-early-detection.")
    hint = did_you_mean(module_id, ids.modules) or f"Add it at the end of 'modules' in {IDS_FILE} first."
    raise CoursewareError(f"'{module_id}' is not a registered module. {hint}")


def _dates(today: datetime.date) -> dict[str, str]:
    return {"today": today.isoformat(), "next": (today + datetime.timedelta(days=365)).isoformat()}


def _quoted(title: str) -> str:
    """Gives a title that may stand between double quotes in YAML."""
    if not title.strip():
        raise CoursewareError("The title is empty. Say in a few words what it is about.")
    return " ".join(title.split()).replace("\\", "\\\\").replace('"', '\\"')


def _text(name: str, values: Mapping[str, str]) -> str:
    raw = resources.files("courseware.content").joinpath("starters").joinpath(f"{name}.md").read_text("utf-8")
    return Template(raw).substitute(values)
