"""The page of terms: every concept with its nine words, what it means and where it is used."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from urllib.parse import urlencode

from courseware.content.terms import Term
from courseware.languages import CODES, LANGUAGES, SOURCE
from courseware.site.uses import Use, uses_html
from courseware.strings import Strings
from courseware.words.alphabet import sort_key

__all__ = ["terms_list"]


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
    # A common word stands on most pages, whose names would be half of this one: the search knows them.
    asked = f"../search/?{urlencode({'q': word})}"
    lines.append(uses_html(uses, "terms/", texts, rest=asked if spoken == language else ""))
    lines.append("</section>")
    return "\n".join(line for line in lines if line)


def _foreign(spoken: str, language: str) -> str:
    return f' lang="{spoken}"' if spoken != language else ""
