"""Marking who is there. Marks merge by member, the later one stands; the first start roll call begins the meeting."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from libs.common.clock import now
from libs.contracts.vocabulary import Mark, MeetingState, RollCall
from services.meetings.errors import ExcuseReasonNeeded, MarkedTwice, NotOnRoster
from services.meetings.loading import limits_on
from services.meetings.models import Meeting, RollCallMark
from services.meetings.rules import Limits, Standing, may_mark
from services.meetings.rules_attendance import attended, count, minutes_between
from services.meetings.views_roll_calls import marks_of
from services.meetings.views_roster import Roll, places, roll_on
from services.meetings.workflow_meetings import tell_scheduled


@dataclass(frozen=True, slots=True)
class Given:
    """A mark as it was given."""

    member_id: UUID
    mark: Mark
    reason: str | None = None

    def to_json(self) -> dict[str, str | None]:
        """The mark as it is kept."""
        return {"member_id": str(self.member_id), "mark": self.mark, "reason": self.reason}

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Given":
        """The mark as it was kept."""
        return cls(UUID(kept["member_id"]), Mark(kept["mark"]), kept["reason"])


async def check_marks(session: AsyncSession, meeting: Meeting, marks: Sequence[Given]) -> None:
    """Everybody marked must stand on the roll of that day and be named once; who is excused, with a reason."""
    twice = [member_id for member_id, times in Counter(given.member_id for given in marks).items() if times > 1]
    if twice:
        raise MarkedTwice(who=", ".join(map(str, twice)))
    silent = [index for index, given in enumerate(marks) if given.mark == Mark.EXCUSED and given.reason is None]
    if silent:
        raise ExcuseReasonNeeded(paths=tuple(f"marks.{index}.reason" for index in silent))
    roll = await roll_on(session, meeting.branch_id, meeting.held_on)
    strangers = {index: given.member_id for index, given in enumerate(marks) if given.member_id not in roll}
    if strangers:
        paths = tuple(f"marks.{index}.member_id" for index in strangers)
        raise NotOnRoster(who=", ".join(map(str, strangers.values())), paths=paths)


async def merge_marks(
    session: AsyncSession, meeting: Meeting, roll_call: RollCall, marks: Sequence[Given], *, at: datetime, by: UUID
) -> None:
    """Merge one roll call into a meeting that is locked; begins it where it had not begun."""
    limits = await limits_on(session, meeting.held_on)
    may_mark(Standing(meeting.state, meeting.ended_at), roll_call, at=at, now=now(), limits=limits)
    await check_marks(session, meeting, marks)
    await _store(session, meeting, roll_call, marks, at=at, by=by)
    if roll_call == RollCall.START:
        await _begin(session, meeting, at)
    if meeting.state == MeetingState.ENDED:
        await settle_figures(session, meeting, limits)


async def _store(
    session: AsyncSession, meeting: Meeting, roll_call: RollCall, marks: Sequence[Given], *, at: datetime, by: UUID
) -> None:
    same = {"meeting_id": meeting.id, "roll_call": roll_call, "at": at, "marked_by": by}
    rows = [
        {**same, "member_id": one.member_id, "mark": one.mark, "reason": _reason(one)}
        for one in sorted(marks, key=lambda given: given.member_id)
    ]
    statement = insert(RollCallMark)
    newer = {name: statement.excluded[name] for name in ("mark", "reason", "at", "marked_by")}
    later_stands = statement.on_conflict_do_update(
        index_elements=["meeting_id", "roll_call", "member_id"],
        set_=newer,
        where=statement.excluded.at >= col(RollCallMark.at),
    )
    await session.execute(later_stands, rows)


def _reason(given: Given) -> str | None:
    return given.reason if given.mark == Mark.EXCUSED else None


async def _begin(session: AsyncSession, meeting: Meeting, at: datetime) -> None:
    if meeting.state == MeetingState.SCHEDULED:
        meeting.state, meeting.started_at = MeetingState.IN_PROGRESS, at
        await tell_scheduled(session, meeting)
    elif meeting.started_at is not None and at < meeting.started_at:
        meeting.started_at = at


async def settle_figures(session: AsyncSession, meeting: Meeting, limits: Limits) -> None:
    """Write down the figures of an ended meeting; later corrections of the roll no longer move them."""
    roll: Roll = await roll_on(session, meeting.branch_id, meeting.held_on)
    marks = await marks_of(session, meeting.id)
    start, end = ({who: Mark(one.mark) for who, one in marks[which].items()} for which in RollCall)
    meeting.base = count(places(roll), end).base
    meeting.present = attended(places(roll), start, end, partial_counts=limits.partial_counts)
    if meeting.started_at is not None and meeting.ended_at is not None:
        called = [one.at for one in marks[RollCall.END].values()]
        meeting.duration_minutes = minutes_between(meeting.started_at, called, meeting.ended_at)
