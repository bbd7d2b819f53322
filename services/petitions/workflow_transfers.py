"""Another body is asked to solve it: the holder goes on answering for it, and a clock runs for the reply."""

from datetime import date
from typing import NamedTuple

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from libs.common.rules import local_day
from libs.contracts.petitions import PetitionReplied, PetitionTransferred
from services.petitions import errors
from services.petitions.case import Actor, Case
from services.petitions.case_clocks import await_reply, meet_reply
from services.petitions.case_moves import take
from services.petitions.models_words import Transfer
from services.petitions.rules import Verb
from services.petitions.workflow_cases import begin_deed, finish


class Letter(NamedTuple):
    """A document by its number and day, where it has them."""

    number: str | None
    on: date | None

    @property
    def details(self) -> dict[str, str]:
        """What stands in the history."""
        named = {"document_number": self.number, "document_date": self.on.isoformat() if self.on else None}
        return {name: value for name, value in named.items() if value}


async def transfer(
    session: AsyncSession, case: Case, *, by: Actor, body: str, letter: Letter, reply_by: date | None
) -> None:
    """It is sent to a body outside; by when that is to reply is said, or follows from the rule."""
    step, deed = begin_deed(case, Verb.TRANSFER, by)
    if reply_by is not None and reply_by < local_day(deed.at):
        raise errors.ReplyDatePast
    due = await_reply(case, deed.at, reply_by)
    case.added.append(
        Transfer(
            petition_id=case.petition.id,
            number=await _next_number(session, case),
            unit_id=case.petition.last_holder_id,
            body=body,
            document_number=letter.number,
            document_date=letter.on,
            sent_at=deed.at,
            reply_due_at=due,
        )
    )
    take(case, step, at=deed.at)
    await finish(
        session,
        case,
        deed,
        PetitionTransferred,
        note=body,
        details={**letter.details, "reply_by": local_day(due).isoformat()},
        body=body,
        document_number=letter.number,
        document_date=letter.on,
        reply_due_at=due,
    )


async def reply(session: AsyncSession, case: Case, *, by: Actor, text: str, letter: Letter) -> None:
    """The body outside has replied; what the branch is answered is still the holder's to say."""
    step, deed = begin_deed(case, Verb.REPLY, by)
    sent = (await session.scalars(_of(case).order_by(col(Transfer.number).desc()).limit(1))).one()
    sent.replied_at, sent.reply_text = deed.at, text
    meet_reply(case, deed.at)
    take(case, step, at=deed.at)
    await finish(
        session,
        case,
        deed,
        PetitionReplied,
        note=text,
        details=letter.details,
        body=sent.body,
        text=text,
        document_number=letter.number,
        document_date=letter.on,
    )


async def _next_number(session: AsyncSession, case: Case) -> int:
    return len((await session.scalars(_of(case))).all()) + 1


def _of(case: Case) -> SelectOfScalar[Transfer]:
    return select(Transfer).where(col(Transfer.petition_id) == case.petition.id)
