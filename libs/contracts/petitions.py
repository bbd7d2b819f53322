"""What petitions publishes: one verb, one event, each with the whole public state of the petition after it."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from libs.contracts.envelope import PRIVATE, Event
from libs.contracts.vocabulary import (
    Category,
    Channel,
    ClockKind,
    Competence,
    Complexity,
    Outcome,
    PetitionState,
    ReportState,
    Role,
    Tier,
)


class PetitionEvent(Event):
    """A petition after a verb. Its id is that of the recommendation; the path is that of the branch, for life."""

    petition_id: UUID
    code: str
    branch_id: UUID
    meeting_id: UUID
    state: PetitionState
    holder_id: UUID | None
    holder_tier: Tier | None
    previous_holder_id: UUID | None
    category: Category
    competence: Competence
    urgent: bool
    due_at: datetime | None
    occurred_at: datetime
    by_itself: bool
    actor_id: Annotated[UUID | None, PRIVATE]
    raised_by_id: Annotated[UUID | None, PRIVATE]


class PetitionOpened(PetitionEvent, type="petitions.petition.opened.v1"):
    """A petition exists, held by its branch."""


class PetitionSubmitted(PetitionEvent, type="petitions.petition.submitted.v1"):
    """It went up by itself for the first time."""


class PetitionEscalated(PetitionEvent, type="petitions.petition.escalated.v1"):
    """The holder sent it one tier up, with a reason; or it went by itself, by a rule."""

    reason: Annotated[str | None, PRIVATE]
    reason_code: str | None = None
    rule: str | None = None


class PetitionPassedOn(PetitionEvent, type="petitions.petition.passed_on.v1"):
    """The unit that held it has ended: its heir holds it, with state and deadlines as they were."""


class PetitionReceived(PetitionEvent, type="petitions.petition.received.v1"):
    """The holder acknowledged it."""


class PetitionClassified(PetitionEvent, type="petitions.petition.classified.v1"):
    """The holder said what it is about and who can solve it."""

    complexity: Complexity


class PetitionAssigned(PetitionEvent, type="petitions.petition.assigned.v1"):
    """The holder gave it to an assignee to work on."""

    assignee_id: UUID


class PetitionReturned(PetitionEvent, type="petitions.petition.returned.v1"):
    """The holder sent it one tier down to be completed."""

    reason: Annotated[str, PRIVATE]
    reason_code: str | None = None


class PetitionExtended(PetitionEvent, type="petitions.petition.extended.v1"):
    """The holder has more time to answer."""

    reason: Annotated[str, PRIVATE]
    reason_code: str | None = None


class PetitionPaused(PetitionEvent, type="petitions.petition.paused.v1"):
    """The answer waits for something named, at most until then; the petition's own time goes on."""

    until: datetime
    reason: Annotated[str | None, PRIVATE]
    reason_code: str | None = None


class PetitionResumed(PetitionEvent, type="petitions.petition.resumed.v1"):
    """The answer has the time again that it had left: somebody resumed it, or it reached the limit of the rule."""

    rule: str | None = None


class PetitionTransferred(PetitionEvent, type="petitions.petition.transferred.v1"):
    """A body outside was asked to solve it and to reply; the holder goes on answering for it."""

    body: Annotated[str, PRIVATE]
    document_number: str | None
    document_date: date | None
    reply_due_at: datetime


class PetitionReplied(PetitionEvent, type="petitions.petition.replied.v1"):
    """The body outside has replied to the holder."""

    body: Annotated[str, PRIVATE]
    text: Annotated[str, PRIVATE]
    document_number: str | None
    document_date: date | None


class PetitionAnsweredEvent(PetitionEvent):
    """A petition with its answer; `answer_sequence` is the sequence of the event that answered."""

    answer_sequence: int
    answered_by_id: UUID
    answered_by_name: str
    outcome: Outcome
    target_date: date | None
    answer_text: Annotated[str, PRIVATE]
    told_unit_ids: list[UUID]


class PetitionAnswered(PetitionAnsweredEvent, type="petitions.petition.answered.v1"):
    """An answer waits to be read out at the branch; `told_unit_ids` are the tiers it came down through."""


