"""Protected identity: a flag, and nothing that names the person (esf-reporting 1.6, 4.2).

What the change log keeps of the time before is ciphertext under the person's own key; the log is chained,
so that nothing in it can be taken away.
"""

from __future__ import annotations

from sqlalchemy import select

from courseware.errors import CoursewareError
from courseware.registry.store import WriteTransaction
from courseware.registry.tables import person

__all__ = ["protect_person", "unprotect_person"]


def protect_person(tx: WriteTransaction, person_id: int) -> None:
    """Marks a person as protected, and forgets name and e-mail address.

    Raises:
        CoursewareError: The person is protected already.
    """
    if _is_protected(tx, person_id):
        raise CoursewareError(f"Participant {person_id} has protected identity already. Nothing was changed.")
    values = {"protected": True, "name_enc": None, "email_enc": None}
    tx.connection.execute(person.update().where(person.c.id == person_id).values(**values))
    # The values before are not logged once more: what is not written again cannot leak from there.
    tx.log("person.protect", f"person:{person_id}", {"protected": False}, values)


def unprotect_person(tx: WriteTransaction, person_id: int) -> None:
    """Takes the mark away; the name has to be given anew.

    Raises:
        CoursewareError: The person is not protected, or is known by a placeholder only.
    """
    if not _is_protected(tx, person_id):
        raise CoursewareError(f"Participant {person_id} has no protected identity. Nothing was changed.")
    wrapped, sealed = tx.connection.execute(
        select(person.c.wrapped_key, person.c.number_enc).where(person.c.id == person_id)
    ).one()
    if not tx.keys.person_key(person_id, wrapped).decrypt("number", sealed).isdigit():
        raise CoursewareError(
            f"Participant {person_id} is known by a placeholder only. Give the number first: "
            f"courseware participants renumber {person_id} --wrong"
        )
    tx.connection.execute(person.update().where(person.c.id == person_id).values(protected=False))
    tx.log("person.unprotect", f"person:{person_id}", {"protected": True}, {"protected": False})


def _is_protected(tx: WriteTransaction, person_id: int) -> bool:
    return bool(
        tx.connection.execute(select(person.c.protected).where(person.c.id == person_id)).scalar_one()
    )
