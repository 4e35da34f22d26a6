"""The page of sources: every one with its kind, how we have read it, and the pages that cite it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from courseware.content.bibliography import is_published
from courseware.languages import SOURCE
from courseware.site.sources import KINDS, READINGS, entry_html, kind_of, label, reading_of
from courseware.site.uses import Use, uses_html
from courseware.strings import Strings
from courseware.words.alphabet import sort_key

__all__ = ["source_filters", "sources_list"]


def sources_list(
    bibliography: Mapping[str, Mapping[str, Any]],
    language: str,
    texts: Strings,
    citing: Mapping[str, Sequence[Use]],
    text_language: str = "",
) -> str:
    """Gives the whole bibliography as an HTML list by label, without what may not be published.

    Args:
        bibliography: Sources by key.
        language: The reader's language.
        texts: Its strings.
        citing: Pages of the language that cite each source, by its key.
        text_language: The language of the text around the list, where it is another.
    """
    shown = [(key, entry) for key, entry in bibliography.items() if is_published(entry)]
    if not shown:
        return ""
    shown.sort(key=lambda pair: (sort_key(language, label(pair[1])), pair[0]))
    root = "../" if language == SOURCE else "../../"
    files = (("sources.bib", "bib"), ("sources.ris", "ris"), ("bibliography.json", "json"))
    downloads = " ".join(
        f'<a href="{root}data/{name}" download>{escape(texts(f"sources.{form}"))}</a>' for name, form in files
    )
    items = "\n".join(_item(key, entry, texts, citing.get(key, ())) for key, entry in shown)
    own = f' lang="{language}"' if text_language not in ("", language) else ""
    return (
        f'<p class="terms-files no-search"{own}>{downloads}</p>\n'
        f'<ul class="bibliography"{own}>\n{items}\n</ul>'
    )


def source_filters(entries: Iterable[Mapping[str, Any]], texts: Strings) -> list[dict[str, Any]]:
    """Gives the choices of the page's filter: what there is, in a fixed order."""
    shown = [entry for entry in entries if is_published(entry)]
    kinds, readings = {kind_of(entry) for entry in shown}, {reading_of(entry) for entry in shown}
    return [
        {
            "name": name,
            "label": texts(f"list-filter.{name}"),
            "choices": [[value, texts(f"sources.{name}.{value}")] for value in every if value in there],
        }
        for name, every, there in (("kind", KINDS, kinds), ("mark", READINGS, readings))
    ]


def _item(key: str, entry: Mapping[str, Any], texts: Strings, citing: Sequence[Use]) -> str:
    kind, reading = kind_of(entry), reading_of(entry)
    says = [texts(f"sources.kind.{kind}")]
    if reading == "seen":  # The other marks stand in the entry itself.
        says.append(texts("sources.mark.seen"))
    lines = [
        f'<li id="source-{escape(key)}" data-kind="{kind}" data-mark="{reading}">{entry_html(entry, texts)}',
        f'<span class="meta">{escape(" · ".join(says))}</span>',
    ]
    lines.append(uses_html(citing, "sources/", texts))
    return "\n".join(line for line in lines if line) + "</li>"
