"""Contributions as drafts that an editor reads: pages below `baltic/`, which no published site holds.

What a stranger wrote is shown as it was written and means nothing to Markdown, YAML or HTML. Every draft is
read again by the reader of pages before anything is written, and all files of an import are written or none.
"""

from __future__ import annotations

import errno
import json
import os
import posixpath
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from courseware.content.contributions import COUNTRY_CHOICES, FORMS, Ask, choice_label, label_of
from courseware.content.documents import documents
from courseware.content.files import write_beside
from courseware.content.links import GENERATED
from courseware.content.load import Library
from courseware.content.parse import parse_file
from courseware.content.text_rules import check_identity_numbers
from courseware.content.workshop import LEADERS_PAGES
from courseware.errors import CoursewareError, Problem, ProblemsFound
from courseware.ids import did_you_mean
from courseware.intake.contributions import Contribution
from courseware.languages import CODES, SOURCE
from courseware.strings import Strings
from courseware.words.fold import fold

__all__ = ["Drafted", "draft_pages", "escape", "write_drafts"]

FOLDER = "baltic"
"""The room of the partners, which contributions belong to."""
_LONGEST_NAME = 40
_LONGEST_SUMMARY = 200


@dataclass(frozen=True, slots=True)
class Drafted:
    """One draft that is to be written."""

    path: str
    """Relative to the project folder."""
    content: str


def draft_pages(
    library: Library, contributions: Sequence[Contribution], texts: Mapping[str, Strings]
) -> tuple[list[Drafted], list[Contribution]]:
    """Gives the drafts that are new, and the contributions that are here already.

    Raises:
        ProblemsFound: A contribution is about a page that there is not, or cannot be made a page.
    """
    known = {
        str(page.front.get("contribution", ""))
        for pages in (*library.pages.values(), *library.drafts.values())
        for page in pages.values()
    }
    taken = {
        page.source_path
        for pages in (*library.pages.values(), *library.drafts.values())
        for page in pages.values()
    }
    drafts: list[Drafted] = []
    before: list[Contribution] = []
    problems: list[Problem] = []
    pages = _Pages(library)
    for one in contributions:
        if one.fingerprint in known:
            before.append(one)
            continue
        known.add(one.fingerprint)
        try:
            made = _practice(one, texts) if one.kind == "practice" else _correction(one, texts, pages)
            path = _free(made.path, taken)
            wrong = [
                *parse_file(made.content.encode(), one.name, "page", one.language).problems,
                *check_identity_numbers(one.name, made.content, 1),
            ]
        except ProblemsFound as found:
            problems.extend(found.problems)
            continue
        if wrong:
            hint = "Open the file, take out what looks like code, and import it again."
            message = f"cannot be made a page: {wrong[0].message}"
            problems.append(Problem(one.name, 0, "contribution-page", message, hint))
            continue
        taken.add(path)
        drafts.append(Drafted(path, made.content))
    if problems:
        raise ProblemsFound(problems, f"{len(problems)} to put right. Nothing was changed.")
    return drafts, before


def _practice(one: Contribution, texts: Mapping[str, Strings]) -> Drafted:
    own = texts[one.language]
    name = _name(f"{COUNTRY_CHOICES[one.answers['country']]} {one.answers['title']}")
    facts = ("country", "level", "since", "contact")
    parts = [_facts(one, facts, own)]
    parts += [
        _section(one, ask, own) for ask in FORMS[one.kind] if ask.kind == "text" and ask.id in one.answers
    ]
    head = _head(one, one.answers["title"], one.answers["what"])
    return Drafted(f"docs/{one.language}/{FOLDER}/practices/{name}.md", "\n\n".join([head, *parts]) + "\n")


