"""What is due: files that wait for their dry run or to be taken over, and what need not be kept."""

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from libs.common.clock import now
from libs.common.timers import Timers
from services.members import import_worker, workflow_imports, workflow_limits, workflow_sign_in

timers = Timers()


@timers.every(seconds=0.5, name="imports")
async def work_on_imports(session: AsyncSession) -> int:
    """Dry runs and taking over, in a process of their own."""
    return await import_worker.work_beside(session)


@timers.every(seconds=3600, name="forget_imports")
async def forget_imports(session: AsyncSession) -> int:
    """Delete old files and reports."""
    return await workflow_imports.forget_old(session)


@timers.every(seconds=3600, name="forget_sign_ins")
async def forget_sign_ins(session: AsyncSession) -> int:
    """Delete sign-ins that are over and failures that no longer count."""
    await workflow_limits.forget(session)
    await workflow_sign_in.forget(session, older_than=now() - timedelta(days=1))
    return 0
