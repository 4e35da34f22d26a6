"""XML from strangers: no document types, no entities, nothing from the network, no endless texts."""

from __future__ import annotations

from typing import Any

from courseware.errors import CoursewareError

__all__ = ["element_text", "parse_xml"]


def parse_xml(data: bytes, what: str) -> Any:
    """Gives the root element of an XML document.

    Args:
        data: The document.
        what: What messages call it.

    Raises:
        CoursewareError: It is not well-formed, declares a document type, or is larger than a text can be.
    """
    from lxml import etree  # slow to load, and needed for packets only

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise CoursewareError(f"{what} is damaged or cut short: {_first_line(error)}") from None
    # A document type is where entities, the ones that explode and the ones that read files, are declared.
    if root.getroottree().docinfo.doctype:
        raise CoursewareError(f"{what} declares a document type, which no packet has. It is not read.")
    return root


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or ["not readable as XML"])[0].rstrip(".") + "."


def element_text(element: Any, passed: frozenset[str], refused: frozenset[str]) -> str:
    """Gives the text in an element of XLIFF.

    Args:
        element: The element.
        passed: Names of inner elements whose text counts.
        refused: Names of inner elements that would be lost.

    Raises:
        CoursewareError: An element is in it that would be lost.
    """
    parts = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str):
            name = child.tag.rpartition("}")[2]
            if name == "cp":
                parts.append(_character(child.get("hex", "")))
            elif name in passed:
                parts.append(element_text(child, passed, refused))
            elif name in refused:
                raise CoursewareError(f"holds a code <{name}> that the packet did not have; write it as text")
        parts.append(child.tail or "")
    return "".join(parts)


def _character(code: str) -> str:
    try:
        return chr(int(code, 16))
    except (ValueError, OverflowError):
        return "\ufffd"
