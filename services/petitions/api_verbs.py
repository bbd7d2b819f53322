"""The HTTP door of the verbs: who may is settled before the body is judged; the answer is the petition after it."""

from typing import Annotated

from libs.common.http import Router, Session
from services.petitions import (
    bodies,
    views_reasons,
    workflow,
    workflow_answers,
    workflow_followers,
    workflow_pauses,
    workflow_transfers,
)
from services.petitions.rules import Verb
from services.petitions.seats import Doing, VerbRoute, may, may_merge
from services.petitions.views_petition import PetitionOut
from services.petitions.views_story import petition_out

router = Router("petitions")
router.route_class = VerbRoute


@router.post("/petitions/{petition_id}/acknowledge")
async def acknowledge(
    session: Session, doing: Annotated[Doing, may(Verb.ACKNOWLEDGE)], body: bodies.Empty | None = None
) -> PetitionOut:
    """The holder has seen it."""
    await workflow.acknowledge(session, doing.case, by=doing.by)
    return await petition_out(session, doing.case, doing.seat)


@router.post("/petitions/{petition_id}/classify")
async def classify(
    session: Session, doing: Annotated[Doing, may(Verb.CLASSIFY)], body: bodies.ClassifyBody
) -> PetitionOut:
    """What it is about and who can solve it; again: a correction."""
    await workflow.classify(
        session,
        doing.case,
        by=doing.by,
        category=body.category,
        competence=body.competence,
        complexity=body.complexity,
    )
    return await petition_out(session, doing.case, doing.seat)


@router.post("/petitions/{petition_id}/assign")
async def assign(session: Session, doing: Annotated[Doing, may(Verb.ASSIGN)], body: bodies.AssignBody) -> PetitionOut:
    """An assignee of the holding unit works on it."""
    await workflow.assign(session, doing.case, by=doing.by, assignee=body.assignee)
    return await petition_out(session, doing.case, doing.seat)


@router.post("/petitions/{petition_id}/answer")
async def answer(session: Session, doing: Annotated[Doing, may(Verb.ANSWER)], body: bodies.AnswerBody) -> PetitionOut:
    """Straight to the branch; by an assignee it is a draft for who may answer."""
    give = workflow_answers.draft if doing.only_drafts else workflow_answers.answer
    await give(session, doing.case, by=doing.by, outcome=body.outcome, text=body.text, target_date=body.target_date)
    return await petition_out(session, doing.case, doing.seat)


@router.post("/petitions/{petition_id}/escalate")
async def escalate(
    session: Session, doing: Annotated[Doing, may(Verb.ESCALATE)], body: bodies.ReasonBody
) -> PetitionOut:
    """One tier up, with the reason."""
    why = await views_reasons.why(session, Verb.ESCALATE, body.reason_code, body.reason)
    await workflow.escalate(session, doing.case, by=doing.by, why=why)
    return await petition_out(session, doing.case, doing.seat)


@router.post("/petitions/{petition_id}/return")
async def return_petition(
    session: Session, doing: Annotated[Doing, may(Verb.RETURN)], body: bodies.ReasonBody
) -> PetitionOut:
    """One tier down, with what is missing; once per unit."""
    why = await views_reasons.why(session, Verb.RETURN, body.reason_code, body.reason)
    await workflow.return_(session, doing.case, by=doing.by, why=why)
    return await petition_out(session, doing.case, doing.seat)


@router.post("/petitions/{petition_id}/merge")
async def merge(session: Session, doing: Annotated[Doing, may_merge()], body: bodies.MergeBody) -> PetitionOut:
    """It follows another petition of the same holder."""
    await workflow.merge(session, doing.case, by=doing.by, into=body.into)
    return await petition_out(session, doing.case, doing.seat)


@router.post("/petitions/{petition_id}/redirect")
async def redirect(
    session: Session, doing: Annotated[Doing, may(Verb.REDIRECT)], body: bodies.RedirectBody
) -> PetitionOut:
    """It belongs in another channel."""
    why = await views_reasons.why(session, Verb.REDIRECT, body.reason_code, body.reason)
    await workflow.redirect(session, doing.case, by=doing.by, channel=body.channel, why=why)
    return await petition_out(session, doing.case, doing.seat)


