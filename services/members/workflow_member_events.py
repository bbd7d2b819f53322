"""Telling of members: every event carries the whole state, read back from the tables in a few queries for many."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from libs.common.clock import today
from libs.common.outbox import stage_many
from libs.contracts import members as contracts
from libs.contracts.members import MemberCorrected, MemberEvent
from libs.contracts.vocabulary import Participation
from services.members import rules
from services.members.models import Appointment, Member, ParticipationPeriod, Person, Post, Spell, Unit, values_of

MemberEventT = TypeVar("MemberEventT", bound=MemberEvent)
RowT = TypeVar("RowT", Spell, ParticipationPeriod)

BATCH = 500
_POST_ORDER = list(Post)
_SPELL = tuple(contracts.Spell.model_fields)
_PERIOD = tuple(contracts.ParticipationPeriod.model_fields)


async def announce_corrected(session: AsyncSession, member_ids: Sequence[UUID]) -> None:
    """Stage the new state of members whose roll, periods or post changed."""
    for batch in _batches(member_ids):
        raised = update(Member).where(col(Member.person_id).in_(batch)).values(sequence=col(Member.sequence) + 1)
        await session.execute(raised.execution_options(synchronize_session=False))
        await announce(session, MemberCorrected, batch)


async def announce(session: AsyncSession, event_class: type[MemberEventT], member_ids: Sequence[UUID]) -> None:
    """Stage one event of this class for each member, as they stand in the tables now."""
    await session.flush()
    for batch in _batches(member_ids):
        await stage_many(session, await _events(session, event_class, batch))


def _batches(ids: Sequence[UUID]) -> Iterable[Sequence[UUID]]:
    return (ids[start : start + BATCH] for start in range(0, len(ids), BATCH))


async def _events(
    session: AsyncSession, event_class: type[MemberEventT], ids: Sequence[UUID]
) -> list[tuple[MemberEventT, str]]:
    spells = await _by_member(session, Spell, ids)
    periods = await _by_member(session, ParticipationPeriod, ids)
    posts = await posts_of(session, ids)
    people = await session.execute(
        select(col(Person.id), col(Person.name), col(Person.sort_key), col(Member.birth_year), col(Member.sequence))
        .join(Member, col(Member.person_id) == Person.id)
        .where(col(Person.id).in_(ids))
    )
    states = {row.id: _state(row, spells[row.id], periods[row.id], posts) for row in people if spells[row.id]}
    paths = await _paths(session, {state["unit_id"] for state in states.values()})
    return [(event_class(**states[one]), paths[states[one]["unit_id"]]) for one in ids if one in states]


def _state(row: Any, spells: list[Spell], periods: list[ParticipationPeriod], posts: dict[Any, Post]) -> dict[str, Any]:
    day = today()
    spell = rules.current(spells, day)
    way = next((period.participation for period in periods if rules.holds(period, day)), Participation.ACTIVE)
    return {
        "member_id": row.id,
        "name": row.name,
        "sort_key": row.sort_key,
        "birth_year": row.birth_year,
        "sequence": row.sequence,
        "unit_id": spell.unit_id,
        "membership": spell.membership,
        "participation": way,
        "post": posts.get((row.id, spell.unit_id)),
        "spells": [contracts.Spell(**values_of(one, _SPELL)) for one in spells],
        "periods": [contracts.ParticipationPeriod(**values_of(one, _PERIOD)) for one in periods],
    }


async def _by_member(session: AsyncSession, table: type[RowT], ids: Sequence[UUID]) -> dict[UUID, list[RowT]]:
    mine = select(table).where(col(table.member_id).in_(ids)).order_by(col(table.valid_from))
    grouped: dict[UUID, list[RowT]] = defaultdict(list)
    for row in await session.scalars(mine.execution_options(populate_existing=True)):
        grouped[row.member_id].append(row)
    return grouped


async def posts_of(session: AsyncSession, ids: Sequence[UUID]) -> dict[tuple[UUID, UUID], Post]:
    """The post held today by each of these people in each unit; of several the first of the list of posts."""
    day = today()
    held = select(Appointment).where(col(Appointment.person_id).in_(ids), col(Appointment.post).is_not(None))
    posts: dict[tuple[UUID, UUID], Post] = {}
    for one in await session.scalars(held):
        key, post = (one.person_id, one.unit_id), Post(str(one.post))
        if rules.holds(one, day):
            posts[key] = min(post, posts.get(key, post), key=_POST_ORDER.index)
    return posts


async def _paths(session: AsyncSession, unit_ids: Iterable[UUID]) -> dict[UUID, str]:
    rows = await session.execute(select(col(Unit.id), col(Unit.path)).where(col(Unit.id).in_(unit_ids)))
    return {row.id: row.path for row in rows}
