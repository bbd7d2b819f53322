"""Finding a meeting for somebody: the row, where its branch stands in the tree, the rules of its day."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import Uuid, any_, bindparam, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from libs.access import Grants, access_units
from libs.common.refusals import NotFound
from libs.common.rules import rule_book
from services.meetings.models import Meeting
from services.meetings.permissions import PERMISSIONS
from services.meetings.rules import Limits

# Built once: asked at every request.
_MEETINGS = (
    select(Meeting, access_units.c.path)
    .join(access_units, access_units.c.id == col(Meeting.branch_id))
    .where(col(Meeting.id) == any_(bindparam("meeting_ids", type_=ARRAY(Uuid))))
)
_LOCKED = _MEETINGS.with_for_update(of=Meeting).execution_options(populate_existing=True)


@dataclass(frozen=True, slots=True)
class Branch:
    """A branch as permissions see it."""

    id: UUID
    path: str


async def meeting_for(
    session: AsyncSession, meeting_id: UUID, *, by: Grants, verb: str, for_update: bool = False
) -> Meeting:
    """The meeting, if `by` may do this there; 404 and 403 as `Permissions.require` says."""
    statement = _LOCKED if for_update else _MEETINGS
    found = (await session.execute(statement, {"meeting_ids": [meeting_id]})).first()
    if found is None:
        raise NotFound
    meeting: Meeting = found[0]
    PERMISSIONS.require(by, verb, Branch(meeting.branch_id, found[1]))
    return meeting


async def meetings_for(session: AsyncSession, meeting_ids: Collection[UUID]) -> dict[UUID, tuple[Meeting, Branch]]:
    """The meetings known among these ids, each with its branch."""
    rows = await session.execute(_MEETINGS, {"meeting_ids": list(meeting_ids)})
    return {meeting.id: (meeting, Branch(meeting.branch_id, path)) for meeting, path in rows}


async def limits_on(session: AsyncSession, day: date) -> Limits:
    """The rules that hold on the day of a meeting."""
    book = await rule_book(session)
    return Limits(
        last_day=book.number("meetings.date.last_day", day),
        minutes_regular=book.number("meetings.duration.regular", day),
        minutes_combined=book.number("meetings.duration.combined", day),
        longest=timedelta(hours=book.number("meetings.duration.longest", day)),
        late_marks=timedelta(days=book.number("meetings.marks.late", day)),
        late_read_outs=timedelta(days=book.number("meetings.read_outs.late", day)),
        partial_counts=bool(book.number("meetings.attendance.partial_counts", day)),
    )
