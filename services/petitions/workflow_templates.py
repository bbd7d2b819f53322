"""Templates for answers: a unit's own words, beside those that came with the system."""

import re
from typing import Final
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from libs.common import clock
from libs.common.refusals import NotFound
from libs.contracts.vocabulary import Outcome
from services.petitions.errors_desk import UnknownPlaceholder
from services.petitions.models_desk import AnswerTemplate

PLACEHOLDERS: Final = frozenset({"code", "branch", "date"})
_BRACES: Final = re.compile(r"\{([^{}]*)\}")


async def keep_template(
    session: AsyncSession, *, template_id: UUID, unit_id: UUID, name: str, text: str, outcome: Outcome | None
) -> AnswerTemplate:
    """A template of the unit, new or changed; what came with the system or is another unit's is not found here."""
    unknown = [word for word in _BRACES.findall(text) if word not in PLACEHOLDERS]
    if unknown:
        raise UnknownPlaceholder(word=unknown[0])
    template = await session.get(AnswerTemplate, template_id, with_for_update=True)
    if template is None:
        template = AnswerTemplate(id=template_id, unit_id=unit_id, name=name, text=text, at=clock.now())
        session.add(template)
    elif template.unit_id != unit_id:
        raise NotFound
    template.name, template.text, template.outcome = name, text, outcome
    await session.flush()
    return template


async def drop_template(session: AsyncSession, *, template_id: UUID, unit_id: UUID) -> None:
    """The unit no longer needs it."""
    its_own = (col(AnswerTemplate.id) == template_id, col(AnswerTemplate.unit_id) == unit_id)
    await session.execute(delete(AnswerTemplate).where(*its_own))
