"""The bibliography for other programs: BibTeX and RIS, in UTF-8.

BibTeX has few types; what it lacks is `@misc`, as its manual says. RIS follows the list of tags that Research
Information Systems published in 2011 and that reference managers read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from courseware.content.bibliography import is_published
from courseware.site.sources import OTHERS, published, reading_of

__all__ = ["bibtex", "bibtex_record", "ris", "tex", "tex_address"]

Entry = Mapping[str, Any]

_BIBTEX_TYPES = {"article-journal": "article", "book": "book", "report": "techreport"}
_RIS_TYPES = {
    "article-journal": "JOUR",
    "article-newspaper": "NEWS",
    "bill": "BILL",
    "book": "BOOK",
    "dataset": "DATA",
    "legislation": "STAT",
    "report": "RPRT",
    "thesis": "THES",
    "webpage": "ELEC",
}
_BABEL = {
    "sv": "swedish", "en": "british", "da": "danish", "de": "ngerman", "et": "estonian", "fi": "finnish",
    "lt": "lithuanian", "lv": "latvian", "pl": "polish",
}  # fmt: skip
"""Languages by the names that babel and biblatex have for them."""
_READ = {
    "copy": "Read in a copy",
    "known": "Not checked against the original",
    "part": "Read in part",
    "secondary": "Seen in a secondary source",
    "title": "Only the title has been seen",
}
_TEX = str.maketrans({
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#",
    "_": r"\_", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
})  # fmt: skip
_SPACES = re.compile(r"\s+")


def bibtex(sources: Mapping[str, Entry]) -> bytes:
    """Gives the published sources as BibTeX."""
    records = [_bibtex_entry(key, entry) for key, entry in sorted(sources.items()) if is_published(entry)]
    return "\n".join(records).encode()


def bibtex_record(kind: str, key: str, fields: Iterable[tuple[str, str]]) -> str:
    """Gives one record; a field without a value is left out.

    Args:
        kind: The record's type, without @.
        key: What it is cited by.
        fields: Names and values, ready for TeX.
    """
    lines = [f"  {name} = {{{value}}}," for name, value in fields if value]
    return "\n".join([f"@{kind}{{{key},", *lines, "}", ""])


def tex(value: object) -> str:
    """Gives a text as TeX prints it."""
    return _line(str(value)).translate(_TEX)


def tex_address(value: str) -> str:
    """Gives an address for the field `url`, which TeX takes as it is; only braces would end the field."""
    return _line(value).replace("{", "%7B").replace("}", "%7D")


def ris(sources: Mapping[str, Entry]) -> bytes:
    """Gives the published sources as RIS; its lines end in CR LF."""
    lines: list[str] = []
    for key, entry in sorted(sources.items()):
        if is_published(entry):
            lines.extend(f"{tag}  - {_line(value)}" for tag, value in _ris_fields(key, entry) if value)
            lines.extend(("ER  - ", ""))
    return "\r\n".join(lines).encode()


def _line(value: str) -> str:
    return _SPACES.sub(" ", value).strip()


def _bibtex_entry(key: str, entry: Entry) -> str:
    kind = _BIBTEX_TYPES.get(str(entry.get("type")), "misc")
    when = published(entry)
    publisher = entry.get("publisher", "")
    institution = publisher or _organisation(entry)
    remarks = (str(entry.get("note", "")), _READ.get(reading_of(entry), ""))
    return bibtex_record(
        kind,
        key,
        (
            ("author", " and ".join(_tex_name(*person) for person in _people(entry))),
            ("title", f"{{{tex(entry.get('title', ''))}}}"),  # Its capitals are as they should be.
            ("journal" if kind == "article" else "howpublished", tex(entry.get("container-title", ""))),
            ("institution", tex(institution) if kind == "techreport" else ""),
            ("publisher", tex(publisher) if kind != "techreport" else ""),
            ("type", tex(entry.get("genre", ""))),
            ("series", tex(entry.get("collection-title", ""))),
            ("volume", tex(entry.get("volume", ""))),
            ("number", tex(entry.get("issue") or entry.get("number") or "")),
            ("pages", tex(entry.get("page", "")).replace("-", "--")),
            ("year", when[0] if when else ""),
            ("month", when[1].lstrip("0") if len(when) > 1 else ""),
            ("isbn", tex(entry.get("ISBN", ""))),
            ("doi", tex_address(str(entry.get("DOI", "")))),
            ("url", tex_address(str(entry.get("URL", "")))),
            ("language", _BABEL.get(str(entry.get("language", "")), "")),
            ("note", tex(". ".join(remark for remark in remarks if remark))),
        ),
    )


def _ris_fields(key: str, entry: Entry) -> Iterable[tuple[str, str]]:
    yield "TY", _RIS_TYPES.get(str(entry.get("type")), "GEN")
    yield "ID", key
    for family, given, name in _people(entry):
        if name != OTHERS:
            yield "AU", f"{family}, {given}" if given else name or family
    yield "TI", str(entry.get("title", ""))
    when = published(entry)
    if when:
        yield "PY", when[0]
        yield "DA", "/".join([*when, "", ""][:3]) + "/"
    first, _, last = str(entry.get("page", "")).partition("-")
    yield "T2", str(entry.get("container-title") or entry.get("collection-title") or "")
    yield "VL", str(entry.get("volume", ""))
    yield "IS", str(entry.get("issue", ""))
    yield "SP", first
    yield "EP", last
    yield "M1", str(entry.get("number", ""))
    yield "M3", str(entry.get("genre", ""))
    yield "PB", str(entry.get("publisher", ""))
    yield "SN", str(entry.get("ISBN", ""))
    yield "DO", str(entry.get("DOI", ""))
    yield "UR", str(entry.get("URL", ""))
    yield "LA", str(entry.get("language", ""))
    yield "N1", str(entry.get("note", ""))
    yield "N1", _READ.get(reading_of(entry), "")


def _people(entry: Entry) -> Iterable[tuple[str, str, str]]:
    """Yields family name, given name and, for an organisation, its whole name."""
    for person in entry.get("author") or entry.get("editor") or ():
        yield str(person.get("family", "")), str(person.get("given", "")), str(person.get("literal", ""))


def _organisation(entry: Entry) -> str:
    return next((name for _, _, name in _people(entry) if name and name != OTHERS), "")


def _tex_name(family: str, given: str, name: str) -> str:
    if name == OTHERS:
        return "others"
    if name:
        return f"{{{tex(name)}}}"  # One name, not a family and given ones.
    return tex(f"{family}, {given}" if given else family)
