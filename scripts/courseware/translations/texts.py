"""Whether every reader text is there in every language, with the same placeholders, and is used."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml
from babel import Locale

from courseware.errors import CoursewareError, Problem
from courseware.ids import did_you_mean
from courseware.languages import CODES, SOURCE
from courseware.strings import STRINGS_FOLDER, VOICES, read_strings

__all__ = ["ADMIN_LANGUAGES", "check_texts"]

ADMIN_LANGUAGES = ("sv", "en")
"""Languages of texts that only an administrator reads (`admin.…`)."""

_FORMS = ("zero", "one", "two", "few", "many", "other")
_PLACEHOLDER = re.compile(r"\{([A-Za-z_][A-Za-z0-9_]*)[^{}]*\}")
_LITERAL = re.compile(r"[\"'`]([a-z][A-Za-z0-9_-]*\.[A-Za-z0-9_.-]*)(?=[\"'`{$])")
_SOURCES = (("scripts", "*.py"), ("overrides", "*.html"), ("overrides", "*.js"), ("overrides", "*.xml"))
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def check_texts(root: Path) -> Iterator[Problem]:
    """Yields missing, unknown, unused and repeated texts, and placeholders that differ."""
    if not (root / STRINGS_FOLDER).is_dir():
        return
    texts: dict[str, dict[str, str]] = {}
    lines: dict[str, dict[str, int]] = {}
    for language in CODES:
        name = f"{STRINGS_FOLDER}/{language}.yml"
        try:
            texts[language] = read_strings(root, language)
        except CoursewareError as error:
            yield Problem(name, 0, "bad-texts", str(error), 'Write one "key": "text" a line.')
            texts[language] = {}
            continue
        if not texts[language]:
            hint = f"Translate {STRINGS_FOLDER}/{SOURCE}.yml."
            yield Problem(name, 0, "missing-texts", "the language has no reader texts.", hint)
            continue
        lines[language] = {}
        for key, line in _key_lines((root / name).read_bytes()):
            if key in lines[language]:
                hint = f"Line {lines[language][key]} has it already."
                yield Problem(name, line, "repeated-text", f"'{key}' stands twice.", hint)
            lines[language].setdefault(key, line)
    source = texts[SOURCE]
    plurals = {key.rpartition(".")[0] for key in source if _is_form(key, source)}
    for language in CODES:
        if texts[language] and language in lines:
            yield from _check_language(language, texts[language], lines[language], source, plurals)
    yield from _check_used(root, source, lines.get(SOURCE, {}), plurals)


def _is_form(key: str, texts: Mapping[str, str]) -> bool:
    base, _, form = key.rpartition(".")
    return form in _FORMS and f"{base}.other" in texts


def _key_lines(raw: bytes) -> Iterator[tuple[str, int]]:
    node = yaml.compose(raw, Loader=_Loader)
    if isinstance(node, yaml.MappingNode):
        for key, _ in node.value:
            yield str(key.value), key.start_mark.line + 1


def _wanted(language: str, source: Mapping[str, str], plurals: set[str]) -> dict[str, str]:
    """Gives each key that a language must have, with the Swedish text it answers to."""
    forms = {*Locale.parse(language).plural_form.tags, "other"}
    wanted: dict[str, str] = {}
    for key, text in source.items():
        if key.startswith("admin.") and language not in ADMIN_LANGUAGES:
            continue
        base, _, form = key.rpartition(".")
        if base in plurals and form in _FORMS:
            wanted.update((f"{base}.{other}", source[f"{base}.other"]) for other in forms)
        else:
            wanted[key] = text
    return wanted


def _check_language(
    language: str,
    texts: Mapping[str, str],
    lines: Mapping[str, int],
    source: Mapping[str, str],
    plurals: set[str],
) -> Iterator[Problem]:
    name = f"{STRINGS_FOLDER}/{language}.yml"
    wanted = _wanted(language, source, plurals)
    for key, text in wanted.items():
        if key not in texts:
            yield Problem(name, 0, "missing-text", f"'{key}' is missing.", f"Swedish says: {_short(text)}")
            continue
        one, other = _placeholders(text), _placeholders(texts[key])
        # A plural form may say its number in words ("en fråga").
        if key.rpartition(".")[0] in plurals:
            one, other = one - {"count"}, other - {"count"}
        if one != other:
            expected = ", ".join(f"{{{item}}}" for item in sorted(one)) or "none"
            given = ", ".join(f"{{{item}}}" for item in sorted(other)) or "none"
            hint = f"Swedish has {expected}."
            yield Problem(
                name, lines[key], "text-placeholder", f"'{key}' has the placeholders {given}.", hint
            )
    for key in texts:
        if key not in wanted and language != SOURCE:
            base, _, form = key.rpartition(".")
            if base in plurals and form in _FORMS:
                hint = "The language does not use that plural form."
            elif key.startswith("admin.") and key in source:
                hint = "Texts of administrators stand in Swedish and English only."
            else:
                hint = (
                    did_you_mean(key, wanted) or f"Add it to {STRINGS_FOLDER}/{SOURCE}.yml, or take it out."
                )
            yield Problem(name, lines[key], "unknown-text", f"'{key}' is not in Swedish.", hint)


def _placeholders(text: str) -> set[str]:
    return set(_PLACEHOLDER.findall(text))


def _check_used(
    root: Path, source: Mapping[str, str], lines: Mapping[str, int], plurals: set[str]
) -> Iterator[Problem]:
    """A key counts as used where it, its plural base, or its beginning up to a dot or hyphen is written.

    What a voice says in the place of another text (`exchange.run.end`) is used where that text is there.
    """
    literals: set[str] = set()
    for folder, pattern in _SOURCES:
        for path in (root / folder).rglob(pattern) if (root / folder).is_dir() else ():
            literals.update(_LITERAL.findall(path.read_text(encoding="utf-8", errors="replace")))
    if not literals:
        return  # a project of texts only, without the code that would use them
    prefixes = tuple(literal for literal in literals if literal.endswith((".", "-", "_")))
    for key in source:
        base = key.rpartition(".")[0]
        if key in literals or (base in plurals and base in literals) or key.startswith(prefixes):
            continue
        if any(key.startswith(f"{voice}.") and key.removeprefix(f"{voice}.") in source for voice in VOICES):
            continue
        name = f"{STRINGS_FOLDER}/{SOURCE}.yml"
        hint = "Take it out of every language, or use it."
        yield Problem(name, lines.get(key, 0), "unused-text", f"'{key}' is used nowhere.", hint)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return f"«{line if len(line) <= 60 else line[:57] + '…'}»"
