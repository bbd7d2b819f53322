"""How far an import is, written beside its transaction: the work is all or nothing, but it can be watched."""

from uuid import UUID

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession
from sqlmodel import col

from services.members.models_imports import ImportProgress


async def show(session: AsyncSession, import_id: UUID, step: str, done: int = 0, total: int = 1) -> None:
    """Say where the import stands, at once and whatever becomes of the transaction."""
    bind = session.bind
    engine = bind.engine if isinstance(bind, AsyncConnection) else bind
    if not isinstance(engine, AsyncEngine):
        return
    now_at = update(ImportProgress).where(col(ImportProgress.import_id) == import_id)
    async with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as beside:
        await beside.execute(now_at.values(step=step, done=done, total=total))
