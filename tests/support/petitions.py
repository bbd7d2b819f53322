"""Events of petitions for tests, as petitions would stage them."""

from datetime import UTC, datetime
from typing import Any, TypeVar
from uuid import UUID, uuid4

from libs.contracts.petitions import ClockEvent, PetitionEvent
from libs.contracts.vocabulary import Category, ClockKind, Competence, PetitionState
from tests.support.access import person_id, unit, unit_id

BRANCH = "th.w001.b001"
AT = datetime(2026, 11, 3, 13, 5, tzinfo=UTC)
DUE = datetime(2026, 11, 5, 16, 59, 59, tzinfo=UTC)

EventT = TypeVar("EventT", bound=PetitionEvent)
ClockT = TypeVar("ClockT", bound=ClockEvent)


def petition(
    event: type[EventT],
    *,
    holder: str | None = BRANCH,
    previous: str | None = None,
    state: PetitionState = PetitionState.RECORDED,
    actor: str | None = None,
    raised_by: str | None = None,
    petition_id: UUID | None = None,
    **more: Any,
) -> EventT:
    """An event about a petition of the branch; units by their paths, people by their names."""
    return event(
        sequence=2,
        petition_id=petition_id or uuid4(),
        code="KN-b001-2026-0007",
        branch_id=unit_id(BRANCH),
        meeting_id=uuid4(),
        state=state,
        holder_id=unit_id(holder) if holder else None,
        holder_tier=unit(holder).tier if holder else None,
        previous_holder_id=unit_id(previous) if previous else None,
        category=Category.ENVIRONMENT,
        competence=Competence.WARD,
        urgent=False,
        due_at=DUE if holder else None,
        occurred_at=AT,
        by_itself=actor is None,
        actor_id=person_id(actor) if actor else None,
        raised_by_id=person_id(raised_by) if raised_by else None,
        **more,
    )


def clock(event: type[ClockT], *, holder: str, kind: ClockKind) -> ClockT:
    """An event about a clock that runs for the unit at `holder`."""
    return event(
        sequence=1,
        petition_id=uuid4(),
        code="KN-b001-2026-0007",
        branch_id=unit_id(BRANCH),
        holder_id=unit_id(holder),
        holder_tier=unit(holder).tier,
        clock=kind,
        due_at=DUE,
    )
