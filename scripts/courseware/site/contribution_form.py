"""A correction or a practice as a form, and as questions for those who answer in a letter.

The browser's half is ``overrides/assets/js/contribution-form.js``: it checks, keeps a draft on the device,
and makes a letter or a file. Without it the form stays hidden and the questions are what the page shows.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from courseware.content.contributions import (
    COUNTRY_CHOICES,
    FORMS,
    KINDS,
    Ask,
    Kind,
    asked_for,
    choice_label,
    help_of,
    label_of,
    questions_text,
    title_of,
)

if TYPE_CHECKING:
    from courseware.content.blocks import Block
    from courseware.site.widgets import Widgets
    from courseware.strings import Strings

__all__ = ["Contributions"]


class Contributions:
    """Makes the forms of one page, and the texts to download beside them."""

    def __init__(self, texts: Strings, widgets: Widgets, contact: str) -> None:
        """Prepares a page.

        Args:
            texts: The strings of the reader's language: a form speaks it, whatever the text around it speaks.
            widgets: What else the page holds to try; knows its elements and names.
            contact: Where contributions are sent; empty where the reader chooses.
        """
        self._texts, self._widgets, self._contact = texts, widgets, contact
        self.files: dict[str, bytes] = {}
        """To be published beside the page, by name."""

    def html(self, block: Block) -> str:
        """Gives a form with its questions, without an empty line."""
        wanted = str(block.options.get("kind", ""))
        kind: Kind | None = next((kind for kind in KINDS if kind == wanted), None)
        if kind is None:
            return ""  # `check` has said so.
        texts = self._texts
        self._widgets.elements["contribution-form"] = None
        name = self._widgets.name(kind)
        title = title_of(kind, texts)
        heading = f"{title} – {texts('shell.site')}"
        file = f"{kind}.txt"
        # With a byte order mark: the plainest editors of Windows read it as what it is.
        self.files[file] = b"\xef\xbb\xbf" + questions_text(kind, texts).replace("\n", "\r\n").encode()
        fields = (_field(kind, ask, f"{name}-{ask.id}", texts) for ask in FORMS[kind])
        questions = "".join(
            f"<li><strong>{escape(label_of(kind, ask, texts))}:</strong> "
            f"{escape(asked_for(kind, ask, texts))}</li>"
            for ask in FORMS[kind]
        )
        to = (
            texts("contribution.to", address=self._contact)
            if self._contact
            else texts("contribution.to-nobody")
        )
        lines = [
            f'<div class="contribution no-search"{self._widgets.voice.own}>',
            f'<contribution-form hidden data-kind="{kind}" data-contact="{escape(self._contact)}" '
            f'data-heading="{escape(heading)}" data-title="{escape(title)}">',
            # method=dialog outside a dialog: Enter sends nothing anywhere.
            f'<form method="dialog" autocomplete="off" novalidate aria-label="{escape(title)}">',
            f'<p class="contribution-rule">{escape(texts("contribution.no-names"))}</p>',
            *fields,
            "</form>",
            "</contribution-form>",
            '<details class="contribution-text" open>',
            f"<summary>{escape(texts('contribution.as-text'))}</summary>",
            f"<p>{escape(' '.join((texts('contribution.copy'), to, texts('contribution.no-names'))))}</p>",
            f"<ol>{questions}</ol>",
            f'<p><a href="{file}" download>{escape(texts("contribution.file"))}</a></p>',
            "</details>",
            "</div>",
        ]
        return "\n".join(lines)


def _field(kind: Kind, ask: Ask, identity: str, texts: Strings) -> str:
    """Gives one field with its label, its help and a place for what is wrong with it."""
    label = f'<span class="contribution-label">{escape(label_of(kind, ask, texts))}</span>'
    if not ask.is_required:
        label += f' <span class="meta">({escape(texts("contribution-form.optional"))})</span>'
    about = f'<p class="device-help" id="{identity}-help">{escape(help_of(kind, ask, texts))}</p>'
    common = (
        f' id="{identity}" data-ask="{ask.id}" data-kind="{ask.kind}" '
        f'aria-describedby="{identity}-fault {identity}-help"'
        + (' aria-required="true"' if ask.is_required else "")
    )
    return (
        f'<div class="contribution-field"><label for="{identity}">{label}</label>{about}'
        f'<p class="device-fault" id="{identity}-fault"></p>{_control(ask, identity, common, texts)}</div>'
    )


def _control(ask: Ask, identity: str, common: str, texts: Strings) -> str:
    if ask.choices:
        options = f'<option value="">{escape(texts("contribution-form.choose"))}</option>'
        for choice in ask.choices:
            shown = escape(choice_label(ask, choice, texts))
            options += f'<option value="{choice}"{_stem(ask, choice)}>{shown}</option>'
        return f"<select{common}>{options}</select>"
    if ask.kind == "text":
        return f'<textarea{common} rows="4" maxlength="{ask.longest}"></textarea>'
    more = {"year": ' inputmode="numeric"', "address": ' inputmode="url"'}.get(ask.kind, "")
    listed = ""
    if ask.id == "section":  # The headings of the page, once the script has seen them.
        more, listed = f' list="{identity}-list"', f'<datalist id="{identity}-list"></datalist>'
    return f'<input type="text"{common}{more} maxlength="{ask.longest}">{listed}'


def _stem(ask: Ask, choice: str) -> str:
    """Gives what stands for a country in the name of a saved file."""
    return f' data-stem="{COUNTRY_CHOICES[choice]}"' if ask.kind == "country" else ""
