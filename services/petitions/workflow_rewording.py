"""How a petition is reworded: while it is recorded all of the new wording applies; afterwards a new text stands beside
the first."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from libs.common import clock
from libs.common.refusals import NotYet
from libs.common.text import fold
from libs.contracts.meetings import RecommendationEvent
from libs.contracts.vocabulary import Competence, PetitionState
from services.petitions.case import Case
from services.petitions.case_clocks import close_clocks, open_clocks
from services.petitions.models_words import AddedText, Words
from services.petitions.rules_keys import keys_of
from services.petitions.workflow_cases import deed_of, load, save, write_deed
from services.petitions.workflow_opening import go_up, goes_up_now, look_up, words_of


async def reword(session: AsyncSession, event: RecommendationEvent) -> None:
    """Applies a wording that is newer than the last one applied."""
    known = (await look_up(session, [event]))[event.recommendation_id]
    case = await load(session, event.recommendation_id)
    if case is None:
        raise NotYet(f"petition {event.recommendation_id}")
    if event.sequence <= case.petition.recommendation_sequence:
        return
    case.petition.recommendation_sequence = event.sequence
    if case.petition.state is not PetitionState.RECORDED:
        await _add_text(session, case, event)
    else:
        await _replace(session, case, event)
    if case.petition.state is PetitionState.RECORDED and goes_up_now(case.petition, known, clock.now()):
        await go_up(session, case)  # which saves; saved before that, the clocks just opened would stay open for ever
    else:
        await save(session, case)


async def _replace(session: AsyncSession, case: Case, event: RecommendationEvent) -> None:
    petition, at = case.petition, case.moment(clock.now())
    was_for_branch = petition.competence is Competence.BRANCH
    is_same_person = petition.raised_by_id == event.raised_by_id
    petition.category, petition.competence, petition.urgent = event.category, event.competence, event.urgent
    petition.raised_by, petition.raised_by_id = event.raised_by, event.raised_by_id
    if was_for_branch != (event.competence is Competence.BRANCH):
        close_clocks(case, at)
        open_clocks(case, petition.state, petition.logged_at, next_regular=None)
    values = words_of(petition, event).model_dump(exclude={"petition_id", "answer_text"})
    if is_same_person and event.raised_by_name is None:  # who has left the roll since is still who said it
        del values["raised_by_name"]
    await session.execute(update(Words).where(col(Words.petition_id) == petition.id).values(**values))
    _note_rewording(case, at, event)


async def _add_text(session: AsyncSession, case: Case, event: RecommendationEvent) -> None:
    petition, at = case.petition, case.moment(clock.now())
    words = await session.get(Words, petition.id, populate_existing=True)
    of_it = select(AddedText).where(col(AddedText.petition_id) == petition.id).order_by(col(AddedText.number))
    added = (await session.scalars(of_it)).all()
    if words is None or not words.text or event.text in (words.text, *(text.text for text in added)):
        return  # nothing new, or what must not lie here
    case.added.append(AddedText(petition_id=petition.id, number=len(added) + 2, text=event.text, at=at))
    words.plain = f"{words.plain} {event.text.lower()}"
    words.folded = fold(words.plain)
    words.keys = keys_of(words.text, *(text.text for text in added), event.text)
    _note_rewording(case, at, event)


def _note_rewording(case: Case, at: datetime, event: RecommendationEvent) -> None:
    case.petition.sequence += 1
    case.petition.moved_at = at
    write_deed(case, deed_of(case, "reword", None, at), note=event.text)
