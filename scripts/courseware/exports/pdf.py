"""A printed PDF made to say what it is, and to be the same on any day.

Chromium tags it: structure, headings, tables, languages, an outline. What PDF/UA (ISO 14289-1) asks for
besides is added here: metadata with the title (7.1), the order of tabs (7.18.3), names of links (7.18.5), and
what belongs to no text, such as the line at the foot of each page, marked so (7.1). Its dates, its producer's
version and the numbers of its nodes, which may differ from run to run, become fixed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any

import pikepdf

from courseware.errors import CoursewareError

__all__ = ["finish_pdf"]

PRODUCER = "Chromium, pikepdf"


def finish_pdf(
    data: bytes, *, title: str, language: str, when: dt.datetime, names: Mapping[str, str]
) -> bytes:
    """Gives a PDF with title, language and fixed dates, the same bytes from the same page.

    Args:
        data: As Chromium printed it.
        title: Shown by a reader in place of the file's name.
        language: Of the document as a whole.
        when: The date of the document: a property of its contents, never the clock.
        names: What its links are called, by where they lead.

    Raises:
        CoursewareError: It is not a whole PDF: the browser was ended while it wrote.
    """
    try:
        # What is mended by guesses may lack a page, and nobody is told.
        pdf = pikepdf.open(BytesIO(data), attempt_recovery=False)
    except pikepdf.PdfError as error:
        why = str(error).rpartition(": ")[2]
        raise CoursewareError(
            f"The browser printed half a file of '{title}': {why}. Run the command again, try another "
            "browser (CHROMIUM=/path/to/chromium), or leave the PDF files out: --no-pdf."
        ) from error
    with pdf:
        root = pdf.Root
        root.Lang = pikepdf.String(language)
        root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
        root.MarkInfo = pikepdf.Dictionary(Marked=True)
        _renumber(pdf)
        for page in pdf.pages:
            page.obj.Tabs = pikepdf.Name.S
            _mark_artifacts(pdf, page)
            for note in page.obj.get("/Annots", ()):
                _name_link(note, names)
        stamp = when.astimezone(dt.UTC)
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as meta:
            meta["dc:title"] = title
            meta["dc:language"] = {language}
            meta["pdf:Producer"] = PRODUCER
            meta["xmp:CreateDate"] = meta["xmp:ModifyDate"] = stamp.strftime("%Y-%m-%dT%H:%M:%SZ")
        for key in list(pdf.docinfo.keys()):
            del pdf.docinfo[key]
        pdf.docinfo["/Title"] = title
        pdf.docinfo["/Producer"] = PRODUCER
        pdf.docinfo["/CreationDate"] = pdf.docinfo["/ModDate"] = stamp.strftime("D:%Y%m%d%H%M%SZ")
        # The identifier is made of the contents; one that is there already would be kept.
        if "/ID" in pdf.trailer:
            del pdf.trailer["/ID"]
        out = BytesIO()
        pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return out.getvalue()


_PATH_BEGINS = ("m", "re")
_PATH_ENDS = ("f", "F", "f*", "S", "s", "B", "B*", "b", "b*", "n")
_PAINTS = ("Tj", "TJ", "'", '"', "Do", "sh", "INLINE IMAGE")


def _mark_artifacts(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    """Marks what a page paints outside its structure: a reader's voice passes it by.

    Operators as in ISO 32000-1, 8.5 (paths) and 9.4 (text). A mark may not begin within a path.
    """
    opened = pikepdf.ContentStreamInstruction([pikepdf.Name.Artifact], pikepdf.Operator("BMC"))
    closed = pikepdf.ContentStreamInstruction([], pikepdf.Operator("EMC"))
    marked: list[Any] = []
    depth, in_path, changed = 0, False, False
    for instruction in pikepdf.parse_content_stream(page):
        name = str(instruction.operator)
        depth += (name in ("BMC", "BDC")) - (name == "EMC")
        begins = depth == 0 and not in_path and name in (*_PATH_BEGINS, *_PAINTS)
        ends = name in _PAINTS if begins and name not in _PATH_BEGINS else in_path and name in _PATH_ENDS
        if begins:
            marked.append(opened)
            changed = True
            in_path = name in _PATH_BEGINS
        marked.append(instruction)
        if ends:
            marked.append(closed)
            in_path = False
    if changed:
        page.obj.Contents = pdf.make_stream(pikepdf.unparse_content_stream(marked))


def _name_link(note: Any, names: Mapping[str, str]) -> None:
    if note.get("/Subtype") != "/Link" or "/Contents" in note:
        return
    action = note.get("/A", {})
    target = str(action.get("/URI", ""))
    if not target:
        place = note.get("/Dest", action.get("/D", ""))
        target = "" if isinstance(place, pikepdf.Array) else f"#{str(place).lstrip('/')}"
    note.Contents = pikepdf.String(names.get(target) or target or "#")


def _renumber(pdf: pikepdf.Pdf) -> None:
    """Names the elements of the structure by their order; Chromium names them by its own memory."""
    tree = pdf.Root.get("/StructTreeRoot")
    if tree is None:
        return
    names: dict[str, str] = {}
    elements = list(_elements(tree.get("/K")))
    for element in elements:
        if "/ID" in element:
            names[str(element.ID)] = f"node{len(names) + 1:08}"
            element.ID = pikepdf.String(names[str(element.ID)])
    for element in elements:
        attributes = element.get("/A", ())
        for each in (attributes,) if isinstance(attributes, pikepdf.Dictionary) else attributes:
            if isinstance(each, pikepdf.Dictionary) and "/Headers" in each:
                each.Headers = pikepdf.Array(
                    [pikepdf.String(names.get(str(one), str(one))) for one in each.Headers]
                )
    _rename(tree.get("/IDTree"), names)


def _rename(tree: Any, names: Mapping[str, str]) -> None:
    """Renames the keys of a name tree; the order of the document is the order of the new names."""
    if tree is None:
        return
    if "/Names" in tree:
        pairs = [(names.get(str(tree.Names[at]), str(tree.Names[at])), tree.Names[at + 1])
                 for at in range(0, len(tree.Names), 2)]  # fmt: skip
        flat: list[Any] = []
        for name, value in sorted(pairs, key=lambda pair: pair[0]):
            flat += [pikepdf.String(name), value]
        tree.Names = pikepdf.Array(flat)
        if "/Limits" in tree:
            tree.Limits = pikepdf.Array([flat[0], flat[-2]])
    for kid in tree.get("/Kids", ()):
        _rename(kid, names)
    if "/Kids" in tree and "/Limits" in tree:
        tree.Limits = pikepdf.Array([tree.Kids[0].Limits[0], tree.Kids[len(tree.Kids) - 1].Limits[1]])


def _elements(node: Any) -> Iterator[Any]:
    """Yields the elements of a structure in the order of the document."""
    waiting = [node]
    while waiting:
        node = waiting.pop()
        if isinstance(node, pikepdf.Array):
            waiting.extend(reversed(list(node)))
        elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
            yield node
            if "/K" in node:
                waiting.append(node.K)
