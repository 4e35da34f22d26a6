"""A course in nine languages that says nothing: the same 9 × 133 pages for us and for plain MkDocs.

Words are made of syllables and drawn with Zipf's frequencies, so that pages compress and grow like text. The
same seed gives the same bytes on every machine.
"""

from __future__ import annotations

import random
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from courseware.content.front_matter import split_front
from courseware.content.sections import section_hashes

LANGUAGES = ("sv", "en", "da", "de", "et", "fi", "lt", "lv", "pl")
NAMES = {"sv": "Svenska", "en": "English", "da": "Dansk", "de": "Deutsch", "et": "Eesti", "fi": "Suomi",
         "lt": "Lietuvių", "lv": "Latviešu", "pl": "Polski"}  # fmt: skip
MODULES = 12
LESSONS = 10
WORDS = 850
"""A lesson, about."""


@dataclass(frozen=True)
class Text:
    """One page before anybody decides where it lies."""

    title: str
    summary: str
    body: str


class Pen:
    """Writes one language's pseudo-words, or the words it was given."""

    lexicon: ClassVar[dict[str, list[str]]] = {}
    """Words of a language to use instead of made ones."""

    def __init__(self, language: str) -> None:
        self.random = random.Random(f"corpus-{language}")
        onsets = ["b", "d", "f", "g", "h", "j", "k", "l", "m", "n", "p", "r", "s", "t", "v", "st", "tr", "sk"]
        vowels = (
            ["a", "e", "i", "o", "u", "y", "å", "ä", "ö"]
            if language in ("sv", "fi", "et", "de")
            else ["a", "e", "i", "o", "u", "y", "ai", "ie"]
        )
        ends = ["", "", "n", "r", "s", "t", "l"]
        seen: dict[str, None] = {}
        while len(seen) < 6000:
            word = "".join(
                self.random.choice(onsets) + self.random.choice(vowels) + self.random.choice(ends)
                for _ in range(self.random.randint(1, 4))
            )
            seen[word] = None
        self.words = self.lexicon.get(language) or list(seen)
        self.weights = [1 / (rank + 10) for rank in range(len(self.words))]

    def some(self, count: int) -> list[str]:
        return self.random.choices(self.words, self.weights, k=count)

    def sentence(self) -> str:
        return " ".join(self.some(self.random.randint(7, 19))).capitalize() + "."

    def paragraph(self) -> str:
        return " ".join(self.sentence() for _ in range(self.random.randint(4, 7)))

    def title(self) -> str:
        return " ".join(self.some(3)).capitalize()


def lesson_body(pen: Pen, links: list[str], *, ours: bool) -> str:
    """Headings, two asides, a table, a list, five links."""
    parts: list[str] = []
    for section in range(6):
        parts.append(f"## {pen.title()} {{#s{section + 1}}}")
        parts.extend(pen.paragraph() for _ in range(2))
        if section in (1, 4):
            text = pen.sentence()
            parts.append(f":::{{case}}\n{text}\n:::" if ours else f"!!! note\n    {text}")
        if section == 2:
            rows = "\n".join(f"| {pen.title()} | {pen.some(1)[0]} | {number * 7} |" for number in range(1, 6))
            parts.append(f"| {pen.title()} | {pen.title()} | n |\n|---|---|---:|\n{rows}")
        if section == 3:
            parts.append("\n".join(f"- {pen.sentence()}" for _ in range(4)))
        if section < len(links):
            parts.append(f"{pen.sentence()} [{pen.title()}]({links[section]})")
    return "\n\n".join(parts) + "\n"


def quiz_body(pen: Pen, *, ours: bool) -> str:
    """A quiz form in the page: quizdown for us, ready HTML for plain MkDocs."""
    if ours:
        questions = "\n\n".join(
            f"### {pen.title()} {{#q{number}}}\n\n"
            f"1. [x] {pen.title()}\n1. [ ] {pen.title()}\n1. [ ] {pen.title()}"
            for number in range(1, 6)
        )
        return f":::{{quizdown}}\n{questions}\n:::\n"
    fields = "\n".join(
        f"<fieldset><legend>{pen.title()}</legend>"
        + "".join(
            f'<p><input type="radio" id="q{number}-{answer}" name="q{number}">'
            f'<label for="q{number}-{answer}">{pen.title()}</label></p>'
            for answer in range(3)
        )
        + "</fieldset>"
        for number in range(1, 6)
    )
    return f'<form class="quiz">\n{fields}\n</form>\n'


