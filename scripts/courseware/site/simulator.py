"""A simulator of how often a flag is right: the page's own figures as a picture, a table and words.

The script `precision-simulator.js` puts controls before it and changes what is here; without it the page's
figures and its examples stand to be read.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from courseware.charts.hundred import KINDS, draw_hundred, draw_pupil
from courseware.content.accuracy import Accuracy, assess
from courseware.content.blocks import RATES
from courseware.content.markdown import plain
from courseware.content.simulators import Preset, read_simulator
from courseware.site.written import percent

if TYPE_CHECKING:
    from courseware.content.blocks import Block
    from courseware.site.voice import Voice
    from courseware.strings import Strings

__all__ = ["said", "simulator_html"]


def simulator_html(block: Block, name: str, voice: Voice) -> str:
    """Gives a block as Markdown and HTML.

    Args:
        block: The block as written.
        name: Unique on the page.
        voice: How the page says things, without a paragraph around them.
    """
    simulator, texts = read_simulator(block), voice.texts
    found = assess(*simulator.rates)
    picture = draw_hundred(found[:4], name=name, title=texts("simulator.picture", **_counts(found)))
    data = "".join(f' data-{rate}="{value}"' for rate, value in zip(RATES, simulator.rates, strict=True))
    examples = "".join(_example(preset, voice) for preset in simulator.presets)
    lines = [
        f'<div class="drawing simulator no-search"><precision-simulator{data} lang="{texts.language}">',
        f'<p class="simulator-given">{escape(_given(simulator.rates, texts))}</p>',
        f'<div class="simulator-shown"><div>{picture}',
        f'<p class="simulator-said">{escape(said(found, texts))}</p></div><div>',
        _table(found, texts),
        f'<p class="simulator-rounded meta"{"" if found.differs else " hidden"}>'
        f"{escape(texts('simulator.rounded'))}</p>",
        "</div></div>",
        f'<div class="simulator-examples"><p class="simulator-label">{escape(texts("simulator.presets"))}</p>'
        f'<ul class="simulator-presets" role="list">{examples}</ul></div>'
        if examples
        else "",
        "</precision-simulator></div>",
    ]
    html = "\n".join(line for line in lines if line)
    return "\n\n".join(part for part in (simulator.lead, html, simulator.note) if part)


def said(found: Accuracy, texts: Strings) -> str:
    """Gives in words what the flag does; the script says it in the same way."""
    flagged, unflagged = found.tp + found.fp, found.fn + found.tn
    sentences = []
    if found.ppv is None:
        sentences.append(texts("simulator.said-none"))
    elif not flagged:
        sentences.append(texts("simulator.said-few"))
    else:
        sentences.append(texts("simulator.said-flagged", flagged=flagged, fp=found.fp))
    if found.left is None:
        sentences.append(texts("simulator.said-all"))
    elif unflagged:
        sentences.append(texts("simulator.said-unflagged", unflagged=unflagged, fn=found.fn))
    return " ".join(sentences)


def _counts(found: Accuracy) -> dict[str, int]:
    return dict(zip(KINDS, found[:4], strict=True))


def _given(rates: tuple[int, int, int], texts: Strings) -> str:
    values = {rate: percent(value, texts.language) for rate, value in zip(RATES, rates, strict=True)}
    return texts("simulator.given", **values)


def _table(found: Accuracy, texts: Strings) -> str:
    def share(value: int | None) -> str:
        return texts("simulator.undefined") if value is None else percent(value, texts.language)

    rows = [
        f'<tr><th scope="row"><div class="simulator-kind">{draw_pupil(kind)}'
        f"<span>{escape(texts(f'simulator.{kind}'))} "
        f"<small>{escape(texts(f'simulator.{kind}-text'))}</small></span></div></th>"
        f'<td data-align="right" data-value="{kind}">{count}</td></tr>'
        for kind, count in _counts(found).items()
    ]
    rows += [
        f'<tr class="simulator-share"><th scope="row">{escape(texts(f"simulator.{key}"))}</th>'
        f'<td data-align="right" data-value="{value}">{escape(share(shown))}</td></tr>'
        for key, value, shown in (
            ("ppv", "ppv", found.ppv),
            ("flagged", "share", found.share),
            ("left", "left", found.left),
        )
    ]
    return (
        f'<table class="simulator-table"><thead><tr><th scope="col">{escape(texts("simulator.kind"))}</th>'
        f'<th scope="col" data-align="right">{escape(texts("simulator.hundred"))}</th></tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table>"
    )


def _example(preset: Preset, voice: Voice) -> str:
    found, texts = assess(*preset.rates), voice.texts
    data = "".join(f' data-{rate}="{value}"' for rate, value in zip(RATES, preset.rates, strict=True))
    text = f" <span{voice.theirs}>{voice.said(preset.text)}</span>" if preset.text else ""
    # Plain words: they become the label of a button.
    return (
        f"<li{data}><strong{voice.theirs}>{escape(plain(preset.label))}</strong> "
        f'<span class="simulator-figures">{escape(_given(preset.rates, texts))} '
        f"{escape(said(found, texts))}</span>{text}</li>"
    )
