"""Logging what was said. A petition has the id of the recommendation it comes from, and exists from this moment on.

Many at once are one round trip each for loading, inserting and staging: the hour when every branch ends its meeting.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from libs.access import Grants
from libs.common.clock import now
from libs.common.outbox import stage_many
from libs.common.refusals import NotFound, Refusal
from libs.contracts.meetings import (
    RecommendationEvent,
    RecommendationLogged,
    RecommendationRestated,
    RecommendationReworded,
)
from libs.contracts.petitions import PetitionEvent
from libs.contracts.vocabulary import Category, Competence, PetitionState, RaisedBy
from services.meetings.errors import MemberNeeded, NotOnRoster, OtherMeeting, TextNotKept
from services.meetings.loading import Branch, meetings_for
from services.meetings.models import Base, EarlierWording, Meeting, Recommendation
from services.meetings.permissions import PERMISSIONS
from services.meetings.rules import may_log
from services.meetings.views_roster import Roll, on_roll

_TABLE = Base.metadata.tables["recommendations"]
_NEW = insert(_TABLE).on_conflict_do_nothing(index_elements=["id"]).returning(_TABLE.c.id)
_TAKEN = text("""
    WITH said AS (
        SELECT id, min(moment) AS moment
        FROM unnest(CAST(:ids AS uuid[]), CAST(:moments AS timestamptz[])) AS said(id, moment) GROUP BY id
    ), mine AS (
        SELECT id, moment FROM recommendations JOIN said USING (id)
        WHERE taken_at IS NULL OR taken_at > moment ORDER BY id FOR NO KEY UPDATE OF recommendations
    )
    UPDATE recommendations SET taken_at = mine.moment FROM mine WHERE recommendations.id = mine.id
""")
_WORDING = ("text", "category", "competence", "urgent", "raised_by", "raised_by_id")


@dataclass(frozen=True, slots=True)
class Spoken:
    """A recommendation as somebody logged it, at their time."""

    id: UUID
    meeting_id: UUID
    text: str
    category: Category
    competence: Competence
    urgent: bool
    raised_by: RaisedBy
    raised_by_id: UUID | None
    logged_at: datetime

    def wording(self) -> dict[str, Any]:
        """What may be reworded."""
        return {name: getattr(self, name) for name in _WORDING}


@dataclass(frozen=True, slots=True)
class _Room:
    """What deciding needs of the meetings that are spoken of: loaded once for all of them."""

    meetings: Mapping[UUID, tuple[Meeting, Branch]]
    rolls: Mapping[UUID, Roll]
    noted: frozenset[tuple[UUID, UUID | None]]

    def name(self, meeting_id: UUID, member_id: UUID | None) -> str | None:
        member = self.rolls.get(meeting_id, {}).get(member_id) if member_id else None
        return member.name if member else None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one: refused, new, or known before. `raised_by_name` is of the roll of that day."""

    refusal: Refusal | None
    new: bool
    raised_by_name: str | None


async def log_recommendation(session: AsyncSession, *, spoken: Spoken, by: Grants) -> Outcome:
    """Log one, or reword it; the same again does nothing."""
    (outcome,) = await log_recommendations(session, spoken=[spoken], by=by)
    if outcome.refusal is not None:
        raise outcome.refusal
    return outcome


async def log_recommendations(session: AsyncSession, *, spoken: Sequence[Spoken], by: Grants) -> list[Outcome]:
    """Log many, all with different ids; one that is refused touches none of the others."""
    room = await _enter(session, spoken)
    refusals = {one.id: _refusal(one, room, by) for one in spoken}
    allowed = [one for one in spoken if refusals[one.id] is None]
    inserted = await _insert(session, allowed, room, by) if allowed else set()
    heard = [one for one in allowed if one.id not in inserted]
    refusals.update(await _reword(session, heard, room) if heard else {})
    return [
        Outcome(refusals[one.id], one.id in inserted, room.name(one.meeting_id, one.raised_by_id)) for one in spoken
    ]


async def _enter(session: AsyncSession, spoken: Sequence[Spoken]) -> _Room:
    meetings = await meetings_for(session, {one.meeting_id for one in spoken})
    named: dict[UUID, set[UUID]] = {}
    for one in spoken:
        if one.raised_by_id is not None and one.meeting_id in meetings:
            named.setdefault(one.meeting_id, set()).add(one.raised_by_id)
    rolls = {
        meeting_id: await on_roll(session, meetings[meeting_id][0].branch_id, meetings[meeting_id][0].held_on, who)
        for meeting_id, who in named.items()
    }
    strangers = [one.id for one in spoken if one.raised_by_id not in rolls.get(one.meeting_id, {})]
    return _Room(meetings, rolls, await _noted(session, strangers) if strangers and named else frozenset())


async def _noted(session: AsyncSession, ids: Sequence[UUID]) -> frozenset[tuple[UUID, UUID | None]]:
    """Who is noted for a recommendation already may have left the roll since."""
    statement = select(col(Recommendation.id), col(Recommendation.raised_by_id)).where(col(Recommendation.id).in_(ids))
    return frozenset((row.id, row.raised_by_id) for row in await session.execute(statement))


