"""What lies in a kit and in which order one needs it, as a page and as plain text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from courseware.strings import Strings

__all__ = ["Listed", "ReadMe"]

STYLE = """
:root { color-scheme: light dark; }
body {
  font: 1rem/1.6 "Source Sans 3", "Segoe UI", system-ui, sans-serif;
  max-width: 42rem; margin: 2rem auto; padding: 0 1rem;
}
h1 { line-height: 1.2; } h2 { margin: 2rem 0 .25rem; } ul { padding-left: 1.25rem; } li { margin: .25rem 0; }
a { display: inline-block; min-height: 1.5rem; overflow-wrap: anywhere; }
.warn { border-left: .25rem solid currentColor; padding-left: .75rem; }
footer { margin-top: 2.5rem; border-top: 1px solid; padding-top: .5rem; }
@media print { body { margin: 0; max-width: none; font-size: 11pt; } @page { size: A4; margin: 18mm; } }
"""


@dataclass(frozen=True, slots=True)
class Listed:
    """One file of a kit as its reader finds it."""

    folder: str
    """Key of its folder: "lead"."""
    path: str
    """Below the kit's folder: "2-led/korschema.pdf"."""
    title: str
    swedish: bool = False
    """Whether its text is Swedish in a kit of another language."""


@dataclass(frozen=True, slots=True)
class ReadMe:
    """Everything that the page says."""

    title: str
    folders: Sequence[str]
    """Keys of folders, in order."""
    files: Sequence[Listed]
    when: Sequence[str]
    """The days of the plan in words."""
    place: str
    checked: str
    """When the content was checked, as a date in words; empty where nobody says."""
    version: str
    url: str
    pdf: bool
    """Whether the papers are PDF files; else they are pages to print."""

    def html(self, texts: Strings) -> str:
        """Gives the page."""
        parts = []
        for folder in self.folders:
            listed = [file for file in self.files if file.folder == folder]
            if not listed:
                continue
            items = "".join(
                f'<li><a href="{escape(file.path)}">{escape(self._named(file, texts))}</a></li>\n'
                for file in listed
            )
            warn = ' class="warn"' if folder == "answers" else ""
            parts.append(
                f"<h2>{escape(texts(f'kit.folder.{folder}'))}</h2>\n"
                f"<p{warn}>{escape(texts(f'kit.{folder}.text'))}</p>\n<ul>\n{items}</ul>\n"
            )
        planned = "".join(f"<p>{escape(line)}</p>\n" for line in self._plan(texts))
        about = "".join(f"<p>{_linked(line)}</p>\n" for line in self._about(texts))
        return (
            f'<!doctype html>\n<html lang="{texts.language}">\n<head>\n<meta charset="utf-8">\n'
            '<meta name="viewport" content="width=device-width,initial-scale=1">\n'
            f"<title>{escape(self.title)} – {escape(texts('shell.site'))}</title>\n"
            f"<style>{STYLE}</style>\n</head>\n<body>\n<main>\n"
            f"<h1>{escape(texts('kit.title', title=self.title))}</h1>\n"
            f"<p>{escape(texts('kit.intro'))}</p>\n{planned}{''.join(parts)}</main>\n"
            f"<footer>\n{about}</footer>\n</body>\n</html>\n"
        )

    def text(self, texts: Strings) -> str:
        """Gives the same without markup."""
        lines = [texts("kit.title", title=self.title), "", texts("kit.intro"), *self._plan(texts)]
        for folder in self.folders:
            listed = [file for file in self.files if file.folder == folder]
            if listed:
                lines += ["", texts(f"kit.folder.{folder}").upper(), texts(f"kit.{folder}.text")]
                lines += [f"- {self._named(file, texts)}: {file.path}" for file in listed]
        return "\r\n".join([*lines, "", *self._about(texts), ""])

    def _named(self, file: Listed, texts: Strings) -> str:
        ending = file.path.rpartition(".")[2]
        said = f"{file.title} ({ending})"
        return f"{said} – {texts('shell.status.fallback')}" if file.swedish else said

    def _plan(self, texts: Strings) -> list[str]:
        lines = [texts("invitation.when", when=day) for day in self.when if day]
        if self.place:
            lines.append(texts("invitation.where", place=self.place))
        if not self.pdf:
            lines.append(texts("kit.no-pdf"))
        return lines

    def _about(self, texts: Strings) -> list[str]:
        lines = [texts("shell.funding"), f"{texts('shell.rights')} CC BY 4.0"]
        if self.checked:
            lines.append(texts("shell.review.date", date=self.checked))
        if self.version:
            lines.append(texts("kit.version", version=self.version))
        if self.url:
            lines.append(f"{texts('invitation.about')} {self.url}")
        return lines


def _linked(line: str) -> str:
    """Gives a line as HTML, the address at its end as a link."""
    before, space, last = line.rpartition(" ")
    if last.startswith(("http://", "https://")):
        return f'{escape(before)}{space}<a href="{escape(last)}">{escape(last)}</a>'
    return escape(line).replace(
        "CC BY 4.0", '<a rel="license" href="https://creativecommons.org/licenses/by/4.0/">CC BY 4.0</a>'
    )
