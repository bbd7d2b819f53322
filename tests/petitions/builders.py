"""A small city and what its meetings say, for tests of petitions."""

from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from libs.common import clock
from libs.common.ids import new_id
from libs.contracts.meetings import AnswerReadOut, MeetingEvent, RecommendationEvent
from libs.contracts.vocabulary import Category, Competence, MeetingKind, MeetingState, RaisedBy, Role
from tests.support.access import person_id, unit_id

CITY, WARD, BRANCH, WARD2, BRANCH2 = "th", "th.w001", "th.w001.b001", "th.w002", "th.w002.b001"
NEXT_DOOR = "th.w001.b002"
UNITS = (CITY, WARD, BRANCH, NEXT_DOOR, WARD2, BRANCH2)
OFFICES = (
    ("secretary", Role.BSE, BRANCH),
    ("clerk", Role.CLK, BRANCH),
    ("committee", Role.BCM, BRANCH),
    ("liaison", Role.WLI, BRANCH),
    ("ward", Role.WOF, WARD),
    ("ward-leader", Role.WLE, WARD),
    ("ward-board", Role.WPB, WARD),
    ("assignee", Role.WAS, WARD),
    ("assignee-b", Role.WAS, WARD),
    ("city", Role.COF, CITY),
    ("city-leader", Role.CLE, CITY),
    ("city-assignee", Role.WAS, CITY),
    ("admin", Role.ADM, CITY),
    ("neighbour", Role.BSE, NEXT_DOOR),
    ("secretary2", Role.BSE, BRANCH2),
    ("ward2", Role.WOF, WARD2),
)
ANSWER = {"outcome": "resolved", "text": "Đã nạo vét xong cống"}
TEXT = "Cống ngõ 12 tắc, mưa là ngập vào nhà dân"

RecommendationT = TypeVar("RecommendationT", bound=RecommendationEvent)
MeetingT = TypeVar("MeetingT", bound=MeetingEvent)


def recommendation(
    event: type[RecommendationT],
    *,
    recommendation_id: UUID | None = None,
    meeting_id: UUID | None = None,
    branch: str = BRANCH,
    starts_at: datetime | None = None,
    logged_at: datetime | None = None,
    competence: Competence = Competence.WARD,
    urgent: bool = False,
    text: str = TEXT,
    sequence: int = 1,
    **more: Any,
) -> RecommendationT:
    """A recommendation as meetings would tell of it; if unsaid, of the member, in a meeting that has just begun."""
    now = clock.now()
    said: dict[str, Any] = {
        "category": Category.INFRASTRUCTURE,
        "raised_by": RaisedBy.MEMBER,
        "raised_by_id": person_id("member"),
        "raised_by_name": "Lê Thị Thành Viên",
        "logged_by_id": person_id("clerk"),
        **more,
    }
    return event(
        sequence=sequence,
        recommendation_id=recommendation_id or new_id(),
        meeting_id=meeting_id or new_id(),
        branch_id=unit_id(branch),
        starts_at=starts_at or now - timedelta(hours=1),
        logged_at=logged_at or now,
        competence=competence,
        urgent=urgent,
        text=text,
        **said,
    )


def meeting(
    event: type[MeetingT],
    *,
    meeting_id: UUID | None = None,
    branch: str = BRANCH,
    kind: MeetingKind = MeetingKind.REGULAR,
    starts_at: datetime | None = None,
    state: MeetingState = MeetingState.SCHEDULED,
    ended_at: datetime | None = None,
    sequence: int = 1,
) -> MeetingT:
    """A meeting as meetings would tell of it."""
    return event(
        sequence=sequence,
        meeting_id=meeting_id or new_id(),
        branch_id=unit_id(branch),
        kind=kind,
        starts_at=starts_at or clock.now() - timedelta(hours=1),
        state=state,
        ended_at=ended_at,
    )


def read_out(
    petition: dict[str, Any], *, content: bool, reason: str | None = None, answer: int | None = None
) -> AnswerReadOut:
    """The branch has heard the answer that stands (or an older one)."""
    return AnswerReadOut(
        sequence=1,
        meeting_id=new_id(),
        petition_id=UUID(petition["id"]),
        branch_id=UUID(petition["branch_id"]),
        answer_sequence=answer or petition["answer"]["sequence"],
        content=content,
        at=clock.now(),
        reason=reason,
        read_out_by_id=person_id("secretary"),
    )


def running(petition: dict[str, Any]) -> dict[str, str]:
    """The deadlines of the clocks that run."""
    return {one["kind"]: one["due_at"] for one in petition["clocks"] if one["closed_at"] is None}
