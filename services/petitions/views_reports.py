"""The report of a unit and month: computed while it is a draft, as it was signed afterwards, in the same shape."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from libs.access import Grants, Unit, unit_or_not_found, units_below, units_by_ids
from libs.common import clock
from libs.common.refusals import NotFound
from libs.common.rules import NoSuchRule, rule_book
from libs.contracts.vocabulary import Category, ReportState, Tier
from services.petitions import errors
from services.petitions.models_reports import Report
from services.petitions.permissions_reports import Standing, acts_as, is_own
from services.petitions.rules_clocks import cut_off_of, month_before, next_month
from services.petitions.rules_report import Period, Row, Sheet, period_of
from services.petitions.rules_report_way import STEPS, ReportVerb, drafted
from services.petitions.views_report_fates import Fates, count, fates_in, fates_of
from services.petitions.views_report_out import CategoryLine, Figures, Numbers, ReportOut, UnitLine, VersionOut


@dataclass(frozen=True)
class Paper:
    """The report that was asked for: `signed` is the version meant, None while it is a draft."""

    unit: Unit
    month: date
    versions: tuple[Report, ...]
    signed: Report | None

    @property
    def state(self) -> ReportState:
        """Where it stands."""
        return self.signed.state if self.signed else ReportState.DRAFT

    @property
    def standing(self) -> Standing:
        """The same, and whether it ever left its unit."""
        return Standing(self.state, self.signed is not None and self.signed.sent_at is not None)

    @property
    def version(self) -> int:
        """Its version, or the one that the draft would be."""
        return self.signed.version if self.signed else len(self.versions) + 1


def name_of(unit_id: UUID, month: date) -> str:
    """What a report is called in addresses."""
    return f"{unit_id}_{month:%Y-%m}"


async def look_up(session: AsyncSession, unit_id: UUID, month: date, version: int | None = None) -> Paper:
    """The version asked for, else the one that stands, else the draft. Raises NotFound."""
    unit = await unit_or_not_found(session, unit_id)
    of_it = select(Report).where(col(Report.unit_id) == unit_id, col(Report.month) == month)
    versions = tuple((await session.scalars(of_it.order_by(col(Report.version)))).all())
    if version is None:
        signed = next((one for one in versions if one.state is not ReportState.RETURNED), None)
    else:
        signed = next((one for one in versions if one.version == version), None)
        if signed is None:
            raise NotFound
    return Paper(unit, month, versions, signed)


async def _standing(session: AsyncSession, unit_id: UUID, month: date) -> Report | None:
    of_it = select(Report).where(col(Report.unit_id) == unit_id, col(Report.month) == month)
    found: Report | None = await session.scalar(of_it.where(col(Report.state) != ReportState.RETURNED))
    return found


async def period_of_paper(session: AsyncSession, paper: Paper, *, now: datetime | None = None) -> Period:
    """What the report covers; a draft until `now`, or until this moment. Raises NotBegun."""
    if paper.signed:
        return Period(paper.signed.from_at, paper.signed.to_at)
    try:
        period = period_of(paper.month, await rule_book(session))
    except NoSuchRule as reason:
        raise errors.NotBegun from reason
    last = await _standing(session, paper.unit.id, month_before(paper.month))
    following = await _standing(session, paper.unit.id, next_month(paper.month))
    return drafted(
        period,
        now or clock.now(),
        last_ended=last.to_at if last else None,
        next_began=following.from_at if following else None,
    )


def fates_in_paper(paper: Paper, period: Period, *, line: UUID | None = None) -> Fates:
    """Its petitions; those of one line can be computed alone."""
    return fates_of(paper.signed) if paper.signed else fates_in(paper.unit, period, line=line)


async def figures_of(session: AsyncSession, paper: Paper, period: Period) -> Figures:
    """What it counts: as it was signed, or computed."""
    if paper.signed:
        return Figures.model_validate(paper.signed.figures)
    return await figures(session, paper.unit, await count(session, fates_in_paper(paper, period)))


_LINE_TIER: Final = {Tier.CITY: Tier.WARD, Tier.WARD: Tier.BRANCH}


async def figures(session: AsyncSession, unit: Unit, sheet: Sheet) -> Figures:
    """The sheet with a line for every unit below, whether it has petitions or not, and for any other that has."""
    lines: list[Unit] = []
    if tier := _LINE_TIER.get(unit.tier):
        below = {one.id: one for one in await units_below(session, unit.path, tier=tier)}
        below |= await units_by_ids(session, sheet.units.keys() - below.keys())
        lines = sorted(below.values(), key=lambda one: one.path)
    nothing = Numbers(**dict.fromkeys(Numbers.model_fields, 0))
    return Figures(
        total=_numbers(sheet.total),
        earlier=_numbers(sheet.earlier),
        categories=[
            CategoryLine(category=category, numbers=_numbers(sheet.categories[category]))
            for category in Category
            if category in sheet.categories
        ],
        lines=[
            UnitLine(
                unit_id=one.id,
                unit_name=one.name,
                numbers=_numbers(sheet.units[one.id]) if one.id in sheet.units else nothing,
            )
            for one in lines
        ],
    )


def _numbers(row: Row) -> Numbers:
    return Numbers(**{str(cell): number for cell, number in row.items()})


async def report_out(session: AsyncSession, paper: Paper, grants: Grants) -> ReportOut:
    """The report as this caller sees it."""
    period, signed = await period_of_paper(session, paper), paper.signed
    shown = await figures_of(session, paper, period)
    above = (await units_by_ids(session, [paper.unit.parent_id] if paper.unit.parent_id else [])).values()
    return ReportOut(
        **dict(shown),
        id=name_of(paper.unit.id, paper.month),
        unit_id=paper.unit.id,
        unit_name=signed.unit_name if signed else paper.unit.name,
        tier=paper.unit.tier,
        above_name=signed.above_name if signed else next((one.name for one in above), None),
        month=f"{paper.month:%Y-%m}",
        version=paper.version,
        state=paper.state,
        from_at=period.from_at,
        to_at=period.to_at,
        closes_on=cut_off_of(paper.month, await rule_book(session)),
        number=signed.number if signed else None,
        signed_by_name=signed.signed_by_name if signed else None,
        versions=_versions(paper, grants),
        states=await _states_of(session, paper.month, [line.unit_id for line in shown.lines]),
        next=next_verbs(paper, grants),
    )


def _versions(paper: Paper, grants: Grants) -> list[VersionOut]:
    """Whoever is not of the unit sees what was sent."""
    own = is_own(grants, paper.unit)
    seen = [one for one in paper.versions if own or one.sent_at or one is paper.signed]
    return [VersionOut.model_validate(one, from_attributes=True) for one in seen]


def next_verbs(paper: Paper, grants: Grants) -> list[ReportVerb]:
    """What the caller may do with it now; a version that was returned is history."""
    return [
        verb
        for verb in STEPS[paper.state]
        if acts_as(verb, grants, paper.unit, paper.state)
        and not (verb is ReportVerb.SEND and paper.unit.parent_id is None)
    ]


async def _states_of(session: AsyncSession, month: date, unit_ids: list[UUID]) -> dict[UUID, ReportState]:
    standing = select(col(Report.unit_id), col(Report.state)).where(
        col(Report.month) == month, col(Report.unit_id).in_(unit_ids), col(Report.state) != ReportState.RETURNED
    )
    return {row[0]: row[1] for row in await session.execute(standing)}


def first_of(month: str) -> date:
    """The first day of a month written `2026-11`."""
    return date.fromisoformat(f"{month}-01")
