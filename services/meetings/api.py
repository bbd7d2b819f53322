"""The HTTP door: meetings, roll calls, recommendations, agenda."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from libs.access import unit_or_not_found
from libs.common.clock import now
from libs.common.http import Router, Session
from libs.common.paging import Page, Paging
from libs.contracts.vocabulary import MeetingState, RollCall
from services.meetings import (
    bodies,
    views_agenda,
    views_meetings,
    views_recommendations,
    views_roll_calls,
    workflow_meetings,
    workflow_recommendations,
    workflow_room,
)
from services.meetings.callers import By, JudgedRoute, There
from services.meetings.permissions import PERMISSIONS

router = Router("meetings")
router.route_class = JudgedRoute


@router.get("/meetings")
async def list_meetings(
    session: Session,
    by: By,
    paging: Paging,
    branch_id: UUID | None = None,
    state: MeetingState | None = None,
    since: Annotated[bodies.Moment | None, Query(alias="from")] = None,
    until: Annotated[bodies.Moment | None, Query(alias="to")] = None,
) -> Page[views_meetings.MeetingOut]:
    """Meetings the caller may read, the latest first; `from` is included, `to` is not."""
    if branch_id is not None:
        PERMISSIONS.require(by, "read", await unit_or_not_found(session, branch_id))
    span = views_meetings.Span(since, until)
    return await views_meetings.meetings_page(
        session, grants=by, position=paging, branch_id=branch_id, state=state, span=span
    )


@router.get("/meetings/{meeting_id}")
async def get_meeting(meeting: There, session: Session) -> views_meetings.MeetingOut:
    """One meeting."""
    return await views_meetings.meeting_out(session, meeting.id)


@router.put("/meetings/{meeting_id}")
async def put_meeting(
    meeting_id: UUID, body: bodies.MeetingBody, session: Session, by: By
) -> views_meetings.MeetingOut:
    """Schedule a meeting, or change one that is scheduled."""
    await workflow_meetings.put_meeting(session, meeting_id=meeting_id, plan=body.plan(), by=by)
    return await views_meetings.meeting_out(session, meeting_id)


@router.post("/meetings/{meeting_id}/cancel")
async def post_cancel(meeting: There, body: bodies.CancelBody, session: Session, by: By) -> views_meetings.MeetingOut:
    """Cancel a scheduled meeting."""
    await workflow_room.cancel_meeting(session, meeting_id=meeting.id, reason=body.reason, by=by)
    return await views_meetings.meeting_out(session, meeting.id)


@router.post("/meetings/{meeting_id}/end")
async def post_end(
    meeting: There, session: Session, by: By, body: bodies.EndBody | None = None
) -> views_meetings.MeetingOut:
    """End a meeting whose end roll call is complete."""
    await workflow_room.end_meeting(session, meeting_id=meeting.id, by=by)
    return await views_meetings.meeting_out(session, meeting.id)


@router.get("/meetings/{meeting_id}/roster")
async def get_roster(meeting: There, session: Session) -> views_roll_calls.RosterOut:
    """Everybody on the roll on the day of the meeting, with their marks, whole."""
    return await views_roll_calls.roster_of(session, meeting)


@router.get("/meetings/{meeting_id}/roll-calls/{roll_call}")
async def get_roll_call(meeting: There, roll_call: RollCall, session: Session) -> views_roll_calls.RollCallOut:
    """One roll call in numbers, and its marks."""
    return await views_roll_calls.roll_call_of(session, meeting, roll_call)


@router.put("/meetings/{meeting_id}/roll-calls/{roll_call}")
async def put_roll_call(
    meeting: There, roll_call: RollCall, body: bodies.RollCallBody, session: Session, by: By
) -> views_roll_calls.RollCallOut:
    """Merge marks into a roll call; members who are not named keep theirs."""
    await workflow_room.take_roll_call(session, meeting_id=meeting.id, roll_call=roll_call, marks=body.given(), by=by)
    return await views_roll_calls.roll_call_of(session, meeting, roll_call)


@router.get("/meetings/{meeting_id}/recommendations")
async def list_recommendations(meeting: There, session: Session) -> views_recommendations.RecommendationsOut:
    """All that was raised at a meeting, whole."""
    return await views_recommendations.recommendations_of(session, meeting)


@router.get("/recommendations/{recommendation_id}")
async def get_recommendation(
    recommendation_id: UUID, session: Session, by: By
) -> views_recommendations.RecommendationOut:
    """One recommendation."""
    return await views_recommendations.recommendation_for(session, recommendation_id, by=by)


@router.put("/recommendations/{recommendation_id}")
async def put_recommendation(
    recommendation_id: UUID, body: bodies.RecommendationBody, session: Session, by: By
) -> views_recommendations.RecommendationOut:
    """Log a recommendation, or reword it."""
    spoken = body.spoken(recommendation_id, at=now())
    outcome = await workflow_recommendations.log_recommendation(session, spoken=spoken, by=by)
    if outcome.new:
        return views_recommendations.just_logged(spoken, outcome.raised_by_name)
    return await views_recommendations.recommendation_out(session, recommendation_id)


@router.get("/meetings/{meeting_id}/agenda")
async def get_agenda(meeting: There, session: Session) -> views_agenda.AgendaOut:
    """The agenda, whole."""
    return await views_agenda.agenda_of(session, meeting)


@router.put("/meetings/{meeting_id}/read-outs/{petition_id}")
async def put_read_out(
    meeting: There, petition_id: UUID, body: bodies.ReadOutBody, session: Session, by: By
) -> views_agenda.AnswerItem:
    """Note that an answer was read out, and whether the branch is content."""
    await workflow_room.read_out_answer(
        session, meeting_id=meeting.id, petition_id=petition_id, said=body.said(), by=by
    )
    return await views_agenda.item_of(session, meeting, petition_id)
