"""A file on its way in: received, checked, taken over whole or not at all.

The dry run and the taking over are work of a timer, so that they survive a restart and no request waits for them.
It is compared again when it is taken over; if other rows would be refused than were shown, nothing is written.
"""

import asyncio
from datetime import date, timedelta
from hashlib import sha256
from uuid import UUID

from sqlalchemy import delete, insert, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from libs.common.clock import now, today
from libs.common.outbox import stage
from libs.common.refusals import NotFound
from libs.common.rules import rule_book
from libs.contracts.members import ImportApplied
from services.members.errors_imports import ImportTaken, ImportUnderWay, NotChecked, RowsRefused
from services.members.models import Unit, table_of
from services.members.models_imports import Import, ImportFinding, ImportProgress, ImportState
from services.members.rules_findings import Finding
from services.members.workbook_process import Problem, packed, read_workbook, unpacked
from services.members.workflow_import_progress import show
from services.members.workflow_members import standards
from services.members.workflow_taking_over import STEPS, Comparison, compare, take_over


async def receive(
    session: AsyncSession, *, import_id: UUID, by: UUID, unit: Unit, filename: str, as_of: date, body: bytes
) -> Import:
    """The file waits for its dry run; the same file under the same id is the same import."""
    digest = sha256(body).digest()
    known = await session.get(Import, import_id)
    if known is not None:
        if known.made_by != by:
            raise NotFound()
        if known.body_hash != digest:
            raise ImportTaken()
        return known
    received = Import(
        id=import_id,
        made_by=by,
        unit_id=unit.id,
        filename=filename,
        as_of=as_of,
        body=body,
        body_hash=digest,
        state=ImportState.CHECKING,
        made_at=now(),
    )
    session.add(received)
    session.add(ImportProgress(import_id=import_id, step="waiting", done=0, total=1))
    await session.flush()
    return received


async def request_apply(session: AsyncSession, *, import_id: UUID, by: UUID, without_refused: bool) -> Import:
    """The file is to be taken over; once is enough."""
    file = await own_import(session, import_id, by)
    if file.state in (ImportState.APPLYING, ImportState.APPLIED):
        return file
    if file.state != ImportState.CHECKED:
        raise NotChecked()
    if file.counts["refused"] and not without_refused:
        raise RowsRefused(refused=file.counts["refused"])
    file.state, file.without_refused = ImportState.APPLYING, without_refused
    return file


async def discard(session: AsyncSession, *, import_id: UUID, by: UUID) -> None:
    """The file, its report and all traces of it are gone; what was taken over stays."""
    file = await own_import(session, import_id, by)
    if file.state == ImportState.APPLYING:
        raise ImportUnderWay()
    await _forget(session, [import_id])


async def own_import(session: AsyncSession, import_id: UUID, by: UUID) -> Import:
    """The import, locked; it belongs to whoever sent the file."""
    file = await session.get(Import, import_id, with_for_update={"key_share": True})
    if file is None or file.made_by != by:
        raise NotFound()
    return file


async def anything_waits(session: AsyncSession) -> bool:
    """Whether there is a file to check or to take over."""
    under_way = col(Import.state).in_([ImportState.CHECKING, ImportState.APPLYING])
    return await session.scalar(select(col(Import.id)).where(under_way).limit(1)) is not None


async def check_next(session: AsyncSession) -> int:
    """The dry run of the file that waits longest; how many were done."""
    file = await _claim(session, ImportState.CHECKING)
    if file is None:
        return 0
    await show(session, file.id, "reading")
    await session.execute(text("SET LOCAL idle_in_transaction_session_timeout = '5min'"))
    read = await read_workbook(file.body or b"", await standards(session, today()))
    if isinstance(read, Problem):
        _fail(file, read)
        return 1
    await show(session, file.id, "comparing", 1, STEPS)
    found = await compare(session, file, read)
    if isinstance(found, Problem):
        _fail(file, found)
        return 1
    await _report(session, file, found)
    file.state, file.counts = ImportState.CHECKED, found.counts
    file.body, file.rows = None, await asyncio.to_thread(packed, read)
    return 1


