"""What is said of a report: the same shape for a draft and for what was signed, whose figures are kept in it."""

from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel

from libs.contracts.vocabulary import Category, ReportState, Tier
from services.petitions.rules_report_way import ReportVerb


class Numbers(BaseModel):
    """The numbers of one line, each of which is a list of petitions. carried + raised + reopened = all + withdrawn;
    all = merged + redirected + within + beyond. `on_time` is part of what was answered, `read_out` stands for itself.
    """

    carried: int
    raised: int
    reopened: int
    withdrawn: int
    all: int
    merged: int
    redirected: int
    within: int
    within_answered: int
    within_in_progress: int
    within_overdue: int
    beyond: int
    beyond_answered: int
    beyond_in_progress: int
    beyond_overdue: int
    on_time: int
    read_out: int


class CategoryLine(BaseModel):
    """The numbers of one category."""

    category: Category
    numbers: Numbers


class UnitLine(BaseModel):
    """The numbers of a branch or ward."""

    unit_id: UUID
    unit_name: str
    numbers: Numbers


class Figures(BaseModel):
    """Everything that a report counts; `earlier` are the numbers of what was carried over alone."""

    total: Numbers
    earlier: Numbers
    categories: list[CategoryLine]
    lines: list[UnitLine]


class VersionOut(BaseModel):
    """A version that was signed, and what became of it."""

    version: int
    state: ReportState
    signed_at: datetime
    sent_at: datetime | None
    received_at: datetime | None
    returned_at: datetime | None
    reason: str | None


class ReportOut(Figures):
    """A report as it stands; `closes_on` is the cut-off of its month, `states` where the reports of its lines stand."""

    id: str
    unit_id: UUID
    unit_name: str
    tier: Tier
    above_name: str | None
    month: str
    version: int
    state: ReportState
    from_at: datetime
    to_at: datetime
    closes_on: date
    number: int | None
    signed_by_name: str | None
    versions: list[VersionOut]
    states: dict[UUID, ReportState]
    next: list[ReportVerb]