class PetitionAnswerShared(PetitionAnsweredEvent, type="petitions.petition.answer_shared.v1"):
    """The petition it was merged into was answered: that answer is this one's too, and waits at its branch."""

    from_id: UUID


class PetitionMerged(PetitionEvent, type="petitions.petition.merged.v1"):
    """It follows another petition of the same holder and gets its answer."""

    into_id: UUID


class PetitionUnmerged(PetitionEvent, type="petitions.petition.unmerged.v1"):
    """It follows no other petition any more: that one ended without an answer, or (not `by_itself`) a person took it
    out. It lies with a holder of its own again."""

    from_id: UUID


class PetitionRedirected(PetitionEvent, type="petitions.petition.redirected.v1"):
    """It belongs in another channel. Where `text_erased`, what was said must not lie here: whoever has a copy of it
    erases that too."""

    channel: Channel
    reason: Annotated[str, PRIVATE]
    reason_code: str | None = None
    text_erased: bool = False


class PetitionWithdrawn(PetitionEvent, type="petitions.petition.withdrawn.v1"):
    """The branch or who raised it took it back."""

    reason: Annotated[str, PRIVATE]
    reason_code: str | None = None


class PetitionReopened(PetitionEvent, type="petitions.petition.reopened.v1"):
    """The branch is not content, with a reason: the unit that answered holds it again."""

    reason: Annotated[str, PRIVATE]
    reason_code: str | None = None


class PetitionClosed(PetitionEvent, type="petitions.petition.closed.v1"):
    """The answer was read out; `content` is true only where the branch said so."""

    content: bool


class PetitionerRevealed(PetitionEvent, type="petitions.petitioner.revealed.v1"):
    """Whoever works on it for the holder has asked to see who raised it, with a reason."""

    role: Role
    reason: Annotated[str, PRIVATE]
    reason_code: str


class PetitionRestated(PetitionEvent, type="petitions.petition.restated.v1"):
    """The same state again, for a copy that is being rebuilt; with the answer where one stands."""

    answer_sequence: int | None
    answered_by_id: UUID | None
    answered_by_name: str | None
    outcome: Outcome | None
    target_date: date | None
    answer_text: Annotated[str | None, PRIVATE]


class RecordSealed(Event, type="petitions.record.sealed.v1"):
    """A day of the record is closed: the root over every petition that had new lines, bound to the day before, signed.
    Whoever keeps these can prove later that nothing in them was changed."""

    number: int
    day: date
    unit_path: str
    leaves: int
    root: str
    previous: str
    sealed_at: datetime
    key_id: str
    public_key: str
    signature: str


class ClockEvent(Event):
    """A clock of a petition that runs, and the unit it runs for."""

    petition_id: UUID
    code: str
    branch_id: UUID
    holder_id: UUID
    holder_tier: Tier
    clock: ClockKind
    due_at: datetime


class ClockDueSoon(ClockEvent, type="petitions.clock.due_soon.v1"):
    """A clock runs out soon; said once."""


class ClockOverdue(ClockEvent, type="petitions.clock.overdue.v1"):
    """A clock has run out; said once."""


class ReportEvent(Event):
    """A consolidated report after a step: which unit's, of which month, in which version. Its sequence goes on through
    all versions; `above_id` is the unit it goes to, where there is one."""

    report_id: str
    unit_id: UUID
    tier: Tier
    above_id: UUID | None
    month: str
    version: int
    state: ReportState
    from_at: datetime
    to_at: datetime
    occurred_at: datetime
    actor_id: Annotated[UUID | None, PRIVATE]


class ReportSigned(ReportEvent, type="petitions.report.signed.v1"):
    """Its figures are frozen."""


class ReportSent(ReportEvent, type="petitions.report.sent.v1"):
    """The unit above has it."""


class ReportReceived(ReportEvent, type="petitions.report.received.v1"):
    """The unit above acknowledged it."""


class ReportReturned(ReportEvent, type="petitions.report.returned.v1"):
    """This version no longer stands; the unit signs another one."""
