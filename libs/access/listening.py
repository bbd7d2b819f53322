"""How a service fills its copy: `listen(listeners)` once, in its composition root."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from libs.access import keep
from libs.common.listening import Heard, Listeners, Meta
from libs.contracts.members import (
    AppointmentEnded,
    AppointmentMade,
    AppointmentRestated,
    MemberErased,
    SigningKeyPublished,
    UnitEnded,
    UnitFounded,
    UnitMoved,
    UnitRenamed,
    UnitRestated,
)


def listen(listeners: Listeners) -> None:
    """Register the listeners that keep units, appointments and keys, and that forget the erased."""
    listeners.on_many(UnitFounded, UnitRenamed, UnitMoved, UnitEnded, UnitRestated)(keep_unit)
    listeners.on_many(AppointmentMade, AppointmentEnded, AppointmentRestated)(keep_appointment)
    listeners.add(SigningKeyPublished, handler=keep_key)
    listeners.add(MemberErased, handler=forget_person)


async def keep_unit(session: AsyncSession, heard: Sequence[Heard]) -> None:
    """Rights follow the tree, so the tree is kept here."""
    await keep.keep_units(session, [event for event, _ in heard])


async def keep_appointment(session: AsyncSession, heard: Sequence[Heard]) -> None:
    """Whoever is appointed may act at once, and whose time has ended may not."""
    await keep.keep_appointments(session, [event for event, _ in heard])


async def keep_key(session: AsyncSession, event: SigningKeyPublished, meta: Meta) -> None:
    """Tokens are verified here, without asking members."""
    await keep.keep_key(session, event)


async def forget_person(session: AsyncSession, event: MemberErased, meta: Meta) -> None:
    """A name that is erased at its owner is erased in the copy."""
    await keep.forget_person(session, event.member_id)
