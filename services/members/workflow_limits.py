"""Counting failed attempts, in the database so that all replicas share it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from math import ceil

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from libs.common.clock import now
from services.members.errors_accounts import TryLater
from services.members.models_accounts import SignInFailure
from services.members.rules_sign_in import ADDRESS, KNOWN_DEVICE, LOGIN_AT_ADDRESS, Limit


@dataclass(frozen=True)
class Counter:
    """One key that failures are counted for."""

    key: bytes
    limit: Limit


def counters(*, login: str, address: str, device: str | None) -> list[Counter]:
    """What an attempt counts against: a known device of this login alone, or else the address."""
    if device:
        return [Counter(_key("device", device), KNOWN_DEVICE)]
    return [
        Counter(_key("login", login, address), LOGIN_AT_ADDRESS),
        Counter(_key("address", address), ADDRESS),
    ]


async def check(session: AsyncSession, counted: Iterable[Counter]) -> None:
    """Refuse while one of the keys has to wait."""
    keys = [counter.key for counter in counted]
    blocked = select(col(SignInFailure.blocked_until)).where(
        col(SignInFailure.key).in_(keys), col(SignInFailure.blocked_until) > now()
    )
    until = max((moment for moment in await session.scalars(blocked) if moment), default=None)
    if until is not None:
        seconds = max(1, ceil((until - now()).total_seconds()))
        raise TryLater(seconds=seconds, retry_after=seconds)


async def count(session: AsyncSession, counted: Iterable[Counter]) -> None:
    """One more failure for each key. Rows are taken in the order of their keys, so that attempts cannot deadlock."""
    for counter in sorted(counted, key=lambda one: one.key):
        row = insert(SignInFailure).values(key=counter.key, failures=0, last_at=now())
        await session.execute(row.on_conflict_do_nothing())
        failure = await session.get_one(SignInFailure, counter.key, with_for_update=True)
        failure.failures = counter.limit.count(failure.failures, failure.last_at, now())
        failure.last_at = now()
        failure.blocked_until = now() + counter.limit.wait(failure.failures)
        await session.flush()


async def forgive(session: AsyncSession, counted: Iterable[Counter]) -> None:
    """After a success: the count of this login at this address, or of this device, begins anew."""
    keys = [counter.key for counter in counted if counter.limit is not ADDRESS]
    await session.execute(delete(SignInFailure).where(col(SignInFailure.key).in_(keys)))


async def forget(session: AsyncSession, *, older_than: datetime) -> None:
    """Deletes counts that no longer matter."""
    await session.execute(delete(SignInFailure).where(col(SignInFailure.last_at) < older_than))


def _key(*parts: str) -> bytes:
    return sha256("\n".join(parts).encode()).digest()