def _refusal(one: Spoken, room: _Room, by: Grants) -> Refusal | None:
    try:
        if one.meeting_id not in room.meetings:
            raise NotFound
        meeting, branch = room.meetings[one.meeting_id]
        PERMISSIONS.require(by, "log", branch)
        may_log(meeting.state)
        _check_raised_by(one, room)
    except Refusal as refusal:
        return refusal
    return None


def _check_raised_by(one: Spoken, room: _Room) -> None:
    if one.raised_by == RaisedBy.MEMBER and one.raised_by_id is None:
        raise MemberNeeded
    if one.raised_by_id is None or (one.id, one.raised_by_id) in room.noted:
        return
    if one.raised_by_id not in room.rolls[one.meeting_id]:
        raise NotOnRoster(who=str(one.raised_by_id), paths=("raised_by.member_id",))


async def _insert(session: AsyncSession, spoken: Sequence[Spoken], room: _Room, by: Grants) -> set[UUID]:
    arrived = now()
    rows = [
        {
            **one.wording(),
            "id": one.id,
            "meeting_id": one.meeting_id,
            "branch_id": room.meetings[one.meeting_id][1].id,
            "logged_at": one.logged_at,
            "logged_by": by.person_id,
            "worded_at": arrived,
            "sequence": 1,
        }
        for one in sorted(spoken, key=lambda said: said.id)
    ]
    inserted = {row.id for row in await session.execute(_NEW, rows)}
    await stage_many(session, (_event(RecommendationLogged, row, room) for row in rows if row["id"] in inserted))
    return inserted


async def _reword(session: AsyncSession, spoken: Sequence[Spoken], room: _Room) -> dict[UUID, Refusal]:
    """Apply what differs from the latest wording; what belongs to another meeting, or must not lie here, is refused."""
    said = {one.id: one for one in spoken}
    statement = select(Recommendation).where(col(Recommendation.id).in_(said)).order_by(col(Recommendation.id))
    locked = statement.with_for_update().execution_options(populate_existing=True)
    found = (await session.scalars(locked)).all()
    strange: dict[UUID, Refusal] = {row.id: TextNotKept() for row in found if not row.text}
    strange |= {row.id: OtherMeeting() for row in found if row.meeting_id != said[row.id].meeting_id}
    changed = [row for row in found if row.id not in strange and _differs(row, said[row.id])]
    for row in changed:
        session.add(_earlier(row))
        row.sqlmodel_update({**said[row.id].wording(), "worded_at": now(), "sequence": row.sequence + 1})
    if changed:
        events = [_event(RecommendationReworded, _columns(row), room) for row in changed]
        await stage_many(session, events)
    return strange


def _differs(row: Recommendation, one: Spoken) -> bool:
    """Once it has been taken up, only new text is added; before, all of it may change."""
    if row.taken_at is not None:
        return row.text != one.text
    return any(getattr(row, name) != value for name, value in one.wording().items())


def _earlier(row: Recommendation) -> EarlierWording:
    return EarlierWording(
        recommendation_id=row.id,
        sequence=row.sequence,
        text=row.text,
        category=row.category,
        competence=row.competence,
        urgent=row.urgent,
        worded_at=row.worded_at,
    )


def _columns(row: Recommendation) -> dict[str, Any]:
    return {name: getattr(row, name) for name in Recommendation.model_fields}


def _event(kind: type[RecommendationEvent], row: Mapping[str, Any], room: _Room) -> tuple[RecommendationEvent, str]:
    meeting, _ = room.meetings[row["meeting_id"]]
    return recommendation_event(kind, row, meeting, room.name(meeting.id, row["raised_by_id"])), meeting.path


def recommendation_event(
    kind: type[RecommendationEvent], row: Mapping[str, Any], meeting: Meeting, raised_by_name: str | None
) -> RecommendationEvent:
    """The whole of a recommendation."""
    return kind(
        sequence=row["sequence"],
        recommendation_id=row["id"],
        meeting_id=meeting.id,
        branch_id=meeting.branch_id,
        starts_at=meeting.starts_at,
        logged_at=row["logged_at"],
        logged_by_id=row["logged_by"],
        raised_by_name=raised_by_name,
        **{name: row[name] for name in _WORDING},
    )


def restated(rows: Iterable[tuple[Recommendation, Meeting, str | None]]) -> Iterable[tuple[RecommendationEvent, str]]:
    """Recommendations as they are, for copies that are rebuilt."""
    for row, meeting, name in rows:
        yield recommendation_event(RecommendationRestated, _columns(row), meeting, name), meeting.path


async def note_taken(session: AsyncSession, events: Iterable[PetitionEvent]) -> None:
    """These petitions are no longer merely recorded: from the earliest such moment on, new text only stands beside."""
    taken = [(event.petition_id, event.occurred_at) for event in events if event.state != PetitionState.RECORDED]
    if taken:
        ids, moments = zip(*taken, strict=True)
        await session.execute(_TAKEN, {"ids": list(ids), "moments": list(moments)})