@router.post("/petitions/{petition_id}/extend")
async def extend(session: Session, doing: Annotated[Doing, may(Verb.EXTEND)], body: bodies.ReasonBody) -> PetitionOut:
    """The same time again for the answer; once per holder."""
    why = await views_reasons.why(session, Verb.EXTEND, body.reason_code, body.reason)
    await workflow.extend(session, doing.case, by=doing.by, why=why)
    return await petition_out(session, doing.case, doing.seat)


@router.post("/petitions/{petition_id}/pause")
async def pause(session: Session, doing: Annotated[Doing, may(Verb.PAUSE)], body: bodies.PauseBody) -> PetitionOut:
    """The answer waits for something named; once per holder, and only so long."""
    why = await views_reasons.why(session, Verb.PAUSE, body.reason_code, body.reason)
    await workflow_pauses.pause(session, doing.case, by=doing.by, why=why, working_days=body.working_days)
    return await petition_out(session, doing.case, doing.seat)


@router.post("/petitions/{petition_id}/resume")
async def resume(
    session: Session, doing: Annotated[Doing, may(Verb.RESUME)], body: bodies.Empty | None = None
) -> PetitionOut:
    """What it waited for is there."""
    await workflow_pauses.resume(session, doing.case, by=doing.by)
    return await petition_out(session, doing.case, doing.seat)


@router.post("/petitions/{petition_id}/transfer")
async def transfer(
    session: Session, doing: Annotated[Doing, may(Verb.TRANSFER)], body: bodies.TransferBody
) -> PetitionOut:
    """A body outside is asked to solve it; the holder goes on answering for it."""
    letter = workflow_transfers.Letter(body.document_number, body.document_date)
    await workflow_transfers.transfer(
        session, doing.case, by=doing.by, body=body.body, letter=letter, reply_by=body.reply_by
    )
    return await petition_out(session, doing.case, doing.seat)


@router.post("/petitions/{petition_id}/reply")
async def reply(session: Session, doing: Annotated[Doing, may(Verb.REPLY)], body: bodies.ReplyBody) -> PetitionOut:
    """The body outside has replied."""
    letter = workflow_transfers.Letter(body.document_number, body.document_date)
    await workflow_transfers.reply(session, doing.case, by=doing.by, text=body.text, letter=letter)
    return await petition_out(session, doing.case, doing.seat)


@router.post("/petitions/{petition_id}/close")
async def close(
    session: Session, doing: Annotated[Doing, may(Verb.CLOSE)], body: bodies.Empty | None = None
) -> PetitionOut:
    """Refused: a petition closes when its answer has been read out. Only where its branch ended without a successor may
    the unit above close it, once it has made the answer known."""
    await workflow.close(session, doing.case, by=doing.by)
    return await petition_out(session, doing.case, doing.seat)


@router.post("/petitions/{petition_id}/reopen")
async def reopen(session: Session, doing: Annotated[Doing, may(Verb.REOPEN)], body: bodies.ReasonBody) -> PetitionOut:
    """Back to who answered; once in its life."""
    why = await views_reasons.why(session, Verb.REOPEN, body.reason_code, body.reason)
    await workflow_answers.reopen(session, doing.case, by=doing.by, why=why)
    return await petition_out(session, doing.case, doing.seat)


@router.post("/petitions/{petition_id}/withdraw")
async def withdraw(
    session: Session, doing: Annotated[Doing, may(Verb.WITHDRAW)], body: bodies.ReasonBody
) -> PetitionOut:
    """Taken back by the branch or by who raised it."""
    why = await views_reasons.why(session, Verb.WITHDRAW, body.reason_code, body.reason)
    await workflow.withdraw(session, doing.case, by=doing.by, why=why)
    return await petition_out(session, doing.case, doing.seat)


@router.post("/petitions/{petition_id}/unmerge")
async def unmerge(
    session: Session, doing: Annotated[Doing, may(Verb.UNMERGE)], body: bodies.Empty | None = None
) -> PetitionOut:
    """It follows no other any more, and lies with whoever holds that one."""
    await workflow_followers.take_out(session, doing.case, by=doing.by)
    return await petition_out(session, doing.case, doing.seat)
