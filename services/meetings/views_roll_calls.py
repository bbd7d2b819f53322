"""The roster of a meeting with its marks, and one roll call in numbers. Both come whole, never in pages."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from libs.contracts.vocabulary import Mark, Membership, Participation, RollCall
from services.meetings.models import Meeting, RollCallMark
from services.meetings.rules_attendance import count
from services.meetings.views_roster import OnRoll, places, roll_on


class MarkOut(BaseModel):
    """What one roll call says of a member."""

    mark: Mark
    reason: str | None
    at: datetime


class RosterLine(BaseModel):
    """A member on the roll on the day of the meeting."""

    member_id: UUID
    name: str
    sort_key: str
    birth_year: int | None
    post: str | None
    membership: Membership
    participation: Participation
    in_base: bool
    start: MarkOut | None
    end: MarkOut | None


class RosterOut(BaseModel):
    """By Vietnamese given name."""

    items: list[RosterLine]


class MemberMark(MarkOut):
    """A mark and whose it is."""

    member_id: UUID


class RollCallOut(BaseModel):
    """One roll call. All figures but `exempt` and `away` are of the base; `away` is who is out of it otherwise."""

    base: int
    present: int
    excused: int
    unexcused: int
    unmarked: int
    exempt: int
    away: int
    marks: list[MemberMark]


async def marks_of(session: AsyncSession, meeting_id: UUID) -> dict[RollCall, dict[UUID, RollCallMark]]:
    """Both roll calls of a meeting, by member."""
    found = await session.scalars(select(RollCallMark).where(col(RollCallMark.meeting_id) == meeting_id))
    marks: dict[RollCall, dict[UUID, RollCallMark]] = {RollCall.START: {}, RollCall.END: {}}
    for mark in found:
        marks[RollCall(mark.roll_call)][mark.member_id] = mark
    return marks


async def roster_of(session: AsyncSession, meeting: Meeting) -> RosterOut:
    """Who is called, and what was said of them."""
    roll = await roll_on(session, meeting.branch_id, meeting.held_on)
    marks = await marks_of(session, meeting.id)
    start, end = marks[RollCall.START], marks[RollCall.END]
    return RosterOut(items=[_line(one, start.get(one.member_id), end.get(one.member_id)) for one in roll.values()])


async def roll_call_of(session: AsyncSession, meeting: Meeting, roll_call: RollCall) -> RollCallOut:
    """One roll call, counted over the roll of the day."""
    roll = await roll_on(session, meeting.branch_id, meeting.held_on)
    marks = (await marks_of(session, meeting.id))[roll_call]
    counts = count(places(roll), {member_id: Mark(one.mark) for member_id, one in marks.items()})
    listed = [MemberMark(member_id=one, **_mark_fields(marks[one])) for one in roll if one in marks]
    return RollCallOut(**counts.to_dict(), marks=listed)


def _line(member: OnRoll, start: RollCallMark | None, end: RollCallMark | None) -> RosterLine:
    return RosterLine(
        member_id=member.member_id,
        name=member.name,
        sort_key=member.sort_key,
        birth_year=member.birth_year,
        post=member.post,
        membership=member.place.membership,
        participation=member.place.participation,
        in_base=member.place.in_base,
        start=MarkOut(**_mark_fields(start)) if start else None,
        end=MarkOut(**_mark_fields(end)) if end else None,
    )


def _mark_fields(mark: RollCallMark) -> dict[str, object]:
    return {"mark": mark.mark, "reason": mark.reason, "at": mark.at}
