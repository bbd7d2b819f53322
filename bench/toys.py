"""An event and a table that exist only to be measured."""

from typing import Annotated
from uuid import UUID

from sqlalchemy import Column, Integer, MetaData, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from libs.common.listening import Listeners, Meta
from libs.contracts.envelope import PRIVATE, Event

CREATE = "CREATE TABLE IF NOT EXISTS measured (id uuid PRIMARY KEY, text text NOT NULL, sequence int NOT NULL)"
measured = Table(
    "measured", MetaData(), Column("id", Uuid, primary_key=True), Column("text", Text), Column("sequence", Integer)
)


_NEW = insert(measured)
_KEEP = _NEW.on_conflict_do_update(
    index_elements=["id"],
    set_={"text": _NEW.excluded.text, "sequence": _NEW.excluded.sequence},
    where=_NEW.excluded.sequence > measured.c.sequence,
)


class Measured(Event, type="notifications.measured.happened.v1"):
    """Something happened, said in as many words as a recommendation has."""

    measured_id: UUID
    text: Annotated[str, PRIVATE]


class MeasuredInPublic(Event, type="notifications.measured.shown.v1"):
    """The same without a private rendition."""

    measured_id: UUID
    text: str


listeners = Listeners("notifications")


@listeners.on(MeasuredInPublic)
async def keep_measured(session: AsyncSession, event: MeasuredInPublic, meta: Meta) -> None:
    """Copies it if it is newer, as our copies do."""
    row = {"id": event.measured_id, "text": event.text, "sequence": event.sequence}
    await session.execute(_KEEP, row)
