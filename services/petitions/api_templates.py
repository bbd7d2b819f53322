"""The HTTP door of templates for answers."""

from uuid import UUID

from libs.access import unit_or_not_found
from libs.common.http import Router, Session
from services.petitions import bodies_desk, views_templates, workflow_templates
from services.petitions.permissions import require_worker
from services.petitions.seats import By, OwnUnit

router = Router("petitions")


@router.get("/units/{unit_id}/answer-templates")
async def list_templates(unit_id: UUID, session: Session, by: By) -> views_templates.TemplatesOut:
    """What answers of the unit can begin with, for all who write them."""
    require_worker(by, await unit_or_not_found(session, unit_id))
    return await views_templates.templates_of(session, unit_id)


@router.put("/units/{unit_id}/answer-templates/{template_id}")
async def keep_template(
    template_id: UUID, session: Session, unit: OwnUnit, body: bodies_desk.TemplateBody
) -> views_templates.TemplateOut:
    """A template of the unit, by its officers."""
    template = await workflow_templates.keep_template(
        session, template_id=template_id, unit_id=unit.id, name=body.name, text=body.text, outcome=body.outcome
    )
    return views_templates.template_out(template)


@router.delete("/units/{unit_id}/answer-templates/{template_id}", status_code=204)
async def drop_template(template_id: UUID, session: Session, unit: OwnUnit) -> None:
    """The unit no longer needs it."""
    await workflow_templates.drop_template(session, template_id=template_id, unit_id=unit.id)
