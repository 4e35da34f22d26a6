"""The term base as TBX, the exchange format that translation tools and term banks read."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from xml.etree import ElementTree

from courseware.content.terms import Term
from courseware.languages import CODES

__all__ = ["terms_tbx"]

NAMESPACE = "urn:iso:std:iso:30042:ed-2"
"""ISO 30042:2019, TermBase eXchange; the dialect is TBX-Basic in DCA style."""

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML cannot hold, however they are written (XML 1.0, section 2.2)."""

_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def terms_tbx(
    terms: Mapping[str, Term], *, title: str, source: str, languages: Sequence[str] = CODES
) -> bytes:
    """Gives the whole term base as one TBX-Basic document; the same terms give the same bytes.

    Args:
        terms: The term base.
        title: Its name, in English.
        source: Where it comes from and how it may be used, in English.
        languages: Which languages to write.
    """
    root = ElementTree.Element(
        "tbx", {"style": "dca", "type": "TBX-Basic", _XML_LANG: "en", "xmlns": NAMESPACE}
    )
    description = _below(_below(root, "tbxHeader"), "fileDesc")
    _below(_below(description, "titleStmt"), "title", title)
    _below(_below(description, "sourceDesc"), "p", source)
    body = _below(_below(root, "text"), "body")
    for term in terms.values():
        entry = _below(body, "conceptEntry")
        entry.set("id", term.id)
        if term.note:
            _below(entry, "note", term.note)
        for code in languages:
            if code in term.words:
                _language(entry, term, code)
    ElementTree.indent(root, " ")
    text = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()


def _language(entry: ElementTree.Element, term: Term, code: str) -> None:
    section = _below(entry, "langSec")
    section.set(_XML_LANG, code)
    if code in term.definitions:
        group = _below(section, "descripGrp")
        _below(group, "descrip", term.definitions[code]).set("type", "definition")
    if code in term.notes:
        _below(section, "note", term.notes[code])
    word = _below(section, "termSec")
    _below(word, "term", term.words[code])
    # No administrative status: what a human has not read is nobody's preferred term yet.
    if code in term.reviewed:
        _below(word, "termNote", "preferredTerm-admn-sts").set("type", "administrativeStatus")


def _below(parent: ElementTree.Element, name: str, text: str = "") -> ElementTree.Element:
    child = ElementTree.SubElement(parent, name)
    child.text = _NOT_XML.sub("", text) or None
    return child
