"""`courseware readability`: how long each page takes to read, and how hard it is."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from courseware.cli.check import is_below, relative
from courseware.cli.words import count
from courseware.content.documents import Document, documents
from courseware.content.load import load_library
from courseware.content.readability_rules import SHORT
from courseware.content.reading import Reading, lix_limit, reading_minutes, reading_of
from courseware.languages import SOURCE

__all__ = ["command"]


@click.command(name="readability", short_help="How long each page takes to read, and how hard it is.")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--language", type=click.Choice([SOURCE, "en"]), help="One language only. Default: both.")
@click.option("--json", "as_json", is_flag=True, help="Print a list of objects instead of lines.")
@click.pass_obj
def command(root: Path, paths: tuple[Path, ...], language: str | None, as_json: bool) -> None:
    """Show words, minutes, words a sentence and, in Swedish, LIX of every page; the hardest first.

    LIX (C. H. Björnsson, 1968) is words a sentence plus the percentage of words with more than six
    letters. The limit is 45, and 50 for law and economics; pages above it are marked, and the exit
    code is 1. Pages shorter than 100 words are not judged. English has no such limit: there the
    sentences longer than 25 words are counted, and shown when PATHS name a file. Only running text
    is measured: no tables, no practice questions. Minutes are those that readers see.

    \b
    Examples:
      courseware readability --language sv
      courseware readability docs/sv/law docs/sv/economics
      courseware readability docs/en/framework/theories.md
    """
    library = load_library(root)
    wanted = [relative(root, path) for path in paths]
    chosen = [language] if language else [SOURCE, "en"]
    found = [
        (document, reading_of(document.body))
        for code in chosen
        for document in documents(library, code)
        if not wanted or is_below(document.path, wanted)
    ]
    found.sort(key=lambda pair: (pair[0].language != SOURCE, -_hardness(*pair), pair[0].path))
    if as_json:
        rows = [_as_json(document, reading) for document, reading in found]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        for document, reading in found:
            click.echo(_line(document, reading))
            if document.path in wanted:
                for words, sentence in reading.long_sentences:
                    click.echo(f"    {words} words: {sentence}")
    hard = [document for document, reading in found if _is_hard(document, reading)]
    if hard:
        click.echo(f"{count(len(hard), 'page')} above the limit.", err=True)
        sys.exit(1)


def _hardness(document: Document, reading: Reading) -> float:
    return reading.lix - lix_limit(document.key) if document.language == SOURCE else reading.words_a_sentence


def _is_hard(document: Document, reading: Reading) -> bool:
    return document.language == SOURCE and reading.words >= SHORT and reading.lix > lix_limit(document.key)


def _line(document: Document, reading: Reading) -> str:
    measure = f"{reading.words_a_sentence:4.1f} words a sentence"
    length = f"{reading.words:5} words  {reading_minutes(document.body):2} min"
    if document.language == SOURCE:
        mark = f" > {lix_limit(document.key)}" if _is_hard(document, reading) else "     "
        return f"LIX {reading.lix:2}{mark}  {measure}  {length}  {document.path}"
    longer = f"{len(reading.long_sentences):3} long"
    return f"{longer:11}  {measure}  {length}  {document.path}"


def _as_json(document: Document, reading: Reading) -> dict[str, object]:
    swedish = document.language == SOURCE
    return {
        "path": document.path,
        "language": document.language,
        "words": reading.words,
        "minutes": reading_minutes(document.body),
        "words_a_sentence": round(reading.words_a_sentence, 1),
        "lix": reading.lix if swedish else None,
        "limit": lix_limit(document.key) if swedish else None,
        "hard": _is_hard(document, reading),
        "long_sentences": [{"words": words, "text": sentence} for words, sentence in reading.long_sentences],
    }
