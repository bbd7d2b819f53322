"""The verbs of whoever holds a petition: decide by the table, move, save, stage the one event of the verb.

Answers are in `workflow_answers`, the beginning in `workflow_opening`, units that end in `workflow_units`.
"""

from typing import Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from libs.access import officers_of
from libs.contracts.petitions import (
    PetitionAssigned,
    PetitionClassified,
    PetitionClosed,
    PetitionEscalated,
    PetitionExtended,
    PetitionMerged,
    PetitionReceived,
    PetitionRedirected,
    PetitionReturned,
    PetitionWithdrawn,
)
from libs.contracts.vocabulary import (
    FINAL_STATES,
    Category,
    Channel,
    ClockKind,
    Competence,
    Complexity,
    PetitionState,
    Role,
)
from services.petitions import errors, tree
from services.petitions.case import Actor, Case
from services.petitions.case_clocks import classify_term, set_term
from services.petitions.case_lines import mark_once
from services.petitions.case_moves import go_to, take
from services.petitions.models import Petition
from services.petitions.models_words import HistoryLine
from services.petitions.rules import Verb
from services.petitions.rules_reasons import Why
from services.petitions.workflow_attachments import take_all_away
from services.petitions.workflow_cases import because, begin_deed, finish
from services.petitions.workflow_followers import give_answer, release_followers
from services.petitions.workflow_keeping_out import keep_out

_COMES: Final = (PetitionState.SUBMITTED, PetitionState.RETURNED, PetitionState.REOPENED)
"""The states in which a petition comes to a holder that may assign it."""


async def acknowledge(session: AsyncSession, case: Case, *, by: Actor) -> None:
    """The holder has seen it."""
    step, deed = begin_deed(case, Verb.ACKNOWLEDGE, by)
    take(case, step, at=deed.at)
    await finish(session, case, deed, PetitionReceived)


async def classify(
    session: AsyncSession,
    case: Case,
    *,
    by: Actor,
    category: Category,
    competence: Competence,
    complexity: Complexity | None,
) -> None:
    """The holder says what it is about and who can solve it. Said again it is a correction: clocks stay as they are."""
    step, deed = begin_deed(case, Verb.CLASSIFY, by)
    is_first = not await _has_classified(session, case)
    case.petition.category, case.petition.competence = category, competence
    take(case, step, at=deed.at)
    if is_first and complexity is not None:
        classify_term(case, complexity)
    said = {"category": category, "competence": competence, "complexity": complexity}
    await finish(
        session,
        case,
        deed,
        PetitionClassified,
        details={name: str(word) for name, word in said.items() if word},
        complexity=case.petition.complexity or Complexity.NORMAL,
    )


async def _has_classified(session: AsyncSession, case: Case) -> bool:
    """Whether this holder has said it before: giving it to somebody first is not saying what it is."""
    if case.petition.state is not PetitionState.ASSIGNED:
        return case.petition.state is PetitionState.CLASSIFIED
    of_it = select(func.max(col(HistoryLine.seq))).where(col(HistoryLine.petition_id) == case.petition.id)
    came = await session.scalar(of_it.where(col(HistoryLine.to_state).in_(_COMES))) or 0
    said = await session.scalar(of_it.where(col(HistoryLine.verb) == Verb.CLASSIFY.value)) or 0
    return said > came


async def assign(session: AsyncSession, case: Case, *, by: Actor, assignee: UUID) -> None:
    """An assignee of the holding unit works for it; the holder goes on answering for it."""
    step, deed = begin_deed(case, Verb.ASSIGN, by)
    officers = await officers_of(session, case.petition.last_holder_id, [Role.WAS])
    if assignee not in [officer.person_id for officer in officers]:
        raise errors.NotAnAssignee
    take(case, step, at=deed.at)
    case.petition.assignee_id = assignee
    details = {"assignee_id": str(assignee)}
    await finish(session, case, deed, PetitionAssigned, details=details, assignee_id=assignee)


