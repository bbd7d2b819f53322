"""Lines about consolidated reports: a code of the month and names of units, never a word of what they say."""

import json

from sqlalchemy.ext.asyncio import AsyncSession

from libs.access import Unit, officers_of, units_by_ids
from libs.common.ids import new_id
from libs.common.listening import Meta
from libs.common.refusals import NotYet
from libs.contracts.petitions import ReportEvent
from services.notifications.rules_reports import ROLES, kind_of, unit_told
from services.notifications.workflow import write_lines


async def tell(session: AsyncSession, event: ReportEvent, meta: Meta) -> None:
    """A line for each officer whose turn it is, but not for the one who did it."""
    unit_id = unit_told(event)
    if unit_id is None:
        return
    units = await _units_of(session, event)
    officers = await officers_of(session, unit_id, ROLES)
    people = sorted({one.person_id for one in officers} - {event.actor_id})
    about = {
        "event_id": meta.event_id,
        "kind": kind_of(event),
        "petition_id": None,
        "petition_code": "",
        "report_id": event.report_id,
        "params": json.dumps(_params(event, units)),
        "at": meta.time,
    }
    await write_lines(session, [{"person_id": one, "id": new_id(), **about} for one in people])


async def _units_of(session: AsyncSession, event: ReportEvent) -> dict[str, Unit]:
    named = {"unit": event.unit_id, "above": event.above_id}
    wanted = {word: unit_id for word, unit_id in named.items() if unit_id}
    units = await units_by_ids(session, wanted.values())
    if missing := set(wanted.values()) - units.keys():
        raise NotYet(f"units {', '.join(sorted(map(str, missing)))}")
    return {word: units[unit_id] for word, unit_id in wanted.items()}


def _params(event: ReportEvent, units: dict[str, Unit]) -> dict[str, str]:
    year, month = event.month.split("-")
    names = {word: unit.name for word, unit in units.items()}
    return {"month": f"{month}/{year}", "version": str(event.version), **names}