def _correction(one: Contribution, texts: Mapping[str, Strings], pages: _Pages) -> Drafted:
    own = texts[one.language]
    key, title = pages.find(one)
    folder = f"{FOLDER}/corrections"
    page = posixpath.basename(
        posixpath.dirname(key) if key.endswith("/index.md") else key.removesuffix(".md")
    )
    link = f"[{escape(title)}]({posixpath.relpath(key, folder)})"
    address = escape(one.answers["page"])
    facts = [f"- **{_label(one, 'page', own)}:** {link} ({address})"]
    if "section" in one.answers:
        facts.append(f"- **{_label(one, 'section', own)}:** {escape(one.answers['section'])}")
    if one.seen:
        facts.append(f"- **{own('contribution.draft.seen')}:** {one.seen}")
    sources = [
        f"- **{_label(one, key, own)}:** {_address(one.answers[key])}"
        for key in ("source-title", "source-address", "source-year")
        if key in one.answers
    ]
    parts = ["\n".join(facts), *(_section(one, _ask(one, key), own) for key in ("now", "should"))]
    if sources:
        parts.append(f"## {_label(one, 'source-title', own)} {{#source}}\n\n" + "\n".join(sources))
    head = _head(one, own("contribution.draft.correction", page=title), own("contribution.draft.summary"))
    path = f"docs/{one.language}/{folder}/{one.day}-{_name(page) or 'start'}-1.md"
    return Drafted(path, "\n\n".join([head, *parts]) + "\n")


def _head(one: Contribution, title: str, summary: str) -> str:
    """Gives the front matter: every text in quotes, with nothing in it that YAML or HTML would read."""
    fields = {"kind": one.kind, "role": _harmless(one.answers["role"]), "language": one.language}
    fields["country"] = one.answers["country"]
    lines = [
        "---",
        f"title: {_quoted(title)}",
        f"summary: {_quoted(_short(summary))}",
        "draft:",
        *(f"  {key}: {_quoted(value)}" for key, value in fields.items()),
        f"  date: {one.day}",
        f'contribution: "{one.fingerprint}"',
    ]
    if one.language != SOURCE:
        lines.append("translation: original")
    return "\n".join([*lines, "---"])


def _quoted(text: str) -> str:
    return json.dumps(_harmless(text), ensure_ascii=False)


def _harmless(text: str) -> str:
    """Gives a text on one line for front matter: brackets that could open code become round ones."""
    return " ".join(text.translate(str.maketrans("<>[]{}", "‹›()()")).split())


def _short(text: str) -> str:
    """Gives the first paragraph of a text, cut where it is too long for a list."""
    line = " ".join(re.split(r"\n\s*\n", text, maxsplit=1)[0].split())
    if len(line) <= _LONGEST_SUMMARY:
        return line
    return line[:_LONGEST_SUMMARY].rsplit(" ", 1)[0].rstrip(",;:–-") + " …"


def _facts(one: Contribution, keys: Sequence[str], own: Strings) -> str:
    lines = []
    for key in keys:
        ask, answer = _ask(one, key), one.answers.get(key, "")
        if answer:
            shown = choice_label(ask, answer, own) if ask.choices else answer
            lines.append(f"- **{_label(one, key, own)}:** {escape(shown)}")
    return "\n".join(lines)


def _section(one: Contribution, ask: Ask, own: Strings) -> str:
    return f"## {label_of(one.kind, ask, own)} {{#{ask.id}}}\n\n{paragraphs(one.answers[ask.id])}"


def _ask(one: Contribution, key: str) -> Ask:
    return next(ask for ask in FORMS[one.kind] if ask.id == key)


def _label(one: Contribution, key: str, own: Strings) -> str:
    return label_of(one.kind, _ask(one, key), own)


_PLAIN_ADDRESS = re.compile(r"https?://[A-Za-z0-9.-]+(?::[0-9]+)?(?:/[A-Za-z0-9._~:/?#@!$&'+,;=%-]*)?")


def _address(text: str) -> str:
    """Gives an address that an editor can follow, or any other text as it is."""
    return f"<{text}>" if _PLAIN_ADDRESS.fullmatch(text) else escape(text)


_SIGNS = re.compile(r"[\\`*_{}\[\]<|]")
_FIRST = re.compile(r"^(?:(?P<sign>[#>+~:=-])|(?P<number>\d+)\.(?=\s|$))")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_ATTRIBUTE = re.compile(r"\b(href|src|action|data|poster)(\s*)=", re.IGNORECASE)
_BULLET = re.compile(r"[-*\u2022\u2013][ \t]+(?=\S)")


def escape(line: str) -> str:
    """Gives one line of anybody's text as Markdown that shows just that."""
    line = _ENTITY.sub("&amp;", " ".join(line.split()))
    line = _SIGNS.sub(lambda match: "&lt;" if match[0] == "<" else f"\\{match[0]}", line)
    line = line.replace("\\[@", "\\[&#64;").replace("](", "]&#40;").replace("]:", "]&#58;")
    line = _ATTRIBUTE.sub(r"\1\2&#61;", line)
    return _FIRST.sub(_as_text, line)