async def apply_next(session: AsyncSession) -> int:
    """Take over the file that waits longest, whole or not at all; how many were done."""
    file = await _claim(session, ImportState.APPLYING)
    if file is None:
        return 0
    await show(session, file.id, "comparing", 1, STEPS)
    found = await compare(session, file, await asyncio.to_thread(unpacked, file.rows or b""))
    if isinstance(found, Problem):
        _fail(file, found)
    elif await _refused_rows(session, file) != {_row(finding) for finding in found.refused}:
        _fail(file, Problem("changed-meanwhile", {}))
    else:
        await _take_over(session, file, found)
    return 1


async def _take_over(session: AsyncSession, file: Import, found: Comparison) -> None:
    try:
        async with session.begin_nested():
            await take_over(session, file, found)
    except IntegrityError:
        _fail(file, Problem("changed-meanwhile", {}))
        return
    file.state, file.counts, file.applied_at, file.rows = ImportState.APPLIED, found.counts, now(), None
    file.sequence += 1
    await stage(session, _applied(file), unit_path=f"{found.scope_path}.self")


def _applied(file: Import) -> ImportApplied:
    counts = file.counts
    return ImportApplied(
        import_id=file.id,
        unit_id=file.unit_id,
        units=counts["units"],
        members_new=counts["new"],
        members_changed=counts["changed"],
        members_unchanged=counts["unchanged"],
        refused=counts["refused"],
        sequence=file.sequence,
    )


async def forget_old(session: AsyncSession) -> int:
    """Files and reports are deleted some weeks after they came."""
    days = (await rule_book(session)).number("members.import_kept", today())
    old = select(col(Import.id)).where(col(Import.made_at) < now() - timedelta(days=days)).limit(20)
    ids = list(await session.scalars(old.with_for_update(skip_locked=True)))
    await _forget(session, ids)
    return len(ids)


async def _claim(session: AsyncSession, state: ImportState) -> Import | None:
    waiting = select(Import).where(col(Import.state) == state).order_by(col(Import.made_at)).limit(1)
    return (await session.scalars(waiting.with_for_update(skip_locked=True, key_share=True))).first()


def _fail(file: Import, problem: Problem) -> None:
    file.state, file.problem, file.problem_params = ImportState.FAILED, problem.slug, problem.params
    file.body = file.rows = None


async def _report(session: AsyncSession, file: Import, found: Comparison) -> None:
    rows = [
        {
            "import_id": file.id,
            "position": position,
            "level": finding.level,
            "slug": finding.slug,
            "sheet": finding.place.sheet,
            "row": finding.place.row,
            "column": finding.column,
            "value": finding.value,
            "other_sheet": finding.other.sheet if finding.other else None,
            "other_row": finding.other.row if finding.other else None,
        }
        for position, finding in enumerate(found.findings, 1)
    ]
    if rows:
        await session.execute(insert(table_of(ImportFinding)), rows)


async def _refused_rows(session: AsyncSession, file: Import) -> set[tuple[str, int]]:
    refused = select(col(ImportFinding.sheet), col(ImportFinding.row)).where(
        col(ImportFinding.import_id) == file.id, col(ImportFinding.level) == "refused"
    )
    return {(sheet, row) for sheet, row in await session.execute(refused)}


def _row(finding: Finding) -> tuple[str, int]:
    return finding.place.sheet, finding.place.row


async def _forget(session: AsyncSession, ids: list[UUID]) -> None:
    for table, key in (
        (ImportFinding, ImportFinding.import_id),
        (ImportProgress, ImportProgress.import_id),
        (Import, Import.id),
    ):
        await session.execute(delete(table).where(col(key).in_(ids)))