async def escalate(session: AsyncSession, case: Case, *, by: Actor | None, why: Why) -> None:
    """One tier up, to a holder with clocks of its own."""
    upward = await tree.chain_from(session, case.petition.last_holder_id)
    step, deed = begin_deed(case, Verb.ESCALATE, by, has_above=len(upward) > 1)
    go_to(case, upward[1])
    take(case, step, at=deed.at, to=tree.place(upward[1]))
    await finish(session, case, deed, PetitionEscalated, **because(why), rule=why.rule)


async def return_(session: AsyncSession, case: Case, *, by: Actor, why: Why) -> None:
    """One tier down, to be completed; once per unit and petition."""
    step, deed = begin_deed(case, Verb.RETURN, by)
    homeward = await tree.chain_from(session, case.petition.home_id)
    unit = tree.below(homeward, case.petition.last_holder_id)
    mark_once(case, Verb.RETURN, case.petition.last_holder_id)
    go_to(case, unit)
    take(case, step, at=deed.at, to=tree.place(unit))
    await finish(session, case, deed, PetitionReturned, **because(why))


async def extend(session: AsyncSession, case: Case, *, by: Actor, why: Why) -> None:
    """The same time again for the answer, counted from the same start; once per holder."""
    step, deed = begin_deed(case, Verb.EXTEND, by)
    mark_once(case, Verb.EXTEND, case.petition.last_holder_id)
    take(case, step, at=deed.at)
    for clock in case.clocks:
        if clock.kind is ClockKind.ANSWER:
            set_term(case, ClockKind.ANSWER, extra=clock.length)
    await finish(session, case, deed, PetitionExtended, **because(why))


async def merge(session: AsyncSession, case: Case, *, by: Actor, into: UUID) -> None:
    """It follows another petition of the same holder that is not final, and gets its answer."""
    step, deed = begin_deed(case, Verb.MERGE, by)
    other = await session.get(Petition, into, with_for_update={"read": True})
    if other is None or into == case.petition.id or not _alike(case.petition, other):
        raise errors.NotMergeable
    case.petition.merged_into_id = into
    take(case, step, at=deed.at)
    await finish(session, case, deed, PetitionMerged, details={"into_id": str(into)}, into_id=into)
    if other.state is PetitionState.ANSWERED:
        await give_answer(session, case, other)


def _alike(petition: Petition, other: Petition) -> bool:
    return other.state not in FINAL_STATES and other.holder_id == petition.holder_id


async def redirect(session: AsyncSession, case: Case, *, by: Actor, channel: Channel, why: Why) -> None:
    """It belongs in another channel, and ends here. What must not lie here goes with it."""
    if not why.keeps_text:
        await take_all_away(session, case, by=by)
    step, deed = begin_deed(case, Verb.REDIRECT, by)
    case.petition.channel = channel
    take(case, step, at=deed.at)
    if not why.keeps_text:
        await keep_out(session, case.petition)
    said = because(why, channel=str(channel))
    await finish(session, case, deed, PetitionRedirected, channel=channel, text_erased=not why.keeps_text, **said)
    await release_followers(session, case.petition)


async def withdraw(session: AsyncSession, case: Case, *, by: Actor, why: Why) -> None:
    """The branch, or who raised it, takes it back."""
    step, deed = begin_deed(case, Verb.WITHDRAW, by)
    take(case, step, at=deed.at)
    await finish(session, case, deed, PetitionWithdrawn, **because(why))
    await release_followers(session, case.petition)


async def close(session: AsyncSession, case: Case, *, by: Actor) -> None:
    """Refused wherever there is a branch to read the answer out to: there the room closes it. Where the branch ended
    and no other came after it, the unit above makes the answer known and closes it; nobody said to be content."""
    step, deed = begin_deed(case, Verb.CLOSE, by)
    case.petition.closed_at = deed.at
    take(case, step, at=deed.at)
    await finish(session, case, deed, PetitionClosed, content=False)
