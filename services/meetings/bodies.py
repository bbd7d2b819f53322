"""What both doors accept: requests one by one, and the same as operations of a phone."""

from datetime import UTC, datetime
from typing import Annotated, Final
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from libs.common.text import CleanText, Line
from libs.contracts.vocabulary import Category, Competence, Mark, MeetingKind, RaisedBy
from services.meetings.workflow_meetings import Plan
from services.meetings.workflow_read_outs import Said
from services.meetings.workflow_recommendations import Spoken
from services.meetings.workflow_roll_calls import Given

_EARLIEST: Final = datetime(2000, 1, 2, tzinfo=UTC)
_LATEST: Final = datetime(2099, 12, 31, tzinfo=UTC)

WHOLE_ROLL: Final = 1_000


def _within_reason(moment: datetime) -> datetime:
    if not _EARLIEST <= moment <= _LATEST:
        raise PydanticCustomError("date_out_of_range", "outside 2000 to 2099")
    return moment


Moment = Annotated[AwareDatetime, AfterValidator(_within_reason)]
Reason = Annotated[CleanText, StringConstraints(min_length=1, max_length=1_000)]
RecommendationText = Annotated[CleanText, StringConstraints(min_length=10, max_length=5_000)]


class Body(BaseModel):
    """A request body; unknown fields are ignored, so that an older phone can still speak."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class MeetingBody(Body):
    """A meeting to be; `reason` says why outside the first week. Chair and clerk default to those of the branch."""

    branch_id: UUID
    kind: MeetingKind
    starts_at: Moment
    place: Line
    chair_id: UUID | None = None
    clerk_id: UUID | None = None
    reason: Reason | None = None

    def plan(self) -> Plan:
        """What it asks for."""
        return Plan(**self.model_dump())


class CancelBody(Body):
    """Why a meeting does not take place."""

    reason: Reason


class MarkBody(Body):
    """What one roll call says of one member; `excused` needs a reason, and only it has one."""

    member_id: UUID
    mark: Mark
    reason: Reason | None = None


class RollCallBody(Body):
    """Marks to merge; members who are not named keep theirs."""

    marks: Annotated[list[MarkBody], Field(min_length=1, max_length=WHOLE_ROLL)]

    def given(self) -> list[Given]:
        """The marks, one by one."""
        return [Given(mark.member_id, mark.mark, mark.reason) for mark in self.marks]


class RaisedByBody(Body):
    """Who a recommendation comes from; for residents, the member who speaks for them may be named."""

    kind: RaisedBy
    member_id: UUID | None = None


class RecommendationBody(Body):
    """A recommendation as spoken (V23)."""

    meeting_id: UUID
    text: RecommendationText
    category: Category
    competence: Competence
    urgent: bool = False
    raised_by: RaisedByBody

    def spoken(self, recommendation_id: UUID, *, at: datetime) -> Spoken:
        """The recommendation, logged at a moment."""
        return Spoken(
            id=recommendation_id,
            meeting_id=self.meeting_id,
            text=self.text,
            category=self.category,
            competence=self.competence,
            urgent=self.urgent,
            raised_by=self.raised_by.kind,
            raised_by_id=self.raised_by.member_id,
            logged_at=at,
        )


class ReadOutBody(Body):
    """Whether the branch is content with an answer. `answer_sequence` says which answer was read; else the latest."""

    content: bool
    reason: Reason | None = None
    answer_sequence: int | None = Field(default=None, ge=1, le=2**31 - 1)

    def said(self) -> Said:
        """What was said of the answer."""
        return Said(self.content, self.reason, self.answer_sequence)


class EndBody(Body):
    """Nothing need be said."""
