"""What meetings publishes: the life of a meeting, the recommendations raised there, the answers read out there."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from libs.contracts.envelope import PRIVATE, Event
from libs.contracts.vocabulary import Category, Competence, MeetingKind, MeetingState, RaisedBy


class MeetingEvent(Event):
    """A meeting as it is now."""

    meeting_id: UUID
    branch_id: UUID
    kind: MeetingKind
    starts_at: datetime
    state: MeetingState
    ended_at: datetime | None


class MeetingScheduled(MeetingEvent, type="meetings.meeting.scheduled.v1"):
    """A meeting is scheduled, or what was scheduled has changed (date, place, begun, cancelled)."""


class MeetingEnded(MeetingEvent, type="meetings.meeting.ended.v1"):
    """A meeting has ended: what was raised there goes up."""


class MeetingRestated(MeetingEvent, type="meetings.meeting.restated.v1"):
    """The same state again, for a copy that is being rebuilt."""


class RecommendationEvent(Event):
    """A recommendation as spoken."""

    recommendation_id: UUID
    meeting_id: UUID
    branch_id: UUID
    starts_at: datetime
    logged_at: datetime
    category: Category
    competence: Competence
    urgent: bool
    text: Annotated[str, PRIVATE]
    raised_by: Annotated[RaisedBy, PRIVATE]
    raised_by_id: Annotated[UUID | None, PRIVATE]
    raised_by_name: Annotated[str | None, PRIVATE]
    logged_by_id: Annotated[UUID, PRIVATE]


class RecommendationLogged(RecommendationEvent, type="meetings.recommendation.logged.v1"):
    """A recommendation was raised."""


class RecommendationReworded(RecommendationEvent, type="meetings.recommendation.reworded.v1"):
    """The same recommendation in other words, or with another category, competence or urgency; the whole of it."""


class RecommendationRestated(RecommendationEvent, type="meetings.recommendation.restated.v1"):
    """The same state again, for a copy that is being rebuilt."""


class AnswerReadOut(Event, type="meetings.answer.read_out.v1"):
    """An answer was read out in the room where its recommendation was raised; `answer_sequence` says which answer."""

    meeting_id: UUID
    petition_id: UUID
    branch_id: UUID
    answer_sequence: int
    content: bool
    at: datetime
    reason: Annotated[str | None, PRIVATE]
    read_out_by_id: Annotated[UUID, PRIVATE]
