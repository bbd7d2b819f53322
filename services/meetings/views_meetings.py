"""Meetings as they are read: one, or those of the branches somebody may see, the latest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import ColumnElement, DateTime, Select, cast, exists, false, func, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlmodel import col

from libs.access import BELOW, Grants, access_units
from libs.common.paging import Page, Position
from libs.contracts.vocabulary import MeetingKind, MeetingState
from services.meetings.loading import limits_on
from services.meetings.models import Meeting, Recommendation
from services.meetings.permissions import PERMISSIONS
from services.meetings.rules import THEMATIC, date_warnings, duration_warnings, thematic_warnings
from services.meetings.views_roster import names_of_people


class MeetingOut(BaseModel):
    """A meeting. `base` and `present` are settled when it ends; before, the roll calls say them."""

    id: UUID
    branch_id: UUID
    branch_name: str
    branch_code: str
    kind: MeetingKind
    starts_at: datetime
    place: str
    state: MeetingState
    chair_id: UUID | None
    chair_name: str | None
    clerk_id: UUID | None
    clerk_name: str | None
    reason: str | None
    cancel_reason: str | None
    started_at: datetime | None
    ended_at: datetime | None
    duration_minutes: int | None
    warnings: list[str]
    base: int | None
    present: int | None
    recommendations: int
    sequence: int


_AS_STORED = tuple(name for name in MeetingOut.model_fields if name in Meeting.model_fields)


@dataclass(frozen=True, slots=True)
class Span:
    """From a moment (included) to another (not included); either may be open."""

    since: datetime | None
    until: datetime | None

    def wanted(self) -> list[ColumnElement[bool]]:
        """The conditions it puts on a meeting."""
        begins = [] if self.since is None else [col(Meeting.starts_at) >= self.since]
        ends = [] if self.until is None else [col(Meeting.starts_at) < self.until]
        return [*begins, *ends]


async def meeting_out(session: AsyncSession, meeting_id: UUID) -> MeetingOut:
    """One meeting."""
    await session.flush()
    rows = (await session.execute(_meetings().where(col(Meeting.id) == meeting_id))).all()
    return (await _outs(session, rows))[0]


async def meetings_page(
    session: AsyncSession,
    *,
    grants: Grants,
    position: Position,
    branch_id: UUID | None,
    state: MeetingState | None,
    span: Span,
) -> Page[MeetingOut]:
    """The meetings of all branches whose meetings `grants` may read, or of one of them."""
    wanted = [_readable(grants)]
    if branch_id is not None:
        wanted.append(col(Meeting.branch_id) == branch_id)
    if state is not None:
        wanted.append(col(Meeting.state) == state)
    wanted += span.wanted()
    if after := position.key(datetime, UUID):
        wanted.append(tuple_(col(Meeting.starts_at), col(Meeting.id)) < tuple_(*after))
    latest = (col(Meeting.starts_at).desc(), col(Meeting.id).desc())
    rows = (await session.execute(_meetings().where(*wanted).order_by(*latest).limit(position.limit + 1))).all()
    page, cursor = position.cut(rows, lambda row: (row[0].starts_at, row[0].id))
    return Page(items=await _outs(session, page), next_cursor=cursor)


def _readable(grants: Grants) -> ColumnElement[bool]:
    reach = {rule.role: rule.reach for rule in PERMISSIONS.verbs["read"]}
    held = [grant for grant in grants.items if grant.role in reach]
    own = [grant.unit_id for grant in held if reach[grant.role] is not BELOW]
    roots = [grant.path for grant in held if reach[grant.role] is BELOW]
    below = [access_units.c.path.startswith(f"{root}.", autoescape=True) for root in roots]
    return or_(false(), col(Meeting.branch_id).in_(own), *below)


def _meetings() -> Select[Any]:
    said = select(func.count()).select_from(Recommendation).where(col(Recommendation.meeting_id) == col(Meeting.id))
    return select(
        Meeting, access_units.c.name, access_units.c.code, said.scalar_subquery(), _thematic_in_quarter()
    ).join(access_units, access_units.c.id == col(Meeting.branch_id))


def _thematic_in_quarter() -> ColumnElement[bool]:
    other = aliased(Meeting)
    return (
        exists()
        .where(col(other.branch_id) == col(Meeting.branch_id), col(other.kind).in_(THEMATIC))
        .where(col(other.state) != MeetingState.CANCELLED)
        .where(_quarter(col(other.month)) == _quarter(col(Meeting.month)))
    )


def _quarter(month: Any) -> ColumnElement[datetime]:
    return func.date_trunc("quarter", cast(month, DateTime))


async def _outs(session: AsyncSession, rows: Sequence[Any]) -> list[MeetingOut]:
    people = {person for row in rows for person in (row[0].chair_id, row[0].clerk_id) if person}
    names = await names_of_people(session, people)
    return [
        MeetingOut(
            **{name: getattr(meeting, name) for name in _AS_STORED},
            branch_name=name,
            branch_code=code,
            chair_name=names.get(meeting.chair_id),
            clerk_name=names.get(meeting.clerk_id),
            reason=meeting.date_reason,
            warnings=await _warnings(session, meeting, thematic),
            recommendations=said,
        )
        for meeting, name, code, said, thematic in rows
    ]


async def _warnings(session: AsyncSession, meeting: Meeting, thematic: bool) -> list[str]:
    limits = await limits_on(session, meeting.held_on)
    kind = MeetingKind(meeting.kind)
    return [
        *date_warnings(kind, meeting.held_on, meeting.date_reason, limits),
        *thematic_warnings(kind, meeting.held_on, thematic_in_quarter=thematic),
        *duration_warnings(kind, meeting.duration_minutes, limits),
    ]
