"""Scheduling: a meeting is put, changed while scheduled, cancelled. Every change is told as MeetingScheduled."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from libs.access import Grants, Officer, Unit, officers_of, unit_or_not_found
from libs.common.clock import today
from libs.common.outbox import stage
from libs.contracts.meetings import MeetingRestated, MeetingScheduled
from libs.contracts.vocabulary import MeetingKind, MeetingState, Role, Tier
from services.meetings.errors import ChairIsClerk, NotABranch, NotOnRoster, OtherBranch, RegularExists
from services.meetings.loading import meeting_for
from services.meetings.models import Meeting
from services.meetings.permissions import PERMISSIONS
from services.meetings.rules import first_of_month, local_date, may_change
from services.meetings.views_roster import roll_on

_ONE_REGULAR = "meetings_one_regular_a_month"


@dataclass(frozen=True, slots=True)
class Plan:
    """What somebody wants a meeting to be; a chair or clerk left out is the branch's own, or stays."""

    branch_id: UUID
    kind: MeetingKind
    starts_at: datetime
    place: str
    chair_id: UUID | None
    clerk_id: UUID | None
    reason: str | None


async def put_meeting(session: AsyncSession, *, meeting_id: UUID, plan: Plan, by: Grants) -> Meeting:
    """Schedule a meeting, or change it while it is scheduled; the same plan again does nothing."""
    branch = await unit_or_not_found(session, plan.branch_id)
    PERMISSIONS.require(by, "schedule", branch)
    if await session.get(Meeting, meeting_id) is None and await _schedule(session, meeting_id, plan, branch, by):
        return await meeting_for(session, meeting_id, by=by, verb="schedule")
    meeting = await meeting_for(session, meeting_id, by=by, verb="schedule", for_update=True)
    if meeting.branch_id != plan.branch_id:
        raise OtherBranch
    await _change(session, meeting, plan)
    return meeting


async def call_off(session: AsyncSession, *, meeting_id: UUID, reason: str, by: Grants) -> Meeting:
    """It does not take place, with a reason; the first reason stands."""
    meeting = await meeting_for(session, meeting_id, by=by, verb="cancel", for_update=True)
    if meeting.state == MeetingState.CANCELLED:
        return meeting
    may_change(meeting.state)
    meeting.state, meeting.cancel_reason = MeetingState.CANCELLED, reason
    await tell_scheduled(session, meeting)
    return meeting


async def tell_scheduled(session: AsyncSession, meeting: Meeting) -> None:
    """The next version of the meeting, for everybody who keeps a copy."""
    meeting.sequence += 1
    await stage(session, MeetingScheduled(**facts(meeting)), unit_path=meeting.path)


def facts(meeting: Meeting) -> dict[str, Any]:
    """What every event of a meeting says."""
    return {
        "sequence": meeting.sequence,
        "meeting_id": meeting.id,
        "branch_id": meeting.branch_id,
        "kind": meeting.kind,
        "starts_at": meeting.starts_at,
        "state": meeting.state,
        "ended_at": meeting.ended_at,
    }


def restated(meeting: Meeting) -> MeetingRestated:
    """The meeting as it is, for copies that are rebuilt."""
    return MeetingRestated(**facts(meeting))


async def _schedule(session: AsyncSession, meeting_id: UUID, plan: Plan, branch: Unit, by: Grants) -> bool:
    day = local_date(plan.starts_at)
    if branch.tier != Tier.BRANCH or not branch.stands_on(max(day, branch.valid_from)):
        raise NotABranch
    chair_id, clerk_id = await _leads(session, plan, branch.id, day)
    row = insert(Meeting).values(_times_and_place(plan)).values(id=meeting_id, branch_id=branch.id, path=branch.path)
    row = row.values(chair_id=chair_id, clerk_id=clerk_id, scheduled_by=by.person_id)
    row = row.values(state=MeetingState.SCHEDULED, sequence=1)
    statement = row.on_conflict_do_nothing(index_elements=["id"]).returning(col(Meeting.id))
    try:
        async with session.begin_nested():
            mine = (await session.execute(statement)).first()
    except IntegrityError as error:
        raise _clash(error, day) from error
    if mine is None:
        return False
    meeting = await session.get_one(Meeting, meeting_id)
    await stage(session, MeetingScheduled(**facts(meeting)), unit_path=meeting.path)
    return True


async def _change(session: AsyncSession, meeting: Meeting, plan: Plan) -> None:
    wanted = _times_and_place(plan)
    wanted["chair_id"] = plan.chair_id or meeting.chair_id
    wanted["clerk_id"] = plan.clerk_id or meeting.clerk_id
    if all(getattr(meeting, name) == value for name, value in wanted.items()):
        return
    may_change(meeting.state)
    await _check_leads(session, plan, meeting.branch_id, wanted["held_on"])
    if wanted["chair_id"] is not None and wanted["chair_id"] == wanted["clerk_id"]:
        raise ChairIsClerk
    try:
        async with session.begin_nested():
            for name, value in wanted.items():
                setattr(meeting, name, value)
            await tell_scheduled(session, meeting)
    except IntegrityError as error:
        raise _clash(error, wanted["held_on"]) from error


def _times_and_place(plan: Plan) -> dict[str, Any]:
    day = local_date(plan.starts_at)
    return {
        "kind": plan.kind,
        "starts_at": plan.starts_at,
        "held_on": day,
        "month": first_of_month(day),
        "place": plan.place,
        "date_reason": plan.reason,
    }


def _clash(error: IntegrityError, day: date) -> Exception:
    return RegularExists(month=f"{day:%m/%Y}") if _ONE_REGULAR in str(error.orig) else error


async def _leads(session: AsyncSession, plan: Plan, branch_id: UUID, day: date) -> tuple[UUID | None, UUID | None]:
    """Chair and clerk: those named, else the secretary and the clerk of the branch."""
    await _check_leads(session, plan, branch_id, day)
    officers = await officers_of(session, branch_id, (Role.BSE, Role.CLK), max(day, today()))
    posts = {member.member_id: member.post for member in (await roll_on(session, branch_id, day)).values()}
    chair_id = plan.chair_id or _first(officers, Role.BSE, posts, unlike=plan.clerk_id)
    clerk_id = plan.clerk_id or _first(officers, Role.CLK, posts, unlike=chair_id)
    if chair_id is not None and chair_id == clerk_id:
        raise ChairIsClerk
    return chair_id, clerk_id


async def _check_leads(session: AsyncSession, plan: Plan, branch_id: UUID, day: date) -> None:
    named = {"chair_id": plan.chair_id, "clerk_id": plan.clerk_id}
    if not any(named.values()):
        return
    roll = await roll_on(session, branch_id, day)
    officers = {officer.person_id for officer in await officers_of(session, branch_id)}
    strangers = {path: who for path, who in named.items() if who and who not in roll and who not in officers}
    if strangers:
        raise NotOnRoster(who=", ".join(map(str, strangers.values())), paths=tuple(strangers))


def _first(
    officers: Sequence[Officer], role: Role, posts: dict[UUID, str | None], *, unlike: UUID | None
) -> UUID | None:
    able = [one.person_id for one in officers if one.role == role and one.person_id != unlike]
    return next((one for one in able if posts.get(one) == "secretary"), able[0] if able else None)
