"""Recommendations as they are read: the first text, and what was added once somebody had taken it up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from libs.access import Grants
from libs.common.refusals import Forbidden, NotFound
from libs.contracts.vocabulary import Category, Competence, RaisedBy
from services.meetings.loading import meeting_for
from services.meetings.models import EarlierWording, Meeting, Recommendation
from services.meetings.views_roster import names_of
from services.meetings.workflow_recommendations import Spoken


class RaisedByOut(BaseModel):
    """Who it comes from."""

    kind: RaisedBy
    member_id: UUID | None
    name: str | None


class AddedText(BaseModel):
    """Text that was added beside the first."""

    text: str
    at: datetime


class RecommendationOut(BaseModel):
    """A recommendation. What becomes of it is the petition with the same id; its text is empty where that was sent to
    another channel and nothing of it is kept."""

    id: UUID
    meeting_id: UUID
    text: str
    category: Category
    competence: Competence
    urgent: bool
    raised_by: RaisedByOut
    logged_at: datetime
    added_texts: list[AddedText]


class RecommendationsOut(BaseModel):
    """Those of one meeting, in the order in which they were logged."""

    items: list[RecommendationOut]


@dataclass(frozen=True, slots=True)
class Wording:
    """How a recommendation read from a moment on."""

    text: str
    category: Category
    competence: Competence
    urgent: bool
    worded_at: datetime


def split(wordings: Sequence[Wording], taken_at: datetime | None) -> tuple[Wording, list[AddedText]]:
    """The wording that was taken up, and later texts beside it. Before it is taken up, the latest is the first."""
    in_time = [one for one in wordings if taken_at is None or one.worded_at <= taken_at]
    first = in_time[-1] if in_time else wordings[0]
    later = wordings[wordings.index(first) + 1 :]
    known, added = {first.text}, []
    for one in later:
        if one.text not in known:
            known.add(one.text)
            added.append(AddedText(text=one.text, at=one.worded_at))
    return first, added


async def recommendation_for(session: AsyncSession, recommendation_id: UUID, *, by: Grants) -> RecommendationOut:
    """One recommendation; whoever raised it may read it too."""
    row = await _row(session, recommendation_id)
    if row.raised_by != RaisedBy.MEMBER or row.raised_by_id != by.person_id:
        await _require(session, row, by)
    return (await _outs(session, [row]))[0]


def just_logged(spoken: Spoken, raised_by_name: str | None) -> RecommendationOut:
    """One that did not exist before, without asking the database for it."""
    return RecommendationOut(
        id=spoken.id,
        meeting_id=spoken.meeting_id,
        text=spoken.text,
        category=spoken.category,
        competence=spoken.competence,
        urgent=spoken.urgent,
        raised_by=RaisedByOut(kind=spoken.raised_by, member_id=spoken.raised_by_id, name=raised_by_name),
        logged_at=spoken.logged_at,
        added_texts=[],
    )


async def recommendation_out(session: AsyncSession, recommendation_id: UUID) -> RecommendationOut:
    """One recommendation, for whoever has just logged it."""
    return (await _outs(session, [await _row(session, recommendation_id)]))[0]


async def _row(session: AsyncSession, recommendation_id: UUID) -> Recommendation:
    row = await session.get(Recommendation, recommendation_id)
    if row is None:
        raise NotFound
    return row


async def _require(session: AsyncSession, row: Recommendation, by: Grants) -> None:
    try:
        await meeting_for(session, row.meeting_id, by=by, verb="read_recommendations")
    except Forbidden as error:
        raise NotFound from error


async def recommendations_of(session: AsyncSession, meeting: Meeting) -> RecommendationsOut:
    """All that was raised at a meeting."""
    statement = select(Recommendation).where(col(Recommendation.meeting_id) == meeting.id)
    in_order = statement.order_by(col(Recommendation.logged_at), col(Recommendation.id))
    return RecommendationsOut(items=await _outs(session, (await session.scalars(in_order)).all()))


async def _outs(session: AsyncSession, rows: Sequence[Recommendation]) -> list[RecommendationOut]:
    names = await names_of(session, {row.raised_by_id for row in rows if row.raised_by_id})
    earlier = await _earlier(session, [row.id for row in rows if row.sequence > 1])
    return [_out(row, earlier.get(row.id, []), names) for row in rows]


async def _earlier(session: AsyncSession, ids: Sequence[UUID]) -> dict[UUID, list[Wording]]:
    if not ids:
        return {}
    statement = select(EarlierWording).where(col(EarlierWording.recommendation_id).in_(ids))
    found: dict[UUID, list[Wording]] = {}
    for row in await session.scalars(statement.order_by(col(EarlierWording.sequence))):
        found.setdefault(row.recommendation_id, []).append(_wording(row))
    return found


def _out(row: Recommendation, earlier: list[Wording], names: dict[UUID, str]) -> RecommendationOut:
    first, added = split([*earlier, _wording(row)], row.taken_at)
    name = names.get(row.raised_by_id) if row.raised_by_id else None
    return RecommendationOut(
        id=row.id,
        meeting_id=row.meeting_id,
        text=first.text,
        category=first.category,
        competence=first.competence,
        urgent=first.urgent,
        raised_by=RaisedByOut(kind=row.raised_by, member_id=row.raised_by_id, name=name),
        logged_at=row.logged_at,
        added_texts=added,
    )


def _wording(row: Any) -> Wording:
    return Wording(row.text, row.category, row.competence, row.urgent, row.worded_at)
