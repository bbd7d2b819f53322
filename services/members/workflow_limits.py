"""Counting failed attempts, in the database so that all replicas share it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from math import ceil

from sqlalchemy import delete, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from libs.common.clock import now, today
from libs.common.rules import rule_book
from services.members.errors_accounts import TryLater
from services.members.models_accounts import SignInFailure
from services.members.rules_sign_in import Limit, Limits, limits, line_of

_THE_ONLY_ONE = text("SELECT pg_advisory_xact_lock(key) FROM unnest(CAST(:keys AS bigint[])) AS key")
_ONE_OF_THE_RIGHT = text("SELECT pg_advisory_xact_lock_shared(key) FROM unnest(CAST(:keys AS bigint[])) AS key")


@dataclass(frozen=True)
class Counter:
    """One key that failures are counted for; a success begins its count anew if it is `forgiven`."""

    key: bytes
    limit: Limit
    forgiven: bool = True


async def counters(session: AsyncSession, *, login: str, address: str, device: str | None) -> list[Counter]:
    """What an attempt counts against: a known device of this login alone, or else the address."""
    holding = await _limits(session)
    if device:
        return [Counter(_key("device", device), holding.device)]
    line = line_of(address)
    return [
        Counter(_key("login", login, line), holding.login),
        Counter(_key("address", line), holding.address, forgiven=False),
    ]


async def take_turn(session: AsyncSession, counted: Sequence[Counter], *, right: bool) -> None:
    """Until the transaction ends nobody else is looked at who counts against the same, so that as many attempts as were
    sent together see each other's failures; those that are right do not wait for each other. Raises TryLater."""
    keys = sorted(int.from_bytes(counter.key[:8], "big", signed=True) for counter in counted)
    await session.execute(_ONE_OF_THE_RIGHT if right else _THE_ONLY_ONE, {"keys": keys})
    await check(session, counted)


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
    keys = [counter.key for counter in counted if counter.forgiven]
    await session.execute(delete(SignInFailure).where(col(SignInFailure.key).in_(keys)))


async def forget(session: AsyncSession) -> None:
    """Deletes counts that no longer matter."""
    holding = await _limits(session)
    kept = max(limit.forgotten_after for limit in (holding.login, holding.device, holding.address))
    await session.execute(delete(SignInFailure).where(col(SignInFailure.last_at) < now() - kept))


async def _limits(session: AsyncSession) -> Limits:
    return limits(await rule_book(session), today())


def _key(*parts: str) -> bytes:
    return sha256("\n".join(parts).encode()).digest()
