"""The page of terms: every concept with its nine words, what it means and where it is used."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping, Sequence
from html import escape

from courseware.content.terms import Term
from courseware.languages import CODES, LANGUAGES, SOURCE
from courseware.strings import Strings
from courseware.words.alphabet import sort_key

__all__ = ["Use", "terms_list"]

Use = tuple[str, str, str]
"""A page that uses a term: address below the language root, title, language of the title."""

MANY = 6
"""Pages named at once; the rest is folded away."""


def terms_list(
    terms: Mapping[str, Term], language: str, texts: Strings, uses: Mapping[str, Sequence[Use]]
) -> str:
    """Gives the terms as HTML, in the order of the reader's alphabet.

    Args:
        terms: The term base.
        language: The reader's language.
        texts: Its strings.
        uses: Pages of the language that use each term, by its id.
    """
    if not terms:
        return ""
    shown = sorted(terms.values(), key=lambda term: sort_key(language, _word(term, language)[0]))
    body = "\n".join(_term(term, language, texts, uses.get(term.id, ())) for term in shown)
    root = "../" if language == SOURCE else "../../"
    downloads = " ".join(
        f'<a href="{root}data/terms.{form}" download>{escape(texts(f"terms.{form}"))}</a>'
        for form in ("csv", "tbx")
    )
    drafts = sum(language not in term.reviewed for term in terms.values())
    state = texts("terms.machine") if drafts else texts("terms.reviewed")
    return (
        f'<p class="terms-state"><span class="badge badge-{"machine" if drafts else "reviewed"}">'
        f"{escape(texts('shell.status.machine' if drafts else 'shell.status.reviewed'))}</span> "
        f"{escape(state)}</p>\n"
        f'<p class="terms-files no-search">{downloads}</p>\n'
        f'<div class="terms">\n{body}\n</div>'
    )


def _word(term: Term, language: str) -> tuple[str, str]:
    """Gives the term's word in a language, else in English, and its language."""
    if language in term.words:
        return term.words[language], language
    return term.words.get("en", term.id), "en"


def _term(term: Term, language: str, texts: Strings, uses: Sequence[Use]) -> str:
    word, spoken = _word(term, language)
    meaning, told = term.definition(language)
    own = f' lang="{spoken}"' if spoken != language else ""
    lines = [
        f'<section class="term-entry" aria-labelledby="{term.id}">',
        f'<h2 id="{term.id}"{own}>{escape(word)}</h2>',
        f'<p{_foreign(told, language)} class="term-meaning">{escape(meaning)}</p>',
    ]
    if term.notes.get(language):
        label = escape(texts("terms.note"))
        lines.append(f'<p class="term-note"><strong>{label}</strong> {escape(term.notes[language])}</p>')
    lines.append('<dl class="term-words no-search">')
    for code in CODES:
        if code != language and code in term.words:
            name = LANGUAGES[code].name
            lines.append(
                f'<div><dt lang="{code}">{name}</dt><dd lang="{code}">{escape(term.words[code])}</dd></div>'
            )
    lines.append("</dl>")
    if uses:
        # Some terms stand on nearly every page: a few are named, the rest is folded away.
        links = [
            f'<a href="{_from_terms(address)}"{_foreign(spoken, language)}>{escape(title)}</a>'
            for address, title, spoken in uses
        ]
        named = f"{escape(texts('terms.used'))} {', '.join(links[:MANY])}"
        if len(links) > MANY:
            more = escape(texts.count("terms.more", len(links) - MANY))
            named += f" <details><summary>{more}</summary>{', '.join(links[MANY:])}</details>"
        lines.append(f'<div class="term-uses no-search">{named}</div>')
    lines.append("</section>")
    return "\n".join(lines)


def _foreign(spoken: str, language: str) -> str:
    return f' lang="{spoken}"' if spoken != language else ""


def _from_terms(address: str) -> str:
    return posixpath.relpath(f"/{address}", "/terms/") + "/"
