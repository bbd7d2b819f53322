"""One petition in full: where it has been, where it is, what comes next, and what the caller may do now."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel

from libs.contracts.vocabulary import (
    Channel,
    ClockKind,
    MeetingKind,
    Outcome,
    PetitionState,
    RaisedBy,
    Role,
    Tier,
)
from services.petitions.rules import Verb
from services.petitions.views import PetitionItem
from services.petitions.views_reasons import ReasonWords
from services.petitions.views_waiting import SpellOut


class TextOut(BaseModel):
    """What was said, and when."""

    text: str
    at: datetime


class RaisedByOut(BaseModel):
    """Who raised it."""

    kind: RaisedBy
    member_id: UUID | None
    name: str | None


class MeetingOut(BaseModel):
    """Where it was raised."""

    id: UUID
    starts_at: datetime
    kind: MeetingKind | None


class ClockOut(BaseModel):
    """A deadline of a holder, running while `closed_at` is null; it stands still since `paused_at`."""

    kind: ClockKind
    unit_id: UUID
    unit_name: str
    opened_at: datetime
    due_at: datetime
    met_at: datetime | None
    closed_at: datetime | None
    paused_at: datetime | None


class HoldingOut(BaseModel):
    """A unit that held it, from when to when."""

    unit_id: UUID
    unit_name: str
    tier: Tier
    from_at: datetime
    to_at: datetime | None


class AheadOut(BaseModel):
    """A station ahead. `likely` is false for a unit it reaches only if it is beyond the competence of those before."""

    kind: Literal["unit", "read_out"]
    unit_name: str | None
    tier: Tier | None
    on: datetime | None
    likely: bool


class LineOut(BaseModel):
    """A line of its history; codes in `details`, what was said in `note`, the words of a chosen reason in `reason`."""

    seq: int
    verb: str
    by_itself: bool
    from_state: PetitionState | None
    to_state: PetitionState
    at: datetime
    actor_id: UUID | None
    actor_name: str | None
    role: Role | None
    unit_id: UUID | None
    unit_name: str | None
    to_unit_name: str | None
    note: str | None
    details: dict[str, Any]
    reason: ReasonWords | None


class AnswerOut(BaseModel):
    """The answer that stands."""

    outcome: Outcome
    text: str
    target_date: date | None
    unit_name: str
    at: datetime
    sequence: int
    content: bool | None
    read_out_at: datetime | None


class DraftOut(BaseModel):
    """An answer that waits for whoever may give it."""

    outcome: Outcome
    text: str
    target_date: date | None
    by_name: str
    at: datetime


class TransferOut(BaseModel):
    """A body outside that was asked to solve it, and when it replied; the last one."""

    body: str
    document_number: str | None
    document_date: date | None
    sent_at: datetime
    reply_due_at: datetime
    replied_at: datetime | None


class FollowerOut(BaseModel):
    """A petition that follows this one and that the caller may take out again."""

    id: UUID
    code: str
    branch_name: str
    text: str


class WaitingFor(BaseModel):
    """Whose turn it is."""

    unit_name: str
    tier: Tier
    roles: list[Role]


class PetitionOut(PetitionItem):
    """Everything of one petition. `only_drafts` says that an answer of this caller waits for whoever may give it,
    `may_reveal` that they can ask, with a reason, who raised it."""

    texts: list[TextOut]
    raised_by: RaisedByOut | None
    meeting: MeetingOut
    clocks: list[ClockOut]
    holders: list[HoldingOut]
    path_ahead: list[AheadOut]
    history: list[LineOut]
    answer: AnswerOut | None
    draft: DraftOut | None
    transfer: TransferOut | None
    merged_into_id: UUID | None
    followers: list[FollowerOut]
    channel: Channel | None
    next: list[Verb]
    only_drafts: bool
    may_reveal: bool
    waiting_for: WaitingFor | None
    sequence: int
    spells: list[SpellOut]
