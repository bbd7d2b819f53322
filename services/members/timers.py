"""What is due: files that wait for their dry run or to be taken over, and what need not be kept."""

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from libs.common.clock import now
from libs.common.timers import Timers
from services.members import workflow_imports, workflow_limits, workflow_sign_in

timers = Timers()


@timers.every(seconds=0.5, name="check_imports")
async def check_imports(session: AsyncSession) -> int:
    """The dry run of one file."""
    return await workflow_imports.check_next(session)


@timers.every(seconds=0.5, name="apply_imports")
async def apply_imports(session: AsyncSession) -> int:
    """Take over one file."""
    return await workflow_imports.apply_next(session)


@timers.every(seconds=3600, name="forget_imports")
async def forget_imports(session: AsyncSession) -> int:
    """Delete old files and reports."""
    return await workflow_imports.forget_old(session)


@timers.every(seconds=3600, name="forget_sign_ins")
async def forget_sign_ins(session: AsyncSession) -> int:
    """Delete sign-ins that are over and failures that no longer count."""
    await workflow_limits.forget(session, older_than=now() - timedelta(days=1))
    await workflow_sign_in.forget(session, older_than=now() - timedelta(days=1))
    return 0