def _as_text(match: re.Match[str]) -> str:
    if match["number"]:
        return f"{match['number']}\\."
    return f"\\{match['sign']}" if match["sign"] in "#>+-" else f"&#{ord(match['sign'])};"


def paragraphs(text: str) -> str:
    """Gives a text of several lines: paragraphs as they were, and lists where lines begin with a bullet."""
    blocks: list[str] = []
    is_list = is_open = False
    for line in text.split("\n"):
        if not line.strip():
            is_open = False
            continue
        bullet = _BULLET.match(line)
        if bullet is not None:
            shown = "- " + escape(line[bullet.end() :])
            if is_open and is_list:
                blocks[-1] += f"\n{shown}"
            else:
                blocks.append(shown)
            is_list = is_open = True
        elif is_open:
            # Of a list it is the rest of an item, which the mail program broke.
            blocks[-1] += f"\n{'    ' if is_list else ''}{escape(line)}"
        else:
            blocks.append(escape(line))
            is_list, is_open = False, True
    return "\n\n".join(blocks)


def _name(text: str) -> str:
    """Gives what a file may be called: small letters, digits and hyphens."""
    plain = re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")
    return plain[:_LONGEST_NAME].rstrip("-")


def _free(path: str, taken: set[str]) -> str:
    """Gives a path that no file has, by the next number."""
    stem = path.removesuffix(".md")
    number = 1
    if stem.endswith("-1") and "/corrections/" in path:
        stem = stem.removesuffix("-1")
    else:
        if path not in taken:
            return path
        number = 2
    while f"{stem}-{number}.md" in taken:
        number += 1
    return f"{stem}-{number}.md"


class _Pages:
    """Finds the page that a correction is about."""

    def __init__(self, library: Library) -> None:
        self._titles = {
            language: {
                document.key: str(document.front.get("title", ""))
                for document in documents(library, language)
            }
            for language in CODES
        }
        self._known = {*self._titles[SOURCE], *GENERATED}

    def find(self, one: Contribution) -> tuple[str, str]:
        """Gives a page's key and its title in the language of the correction, or in Swedish.

        Raises:
            ProblemsFound: There is no such page.
        """
        path = unquote(urlsplit(one.answers["page"]).path)
        parts = [part for part in path.split("/") if part not in ("", "index.html")]
        # The site may lie below a folder of its host, so what stands in front is passed over.
        for start in range(max(len(parts), 1)):
            rest = parts[start:]
            language = rest.pop(0) if rest and rest[0] in CODES else SOURCE
            address = "/".join(rest)
            if rest and rest[-1] in LEADERS_PAGES:  # Made of the workshop's text.
                address = "/".join((*rest[:-1], "workshop"))
            for key in (f"{address}.md", f"{address}/index.md") if address else ("index.md",):
                if key in self._known or key in self._titles[language]:
                    own = self._titles[one.language].get(key) or self._titles[SOURCE].get(key)
                    return key, own or self._titles[language].get(key) or key
        addresses = [key.removesuffix(".md").removesuffix("index") for key in self._known]
        hint = did_you_mean("/".join(parts)[:80], addresses) or "Write its address, as in baltic/latvia/."
        raise ProblemsFound([Problem(f"{one.name}: page", 0, "contribution-page", "is no page here.", hint)])


def write_drafts(root: Path, drafts: Sequence[Drafted]) -> None:
    """Writes drafts, all of them or none.

    Raises:
        CoursewareError: The folder cannot be written to, or a file lies there already.
    """
    parts: list[tuple[Path, Path]] = []
    placed: list[Path] = []
    try:
        for draft in drafts:
            target = root / draft.path
            target.parent.mkdir(parents=True, exist_ok=True)
            parts.append((write_beside(target, draft.content.encode()), target))
        for part, target in parts:
            if target.exists():  # Somebody's own file that the reader of pages did not see.
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target))
            part.replace(target)
            placed.append(target)
    except OSError as error:
        for target in placed:
            with suppress(OSError):
                target.unlink()
        raise CoursewareError(
            f"{error.filename or 'docs/'} cannot be written: {error.strerror}. Nothing was changed."
        ) from None
    finally:
        for part, _ in parts:
            with suppress(OSError):
                part.unlink()
