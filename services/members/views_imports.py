"""Reads of imports: how far they are, and the report in the reader's language."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from libs.common.refusals import NotFound
from services.members.errors_imports import FILE_PROBLEMS
from services.members.models_imports import Import, ImportFinding, ImportProgress, ImportState
from services.members.rules_findings import Level, words


class Progress(BaseModel):
    """Where the work is: waiting, reading, comparing, units, members, posts."""

    step: str
    done: int
    total: int


class FileProblem(BaseModel):
    """Why the whole file cannot be taken over."""

    slug: str
    text: str


class ImportOut(BaseModel):
    """An import. Once checked, `counts` has units, members, accepted, warnings, refused, new, changed, unchanged."""

    id: UUID
    filename: str
    unit_id: UUID
    as_of: date
    state: ImportState
    progress: Progress
    counts: dict[str, int]
    problem: FileProblem | None
    made_at: datetime
    applied_at: datetime | None


class OtherRow(BaseModel):
    """The row that this one is to be compared with."""

    sheet: str
    row: int


class ReportLine(BaseModel):
    """What was found in one row, and what to do about it."""

    position: int
    sheet: str
    row: int
    column: str
    level: Level
    slug: str
    reason: str
    cure: str
    value: str | None
    other: OtherRow | None


async def import_out(session: AsyncSession, import_id: UUID, *, by: UUID, language: str) -> ImportOut:
    """One import of the caller's."""
    found = await _imports(session, language, 1, col(Import.id) == import_id, col(Import.made_by) == by)
    if not found:
        raise NotFound()
    return found[0]


async def unit_of(session: AsyncSession, import_id: UUID) -> UUID | None:
    """The unit that the file of an import speaks of."""
    return await session.scalar(select(col(Import.unit_id)).where(col(Import.id) == import_id))


async def list_imports(
    session: AsyncSession, *, by: UUID, language: str, after: list[Any] | None, limit: int
) -> list[ImportOut]:
    """Up to `limit` + 1 of the caller's, the newest first."""
    wanted: list[Any] = [col(Import.made_by) == by]
    if after is not None:
        wanted.append(tuple_(col(Import.made_at), col(Import.id)) < tuple_(*after))
    return await _imports(session, language, limit + 1, *wanted)


async def report(
    session: AsyncSession, import_id: UUID, *, language: str, level: Level | None, after: list[Any] | None, limit: int
) -> list[ReportLine]:
    """Up to `limit` + 1 lines in the order of the file."""
    statement = select(ImportFinding).where(col(ImportFinding.import_id) == import_id)
    if level is not None:
        statement = statement.where(col(ImportFinding.level) == level)
    if after is not None:
        statement = statement.where(col(ImportFinding.position) > after[0])
    rows = await session.scalars(statement.order_by(col(ImportFinding.position)).limit(limit + 1))
    return [_line(row, language) for row in rows]


async def _imports(session: AsyncSession, language: str, limit: int, *wanted: Any) -> list[ImportOut]:
    names = [name for name in ImportOut.model_fields if name not in ("progress", "problem")]
    columns = [col(getattr(Import, name)) for name in names]
    problem = (col(Import.problem), col(Import.problem_params))
    progress = (col(ImportProgress.step), col(ImportProgress.done), col(ImportProgress.total))
    statement = select(*columns, *problem, *progress).join(
        ImportProgress, col(ImportProgress.import_id) == col(Import.id)
    )
    newest = statement.where(*wanted).order_by(col(Import.made_at).desc(), col(Import.id).desc()).limit(limit)
    return [_out(row._asdict(), language) for row in await session.execute(newest)]


def _out(values: dict[str, Any], language: str) -> ImportOut:
    slug, params = values.pop("problem"), values.pop("problem_params")
    progress = Progress(step=values.pop("step"), done=values.pop("done"), total=values.pop("total"))
    text = FILE_PROBLEMS[slug][language == "en"].format(**params) if slug else ""
    return ImportOut(**values, progress=progress, problem=FileProblem(slug=slug, text=text) if slug else None)


def _line(row: ImportFinding, language: str) -> ReportLine:
    said = words(row.slug, language, value=row.value, other_row=row.other_row)
    other = OtherRow(sheet=row.other_sheet, row=row.other_row) if row.other_sheet and row.other_row else None
    return ReportLine(
        position=row.position,
        sheet=row.sheet,
        row=row.row,
        column=row.column,
        level=Level(row.level),
        slug=row.slug,
        reason=said.reason,
        cure=said.cure,
        value=row.value,
        other=other,
    )
