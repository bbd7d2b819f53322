"""Events that can never be handled, kept with their reason, and delivered again when an operator asks for it."""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from libs.common.listening import Listener, Listeners, Undecodable, describe
from libs.common.refusals import NotYet, Refusal
from libs.common.tables import dead_letters, inbox

_REPLAYS: Final = 50


@dataclass(frozen=True)
class Letter:
    """One event that a listener could not handle, and why; the reason carries no personal data."""

    listener: str
    event_id: UUID
    stream: str
    stream_sequence: int
    subject: str
    body: bytes
    reason: str


async def bury(session: AsyncSession, letter: Letter) -> None:
    """Keeps the letter, and counts the event as seen by its listener."""
    seen = insert(inbox).values(listener=letter.listener, event_id=letter.event_id).on_conflict_do_nothing()
    await session.execute(seen)
    row = insert(dead_letters).values(
        listener=letter.listener,
        event_id=letter.event_id,
        stream=letter.stream,
        stream_sequence=letter.stream_sequence,
        subject=letter.subject,
        body=letter.body.decode("utf-8", "backslashreplace").replace("\x00", "\\x00"),
        reason=letter.reason,
    )
    await session.execute(row.on_conflict_do_nothing())


async def replay(session: AsyncSession, listeners: Listeners) -> int:
    """Delivers again the dead letters that an operator asked for; one that fails again stays open with its new reason.
    Gives how many were tried."""
    asked = (
        select(dead_letters)
        .where(dead_letters.c.replay_requested_at.is_not(None), dead_letters.c.resolved_at.is_(None))
        .order_by(dead_letters.c.id)
        .limit(_REPLAYS)
        .with_for_update(skip_locked=True)
    )
    letters = (await session.execute(asked)).mappings().all()
    by_name = {listener.name: listener for listener in listeners}
    for letter in letters:
        await _replay_one(session, dict(letter), by_name.get(letter["listener"]))
    return len(letters)


async def _replay_one(session: AsyncSession, letter: dict[str, Any], listener: Listener | None) -> None:
    outcome: dict[str, Any] = {"replay_requested_at": None}
    try:
        if listener is None:
            raise Undecodable("this listener no longer exists")
        event, meta = listener.read(letter["body"].encode())
        async with session.begin_nested():
            await session.execute(
                inbox.delete().where(inbox.c.listener == letter["listener"], inbox.c.event_id == letter["event_id"])
            )
            await listener.deliver(session, event, meta)
        outcome |= {"resolved_at": func.clock_timestamp(), "resolution": "replayed"}
    except (Undecodable, Refusal, NotYet) as error:
        outcome |= {"reason": f"again: {error}"}
    except Exception as error:  # whatever it was, it must not keep the other letters from being tried
        outcome |= {"reason": f"again: {describe(error)}"}
    await session.execute(update(dead_letters).where(dead_letters.c.id == letter["id"]).values(**outcome))
