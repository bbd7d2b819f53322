"""A workbook compared with what stands, and taken over: units first, then people, then posts, then the events."""

import asyncio
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from libs.common.ids import new_id
from libs.contracts.members import MemberCorrected, MemberRegistered, UnitFounded, UnitRenamed
from services.members import workflow_units
from services.members.models import Unit, UnitToken
from services.members.models_imports import Import
from services.members.rules_file import ReadFile
from services.members.rules_findings import Finding, Level
from services.members.rules_plan import Known, Outcome, Plan, kept
from services.members.rules_plan_units import UnitsPlan, city_code
from services.members.workbook_process import Problem
from services.members.workflow_import_progress import show
from services.members.workflow_member_events import announce
from services.members.workflow_roll import known_members, write_outcomes, write_posts

STEPS: Final = 5


@dataclass(frozen=True)
class Comparison:
    """What taking over the file would do."""

    units: UnitsPlan
    city_code: str
    outcomes: list[Outcome]
    findings: list[Finding]
    counts: dict[str, int]
    scope_path: str

    @property
    def refused(self) -> list[Finding]:
        """The findings that leave rows out."""
        return [finding for finding in self.findings if finding.level == Level.REFUSED]


async def compare(session: AsyncSession, file: Import, read: ReadFile) -> Comparison | Problem:
    """The rows beside what stands. Nothing is written."""
    city = await workflow_units.top_unit(session)
    standing = list(await session.scalars(select(Unit).where(col(Unit.valid_to).is_(None))))
    known = await known_members(session)
    return await asyncio.to_thread(_compare, file, read, city, standing, known)


def _compare(
    file: Import, read: ReadFile, city: Unit, standing: list[Unit], known: list[Known]
) -> Comparison | Problem:
    code = city_code(read.units, city) if read.units else city.official_code or ""
    if code is None:
        return Problem("other-city", {})
    scope = next((unit for unit in standing if unit.id == file.unit_id), None)
    if scope is None:
        return Problem("changed-meanwhile", {})
    units = UnitsPlan(city, standing, scope, file.as_of, new_id)
    for unit_row in read.units:
        units.add(unit_row)
    plan = Plan(units, known, file.as_of, new_id)
    for member_row in read.members:
        plan.add(member_row)
    findings = kept(read.findings, [*units.findings, *plan.findings])
    return Comparison(units, code, plan.outcomes, findings, _counts(read, plan, findings), scope.path)


def _counts(read: ReadFile, plan: Plan, findings: list[Finding]) -> dict[str, int]:
    refused = {finding.place for finding in findings if finding.level == Level.REFUSED}
    new = sum(1 for one in plan.outcomes if one.before is None)
    changed = sum(1 for one in plan.outcomes if one.before is not None and _touches(one))
    return {
        "units": read.unit_rows,
        "members": read.member_rows,
        "accepted": len(plan.outcomes),
        "refused": len(refused),
        "warnings": sum(1 for finding in findings if finding.level == Level.WARNING),
        "new": new,
        "changed": changed,
        "unchanged": len(plan.outcomes) - new - changed,
        "units_new": len(plan.units.founded),
        "units_changed": len(plan.units.renamed),
    }


def _touches(one: Outcome) -> bool:
    return one.changes or one.takes_post or bool(one.posts_to_end)


async def take_over(session: AsyncSession, file: Import, found: Comparison) -> None:
    """Write all of it in the caller's transaction; who stays as they are is not touched and not told of."""
    await show(session, file.id, "units", 2, STEPS)
    await _write_units(session, file, found)
    await show(session, file.id, "members", 3, STEPS)
    new = [one for one in found.outcomes if one.before is None]
    changed = [one for one in found.outcomes if one.before is not None and one.changes]
    await write_outcomes(session, [*new, *changed])
    await show(session, file.id, "posts", 4, STEPS)
    told_with_posts = await write_posts(session, found.outcomes, as_of=file.as_of, by=file.made_by)
    await announce(session, MemberRegistered, [one.person_id for one in new])
    told = {one.person_id for one in new} | told_with_posts
    await announce(session, MemberCorrected, [one.person_id for one in changed if one.person_id not in told])


async def _write_units(session: AsyncSession, file: Import, found: Comparison) -> None:
    city = await workflow_units.unit_for_change(session, found.units.city.id)
    if city.official_code is None and found.city_code and file.unit_id == city.id:
        await _rename(session, city, file, name=city.name, official_code=found.city_code, kind=None)
    for change in found.units.renamed:
        unit = await workflow_units.unit_for_change(session, change.unit_id)
        await _rename(session, unit, file, name=change.name, official_code=change.official_code, kind=change.kind)
    founded = found.units.founded
    labels = {tier: await workflow_units.label_of(session, tier) for tier in {unit.tier for unit in founded}}
    for unit in founded:
        unit.label = labels[unit.tier]
    session.add_all(founded)
    await session.flush()
    session.add_all(workflow_units.version_of(unit, unit.valid_from) for unit in founded)
    session.add_all(
        UnitToken(parent_id=unit.parent_id, code=unit.code, unit_id=unit.id) for unit in founded if unit.parent_id
    )
    await workflow_units.announce(session, UnitFounded, founded)


async def _rename(
    session: AsyncSession, unit: Unit, file: Import, *, name: str, official_code: str, kind: str | None
) -> None:
    renamed = (unit.name, unit.official_code) != (name, official_code)
    unit.name, unit.official_code, unit.kind = name, official_code, kind
    if renamed:
        await workflow_units.record_version(session, unit, file.as_of)
        await workflow_units.announce(session, UnitRenamed, [unit])
