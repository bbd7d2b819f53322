"""Keeping the copy of answers: what waits to be read out at the branch. A row never goes back."""

from typing import Any

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from libs.contracts.petitions import PetitionAnswered, PetitionAnswerShared, PetitionEvent, PetitionRestated
from libs.contracts.vocabulary import PetitionState
from services.meetings.models_copies import Answer

_STATE = ("state", "sequence")
_ANSWER = ("answer_sequence", "answered_by_name", "answered_at", "outcome", "target_date", "text")

WithAnswer = PetitionAnswered | PetitionAnswerShared | PetitionRestated


async def keep_answer(session: AsyncSession, event: WithAnswer) -> None:
    """Copy the whole answer; a petition that has none leaves no row."""
    if event.answer_sequence is None:
        return
    answer = {
        "answer_sequence": event.answer_sequence,
        "answered_by_name": event.answered_by_name,
        "answered_at": event.occurred_at,
        "outcome": event.outcome,
        "target_date": event.target_date,
        "text": event.answer_text,
    }
    await _keep(session, event, answer, replace=(*_STATE, *_ANSWER))


async def keep_state(session: AsyncSession, event: PetitionEvent) -> None:
    """The answer was read out, or is asked for again: it no longer stands open."""
    await _keep(session, event, dict.fromkeys(_ANSWER), replace=_STATE)


async def _keep(session: AsyncSession, event: PetitionEvent, answer: dict[str, Any], replace: tuple[str, ...]) -> None:
    row = insert(Answer).values(
        petition_id=event.petition_id,
        branch_id=event.branch_id,
        code=event.code,
        state=_stands(event),
        sequence=event.sequence,
        **answer,
    )
    await session.execute(
        row.on_conflict_do_update(
            index_elements=["petition_id"],
            set_={name: row.excluded[name] for name in replace},
            where=row.excluded.sequence > col(Answer.sequence),
        )
    )


def _stands(event: PetitionEvent) -> PetitionState:
    """What was merged and has the answer of the other waits to be read out as if it had been answered itself."""
    shared = event.state is PetitionState.MERGED and getattr(event, "answer_sequence", None) is not None
    return PetitionState.ANSWERED if shared else event.state
