"""Ending a meeting: what was raised there goes up."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from libs.common.outbox import stage
from libs.contracts.meetings import MeetingEnded
from libs.contracts.vocabulary import Mark, MeetingState, RollCall
from services.meetings.errors import UnmarkedMembers
from services.meetings.loading import limits_on
from services.meetings.models import Meeting
from services.meetings.rules import may_end
from services.meetings.rules_attendance import unmarked
from services.meetings.views_roll_calls import marks_of
from services.meetings.views_roster import places, roll_on
from services.meetings.workflow_meetings import facts
from services.meetings.workflow_roll_calls import settle_figures


async def finish(session: AsyncSession, meeting: Meeting, *, at: datetime) -> None:
    """End a meeting that is locked, once everybody of the base is marked at the end; once ended it stays as it is."""
    if meeting.state == MeetingState.ENDED:
        return
    may_end(meeting.state)
    await _everybody_marked(session, meeting)
    meeting.state = MeetingState.ENDED
    meeting.ended_at = max(at, meeting.started_at or at)
    meeting.sequence += 1
    await settle_figures(session, meeting, await limits_on(session, meeting.held_on))
    await stage(session, MeetingEnded(**facts(meeting)), unit_path=meeting.path)


async def _everybody_marked(session: AsyncSession, meeting: Meeting) -> None:
    roll = await roll_on(session, meeting.branch_id, meeting.held_on)
    called = {who: Mark(one.mark) for who, one in (await marks_of(session, meeting.id))[RollCall.END].items()}
    left = unmarked(places(roll), called)
    if left:
        raise UnmarkedMembers(count=len(left))
