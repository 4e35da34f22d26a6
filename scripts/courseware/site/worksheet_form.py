"""A worksheet as a form that anybody can fill in: native fields with labels, on a device or by hand.

The browser's half is ``overrides/assets/js/work-sheet.js``: it keeps what is written on the device, in as
many copies as somebody needs, and works out sums.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from courseware.content.worksheets import SCALE, Field, Worksheet

if TYPE_CHECKING:
    from courseware.site.voice import Voice

__all__ = ["worksheet_html"]

TEXT_LENGTH = 4000
"""Most letters of an answer: a device keeps some five million for the whole site."""
_LINE_LENGTH = 200


def worksheet_html(sheet: Worksheet, name: str, files: str, voice: Voice) -> str:
    """Gives a worksheet as HTML without an empty line, its lead and note left out.

    Args:
        sheet: The worksheet.
        name: Unique on the page.
        files: HTML of the links to its files.
        voice: How the page says things, without a paragraph around them.
    """
    texts = voice.texts
    form = _Form(voice)
    label = escape(texts("site.block.worksheet"))
    lines = [
        f'<div class="block block-worksheet sheet" role="group" aria-labelledby="{name}-label">',
        f'<p class="block-label" id="{name}-label"{voice.own}>{label}</p>',
        files,
        f'<work-sheet data-id="{escape(sheet.id)}" data-lang="{voice.language}">',
        f'<p class="sheet-warning no-search"{voice.own}>{escape(texts("site.sheet.no-names"))}</p>',
        # method=dialog outside a dialog: Enter sends nothing anywhere, also without scripts.
        '<form method="dialog" autocomplete="off">',
        *(form.field(field, f"{name}-{field.id}") for field in sheet.fields),
        "</form>",
        f'<p class="notice sheet-unscripted no-search"{voice.own}>'
        f"{escape(texts('site.sheet.unscripted'))}</p>",
        "</work-sheet>",
        "</div>",
    ]
    return "\n".join(lines)


class _Form:
    def __init__(self, voice: Voice) -> None:
        self._voice = voice

    def field(self, field: Field, identity: str, *, in_table: bool = False) -> str:
        """Gives one field, label and help included."""
        if field.columns:
            return self._table(field, identity)
        label, about, described = self._said(field, identity)
        data = f' data-field="{field.id}"'
        if field.is_calculated:
            return (
                f'<div class="sheet-field sheet-result"><label for="{identity}">{label}</label>{about}'
                f'<output id="{identity}"{data} data-kind="{field.kind}" aria-live="off"{described}></output>'
                "</div>"
            )
        if field.kind in ("scale", "choice"):
            options = self._options(field)
            if in_table:
                return self._select(field, identity, label, about, described, options)
            return (
                f'<fieldset class="sheet-field"{described}><legend>{label}</legend>{about}'
                f'<div class="sheet-options">{self._radios(field, identity, options)}</div></fieldset>'
            )
        kind = "sheet-field sheet-figure" if field.kind in ("number", "date") else "sheet-field"
        return (
            f'<div class="{kind}"><label for="{identity}">{label}</label>{about}'
            f"{_control(field, identity, data + described, in_table=in_table)}</div>"
        )

    def _said(self, field: Field, identity: str) -> tuple[str, str, str]:
        """Gives a field's label, its help, and the attribute that ties the help to it."""
        label = f'<span class="sheet-label">{self._voice.said(field.label)}</span>'
        if not field.help:
            return label, "", ""
        about = f'<p class="sheet-help" id="{identity}-help">{self._voice.said(field.help)}</p>'
        return label, about, f' aria-describedby="{identity}-help"'

    def _options(self, field: Field) -> list[str]:
        if field.kind == "scale":
            return [str(value) for value in range(1, SCALE + 1)]
        return [self._voice.said(choice) for choice in field.choices]

    def _radios(self, field: Field, identity: str, options: list[str]) -> str:
        return "".join(
            f'<label class="sheet-option"><input type="radio" id="{identity}-{place}" name="{identity}" '
            f'value="{place}" data-field="{field.id}"> <span>{option}</span></label>'
            for place, option in enumerate(options, 1)
        )

    def _select(
        self, field: Field, identity: str, label: str, about: str, described: str, options: list[str]
    ) -> str:
        """Gives a short list to choose from; on paper its answers stand beside boxes to tick."""
        choices = "".join(f'<option value="{place}">{text}</option>' for place, text in enumerate(options, 1))
        boxes = "".join(f"<span>{text}</span>" for text in options)
        return (
            f'<div class="sheet-field sheet-short"><label for="{identity}">{label}</label>{about}'
            f'<select id="{identity}" data-field="{field.id}"{described}>'
            f'<option value="" label=" "></option>{choices}</select>'
            f'<div class="sheet-boxes" aria-hidden="true">{boxes}</div></div>'
        )

    def _table(self, field: Field, identity: str) -> str:
        label, about, described = self._said(field, identity)
        opening = f'<fieldset class="sheet-table" data-table="{field.id}"{described}>'
        rows = "\n".join(self._row(field, f"{identity}-r{row}", row) for row in range(field.rows))
        return f'{opening}<legend>{label}</legend>{about}<div class="sheet-rows">\n{rows}\n</div></fieldset>'

    def _row(self, field: Field, identity: str, row: int) -> str:
        cells = "".join(
            self.field(column, f"{identity}-{column.id}", in_table=True) for column in field.columns
        )
        return (
            f'<fieldset class="sheet-row"><legend><span class="sheet-number">{row + 1}</span></legend>'
            f'<div class="sheet-cells">{cells}</div></fieldset>'
        )


def _control(field: Field, identity: str, more: str, *, in_table: bool) -> str:
    if field.kind == "text":
        rows = 1 if in_table else 2
        return f'<textarea id="{identity}"{more} rows="{rows}" maxlength="{TEXT_LENGTH}"></textarea>'
    kind = "date" if field.kind == "date" else "text"
    # Not type=number: it speaks the browser's language, and a Swedish decimal is written with a comma.
    decimal = ' inputmode="decimal"' if field.kind == "number" else ""
    longest = "" if kind == "date" else f' maxlength="{_LINE_LENGTH}"'
    return f'<input type="{kind}" id="{identity}"{more}{decimal}{longest}>'
