"""A workshop's source holds more than an agenda: what is shown, handed out, laid ready and answered."""

from __future__ import annotations

from courseware.content.front_matter import Front
from courseware.content.workshop import parse_workshop

BODY = """Inledning.

:::{room}
- Bord om fem.
:::

:::{activity minutes=20 core=true short=12 meeting=10}
### Sortera {#sort}

Gör så här.

:::{handout title="Korten"}
| Kort |
|---|
| A |
:::

:::{slide title="Tre frågor"}
- Vem?
:::

:::{needs}
kort, en uppsättning per bord
:::

:::{answers}
A hör hemma hos rektor.
:::

:::{facilitator}
**Säg:** börja.
:::
:::

:::{activity minutes=15 core=true}
### Paus {#break-1}

Lämna rummet.

:::{facilitator}
**Om tiden tar slut:** tio minuter.
:::
:::
"""


def test_each_reader_gets_their_part() -> None:
    workshop, problems = parse_workshop(Front(), BODY, "workshop.md", "sv")
    assert problems == []
    sort, pause = workshop.activities
    assert (sort.minutes, sort.short, sort.meeting, sort.is_break) == (20, 12, 10, False)
    assert "Gör så här." in sort.text
    assert "| A |" in sort.text
    assert [(slide.title, slide.text) for slide in sort.slides] == [("Tre frågor", "- Vem?")]
    assert [handout.title for handout in sort.handouts] == ["Korten"]
    assert sort.needs == "kort, en uppsättning per bord"
    assert sort.answers == "A hör hemma hos rektor."
    for hidden in ("Vem?", "uppsättning", "hos rektor", "Säg:"):
        assert hidden not in sort.text
    assert pause.is_break
    assert workshop.room == "- Bord om fem."
    assert "Bord om fem" not in workshop.intro


def test_an_activity_about_break_even_is_no_break() -> None:
    workshop, problems = parse_workshop(Front(), BODY.replace("#sort", "#break-even"), "workshop.md", "sv")
    assert problems == []
    assert [activity.is_break for activity in workshop.activities] == [False, True]
