"""The month's time on paper, one sheet a participant, to be read and signed.

It is not one of the ESF Council's own forms, which a project may have to use (esf-reporting 2.1, A3); the
sheet says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from courseware.reports.evidence_data import Evidence
from courseware.reports.page import facts, html_page, table
from courseware.reports.time_words import month_text, time_text
from courseware.strings import Strings

__all__ = ["attestation_sheets", "reference_of", "sentence_of"]

_STYLE = """
.sheet { border-top: 3px solid var(--spruce); margin-top: 3rem; padding-top: 1.5rem }
.sheet h2 { margin-top: 0 }
blockquote { margin: 0 0 1rem; padding-left: 1rem; border-left: 2px solid var(--edge); max-width: 44rem }
.lines { display: grid; grid-template-columns: repeat(auto-fit, minmax(14rem, 1fr)); gap: 0 2rem }
.lines p { border-top: 1px solid var(--edge); margin: 3.5rem 0 0; padding-top: .25rem; font-size: .88rem }
.small { font-size: .88rem; color: var(--muted); margin-top: 1.5rem }
@media print {
  .sheet { border: 0; margin: 0; padding: 0; break-after: page }
  .sheet:last-child { break-after: auto }
  .lines { grid-template-columns: 1fr 1fr; break-inside: avoid }
  .lines p { margin-top: 14mm }
}
"""


def recorded_in(evidence: Evidence) -> int:
    """Gives the minutes that somebody is asked to sign for."""
    return evidence.standing.recorded if evidence.standing else 0


def reference_of(project: str, month: str, person_id: int) -> str:
    """Gives what a signed original is filed under: demo-2026-11-12."""
    return f"{project}-{month}-{person_id}"


def sentence_of(name: str, minutes: int, span: tuple[str, str], project: str, t: Strings) -> str:
    """Gives the words of an attestation, as the Council gave them in March 2020 (esf-reporting 2.1, A7)."""
    first, last = span
    time = time_text(minutes, t)
    return t("admin.sheet.sentence", name=name, first=first, last=last, project=project, time=time)


def attestation_sheets(
    people: Sequence[Evidence],
    t: Strings,
    swedish: Strings,
    titles: Mapping[str, str] | None = None,
    *,
    full_number: bool = False,
) -> str:
    """Gives the sheets as one page of HTML that prints one participant a sheet.

    Args:
        people: What was recorded about each; at least one, all of one month.
        t: Texts of the page's language.
        swedish: The Swedish texts: the sentence that is signed stands in Swedish, too.
        titles: Titles of modules by id.
        full_number: Whether whole identity numbers are printed; a protected person's never is.
    """
    month = month_text(people[0].period, t)
    title = t("admin.sheet.title", month=month)
    body = [
        f'<h1 class="screen">{escape(title)}</h1>\n',
        f'<p class="screen">{escape(t.count("admin.sheet.intro", len(people)))}</p>\n',
        *(_sheet(one, t, swedish, titles or {}, full_number, title) for one in people),
    ]
    return html_page(t, title, "".join(body), style=_STYLE)


def _sheet(
    evidence: Evidence, t: Strings, swedish: Strings, titles: Mapping[str, str], full_number: bool, title: str
) -> str:
    def say(key: str, /, **values: object) -> str:
        return t(f"admin.sheet.{key}", **values)

    who, project, period = evidence.person, evidence.project, evidence.period
    minutes = recorded_in(evidence)
    name = who.name or say("nameless", id=who.id)
    number = who.number12 if full_number else who.masked
    employers = [(t("admin.evidence.organisation"), part.employer) for part in who.parts]
    reference = reference_of(project.id, str(period), who.id)
    listed = facts(
        [
            (t("admin.evidence.name"), name),
            (t("admin.evidence.number"), number),
            *employers,
            (t("admin.evidence.project"), project.title),
            (t("admin.evidence.case"), project.case_number),
            (t("admin.evidence.period"), f"{period.first} – {period.last}"),
            (say("reference"), reference),
        ]
    )
    span = (period.first.isoformat(), period.last.isoformat())
    signed = sentence_of(name, minutes, span, project.title, swedish)
    sentences = [f'<blockquote lang="sv">{escape(signed)}</blockquote>\n']
    if t.language != swedish.language:
        sentences.append(
            f"<blockquote>{escape(sentence_of(name, minutes, span, project.title, t))}</blockquote>\n"
        )
    # The manager signs, too, by the rule of one project before ESF+ (A6); in ESF+ only whoever reports (P2).
    only_participant = project.programme_period == "2021-2027"
    lines = _lines(t, "participant") + ("" if only_participant else _lines(t, "manager"))
    notes = [say("esf-plus")] if only_participant else []
    notes += [say("form"), say("return", reference=reference)]
    return (
        f'<section class="sheet">\n<h2>{escape(title)}</h2>\n'
        f'<p class="funder">{escape(t("shell.funding"))}</p>\n{listed}'
        f"{_activities(evidence, t, titles, reference)}{_earlier(evidence, t)}"
        f"<h3>{escape(say('attest'))}</h3>\n{''.join(sentences)}{lines}"
        f'<p class="small">{escape(" ".join(notes))}</p>\n</section>\n'
    )


def _activities(evidence: Evidence, t: Strings, titles: Mapping[str, str], reference: str) -> str:
    modules = {held.name: held.module for held in evidence.sessions}
    rows: list[tuple[str | int, ...]] = []
    for item in evidence.presence:
        module = titles.get(modules.get(item.session) or "", "")
        rows.append((f"{item.session}: {module}" if module else item.session, item.day, item.minutes))
    for done in evidence.study:
        if done.minutes is not None:
            module = titles.get(done.module) or done.module
            rows.append((t("admin.sheet.study", module=module), done.day, done.minutes))
    minutes = recorded_in(evidence)
    total = t("admin.sheet.total", time=time_text(minutes, t))
    heads = [t(f"admin.sheet.column.{name}") for name in ("activity", "date", "minutes")]
    caption = t("admin.sheet.activities")
    return table(
        caption,
        heads,
        rows,
        kinds=("", "fixed", "number"),
        foot=(total, "", minutes),
        label=f"{caption}, {reference}",
    )


def _earlier(evidence: Evidence, t: Strings) -> str:
    """What was signed before for another time: both figures, so that nobody signs without seeing it."""
    standing = evidence.standing
    signed = [item for item in evidence.signatures if item.stands]
    if standing is None or standing.place != "differing" or not signed:
        return ""
    item = signed[-1]
    text = t(
        "admin.sheet.earlier",
        attested=item.minutes,
        signed=item.signed_on,
        method=t(f"admin.evidence.method.{item.method}"),
        reference=item.reference,
        recorded=standing.recorded,
    )
    return f'<p class="notice need">{escape(text)}</p>\n'


def _lines(t: Strings, who: str) -> str:
    names = ("place-date", f"signature.{who}")
    return (
        '<div class="lines">'
        + "".join(f"<p>{escape(t(f'admin.sheet.{name}'))}</p>" for name in names)
        + "</div>\n"
    )
