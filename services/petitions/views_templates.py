"""The templates that a unit's answers can begin with."""

from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from libs.contracts.vocabulary import Outcome
from services.petitions.models_desk import AnswerTemplate


class TemplateOut(BaseModel):
    """A template; one of no unit came with the system and says where from."""

    id: UUID
    unit_id: UUID | None
    name: str
    text: str
    outcome: Outcome | None
    source: str | None


class TemplatesOut(BaseModel):
    """The unit's own first, then everybody's."""

    items: list[TemplateOut]


def template_out(template: AnswerTemplate) -> TemplateOut:
    """One template."""
    return TemplateOut(**template.model_dump(exclude={"at"}))


async def templates_of(session: AsyncSession, unit_id: UUID) -> TemplatesOut:
    """Those of the unit and those of all."""
    theirs = or_(col(AnswerTemplate.unit_id) == unit_id, col(AnswerTemplate.unit_id).is_(None))
    ordered = (
        select(AnswerTemplate)
        .where(theirs)
        .order_by(col(AnswerTemplate.unit_id).is_(None), col(AnswerTemplate.at), col(AnswerTemplate.id))
    )
    return TemplatesOut(items=[template_out(one) for one in (await session.scalars(ordered)).all()])
