"""Keeping the copy of the roster: a member as the newest event says, and nothing of one who is erased."""

from collections.abc import Iterable
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.dialects.postgresql import Insert, insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from libs.contracts.members import MemberErased, MemberEvent
from services.meetings.models import RollCallMark
from services.meetings.models_copies import RosterMember


async def keep_members(session: AsyncSession, events: Iterable[MemberEvent]) -> None:
    """Copy members as their events say; an older event changes nothing, nor does any after an erasure."""
    if rows := [_row(event) for event in events]:
        await session.execute(_newer(), rows)


def _row(event: MemberEvent) -> dict[str, Any]:
    return {
        "member_id": event.member_id,
        "name": event.name,
        "sort_key": event.sort_key,
        "birth_year": event.birth_year,
        "post": event.post,
        "unit_ids": sorted({spell.unit_id for spell in event.spells}),
        "spells": [spell.model_dump(mode="json") for spell in event.spells],
        "periods": [period.model_dump(mode="json") for period in event.periods],
        "erased": False,
        "sequence": event.sequence,
    }


@cache
def _newer() -> Insert:
    roster = RosterMember.metadata.tables[str(RosterMember.__tablename__)]
    row = insert(roster)
    newer = (row.excluded.sequence > roster.c.sequence) & ~roster.c.erased
    fields = {column.name: row.excluded[column.name] for column in roster.c if column.name != "member_id"}
    return row.on_conflict_do_update(index_elements=["member_id"], set_=fields, where=newer)


async def erase_member(session: AsyncSession, event: MemberErased) -> None:
    """Blank the copy for good and drop what was noted about the person; figures of past meetings stand."""
    blank: dict[str, Any] = {
        "name": "",
        "sort_key": "",
        "birth_year": None,
        "post": None,
        "unit_ids": [],
        "spells": [],
        "periods": [],
    }
    row = insert(RosterMember).values(member_id=event.member_id, **blank, erased=True, sequence=event.sequence)
    await session.execute(row.on_conflict_do_update(index_elements=["member_id"], set_={**blank, "erased": True}))
    await _forget_reasons(session, event.member_id)


async def _forget_reasons(session: AsyncSession, member_id: UUID) -> None:
    marks = update(RollCallMark).where(col(RollCallMark.member_id) == member_id, col(RollCallMark.reason).is_not(None))
    await session.execute(marks.values(reason=None))