def module_id(number: int) -> str:
    return f"m{number:02d}-module"


def pages(language: str, *, ours: bool) -> dict[str, Text]:
    """Every page of a language by its path in a MkDocs folder: 1 + 12 × 11."""
    pen = Pen(language)
    found = {"index.md": Text(pen.title(), pen.sentence(), lesson_body(pen, [], ours=ours))}
    for number in range(1, MODULES + 1):
        folder = f"modules/{module_id(number)}"
        found[f"{folder}/index.md"] = Text(pen.title(), pen.sentence(), pen.paragraph() + "\n")
        for lesson in range(1, LESSONS + 1):
            following = lesson % LESSONS + 1
            other = number % MODULES + 1
            links = ["index.md", f"lesson-{following}.md", f"lesson-{following}.md#s2", "../../index.md",
                     f"../{module_id(other)}/lesson-{lesson}.md#s1"]  # fmt: skip
            body = lesson_body(pen, links, ours=ours)
            if lesson % 5 == 0:
                body += "\n" + quiz_body(pen, ours=ours)
            found[f"{folder}/lesson-{lesson}.md"] = Text(pen.title(), pen.sentence(), body)
    return found


def write_ours(root: Path, shell: Path) -> None:
    """Writes the corpus as a project of this house, with the real shell around it."""
    root.mkdir(parents=True)
    shutil.copytree(shell / "overrides", root / "overrides")
    shutil.copy2(shell / "mkdocs.yml", root / "mkdocs.yml")
    data = root / "docs" / "data"
    data.mkdir(parents=True)
    modules = "".join(f"  - {module_id(number)}\n" for number in range(1, MODULES + 1))
    (data / "ids.yml").write_text(f"modules:\n{modules}roles: []\nworksheets: []\n", encoding="utf-8")
    (data / "bibliography.json").write_text("[]\n", encoding="utf-8")
    hashes: dict[str, dict[str, str]] = {}
    for language in LANGUAGES:
        for path, text in pages(language, ours=True).items():
            front = [f"title: {text.title}", f"summary: {text.summary[:-1]}"]
            name = path.rpartition("/")[2]
            if path.startswith("modules/") and name == "index.md":
                front += [f"product: {text.title}", "outcomes: [one, two]"]
            if language == "sv" and path.startswith("modules/"):
                if name == "index.md":
                    number = int(path.split("/")[1][1:3])
                    front += [f"order: {number}", "phase: 1", "strands: [process]", "roles: []",
                              "minutes: {study: 100, workshop: 0}"]  # fmt: skip
                else:
                    front.append("minutes: 10")
            if language != "sv":
                # Current translations, as a published site mostly has.
                front += ["translation: machine", "source:"]
                front += [f'  {section}: "{value}"' for section, value in hashes[path].items()]
            folder, _, rest = path.partition("/")
            target = (
                root / "modules" / language / rest if folder == "modules" else root / "docs" / language / path
            )
            target.parent.mkdir(parents=True, exist_ok=True)
            written = "---\n" + "\n".join(front) + f"\n---\n{text.body}"
            target.write_text(written, encoding="utf-8")
            if language == "sv":
                fields, body, _ = split_front(written, path)
                hashes[path] = section_hashes(fields, body)


STOCK = """\
site_name: Corpus
docs_dir: docs
theme: {{name: material, language: sv}}
markdown_extensions: [admonition, attr_list, def_list, footnotes, md_in_html, tables, toc]
plugins:
  - search
  - i18n:
      docs_structure: folder
      languages:
{languages}
"""


def write_stock(root: Path) -> None:
    """Writes the corpus as a plain MkDocs project with Material and static-i18n."""
    lines = [
        f"        - {{locale: {code}, name: {NAMES[code]}, default: {str(code == 'sv').lower()}}}"
        for code in LANGUAGES
    ]
    root.mkdir(parents=True)
    (root / "mkdocs.yml").write_text(STOCK.format(languages="\n".join(lines)), encoding="utf-8")
    for language in LANGUAGES:
        for path, text in pages(language, ours=False).items():
            target = root / "docs" / language / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(f"# {text.title}\n\n{text.summary}\n\n{text.body}", encoding="utf-8")
