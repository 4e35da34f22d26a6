"""Invented contributions, as files and letters of every kind."""

from __future__ import annotations

import json
from collections.abc import Mapping
from email.message import EmailMessage
from typing import Any

from courseware.content.contributions import FORMS, Kind, choice_label, label_of, marker, title_of
from courseware.strings import Strings

__all__ = ["CORRECTION", "PRACTICE", "SENDER", "letter", "mail", "saved"]

SENDER = "Avsändare Påhittad"
"""A name that must be found nowhere afterwards."""

CORRECTION = {
    "page": "baltic/latvia/",
    "section": "Systemet börjar tidigt",
    "now": "Skolplikten börjar vid fem år.",
    "should": "Skolplikten börjar vid sex år.\n\nDet gäller sedan 2025.",
    "source-title": "Uppdiktad förordning",
    "source-address": "https://example.org/regler_2025?a=1&b=2",
    "source-year": "2025",
    "language": "lv",
    "role": "handläggare på ett ministerium",
    "country": "LV",
}
PRACTICE = {
    "title": "Vi ringer den som uteblev",
    "country": "PL",
    "level": "municipality",
    "target-group": "Unga 16–17 år, omkring 40 på ett år",
    "what": "En person får listan på måndagen.\n\n- ringer före fredag\n- frågar vad som hände",
    "since": "2022, vanlig verksamhet sedan 2024",
    "method": "Vi räknar samtal.",
    "result": "27 av 41 var i utbildning efter tre månader.",
    "limits": "Ingen jämförelse.",
    "failed": "Brev. Nästan ingen svarade.",
    "cost": "En halv tjänst. Kommunen betalar.",
    "conditions": "Skolan får lämna listan.",
    "privacy": "Listan tas bort vid 18.",
    "sources": "Kommunens årsrapport 2025, intern",
    "contact": "Samordnaren för unga i kommunen",
    "role": "samordnare",
    "language": "pl",
}


def saved(kind: Kind = "practice", **changes: Any) -> dict[str, Any]:
    """Gives what the form saves; changes are of its answers, those that are None are taken out."""
    answers = {**(PRACTICE if kind == "practice" else CORRECTION), **changes}
    return {
        "format": "courseware-contribution/1",
        "kind": kind,
        "date": "2026-11-26",
        "answers": {key: value for key, value in answers.items() if value is not None},
    }


def write(content: object) -> bytes:
    """Gives a file as a browser writes it."""
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def letter(kind: Kind, texts: Strings, answers: Mapping[str, str] | None = None, *, last: str = "") -> str:
    """Gives the letter that the form makes in a language."""
    answers = answers or (PRACTICE if kind == "practice" else CORRECTION)
    parts = [f"{title_of(kind, texts)} – {texts('shell.site')}"]
    for number, ask in enumerate(FORMS[kind], 1):
        if ask.id in answers:
            answer = choice_label(ask, answers[ask.id], texts) if ask.choices else answers[ask.id]
            parts.append(f"{number}. {label_of(kind, ask, texts)}:\n{answer}")
    return "\n\n".join([*parts, last or marker(kind, texts.language)])


def mail(
    text: str,
    *,
    how: str = "quoted-printable",
    charset: str = "utf-8",
    subtype: str = "plain",
    attached: bytes = b"",
) -> bytes:
    """Gives a mail as a mail program saves it."""
    message = EmailMessage()
    message["From"] = f"{SENDER} <avsandare@example.org>"
    message["To"] = "platform@example.org"
    message["Subject"] = f"Hälsning från {SENDER}"
    message["Date"] = "Wed, 25 Nov 2026 10:00:00 +0200"
    message.set_content(text, cte=how, charset=charset, subtype=subtype)
    if attached:
        message.add_attachment(
            attached, maintype="application", subtype="json", filename=f"bidrag från {SENDER}.json"
        )
    return message.as_bytes()
