"""Every figure in a text of any language of the site, as the number it says.

Wider than the number lint, which asks whether a figure has a source at all: what is traced to data must be
seen in "7 to 30 per cent", "93 497", "1605 bērni", "25 municipalities" and a bare "13,1" alike. A figure is

- what the number lint calls one: a percentage, a number of three digits or more;
- both ends of a range before a percent sign or word;
- a number with decimals, and one with a word for thousand or million behind it;
- a whole number from 35, and a smaller one that counts things, people or money by a word behind it.

No figures: years, dates, times, ages, grades, law and document numbers, numbers of lists. Below 35 such
numbers and small counts look alike in nine languages, which is why a word must follow there. A number
written in letters is not seen, nor is a small count whose noun stands elsewhere ("9 of 10").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from courseware.content.bibliography import CITATION
from courseware.content.numbers import PERCENT_WORDS, figures, without_other_numbers

__all__ = ["Figure", "scan_figures", "values_of"]


class Figure(NamedTuple):
    """A number in a text."""

    written: str
    values: frozenset[Decimal]
    """What it may say: 1,605 is a thousand in one language and less than two in another."""


_GAP = r"[ \u00a0\u202f]"
_NUMBER = r"(?:\d{1,3}(?:[ \u00a0\u202f.,'’]\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)?)"
_START = r"(?<![\w/:§])(?<!\d[.,])"
_END = r"(?![\w/§]|:\d|[.,]\d)"

_UNIT = rf"(?:%|‰|p\.p\.|(?:{PERCENT_WORDS}))"
_BETWEEN = (
    r"(?:[–—−-]|to|or|and|till|och|eller|til|og|bis|und|oder|kuni|ja|või|tai|iki|ir|ar|arba|līdz|un|vai"
    r"|do|i|oraz)"
)
_PERCENT = re.compile(
    rf"{_START}(?:(?P<first>{_NUMBER}){_GAP}*(?:%\S*{_GAP}*)?{_BETWEEN}{_GAP}*)?"
    rf"(?P<last>{_NUMBER}){_GAP}*{_UNIT}\w*",
    re.IGNORECASE,
)

_THOUSAND = r"(?:tusen|tusind|thousand|tausend|tsd\.|tuhat|tuhan|tūkst|tys\.|tysi)"
_MILLION = r"(?:m(?!\w|\.\w)|mn\b|msek\b|meur\b|mkr\b|mnkr\b|miljo|milli|milij|mio\b|mill?\.|milj\.|mln\b)"
_MULTIPLIED = re.compile(
    rf"{_START}(?P<number>{_NUMBER}){_GAP}*(?:(?P<thousand>{_THOUSAND})|{_MILLION})\w*", re.IGNORECASE
)

_COUNTED = (
    # municipalities, districts
    "kommun|municipalit|district|distrikt|gemeinde|bezirk|omavalitsus|kunta|kunna|savivaldyb|pašvaldīb|novad|gmin"
    # countries, systems
    "|countr|member state|lande|länder|medlemsl|medlemsst|mitgliedst|staaten|riik|riigi|liikmesri"
    "|maata|maassa|maan|jäsenma|jäsenval|šali|šaly|valstyb|valsti|valstu|valstī|dalībvalst|kraj|państw"
    "|system|süsteem|järjestelm|sistem"
    # schools
    "|skol|school|schule|kooli|koulu|mokykl|szkół|szko"
    # people
    "|person|people|pupil|student|young|child|participant|elev|ungdom|unga|unge|børn|barn|deltag|menschen"
    "|jugendlich|junge|schüler|kinder|teilnehm|inimes|noor|õpila|laps|osale|henki|ihmis|nuor|oppila|lasta"
    "|opiskel|osallist|asmen|jaunuol|mokini|vaik|dalyv|personas|personām|jaunie|bērn|skolēn|dalībnie|osob|osób"
    "|uczni|dziec|młod|uczest"
    # plans, units, parts
    "|plan|plān|suunnitelm|enhet|unit|enhed|einheit|üksus|yksikkö|padalin|vienīb|jednost"
    "|policy areas|politikområd"
    # money
    "|euro|eur\\b|€|kr\\b|kron|sek\\b"
)
_COUNT = re.compile(
    rf"{_START}(?P<number>{_NUMBER}){_GAP}+(?:(?:EU|ES|UE)[-‑]?{_GAP}*)?(?:{_COUNTED})\w*", re.IGNORECASE
)
_COUNT_OF = re.compile(
    rf"{_START}(?P<number>\d{{1,3}}){_GAP}+(?:of|av|af|von|aus|iš|no|z|ze){_GAP}+"
    rf"(?:the{_GAP}+|de{_GAP}+|den{_GAP}+)?(?=\d{{1,3}}{_GAP}+(?:{_COUNTED}))",
    re.IGNORECASE,
)

_ANY = re.compile(rf"{_START}(?P<number>{_NUMBER}){_END}")
_YEAR = re.compile(r"(?:19|20)\d\d")
_SMALL = 35
"""No age in the texts is higher, nor a grade; from here a whole number needs no word behind it."""
_MANY = 100
"""In the plan of a meeting smaller whole numbers are those who come and the pages they bring."""

_AGE = r"(?:år|year|aasta|vuo[dtsn]|vuoti|metų|metai|metams|gadi|gadu|gadī|lat\b|lata|jahr|jähr|rok)"
_TWO = r"(?<![\d.,])\d{1,2}(?:\.?\s*[–-]\s*\d{1,2})?"
"""A small number, or a range of such."""
_GRADE = r"(?:1[0-3]|[1-9])(?:\.?\s*[–-]\s*(?:1[0-3]|[1-9]))?(?![\d.,]*\d)"
_LOWER = r"(?-i:[a-zåäöæøõüāčēģīķļņšūžąęėįųćłńśźż])"
_OTHERS = re.compile(
    "|".join(
        (
            r"\{[^{}\n]*\}",  # ids and options
            r"^[ \t]*\d{1,3}[.)](?=\s)",  # numbers of a list
            r"\b\d{1,2}\.\s?\d{1,2}\.\s?(?:19|20)\d\d\b",  # 1. 2. 2011
            rf"\b\d{{1,2}}\.\d{{1,2}}\.(?=\s+{_LOWER})",  # 1.2. mennessä
            r"\b(?:kl\.?|klo|kell|godz\.|plkst\.|val\.)\s*\d{1,2}[.:]\d\d\b",  # times
            rf"{_TWO}\.?[- \u00a0]{{0,2}}{_AGE}\w*",
            r"\b\d{1,2}\s*[–-]\s*\d{1,2}[- \u00a0]?åring\w*",
            rf"{_TWO}\.?[- \u00a0]{{0,2}}(?:klas|luok|årskurs|grade|semest)\w*",
            r"\b(?:årskurs|åk|grades?|years?|klass|klasse|klassen|klassi|klassid|luokat?|luokan|luokalla|klas\w*)"
            rf"\s*{_GRADE}",
            rf"{_TWO}\.?[ \u00a0]?(?:pant[aāisu]|straipsn|artik|artyk|paragr)\w*",  # 35.–41. pantu
            r"\bISCED[ \u00a0]*\d+(?:(?:\s*[–-]\s*|,\s*|\s+\w{1,3}\s+)\d+)*",
            r"(?-i:\bCOM\(\d{4}\)[ \u00a0]?\d+)",
            r"(?-i:\b(?:OJ|EUT|EUVL|ABl\.|Dz\.U\.)[ \u00a0]?[CL]?[ \u00a0]?\d+)",
            r"(?-i:\bC[ \u00a0]\d+)",
            r"(?-i:\b(?:HE|Meld\.[ \u00a0]St\.|Prop\.|Ot\.prp\.|No\.|Regulation(?:[ \u00a0]No)?|SGB)"
            r"[ \u00a0](?:nr\.?[ \u00a0])?\d+)",
            r"\b(?:nr\.?|artik\w+|article\w*|artyku\w+|straipsn\w+|pant[aāisu]\w*|art\.)[ \u00a0]\d+"
            r"(?:(?:\s*[–-]\s*|,\s*|\s+\w{1,3}\s+)\d+)*",
            r"(?-i:\b(?:Plug[ \u00a0]In|BY|Web)[ \u00a0]\d\.\d\b)",  # Plug In 2.0, CC BY 4.0
        )
    ),
    re.MULTILINE | re.IGNORECASE,
)
_PLANNED = re.compile(
    r"\b\d+(?:[.,]\d+)?(?:\s*[–-]\s*\d+(?:[.,]\d+)?)?[ \u00a0]?"
    r"(?:min|h\b|t\b|tim|hour|stund|st\b|tund|tunti|tunnin|val\b|val\.|valand|godz|dag|day|tag|päev|päiv|dien|dni|dzień|week|vecko|uge|woche|nädal|viik|savait|nedēļ|tyg"
    r"|month|månad|måned|monat|kuu|mėnes|mēnes|miesi|page|sid[ao]|side|seite|lehekülg|lk\b|sivu|pusl|lapp|stron)\w*",
    re.IGNORECASE,
)
"""Minutes, days and pages: what an agenda is made of, and no finding."""


def values_of(written: str) -> frozenset[Decimal]:
    """Gives what a number may say: 13 000, 13,000 and 13.000 are the same."""
    bare = re.sub(r"[ \u00a0\u202f'’]", "", written)
    found = set()
    parts = re.split(r"[.,]", bare)
    if len(parts) == 1:
        found.add(bare)
    if len(parts) > 1 and all(len(part) == 3 for part in parts[1:]) and len(parts[0]) <= 3:
        found.add("".join(parts))
    if len(parts) > 2 and all(len(part) == 3 for part in parts[1:-1]):
        found.add("".join(parts[:-1]) + "." + parts[-1])
    if len(parts) == 2:
        found.add(".".join(parts))
    return frozenset(Decimal(one) for one in found)


def scan_figures(text: str, *, planned: bool = False) -> list[Figure]:
    """Gives the figures of a piece of text in the order in which they are found.

    Args:
        text: Markdown of a paragraph, an item or a row.
        planned: Whether the text plans a meeting, whose minutes, days, pages and guests are no figures.
    """
    if not re.search(r"\d", text):
        return []
    bare = CITATION.sub(_blank, text)
    found = list(_scan(bare, planned=planned))
    seen = {value for figure in found for value in figure.values}
    hidden = _PLANNED.sub(_blank, bare) if planned else bare
    for written in figures(_OTHERS.sub(_blank, hidden)):
        number = re.match(_NUMBER, written)
        if number and not values_of(number[0]) & seen:
            found.append(Figure(written, values_of(number[0])))
    return found


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])


def _without_number(match: re.Match[str]) -> str:
    """Gives a count with its number blank: the noun behind "41 of" counts the next number too."""
    return " " * len(match["number"]) + match[0][len(match["number"]) :]


def _scan(text: str, *, planned: bool) -> Iterator[Figure]:
    def take(pattern: re.Pattern[str], text: str) -> tuple[list[re.Match[str]], str]:
        return list(pattern.finditer(text)), pattern.sub(_blank, text)

    # Links and tags first: a percent sign in an address is none.
    text = re.sub(r"\]\([^)]*\)|https?://\S+|<[^>\n]+>", _blank, text)
    percentages, text = take(_PERCENT, text)
    for match in percentages:
        first = match["first"]
        if first and not _YEAR.fullmatch(first):
            yield Figure(first, values_of(first))
        yield Figure(match[0].strip() if not first else match["last"], values_of(match["last"]))
    text = _OTHERS.sub(_blank, text)
    multiplied, text = take(_MULTIPLIED, text)
    for match in multiplied:
        by = 1000 if match["thousand"] else 1_000_000
        values = values_of(match["number"])
        if not (_YEAR.fullmatch(match["number"])):
            yield Figure(match[0].strip(), values | {value * by for value in values})
    if planned:
        text = _PLANNED.sub(_blank, text)
    for pattern in (_COUNT_OF, _COUNT):
        counts = list(pattern.finditer(text))
        for match in counts:
            if _YEAR.fullmatch(match["number"]):  # 2014 School to Work became a flagship
                continue
            if planned and max(values_of(match["number"])) < _MANY:
                continue
            yield Figure(match[0].strip(), values_of(match["number"]))
        text = pattern.sub(_without_number, text)
    old = re.findall(rf"{_START}1[5-8]\d\d{_END}", text)  # no years in these texts
    for number in old:
        yield Figure(number, values_of(number))
    for match in _ANY.finditer(without_other_numbers(text)):
        number = match["number"]
        if _YEAR.fullmatch(number) or number in old:
            continue
        values = values_of(number)
        if "," in number or "." in number or max(values) >= (_MANY if planned else _SMALL):
            yield Figure(number, values)
