"""A printed PDF made to say what it is."""

from __future__ import annotations

import datetime as dt
from io import BytesIO

import pikepdf
import pytest

from courseware.errors import CoursewareError
from courseware.exports.pdf import finish_pdf

WHEN = dt.datetime(2026, 11, 26, 10, 30, tzinfo=dt.UTC)
CONTENT = b"""q 0 0 10 10 re W n Q
BT /F1 12 Tf (footer) Tj ET
/P <</MCID 0>> BDC BT /F1 12 Tf (text) Tj ET EMC
0 0 5 5 re f
/Artifact BMC 1 1 m 2 2 l S EMC
"""


def _printed(first: str = "node00000017", second: str = "node00000018", day: str = "20260101") -> bytes:
    """Gives a PDF as Chromium makes one: numbered nodes, dates of today, an untagged foot."""
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(200, 200))
    page = pdf.pages[0].obj
    page.Contents = pdf.make_stream(CONTENT)
    page.Annots = pikepdf.Array(
        [
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot,
                Subtype=pikepdf.Name.Link,
                Rect=[0, 0, 1, 1],
                A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String("https://a.example/")),
            ),
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot,
                Subtype=pikepdf.Name.Link,
                Rect=[0, 0, 1, 1],
                Dest=pikepdf.Name("/key-1"),
            ),
        ]
    )
    heads = [
        pdf.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.TH, ID=pikepdf.String(name)))
        for name in (first, second)
    ]
    cell = pdf.make_indirect(
        pikepdf.Dictionary(
            S=pikepdf.Name.TD,
            A=pikepdf.Array([pikepdf.Dictionary(O=pikepdf.Name.Table, Headers=[pikepdf.String(second)])]),
        )
    )
    tree = pikepdf.Dictionary(
        Type=pikepdf.Name.StructTreeRoot,
        K=pikepdf.Dictionary(S=pikepdf.Name.Document, K=pikepdf.Array([*heads, cell])),
        IDTree=pikepdf.Dictionary(Names=[pikepdf.String(first), heads[0], pikepdf.String(second), heads[1]]),
    )
    pdf.Root.StructTreeRoot = pdf.make_indirect(tree)
    pdf.docinfo["/CreationDate"] = f"D:{day}120000"
    pdf.docinfo["/Creator"] = f"HeadlessChrome of {day}"
    out = BytesIO()
    pdf.save(out)
    return out.getvalue()


def _finish(data: bytes) -> bytes:
    names = {"https://a.example/": "Källan", "#key-1": "Facit"}
    return finish_pdf(data, title="Körschema – Uppdraget", language="sv", when=WHEN, names=names)


def test_it_says_what_it_is() -> None:
    with pikepdf.open(BytesIO(_finish(_printed()))) as pdf:
        assert str(pdf.docinfo["/Title"]) == "Körschema – Uppdraget"
        assert str(pdf.Root.Lang) == "sv"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle is True
        assert pdf.Root.MarkInfo.Marked is True
        assert str(pdf.docinfo["/CreationDate"]) == str(pdf.docinfo["/ModDate"]) == "D:20261126103000Z"
        assert "/Creator" not in pdf.docinfo
        with pdf.open_metadata() as meta:
            assert meta["dc:title"] == "Körschema – Uppdraget"
            assert "sv" in meta["dc:language"]


def test_links_have_names_and_tabs_follow_the_structure() -> None:
    with pikepdf.open(BytesIO(_finish(_printed()))) as pdf:
        page = pdf.pages[0].obj
        assert [str(note.Contents) for note in page.Annots] == ["Källan", "Facit"]
        assert page.Tabs == pikepdf.Name.S


def test_what_belongs_to_no_text_is_marked_so() -> None:
    with pikepdf.open(BytesIO(_finish(_printed()))) as pdf:
        names = [str(one.operator) for one in pikepdf.parse_content_stream(pdf.pages[0])]
    assert names == [
        *("q", "BMC", "re", "W", "n", "EMC", "Q"),
        *("BT", "Tf", "BMC", "Tj", "EMC", "ET"),
        *("BDC", "BT", "Tf", "Tj", "ET", "EMC"),
        *("BMC", "re", "f", "EMC"),
        *("BMC", "m", "l", "S", "EMC"),
    ]


def test_the_numbers_of_nodes_and_the_day_do_not_matter() -> None:
    one = _finish(_printed())
    assert one == _finish(_printed("node00000423", "node00000999", "20270315"))
    with pikepdf.open(BytesIO(one)) as pdf:
        tree = pdf.Root.StructTreeRoot
        heads = [str(node.ID) for node in tree.K.K if "/ID" in node]
        assert (
            heads
            == [str(tree.IDTree.Names[0]), str(tree.IDTree.Names[2])]
            == ["node00000001", "node00000002"]
        )
        assert [str(name) for name in tree.K.K[2].A[0].Headers] == ["node00000002"]


@pytest.mark.parametrize("data", [b"%PDF-1.7", b"%PDF-1.7\n1 0 obj\n<<", _printed()[:-30]])
def test_half_a_file_is_no_paper(data: bytes) -> None:
    with pytest.raises(CoursewareError, match=r"half a file of 'Blad': .*--no-pdf"):
        finish_pdf(data, title="Blad", language="sv", when=WHEN, names={})
