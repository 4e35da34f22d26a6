"""What some countries' systems ask about a participant at entry and exit; never asked in Sweden.

Swedish projects take these values from registers (esf-reporting 3.3), so the record is optional and of its
own: one row a question, with the answer as one of the words that the country's profile lists. A question
without a row was not answered, which is something else than every answer (R8).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

from sqlalchemy import Column, ForeignKey, Integer, String, Table, select

from courseware.registry.store import Transaction, WriteTransaction
from courseware.registry.tables import metadata, person

__all__ = ["REFUSED", "Moment", "Situation", "list_situations", "put_situations", "situation"]

Moment = Literal["entry", "exit"]

REFUSED = "refused"
"""The answer of somebody who does not want to answer a sensitive question: the record stays valid (R9)."""

situation = Table(
    "situation",
    metadata,
    Column("project", String(64), primary_key=True),
    Column("person_id", Integer, ForeignKey("person.id"), primary_key=True),
    Column("moment", String(8), primary_key=True),
    Column("field", String(40), primary_key=True),
    Column("value", String(60), nullable=False),
    Column("noted_on", String(10), nullable=False),
)
"""One answer; `moment` is "entry" or "exit"."""

_COLUMNS = ("project", "person_id", "moment", "field", "value", "noted_on")


class Situation(NamedTuple):
    """One answer of one person."""

    person_id: int
    moment: Moment
    field: str
    value: str
    noted_on: str
    """ISO date."""

    @property
    def key(self) -> tuple[int, Moment, str]:
        """What is answered only once: person, moment and field."""
        return self.person_id, self.moment, self.field


def list_situations(tx: Transaction, project: str) -> list[Situation]:
    """Gives every answer of a project in order of person, entry before exit."""
    query = (
        select(*(situation.c[name] for name in _COLUMNS[1:]))
        .where(situation.c.project == project)
        .order_by(situation.c.person_id, situation.c.moment, situation.c.field)
    )
    return [Situation(*row) for row in tx.connection.execute(query)]


def put_situations(
    tx: WriteTransaction, project: str, new: Iterable[tuple[Situation, Situation | None]]
) -> None:
    """Stores answers, each with the one it replaces, and logs them.

    The log lives longer than a person's data, so it holds the answers only sealed with the person's key.
    """
    rows = []
    for item, before in new:
        if before is None:
            rows.append((project, *item))
        else:
            tx.connection.execute(
                situation.update()
                .where(
                    situation.c.project == project,
                    situation.c.person_id == item.person_id,
                    situation.c.moment == item.moment,
                    situation.c.field == item.field,
                )
                .values(value=item.value, noted_on=item.noted_on)
            )
        action = "situation.change" if before else "situation.add"
        tx.log(action, f"person:{item.person_id}", _logged(tx, project, before), _logged(tx, project, item))
    tx.insert(situation, _COLUMNS, rows)


def _logged(tx: WriteTransaction, project: str, item: Situation | None) -> dict[str, object] | None:
    if item is None:
        return None
    query = select(person.c.wrapped_key).where(person.c.id == item.person_id)
    wrapped = tx.connection.execute(query).scalar_one()
    key = None if wrapped is None else tx.keys.person_key(item.person_id, wrapped)
    sealed = None if key is None else key.encrypt("situation", item.value)
    what = {"project": project, "moment": item.moment, "field": item.field}
    return {**what, "value_enc": sealed, "noted_on": item.noted_on}
